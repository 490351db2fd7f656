import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { dispersionOfCounts, exactRateRatio, rateRatio } from './rates.js';

const SMOKERS = { x1: 60, t1: 51_477.5, x2: 30, t2: 54_308.7 };

describe('the ratio of two rates', () => {
  it('is 2.109998 [1.339736, 3.388366] for 60 in 51477.5 and 30 in 54308.7, exactly', () => {
    const { estimate, interval } = exactRateRatio(SMOKERS);
    expect(estimate).toBeCloseTo(2.109998, 6);
    expect(interval![0]).toBeCloseTo(1.339736, 6);
    expect(interval![1]).toBeCloseTo(3.388366, 6);
  });

  it('is 0.207094 [0.021774, 1.000549] for 2 in 17877 and 9 in 16660', () => {
    const { estimate, interval, method } = rateRatio({ x1: 2, t1: 17_877, x2: 9, t2: 16_660 });
    expect(method).toBe('exact');
    expect(estimate).toBeCloseTo(0.207094, 6);
    expect(interval![0]).toBeCloseTo(0.021774, 6);
    expect(interval![1]).toBeCloseTo(1.000549, 6);
  });

  it.each([
    ['the normal logarithm of 15 events and more', 15, 15, undefined, 'wald-log'],
    ['the exact method where the pilot has fewer', 14, 100, undefined, 'exact'],
    ['the exact method where the baseline has fewer', 100, 14, undefined, 'exact'],
    ['no wider interval for a dispersion of 1.5', 40, 40, 1.5, 'wald-log'],
    ['a wider interval above it', 40, 40, 1.6, 'quasi-poisson'],
    ['the exact method where events are few for their dispersion', 40, 40, 3, 'quasi-exact'],
    ['no dispersion where it is not known', 40, 40, null, 'wald-log'],
  ] as const)('uses %s', (_name, x1, x2, dispersion, method) => {
    expect(rateRatio({ x1, t1: 10, x2, t2: 10 }, { dispersion }).method).toBe(method);
  });

  it('widens the error of the logarithm by the root of the dispersion', () => {
    const rates = { x1: 80, t1: 10, x2: 90, t2: 12 };
    const width = (dispersion?: number): number => {
      const [low, high] = rateRatio(rates, { dispersion }).interval!;
      return Math.log(high / low);
    };
    expect(width(4) / width()).toBeCloseTo(2, 12);
  });

  it.each([
    ['the pilot has no event', { x1: 0, t1: 10, x2: 5, t2: 10 }, 0, 0],
    ['neither phase has one', { x1: 0, t1: 10, x2: 0, t2: 10 }, null, 0],
  ])('has no lower limit where %s', (_name, rates, estimate, low) => {
    const ratio = rateRatio(rates);
    expect(ratio.estimate).toBe(estimate);
    expect(ratio.interval![0]).toBe(low);
  });

  it('has no upper limit and no estimate where the baseline has no event', () => {
    const ratio = rateRatio({ x1: 5, t1: 10, x2: 0, t2: 10 });
    expect(ratio.estimate).toBeNull();
    expect(ratio.interval![0]).toBeGreaterThan(0);
    expect(ratio.interval![1]).toBe(Infinity);
  });

  it('has neither estimate nor interval without exposure', () => {
    expect(rateRatio({ x1: 0, t1: 0, x2: 5, t2: 10 })).toMatchObject({ estimate: null, interval: null });
    expect(rateRatio({ x1: 20, t1: 10, x2: 20, t2: 0 })).toMatchObject({ estimate: null, interval: null });
  });

  it('refuses negative counts and exposures, and levels outside 0 to 1', () => {
    expect(() => rateRatio({ x1: -1, t1: 10, x2: 5, t2: 10 })).toThrow(RangeError);
    expect(() => rateRatio({ x1: 1, t1: -10, x2: 5, t2: 10 })).toThrow(RangeError);
    expect(() => rateRatio(SMOKERS, { level: 1 })).toThrow(RangeError);
  });

  it('turns around when the phases do', () => {
    const count = fc.integer({ min: 1, max: 200 });
    const hours = fc.integer({ min: 1, max: 5_000 });
    fc.assert(
      fc.property(
        count,
        hours,
        count,
        hours,
        fc.double({ min: 1, max: 6, noNaN: true }),
        (x1, t1, x2, t2, dispersion) => {
          const ahead = rateRatio({ x1, t1, x2, t2 }, { dispersion });
          const back = rateRatio({ x1: x2, t1: t2, x2: x1, t2: t1 }, { dispersion });
          expect(back.method).toBe(ahead.method);
          expect(back.estimate! * ahead.estimate!).toBeCloseTo(1, 9);
          expect(back.interval![0] * ahead.interval![1]).toBeCloseTo(1, 7);
          expect(ahead.interval![0]).toBeLessThan(ahead.estimate!);
          expect(ahead.interval![1]).toBeGreaterThan(ahead.estimate!);
        },
      ),
      { seed: 20261129, numRuns: runs(200) },
    );
  });
});

describe('the dispersion of counts', () => {
  it.each([
    ['two thirds for counts that vary a little less than Poisson counts', [1, 3, 3, 1], [1, 1, 1, 1], 2 / 3],
    ['0 for counts in proportion to their exposure', [2, 4, 6], [1, 2, 3], 0],
    ['larger for counts that vary more', [0, 10, 0, 10], [1, 1, 1, 1], 20 / 3],
    ['over days with exposure only', [1, 3, 3, 1, 0], [1, 1, 1, 1, 0], 2 / 3],
  ])('is %s', (_name, counts, exposures, expected) => {
    expect(dispersionOfCounts(counts, exposures)).toBeCloseTo(expected, 12);
  });

  it('is null with fewer than two exposed counts or no event', () => {
    expect(dispersionOfCounts([4], [1])).toBeNull();
    expect(dispersionOfCounts([4, 0], [1, 0])).toBeNull();
    expect(dispersionOfCounts([0, 0], [1, 1])).toBeNull();
  });

  it('refuses lists of different length', () => {
    expect(() => dispersionOfCounts([1, 2], [1])).toThrow(RangeError);
  });
});
