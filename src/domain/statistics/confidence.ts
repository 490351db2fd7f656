import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';

/** The two ends of a confidence interval. An end may be 0, −Infinity or Infinity where the data set no limit. */
export type Interval = readonly [low: number, high: number];

/** The level of all intervals unless told otherwise: 95 of 100 such intervals hold the true value. */
export const LEVEL = 0.95;

/** Throws a RangeError unless the level lies between 0 and 1. */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`a level lies between 0 and 1, not ${level}`);
}

/** How many standard errors a normal interval of this level reaches to each side. */
export function normalReach(level: number): number {
  requireLevel(level);
  return normalQuantile(1 - (1 - level) / 2, 0, 1);
}
