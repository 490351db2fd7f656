import { addDays, daysBetween, type LocalDate } from '../local-date.js';
import { PHASE_NAMES, type ByPhase, type PhaseName } from '../pilots/phases.js';
import { periodOn, type Term } from '../terms.js';

/** At most so many weeks before maintenance are compared with as many after it. */
export const MOST_WEEKS = 8;
/** With fewer weeks on a side nothing is compared. */
export const FEWEST_WEEKS = 2;
/** A week counts when so many of its days are not excluded. */
const FEWEST_DAYS = 4;
/** Shares of days of classes, exams, break and no term that differ by more are told. */
const MUCH_OF_THE_TIME = 0.1;

/** Local dates; `to` is the day after the last one. */
export interface DateSpan {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** Something that was done to a location on some dates. */
export interface Mark {
  readonly locationId: string;
  readonly at: DateSpan;
  readonly reason: string;
}

/** Why nothing is compared. `side`: where the weeks are missing. */
export interface NotCompared {
  readonly why: 'pilot-start' | 'phase-edge' | 'neighbour' | 'too-soon' | 'excluded';
  readonly side: 'before' | 'after';
  /** The first date on which two whole weeks after it can be over. */
  readonly earliest: LocalDate;
}

/** Weeks of seven dates that follow each other, in order. */
export interface WeeksAround extends DateSpan {
  readonly weeks: readonly DateSpan[];
}

export interface ChosenWeeks {
  readonly phase: PhaseName;
  readonly before: WeeksAround;
  readonly after: WeeksAround;
}

/** What bounds the choice at a location, in its local dates. */
export interface Bounds {
  readonly phases: ByPhase<DateSpan>;
  readonly isExcluded: (date: LocalDate) => boolean;
  /** Not over yet, as all dates after it. */
  readonly today: LocalDate;
}

/** Marks of one location by their dates; what overlaps or follows on the next day is one, with all reasons. */
export function eventsOf(marks: readonly Mark[]): Mark[] {
  const events: { locationId: string; at: DateSpan; reasons: Set<string> }[] = [];
  for (const { locationId, at, reason } of marks.toSorted((a, b) => (a.at.from < b.at.from ? -1 : 1))) {
    const last = events.at(-1);
    if (last && at.from <= last.at.to) {
      last.at = { from: last.at.from, to: at.to > last.at.to ? at.to : last.at.to };
      last.reasons.add(reason);
    } else events.push({ locationId, at, reasons: new Set([reason]) });
  }
  return events.map(({ reasons, ...event }) => ({ ...event, reason: [...reasons].join('; ') }));
}

/**
 * The weeks before and after one of a location's events (`eventsOf`), which must be in order. Weeks are seven dates each,
 * counted from the event outwards, so that each side has every weekday equally often; the dates of the event belong to
 * neither. They stay within the phase of the event, end where the neighbouring event begins, and are over. As many count on
 * each side: weeks of which most days are excluded do not count, but are within the span.
 */
export function weeksAround(
  events: readonly Mark[],
  index: number,
  { phases, isExcluded, today }: Bounds,
): ChosenWeeks | NotCompared {
  const { at } = events[index]!;
  const earliest = addDays(at.to, 7 * FEWEST_WEEKS);
  const not = (why: NotCompared['why'], side: NotCompared['side']): NotCompared => ({ why, side, earliest });
  const phase = PHASE_NAMES.find((name) => phases[name].from <= at.from && at.to <= phases[name].to);
  if (!phase) {
    const start = phases.pilot.from;
    const side = PHASE_NAMES.some((name) => phases[name].from <= at.from && at.from < phases[name].to)
      ? 'after'
      : 'before';
    return not(at.from < start && start < at.to ? 'pilot-start' : 'phase-edge', side);
  }
  const own = phases[phase];
  const [previous, next] = [events[index - 1]?.at.to, events[index + 1]?.at.from];
  const first = later(own.from, previous);
  const last = earlier(own.to, next);
  const before = weeksTo(at.from, first, -7, isExcluded);
  const planned = weeksTo(at.to, last, 7, isExcluded);
  for (const [side, weeks] of [
    ['before', before],
    ['after', planned],
  ] as const) {
    if (countOf(weeks) >= FEWEST_WEEKS) continue;
    if (weeks.length >= FEWEST_WEEKS) return not('excluded', side);
    if (side === 'before' ? first === previous : last === next) return not('neighbour', side);
    const edge = side === 'before' ? own.from : own.to;
    return not(edge === phases.pilot.from ? 'pilot-start' : 'phase-edge', side);
  }
  const after = weeksTo(at.to, earlier(last, today), 7, isExcluded);
  const count = Math.min(countOf(before), countOf(after));
  if (count < FEWEST_WEEKS) return not('too-soon', 'after');
  return {
    phase,
    before: spanOf(nearest(before, count).reverse()),
    after: spanOf(nearest(after, count)),
  };
}

const later = (a: LocalDate, b: LocalDate | undefined): LocalDate => (b !== undefined && b > a ? b : a);
const earlier = (a: LocalDate, b: LocalDate | undefined): LocalDate => (b !== undefined && b < a ? b : a);

type Week = DateSpan & { isCounted: boolean };

/** Weeks from a date outwards, until the limit or until enough of them count. */
function weeksTo(start: LocalDate, limit: LocalDate, step: 7 | -7, isExcluded: Bounds['isExcluded']): Week[] {
  const weeks: Week[] = [];
  for (let edge = start; countOf(weeks) < MOST_WEEKS; edge = addDays(edge, step)) {
    const other = addDays(edge, step);
    if (step > 0 ? other > limit : other < limit) break;
    const week = step > 0 ? { from: edge, to: other } : { from: other, to: edge };
    const days = datesOf(week).filter((date) => !isExcluded(date));
    weeks.push({ ...week, isCounted: days.length >= FEWEST_DAYS });
  }
  return weeks;
}

const countOf = (weeks: readonly Week[]): number => weeks.filter(({ isCounted }) => isCounted).length;

/** The first weeks up to the one with which so many count. */
function nearest(weeks: readonly Week[], count: number): DateSpan[] {
  const chosen: DateSpan[] = [];
  let counted = 0;
  for (const { isCounted, ...week } of weeks) {
    if (counted === count) break;
    chosen.push(week);
    if (isCounted) counted++;
  }
  return chosen;
}

const spanOf = (weeks: readonly DateSpan[]): WeeksAround => ({
  from: weeks[0]!.from,
  to: weeks.at(-1)!.to,
  weeks,
});

const datesOf = ({ from, to }: DateSpan): LocalDate[] =>
  Array.from({ length: daysBetween(from, to) }, (_, day) => addDays(from, day));

/** Whether the shares of days of classes, exams, break and no term differ by more than a tenth of all days. */
export function periodsDiffer(
  { before, after }: Pick<ChosenWeeks, 'before' | 'after'>,
  isExcluded: Bounds['isExcluded'],
  terms: readonly Term[],
): boolean {
  const sharesOf = (span: DateSpan): Map<string, number> => {
    const dates = datesOf(span).filter((date) => !isExcluded(date));
    const kinds = Map.groupBy(dates, (date) => {
      for (const term of terms) {
        const kind = periodOn(date, term);
        if (kind !== null) return kind;
      }
      return 'none';
    });
    return new Map([...kinds].map(([kind, own]) => [kind, own.length / dates.length]));
  };
  const [one, other] = [sharesOf(before), sharesOf(after)];
  return [...one.keys(), ...other.keys()].some(
    (kind) => Math.abs((one.get(kind) ?? 0) - (other.get(kind) ?? 0)) > MUCH_OF_THE_TIME,
  );
}
