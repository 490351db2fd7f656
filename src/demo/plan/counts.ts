import { HOUR, MINUTE } from '../../domain/interval.js';
import { datesOf, type Autumn } from './calendar.js';
import { SeededRandom } from './seeded-random.js';
import { LAB_KEYS, openOn, type Lab } from './labs.js';
import { presenceAt, type PlannedShift } from './roster.js';

/** A count made at the desk: people in an area, or quick help that is not written up. */
export interface PlannedHeadcount {
  lab: Lab;
  /** Index into the operators; null before the pilot, when guards counted on paper. */
  operator: number | null;
  at: number;
  area: string;
  count: number;
}

export interface PlannedTally {
  lab: Lab;
  operator: number;
  at: number;
  count: number;
  category: string;
  directional: boolean;
}

export const AREAS: Readonly<Record<Lab, readonly string[]>> = {
  main: ['Ground floor', 'Quiet room'],
  engineering: ['Workbenches'],
};
const SEATS: Readonly<Record<string, number>> = { 'Ground floor': 48, 'Quiet room': 22, Workbenches: 26 };
const EVERY = 2 * HOUR;

/** Headcounts every two hours while a lab is open and somebody is there to count. */
export function planHeadcounts(
  autumn: Autumn,
  phase: 'baseline' | 'pilot',
  shifts: readonly PlannedShift[],
): PlannedHeadcount[] {
  return LAB_KEYS.flatMap((lab) => {
    const dice = new SeededRandom(`headcounts ${phase} ${lab}`);
    const desk = presenceAt(shifts, lab);
    return datesOf(autumn[phase]).flatMap((date) =>
      openOn(autumn, lab, date).flatMap((open) => {
        const counts: PlannedHeadcount[] = [];
        for (let at = open.start + HOUR; at < open.end; at += EVERY) {
          const operator = desk.find((span) => span.start <= at && at < span.end)?.operator ?? null;
          const isQuiet = at - open.start > 5 * HOUR;
          const counted = AREAS[lab].map((area) => ({
            area,
            count: dice.whole(0, SEATS[area]! * (isQuiet ? 0.3 : 0.9)),
          }));
          if (phase === 'baseline' || operator !== null)
            counts.push(...counted.map((one) => ({ ...one, lab, operator, at })));
        }
        return counts;
      }),
    );
  });
}

/** At the end of most shifts: the number of questions too small for a ticket. */
export function planTallies(shifts: readonly PlannedShift[]): PlannedTally[] {
  const dice = new SeededRandom('tallies');
  return LAB_KEYS.flatMap((lab) =>
    presenceAt(shifts, lab).flatMap(({ operator, end }) => {
      const count = dice.times(3);
      const directional = dice.chance(0.4);
      const category = directional ? 'directions' : 'printing';
      return count === 0 ? [] : [{ lab, operator, at: end - 10 * MINUTE, count, category, directional }];
    }),
  );
}
