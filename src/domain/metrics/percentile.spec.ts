import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { quantileOfBins } from './percentile.js';

const quantile = (sorted: readonly number[], p: number): number | null =>
  quantileOfBins(
    sorted.map((seconds) => ({ seconds, answered: 1, censored: 0 })),
    p,
  );

describe('a quantile', () => {
  it.each([
    // R: quantile(c(1,2,3,4,5,6,7,8,9,10), p)
    ['the median of ten', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.5, 5.5],
    ['the 90th percentile of ten', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9.1],
    ['the 25th percentile of ten', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.25, 3.25],
    // R: quantile(c(15, 20, 35, 40, 50), .4)
    ['the 40th percentile of five', [15, 20, 35, 40, 50], 0.4, 29],
    ['the median of an odd number', [3, 7, 20], 0.5, 7],
    ['the least', [3, 7, 20], 0, 3],
    ['the greatest', [3, 7, 20], 1, 20],
    ['the only one', [42], 0.9, 42],
    ['of two, nine tenths of the way', [0, 10], 0.9, 9],
  ])('is %s', (_name, sorted, p, expected) => expect(quantile(sorted, p)).toBeCloseTo(expected, 12));

  it('counts each bin as often as it was answered, and leaves out what was not', () => {
    const bins = [
      { seconds: 1, answered: 3, censored: 2 },
      { seconds: 2, answered: 0, censored: 9 },
      { seconds: 4, answered: 1, censored: 0 },
    ];
    expect(quantileOfBins(bins, 0.5)).toBe(1);
    // h = 3 × 0.9 = 2.7, between the third wait (1 s) and the fourth (4 s).
    expect(quantileOfBins(bins, 0.9)).toBeCloseTo(1 + 0.7 * 3, 12);
    expect(quantileOfBins(bins.slice(1, 2), 0.5)).toBeNull();
  });

  it('of nothing is nothing', () => expect(quantile([], 0.5)).toBeNull());

  it.each([-0.01, 1.01, NaN])('refuses a p of %d', (p) => {
    expect(() => quantile([1], p)).toThrow(RangeError);
    expect(() => quantile([], p)).toThrow(RangeError);
  });

  it('lies among its sample and rises with p', () => {
    const sample = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 });
    const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(sample, share, share, (values, a, b) => {
        const sorted = values.toSorted((x, y) => x - y);
        const [low, high] = [quantile(sorted, Math.min(a, b))!, quantile(sorted, Math.max(a, b))!];
        expect(low).toBeGreaterThanOrEqual(sorted[0]! - 1e-9);
        expect(high).toBeLessThanOrEqual(sorted.at(-1)! + 1e-9);
        expect(low).toBeLessThanOrEqual(high + 1e-9);
      }),
      { seed: 20261101, numRuns: runs(500) },
    );
  });
});
