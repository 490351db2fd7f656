import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { ByPhase } from '../pilots/phases.js';
import { metricOf, type FigureName } from '../metrics/metrics.js';
import type { Interval } from '../statistics/confidence.js';
import { weeklyDependence } from '../statistics/weekly-dependence.js';
import { totalOf, type MeasuredWeek, type PhaseWeeks } from './weeks.js';

/** A figure with its standard error; both null without weeks, the error also with fewer than three. */
export interface FigureEstimate {
  readonly value: number | null;
  readonly error: number | null;
  readonly weeks: number;
  /** Degrees of freedom of the error. */
  readonly df: number;
}

/**
 * A figure of some weeks with the standard error of leaving out one week at a time (the jackknife; Tukey 1958, Efron
 * & Stein 1981), so that whatever happens within a week may hang together. Weeks without the figure are none.
 */
export function estimateOf(name: FigureName, weeks: readonly MeasuredWeek[]): FigureEstimate {
  const figure = metricOf(name).of;
  if (weeks.length === 0) return { value: null, error: null, weeks: 0, df: 0 };
  const value = figure(totalOf(weeks)) as number | null;
  const known = weeks.filter(({ gathered }) => figure(gathered) !== null);
  const n = known.length;
  if (value === null || n < 3) return { value, error: null, weeks: n, df: 0 };
  const without = known.map((week) => figure(totalOf(known, week)) as number);
  const mean = without.reduce((sum, one) => sum + one, 0) / n;
  const squares = without.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const { inflation, df } = weeklyDependence(
    without.map((one) => mean - one),
    known.map(({ week }) => week),
  );
  return { value, error: Math.sqrt(((n - 1) / n) * squares * inflation), weeks: n, df };
}

/** The interval of such a figure, by Student's t. */
export function intervalOf({ value, error, df }: FigureEstimate, level: number): Interval | null {
  if (value === null || error === null) return null;
  const reach = tQuantile(1 - (1 - level) / 2, df) * error;
  return [value - reach, value + reach];
}

/** The difference of the phases in a figure that is neither rate, share of cases nor wait, such as coverage. */
export function figureDifference(
  name: FigureName,
  { baseline, pilot }: PhaseWeeks,
  { level }: { readonly level: number },
): {
  estimate: number | null;
  interval: Interval | null;
  n: ByPhase<number>;
  method: string;
  warnings: 'few-weeks'[];
} {
  const [one, two] = [estimateOf(name, pilot), estimateOf(name, baseline)];
  const n = { baseline: two.weeks, pilot: one.weeks };
  const method = 'week-jackknife';
  if (one.value === null || two.value === null)
    return { estimate: null, interval: null, n, method, warnings: [] };
  const estimate = one.value - two.value;
  if (one.error === null || two.error === null)
    return { estimate, interval: null, n, method, warnings: ['few-weeks'] };
  const [v1, v2] = [one.error ** 2, two.error ** 2];
  // Welch's degrees of freedom (Welch 1947).
  const freedom = (v1 + v2) ** 2 / (v1 ** 2 / one.df + v2 ** 2 / two.df);
  const reach = v1 + v2 === 0 ? 0 : tQuantile(1 - (1 - level) / 2, Math.max(1, freedom)) * Math.sqrt(v1 + v2);
  return { estimate, interval: [estimate - reach, estimate + reach], n, method, warnings: [] };
}
