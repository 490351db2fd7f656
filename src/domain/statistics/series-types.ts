import type { Interval } from './confidence.js';
import type { ModelRefusal } from './quasi-poisson.js';

/** One calendar week of the baseline or the pilot. Weeks that are excluded or closed are left out. */
export interface SeriesWeek {
  /** The number of the real week from any first one: 0, 1, 2 … Gaps are allowed. */
  readonly week: number;
  readonly count: number;
  readonly openHours: number;
  /** Whether the week belongs to the pilot. */
  readonly post: boolean;
  /** Which week of its term it is, such as `3` or `break`; null or left out where not known. */
  readonly weekOfTerm?: string | null;
}

export interface SeriesOptions {
  readonly level?: number;
  /** Fewest weeks on each side; 8 unless told. */
  readonly weeksASide?: number;
}

export type SeriesRefusal = ModelRefusal | 'few-baseline-weeks' | 'few-pilot-weeks';

/** What should be said beside the estimate. */
export type SeriesWarning =
  | 'exploratory'
  | 'over-dispersed'
  | 'no-own-trend'
  | 'no-week-of-term'
  | 'trend-before-start'
  | 'auto-correlated'
  | 'few-events';

/** A ratio with its interval. */
export interface RatioWithInterval {
  readonly estimate: number;
  readonly interval: Interval;
}

/** What the pilot changed, net of the baseline's trend. */
export interface InterruptedSeries extends RatioWithInterval {
  /** The ratio in the middle of the pilot; null without a trend of its own, where the ratio is the same in every week. */
  readonly atMiddle: RatioWithInterval | null;
  readonly method: 'interrupted-series';
  readonly dispersion: number;
  /** The names of the model's terms. */
  readonly terms: readonly string[];
  /** The ratio from week to week that the baseline already had. */
  readonly trend: { readonly perWeek: number; readonly interval: Interval };
  readonly weeks: { readonly baseline: number; readonly pilot: number };
  readonly warnings: readonly SeriesWarning[];
}
