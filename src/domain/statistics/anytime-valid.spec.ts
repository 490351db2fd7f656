import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { anytimeRateRatio } from './anytime-valid.js';
import { exactRateRatio } from './rates.js';

const rates = fc.record({
  x1: fc.nat(300),
  t1: fc.integer({ min: 1, max: 5_000 }),
  x2: fc.nat(300),
  t2: fc.integer({ min: 1, max: 5_000 }),
});

describe('a rate ratio that may be looked at every week', () => {
  it('ends where the mixture is 20 times as likely as the binomial', () => {
    // 3 of 3 + 2: B(3.5, 2.5)/B(½, ½) = 3/256, so the ends are the roots of p³(1 − p)² = 3/5120.
    for (const odds of anytimeRateRatio({ x1: 3, t1: 1, x2: 2, t2: 1 }).interval!) {
      const p = odds / (1 + odds);
      expect(p ** 3 * (1 - p) ** 2).toBeCloseTo(3 / 5120, 12);
    }
  });

  it('is wider than the exact interval of one look', () => {
    fc.assert(
      fc.property(rates, (each) => {
        const [low, high] = anytimeRateRatio(each).interval!;
        const [exactLow, exactHigh] = exactRateRatio(each).interval!;
        expect(low).toBeLessThanOrEqual(exactLow * (1 + 1e-9));
        expect(high).toBeGreaterThanOrEqual(exactHigh * (1 - 1e-9));
      }),
      { seed: 20261129, numRuns: runs(300) },
    );
  });

  it('turns around when the phases do, and is free of the unit of exposure', () => {
    fc.assert(
      fc.property(rates, ({ x1, t1, x2, t2 }) => {
        const ahead = anytimeRateRatio({ x1, t1, x2, t2 }).interval!;
        const back = anytimeRateRatio({ x1: x2, t1: 60 * t2, x2: x1, t2: 60 * t1 }).interval!;
        expect(back[0]).toBeCloseTo(1 / ahead[1], 6);
        expect(1 / back[1]).toBeCloseTo(ahead[0], 6);
      }),
      { seed: 20261129, numRuns: runs(300) },
    );
  });

  it('divides both counts by a dispersion above 1.5 and says so', () => {
    const many = { x1: 80, t1: 10, x2: 120, t2: 12 };
    expect(anytimeRateRatio(many, { dispersion: 1.5 }).divisor).toBe(1);
    const wide = anytimeRateRatio(many, { dispersion: 4 });
    expect(wide.divisor).toBe(4);
    expect(wide.estimate).toBe(0.8);
    expect(wide.interval).toEqual(anytimeRateRatio({ x1: 20, t1: 10, x2: 30, t2: 12 }).interval);
  });

  it('sets no limit where a phase has no event, and has no interval without exposure', () => {
    expect(anytimeRateRatio({ x1: 0, t1: 10, x2: 12, t2: 10 }).interval![0]).toBe(0);
    expect(anytimeRateRatio({ x1: 12, t1: 10, x2: 0, t2: 10 })).toMatchObject({ estimate: null });
    expect(anytimeRateRatio({ x1: 12, t1: 10, x2: 0, t2: 10 }).interval![1]).toBe(Infinity);
    expect(anytimeRateRatio({ x1: 0, t1: 0, x2: 12, t2: 10 })).toMatchObject({
      estimate: null,
      interval: null,
    });
  });

  it('refuses negative counts and levels outside 0 to 1', () => {
    expect(() => anytimeRateRatio({ x1: -1, t1: 1, x2: 1, t2: 1 })).toThrow(RangeError);
    expect(() => anytimeRateRatio({ x1: 1, t1: 1, x2: 1, t2: 1 }, { level: 0 })).toThrow(RangeError);
  });
});
