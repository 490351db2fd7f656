import { MetricsAccumulator } from '../metrics/accumulator.js';
import type { ByPhase } from '../pilots/phases.js';

/** What was measured in one week of a phase, in one kind of hours. */
export interface MeasuredWeek {
  /** The number of the real week from any first one: 0, 1, 2 … */
  readonly week: number;
  /** Which week of its term it is; null outside of terms. */
  readonly weekOfTerm: string | null;
  /** Whether all of its days are over. */
  readonly isOver: boolean;
  readonly gathered: MetricsAccumulator;
}

/** The weeks of both phases, by week. Weeks without counted time are left out. */
export type PhaseWeeks = ByPhase<readonly MeasuredWeek[]>;

/** All weeks together. Throws a RangeError without a week, because rules are then not known. */
export function totalOf(weeks: readonly MeasuredWeek[], without?: MeasuredWeek): MetricsAccumulator {
  const [first] = weeks;
  if (!first) throw new RangeError('no week has no total');
  const total = new MetricsAccumulator(first.gathered.rules);
  for (const week of weeks)
    if (week !== without) total.add(week.gathered, { withWaits: without === undefined });
  return total;
}
