/**
 * The p-quantile of a sample, by linear interpolation between order statistics (Hyndman & Fan 1996, type 7,
 * the default of R and NumPy): h = (n − 1)p, x[⌊h⌋] + (h − ⌊h⌋)(x[⌊h⌋+1] − x[⌊h⌋]). `sorted` must be
 * ascending; null for an empty sample. Throws a RangeError when p is outside 0 to 1.
 */
export function quantile(sorted: readonly number[], p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie in 0 to 1, not ${p}`);
  if (sorted.length === 0) return null;
  const h = (sorted.length - 1) * p;
  const low = Math.floor(h);
  const value = sorted[low]!;
  const next = sorted[low + 1] ?? value;
  return value + (h - low) * (next - value);
}
