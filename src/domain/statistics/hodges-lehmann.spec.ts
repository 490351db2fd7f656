import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { randomFrom } from '../random.js';
import { hodgesLehmann } from './hodges-lehmann.js';
import { differencesOf, type WeightedValue } from './pairwise-differences.js';

const each = (values: readonly number[]): WeightedValue[] => values.map((value) => ({ value, count: 1 }));

/** R: airquality$Ozone in May and in August, without missing values. */
const MAY = [
  41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37,
];
const AUGUST = [
  39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85,
];

describe('the Hodges–Lehmann shift', () => {
  it('of ozone in May and August is −32 [−53, −15] (R, airquality)', () => {
    const { estimate, interval, method } = hodgesLehmann(each(MAY), each(AUGUST))!;
    expect({ estimate, interval, method }).toEqual({ estimate: -32, interval: [-53, -15], method: 'normal' });
  });

  it('of the permeability of membranes is 0.305 [−0.15, 0.76] (Hollander & Wolfe)', () => {
    const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const weeks12To26 = [1.15, 0.88, 0.9, 0.74, 1.21];
    const { estimate, interval, method } = hodgesLehmann(each(term), each(weeks12To26))!;
    expect(method).toBe('exact');
    expect(estimate).toBeCloseTo(0.305, 12);
    expect(interval![0]).toBeCloseTo(-0.15, 12);
    expect(interval![1]).toBeCloseTo(0.76, 12);
  });

  it('of the wait 10 seconds shorter for everyone is −10', () => {
    expect(hodgesLehmann(each([1, 2, 4, 8, 16]), each([11, 12, 14, 18, 26]))!.estimate).toBe(-10);
  });

  it('has no interval where the samples are too small for the level', () => {
    expect(hodgesLehmann(each([1, 2, 3]), each([4.5, 5.5]))).toMatchObject({ estimate: -3, interval: null });
    expect(hodgesLehmann([{ value: 5, count: 2 }], [{ value: 5, count: 2 }])!.interval).toBeNull();
  });

  it('is null where a sample is empty', () => {
    expect(hodgesLehmann([], each([1]))).toBeNull();
    expect(hodgesLehmann(each([1]), [{ value: 3, count: 0 }])).toBeNull();
  });

  it('is the same for weighted values in any order as for each value', () => {
    const wait = fc.record({ value: fc.integer({ min: 0, max: 30 }), count: fc.nat(4) });
    fc.assert(
      fc.property(fc.array(wait), fc.array(wait), (pilot, baseline) => {
        const spread = (waits: typeof pilot): WeightedValue[] =>
          each(waits.flatMap(({ value, count }) => Array<number>(count).fill(value)));
        const reversed = hodgesLehmann(pilot.toReversed(), baseline.toReversed());
        expect(reversed).toEqual(hodgesLehmann(spread(pilot), spread(baseline)));
      }),
      { seed: 20261129, numRuns: runs(200) },
    );
  });

  it('is found among the ten thousand million differences of 100,000 values a side', () => {
    const random = randomFrom(7);
    const [pilot, baseline] = [0, 1].map((shift) =>
      Array.from({ length: 100_000 }, () => ({ value: shift + random() * 1_000, count: 1 })),
    );
    const { estimate, interval } = hodgesLehmann(pilot!, baseline!)!;
    expect(Math.abs(estimate + 1)).toBeLessThan(5);
    expect(interval![1] - interval![0]).toBeLessThan(20);
  });
});

describe('the k-th smallest difference', () => {
  it('is that of all pairs, sorted', () => {
    const values = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(values, values, (xs, ys) => {
        const sorted = xs.flatMap((x) => ys.map((y) => x - y)).toSorted((a, b) => a - b);
        const differences = differencesOf(each(xs), each(ys));
        sorted.forEach((difference, i) => expect(differences.at(i + 1)).toBeCloseTo(difference, 12));
      }),
      { seed: 20261129, numRuns: runs(200) },
    );
  });
});
