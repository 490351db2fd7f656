import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { LEVEL, normalReach, requireLevel, type Interval } from './confidence.js';

/**
 * The exact interval of a share, x of n (Clopper & Pearson 1934). Its level is at least the one asked for.
 * The counts need not be whole: over-dispersed counts are divided before. n = 0 gives [0, 1]. Throws a
 * RangeError unless 0 ≤ x ≤ n.
 */
export function clopperPearson(x: number, n: number, level = LEVEL): Interval {
  requireShare(x, n);
  requireLevel(level);
  const tail = (1 - level) / 2;
  const low = x === 0 ? 0 : betaQuantile(tail, x, n - x + 1);
  const high = x === n ? 1 : betaQuantile(1 - tail, x + 1, n - x);
  return [low, high];
}

/** The score interval of a share, x of n (Wilson 1927). n = 0 gives [0, 1]. Throws a RangeError unless 0 ≤ x ≤ n. */
export function wilson(x: number, n: number, level = LEVEL): Interval {
  requireShare(x, n);
  const z = normalReach(level);
  if (n === 0) return [0, 1];
  const middle = x + (z * z) / 2;
  const reach = z * Math.sqrt((x * (n - x)) / n + (z * z) / 4);
  const total = n + z * z;
  return [x === 0 ? 0 : (middle - reach) / total, x === n ? 1 : (middle + reach) / total];
}

/** A difference of two shares with its interval; both are null where a share has no cases. */
export interface ShareDifference {
  readonly estimate: number | null;
  readonly interval: Interval | null;
  readonly method: 'newcombe';
}

/**
 * The difference of two shares, x1/n1 − x2/n2, with the square-and-add interval of two Wilson intervals
 * (Newcombe 1998, method 10, without continuity correction). Throws a RangeError unless 0 ≤ x ≤ n.
 */
export function newcombe(x1: number, n1: number, x2: number, n2: number, level = LEVEL): ShareDifference {
  const [low1, high1] = wilson(x1, n1, level);
  const [low2, high2] = wilson(x2, n2, level);
  if (n1 === 0 || n2 === 0) return { estimate: null, interval: null, method: 'newcombe' };
  const [p1, p2] = [x1 / n1, x2 / n2];
  const estimate = p1 - p2;
  const interval = [
    estimate - Math.hypot(p1 - low1, high2 - p2),
    estimate + Math.hypot(high1 - p1, p2 - low2),
  ] as const;
  return { estimate, interval, method: 'newcombe' };
}

function requireShare(x: number, n: number): void {
  if (!(x >= 0 && x <= n)) throw new RangeError(`${x} of ${n} is no share`);
}
