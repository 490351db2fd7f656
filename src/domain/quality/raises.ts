import { inZone } from '../iso-text.js';
import { minutesOf } from '../interval.js';
import { localDateOf, weekdayOf, type LocalDate, type LocalTime, type Weekday } from '../local-date.js';
import type { CoverageGap } from '../staffing.js';
import type { Change, Schedule } from './schedule.js';
import { PART_NAMES, qualityOf, type PartName, type Quality } from './schedule-quality.js';

/** A change with its gain in points of the score, and how each part changes by it. */
export interface Raise<Of extends Change = Change> {
  change: Of;
  gain: number;
  partGains: Record<PartName, number>;
}

/** Less than this is shown as 0. */
const LEAST_GAIN = 0.0005;

/** The gain of a change: the score with the change made, less the score now. */
export function raiseOf<Of extends Change>(schedule: Schedule, now: Quality, change: Of): Raise<Of> {
  const after = qualityOf(schedule.figures(change));
  const partGains = { cover: 0, fairness: 0, rest: 0, preference: 0 };
  for (const name of PART_NAMES) partGains[name] = after.parts[name].points - now.parts[name].points;
  return { change, gain: (after.score ?? 0) - (now.score ?? 0), partGains };
}

export const isRaise = ({ gain }: Raise): boolean => gain >= LEAST_GAIN;

export const byGain = (a: Raise, b: Raise): number => b.gain - a.gain;

/** The gaps of a position at the same local hours of the same weekday. */
export interface WeeklyGap extends Change {
  positionId: string;
  weekday: Weekday;
  startsAt: LocalTime;
  endsAt: LocalTime;
  firstOn: LocalDate;
  lastOn: LocalDate;
  missingMinutes: number;
  filled: readonly CoverageGap[];
}

/** The gaps that have not passed, by position, weekday and local hours, in the order of their first start. */
export function weeklyGaps(gaps: readonly CoverageGap[], zone: string, now: number): WeeklyGap[] {
  const ahead = gaps.flatMap((gap) => (gap.end > now ? [{ ...gap, start: Math.max(gap.start, now) }] : []));
  const groups = Map.groupBy(ahead, ({ positionId, start, end }) => {
    const [startsAt, endsAt] = [localTimeOf(start, zone), localTimeOf(end, zone)];
    return [positionId, weekdayOf(localDateOf(start, zone)), startsAt, endsAt].join();
  });
  return [...groups.values()].map((filled) => {
    const [first, last] = [filled[0]!, filled.at(-1)!];
    const firstOn = localDateOf(first.start, zone);
    return {
      positionId: first.positionId,
      weekday: weekdayOf(firstOn),
      startsAt: localTimeOf(first.start, zone),
      endsAt: localTimeOf(first.end, zone),
      firstOn,
      lastOn: localDateOf(last.start, zone),
      missingMinutes: filled.reduce((sum, gap) => sum + gap.missing * minutesOf(gap), 0),
      filled,
    };
  });
}

const localTimeOf = (instant: number, zone: string): LocalTime => inZone(instant, zone).slice(11, 16);
