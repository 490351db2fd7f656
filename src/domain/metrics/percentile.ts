import type { WaitBin } from '../statistics/survival.js';

/**
 * The p-quantile of a sample, by linear interpolation between order statistics (Hyndman & Fan 1996, type 7,
 * the default of R and NumPy): h = (n − 1)p, x[⌊h⌋] + (h − ⌊h⌋)(x[⌊h⌋+1] − x[⌊h⌋]). The sample are the
 * answered waits of `bins`, which are in ascending order; in seconds, null for an empty sample. Throws a
 * RangeError when p is outside 0 to 1.
 */
export function quantileOfBins(bins: readonly WaitBin[], p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie in 0 to 1, not ${p}`);
  const n = bins.reduce((sum, { answered }) => sum + answered, 0);
  if (n === 0) return null;
  const h = (n - 1) * p;
  const low = Math.floor(h);
  let before = 0;
  let value: number | null = null;
  for (const { seconds, answered } of bins) {
    if (answered === 0) continue;
    if (value !== null) return value + (h - low) * (seconds - value);
    before += answered;
    if (before > low) value = seconds;
    if (before > low + 1) return value;
  }
  return value;
}
