import { LEVEL, normalReach, requireLevel, type Interval } from './confidence.js';
import { differencesOf, type WeightedValue } from './pairwise-differences.js';
import { rankSumQuantile } from './rank-sum.js';

/** Samples this large, or with ties, use the normal distribution of the rank sum, as R's wilcox.test did until 4.5. */
const LARGE_SAMPLE = 50;

/** How far the pilot's values lie from the baseline's, in the unit of the values. */
export interface Shift {
  /** The median of all differences pilot − baseline. */
  readonly estimate: number;
  /** Null where the samples are too small for the level. */
  readonly interval: Interval | null;
  readonly method: 'exact' | 'normal';
}

/**
 * The shift between two samples with its rank interval (Hodges & Lehmann 1963; Hollander & Wolfe 1999, 4.3):
 * the median of all pairwise differences, and two of their order statistics. Without ties and below 50 values a side
 * the ranks come from the exact distribution of the rank sum, else from the normal one with corrections for ties
 * and continuity, as R's wilcox.test has it with `exact = FALSE`. Null where a sample is empty.
 */
export function hodgesLehmann(
  pilot: readonly WeightedValue[],
  baseline: readonly WeightedValue[],
  level = LEVEL,
): Shift | null {
  requireLevel(level);
  const differences = differencesOf(pilot, baseline);
  const { count: pairs, sizes, hasTies } = differences;
  if (pairs === 0) return null;
  const [m, n] = sizes;
  const isExact = !hasTies && m < LARGE_SAMPLE && n < LARGE_SAMPLE;
  const rank = isExact
    ? rankSumQuantile((1 - level) / 2, m, n)
    : Math.floor(pairs / 2 - 0.5 - normalReach(level) * differences.standardError) + 1;
  return {
    estimate: (differences.at(Math.ceil(pairs / 2)) + differences.at(Math.floor(pairs / 2) + 1)) / 2,
    interval: rank < 1 ? null : [differences.at(rank), differences.at(pairs + 1 - rank)],
    method: isExact ? 'exact' : 'normal',
  };
}
