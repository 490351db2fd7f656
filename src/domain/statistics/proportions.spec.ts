import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { clopperPearson, newcombe, wilson } from './proportions.js';

/** x of n. */
const share = fc.integer({ min: 1, max: 300 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)));

describe('the exact interval of a share', () => {
  it('is [0.707668264, 0.765406558] for 682 of 925 (Clopper & Pearson)', () => {
    const [low, high] = clopperPearson(682, 925);
    expect(low).toBeCloseTo(0.707668264, 9);
    expect(high).toBeCloseTo(0.765406558, 9);
  });

  it.each([
    ['none of ten', 0, 10, 0, 1 - 0.025 ** 0.1],
    ['all of ten', 10, 10, 0.025 ** 0.1, 1],
    ['none of none', 0, 0, 0, 1],
  ])('of %s', (_name, x, n, low, high) => {
    const interval = clopperPearson(x, n);
    expect(interval[0]).toBeCloseTo(low, 12);
    expect(interval[1]).toBeCloseTo(high, 12);
  });

  it('lies around the share, and is wider at a higher level', () => {
    fc.assert(
      fc.property(share, ([x, n]) => {
        const [[low, high], [lower, higher]] = [clopperPearson(x, n), clopperPearson(x, n, 0.99)];
        expect(lower <= low && low <= x / n && x / n <= high && high <= higher).toBe(true);
      }),
      { seed: 20261129, numRuns: runs(200) },
    );
  });
});

describe('Wilson’s interval of a share', () => {
  it.each([
    // Newcombe (1998), table I: score method.
    ['81 of 263', 81, 263, 0.2553, 0.3662],
    ['15 of 148', 15, 148, 0.0624, 0.1605],
    ['0 of 20', 0, 20, 0, 0.1611],
    ['1 of 29', 1, 29, 0.0061, 0.1718],
  ])('is the published one for %s', (_name, x, n, low, high) => {
    const interval = wilson(x, n);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  });

  it('of nothing is everything', () => expect(wilson(0, 0)).toEqual([0, 1]));

  it('never leaves 0 to 1, and touches them only at none and all', () => {
    fc.assert(
      fc.property(share, ([x, n]) => {
        const [low, high] = wilson(x, n);
        expect(low === 0).toBe(x === 0);
        expect(high === 1).toBe(x === n);
        expect(low >= 0 && low <= x / n && x / n <= high && high <= 1).toBe(true);
      }),
      { seed: 20261129, numRuns: runs(200) },
    );
  });
});

describe('Newcombe’s interval of a difference of shares', () => {
  it.each([
    ['56 of 70 − 48 of 80', 56, 70, 48, 80, 0.2, 0.052431, 0.333873],
    ['9 of 10 − 3 of 10', 9, 10, 3, 10, 0.6, 0.170523, 0.809018],
    ['10 of 10 − 0 of 10', 10, 10, 0, 10, 1, 0.607509, 1],
  ])('is the published one for %s', (_name, x1, n1, x2, n2, difference, low, high) => {
    const { estimate, interval } = newcombe(x1, n1, x2, n2);
    expect(estimate).toBeCloseTo(difference, 12);
    expect(interval![0]).toBeCloseTo(low, 6);
    expect(interval![1]).toBeCloseTo(high, 6);
  });

  it('is null where a share has no cases', () => {
    expect(newcombe(0, 0, 3, 10)).toMatchObject({ estimate: null, interval: null });
    expect(newcombe(3, 10, 0, 0)).toMatchObject({ estimate: null, interval: null });
  });

  it('turns its sign when the shares change places', () => {
    fc.assert(
      fc.property(share, share, ([x1, n1], [x2, n2]) => {
        const [ahead, back] = [newcombe(x1, n1, x2, n2), newcombe(x2, n2, x1, n1)];
        expect(back.estimate! + ahead.estimate!).toBeCloseTo(0, 12);
        expect(back.interval![0] + ahead.interval![1]).toBeCloseTo(0, 12);
      }),
      { seed: 20261129, numRuns: runs(200) },
    );
  });
});

it.each([
  [-1, 10],
  [11, 10],
  [NaN, 10],
])('%d of %d is no share', (x, n) => {
  expect(() => clopperPearson(x, n)).toThrow(RangeError);
  expect(() => wilson(x, n)).toThrow(RangeError);
  expect(() => newcombe(x, n, 1, 2)).toThrow(RangeError);
});
