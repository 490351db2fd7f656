import { HOUR, MINUTE } from '../../domain/interval.js';
import { datesOf, isWithin, type Autumn } from './calendar.js';
import { AREAS, type PlannedHeadcount } from './counts.js';
import { SeededRandom } from './seeded-random.js';
import { openOn, type Lab } from './labs.js';
import { presenceAt, type PlannedShift } from './roster.js';

/** Where the counter of a lab's door stood, and who read it; null: the guards. */
export interface PlannedReading {
  lab: Lab;
  operator: number | null;
  at: number;
  stands: number;
}

const LAB = 'main';
const FULL = 10_000;
const AT_FIRST = 8_740;
const AN_HOUR = { early: 34, late: 13 };

/**
 * The counter at the main lab's door, read each hour while it is open. It goes on from phase to phase, is full once, and
 * is set back in the third week of the pilot, when its battery is changed.
 */
export function planReadings(autumn: Autumn, shifts: readonly PlannedShift[]): PlannedReading[] {
  const dice = new SeededRandom('gate');
  const desk = presenceAt(shifts, LAB);
  const battery = datesOf(autumn.pilot)[15];
  const readings: PlannedReading[] = [];
  let stands = AT_FIRST;
  for (const date of [...datesOf(autumn.baseline), ...datesOf(autumn.pilot)]) {
    if (date === battery) stands = 0;
    for (const open of openOn(autumn, LAB, date)) {
      const times: number[] = [];
      for (let at = open.start + 5 * MINUTE; at < open.end; at += HOUR) times.push(at);
      times.push(open.end - 5 * MINUTE);
      for (const [index, at] of times.entries()) {
        const isLate = at - open.start > 5 * HOUR;
        if (index > 0) stands = (stands + dice.times(isLate ? AN_HOUR.late : AN_HOUR.early)) % FULL;
        const operator = desk.find((span) => span.start <= at && at < span.end)?.operator ?? null;
        if (operator !== null || isWithin(date, autumn.baseline))
          readings.push({ lab: LAB, operator, at, stands });
      }
    }
  }
  return readings;
}

/** Workstations in use, counted together with the people: somewhat fewer. */
export const planWorkstations = (headcounts: readonly PlannedHeadcount[]): PlannedHeadcount[] => {
  const dice = new SeededRandom('workstations');
  return headcounts
    .filter(({ lab, area }) => area === AREAS[lab][0])
    .map((one) => ({ ...one, count: Math.round(one.count * dice.between(0.4, 0.8)) }));
};

/** The sheet on which the guards wrote where the counter stood. */
export const readingsCsv = (readings: readonly PlannedReading[]): string =>
  ['when,counter', ...readings.map(({ at, stands }) => `${new Date(at).toISOString()},${stands}`), ''].join(
    '\n',
  );
