import { metricOf } from '../metrics/metrics.js';
import { randomFrom } from '../random.js';
import { detectableByWeeks, type Detectable } from '../statistics/power.js';
import { figureOf, seriesOf, type As } from './comparison.js';
import { intervalFor, type FigureTarget } from './target.js';
import type { MeasuredWeek } from './weeks.js';

/** By how much a pilot of so many weeks has to be better than a target's value for its interval to show it. */
export interface Beforehand {
  readonly weeks: number;
  /** In the figure's unit; null where the baseline does not say. */
  readonly margin: number | null;
  /** Whether the figure can have a value that is better by the margin. Null where the margin is. */
  readonly isReachable: boolean | null;
}

export interface BeforehandOptions {
  readonly plannedWeeks: number;
  readonly seed: number;
}

const DRAWS = 100;
/** In so many of 100 such pilots the margin is enough. */
const POWER = 80;
const FEWEST_WEEKS = 3;

/** The planned length, and what twice and half of it would give. */
const lengthsOf = (planned: number): number[] => [
  ...new Set([planned / 2, planned, planned * 2].map((weeks) => Math.max(1, Math.round(weeks)))),
];

/**
 * What a target asks of a pilot whose weeks are like the baseline's: weeks are drawn with replacement, and the distance
 * from the figure to the deciding end of its interval is what the figure must be better by, in 80 of 100 such pilots.
 * So a target that nobody could meet is seen before the pilot starts.
 */
export function beforehandOf(
  target: FigureTarget,
  baseline: readonly MeasuredWeek[],
  { level, plannedWeeks, seed }: BeforehandOptions & { readonly level: number },
): Beforehand[] {
  return lengthsOf(plannedWeeks).map((weeks) => {
    const margin = baseline.length < FEWEST_WEEKS ? null : marginOf(target, baseline, { level, weeks, seed });
    return { weeks, margin, isReachable: margin === null ? null : isReachable(target, margin) };
  });
}

function marginOf(
  { metric, comparison }: FigureTarget,
  baseline: readonly MeasuredWeek[],
  { level, weeks, seed }: { readonly level: number; readonly weeks: number; readonly seed: number },
): number | null {
  const random = randomFrom(seed);
  const margins = Array.from({ length: DRAWS }, () => {
    const drawn = Array.from({ length: weeks }, () => baseline[Math.floor(random() * baseline.length)]!);
    const figure = figureOf(metric, drawn);
    const { interval } = intervalFor(metric, { own: drawn, other: baseline }, level);
    if (figure === null || interval === null) return Infinity;
    return comparison === 'at-least' ? figure - interval[0] : interval[1] - figure;
  });
  const margin = margins.toSorted((a, b) => a - b)[POWER - 1]!;
  return Number.isFinite(margin) ? margin : null;
}

function isReachable({ metric, comparison, value }: FigureTarget, margin: number): boolean {
  if (comparison === 'at-most') return value - margin >= 0;
  return metricOf(metric).unit !== 'share' || value + margin <= 1;
}

/** Which changes of the requests per open hour pilots of such lengths would show. */
export function detectableOf(
  baseline: readonly MeasuredWeek[],
  { plannedWeeks, seed }: BeforehandOptions,
): readonly Detectable[] {
  const compared = metricOf('requestsPerOpenHour').compared as As<'rate'>;
  const series = seriesOf(compared, { baseline, pilot: [] });
  return detectableByWeeks(series, lengthsOf(plannedWeeks), { seed, simulations: DRAWS });
}
