import { interruptedSeries } from './interrupted-series.js';
import type { RatioWithInterval, SeriesOptions, SeriesWeek } from './series-types.js';

/** How often a date at which nothing began shows at least as much as the pilot's start. */
export interface Placebo {
  /** Dates of the baseline that were tried as a start. */
  readonly dates: number;
  /** Dates that show at least as much as the pilot's start. */
  readonly beyond: number;
}

/** A start inside the baseline leaves at least this many weeks on either side. */
const WEEKS_A_SIDE = 4;

/**
 * Fits the same model to the baseline alone, with each admissible week as the start (Bertrand, Duflo & Mullainathan
 * 2004). What a start shows is its step in half widths of its own interval, so that series of different length
 * compare. Null where the pilot's own model or all placebos are refused: that is no pass.
 */
export function placeboDates(weeks: readonly SeriesWeek[], options: SeriesOptions = {}): Placebo | null {
  const actual = interruptedSeries(weeks, options);
  if ('refused' in actual) return null;
  const baseline = weeks.filter(({ post, openHours }) => !post && openHours > 0).map(({ week }) => week);
  const starts = baseline.toSorted((a, b) => a - b).slice(WEEKS_A_SIDE, baseline.length - WEEKS_A_SIDE + 1);
  const shown = starts.flatMap((start) => {
    const placebo = interruptedSeries(startedAt(weeks, start), { ...options, weeksASide: WEEKS_A_SIDE });
    return 'refused' in placebo ? [] : [placebo];
  });
  if (shown.length === 0) return null;
  const beyond = shown.filter((placebo) => strengthOf(placebo) >= strengthOf(actual)).length;
  return { dates: shown.length, beyond };
}

const startedAt = (weeks: readonly SeriesWeek[], start: number): SeriesWeek[] =>
  weeks.filter(({ post }) => !post).map((week) => ({ ...week, post: week.week >= start }));

/** The size of a step in half widths of its interval, on the scale of logarithms. */
const strengthOf = ({ estimate, interval: [low, high] }: RatioWithInterval): number =>
  (2 * Math.abs(Math.log(estimate))) / Math.log(high / low);
