import type { Schemas } from '../api/client.js';
import type { LocalDate } from '../time/local-time.js';

type Entry = Schemas['UnavailabilityDto'];
/** A stored wish of a week. */
export type Wish = Omit<Schemas['WeeklyWishDto'], 'effectiveTo' | 'reason'> & {
  effectiveTo: string | null;
  reason: string | null;
};
export type Brush = Wish['preference'] | 'free';

/** Two hours per cell: fine enough for availability, and few enough cells to tap. */
export const CELL_HOURS = 2;
const MINUTES_A_DAY = 1440;
const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;

/** A cell of the week: a weekday and its first hour. */
export interface Cell {
  weekday: number;
  hour: number;
}

/** 18 becomes `18:00`. */
export const textOf = (hour: number): string => clockOf(hour * 60);

const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
const startOf = ({ weekday, startsAt }: Wish): number => (weekday - 1) * MINUTES_A_DAY + minutesOf(startsAt);

/** The entries that make up an operator's week from a date on. */
export const wishesOf = (entries: readonly Entry[], today: LocalDate): Wish[] =>
  entries.flatMap(({ kind, weekday, startsAt, endsAt, preference, effectiveFrom, effectiveTo, reason }) =>
    kind !== 'weekly' || weekday === null || (effectiveTo !== null && effectiveTo < today)
      ? []
      : [{ weekday, startsAt, endsAt, preference, effectiveFrom: effectiveFrom!, effectiveTo, reason }],
  );

/** The length of a wish in minutes, and how many minutes of it come before a cell. */
function extentOf(wish: Wish, { weekday, hour }: Cell): { length: number; before: number } {
  const [start, end] = [minutesOf(wish.startsAt), minutesOf(wish.endsAt)];
  const length = end > start ? end - start : end + MINUTES_A_DAY - start;
  const cell = (weekday - 1) * MINUTES_A_DAY + hour * 60;
  return { length, before: (cell - startOf(wish) + MINUTES_A_WEEK) % MINUTES_A_WEEK };
}

/** The wish that covers a cell of the week. */
export const wishIn = (wishes: readonly Wish[], cell: Cell): Wish | undefined =>
  wishes.find((wish) => {
    const { length, before } = extentOf(wish, cell);
    return before < length;
  });

/** The remaining parts of a wish before and after a cell that is taken out. */
function restOf(wish: Wish, cell: Cell): Wish[] {
  const { length, before } = extentOf(wish, cell);
  const after = before + CELL_HOURS * 60;
  const piece = (from: number, to: number): Wish => ({
    ...wish,
    weekday: (Math.floor((startOf(wish) + from) / MINUTES_A_DAY) % 7) + 1,
    startsAt: clockOf(startOf(wish) + from),
    endsAt: clockOf(startOf(wish) + to),
  });
  return [...(before > 0 ? [piece(0, before)] : []), ...(after < length ? [piece(after, length)] : [])];
}

/** The week after a cell was painted; the same object when nothing changed. */
export function painted(
  wishes: readonly Wish[],
  cell: Cell,
  brush: Brush,
  today: LocalDate,
): readonly Wish[] {
  const before = wishIn(wishes, cell);
  if ((before?.preference ?? 'free') === brush) return wishes;
  const { weekday, hour } = cell;
  const added: Wish[] =
    brush === 'free'
      ? []
      : [
          {
            weekday,
            startsAt: textOf(hour),
            endsAt: textOf(hour + CELL_HOURS),
            preference: brush,
            effectiveFrom: today,
            effectiveTo: null,
            reason: null,
          },
        ];
  const others = wishes.filter((wish) => wish !== before);
  return [...others, ...(before ? restOf(before, cell) : []), ...added];
}
