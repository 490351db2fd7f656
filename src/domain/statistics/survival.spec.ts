import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { survivalQuantileInterval } from './survival-interval.js';
import { shareBy, survivalOf, survivalQuantile, type WaitBin } from './survival.js';

/** Waits in order: those with a plus were last seen unanswered. */
const waits = (text: string): WaitBin[] =>
  text.split(' ').map((each) => ({
    seconds: Number.parseFloat(each),
    answered: each.endsWith('+') ? 0 : 1,
    censored: each.endsWith('+') ? 1 : 0,
  }));

/** Weeks in remission with 6-MP (Freireich et al. 1963; Kalbfleisch & Prentice 1980), and with a placebo. */
const TREATED = waits('6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+');
const PLACEBO = waits('1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23');

describe('a Kaplan–Meier curve', () => {
  it('is the published one of remissions', () => {
    const steps = survivalOf(TREATED).filter(({ answered }) => answered > 0);
    expect(steps.map(({ seconds, atRisk }) => [seconds, atRisk])).toEqual([
      [6, 21],
      [7, 17],
      [10, 15],
      [13, 12],
      [16, 11],
      [22, 7],
      [23, 6],
    ]);
    const published = [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448];
    steps.forEach(({ survival }, i) => expect(survival).toBeCloseTo(published[i]!, 3));
    const errors = steps.map(({ survival, greenwood }) => survival * Math.sqrt(greenwood));
    expect(errors[0]).toBeCloseTo(0.0764, 4);
    expect(errors.at(-1)).toBeCloseTo(0.1346, 4);
  });

  it('counts those last seen at a time as still waiting when others are answered', () => {
    expect(survivalOf(waits('5+ 5 9'))[0]).toMatchObject({ atRisk: 3, survival: expect.closeTo(2 / 3, 12) });
  });

  it('is empty without a request', () => {
    expect(survivalOf([])).toEqual([]);
    expect(survivalOf([{ seconds: 4, answered: 0, censored: 0 }])).toEqual([]);
  });

  it('falls to the share that waited longer where nobody was lost', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1 }), (times) => {
        for (const { seconds, survival } of survivalOf(
          times.map((each) => ({ seconds: each, answered: 1, censored: 0 })),
        )) {
          const longer = times.filter((each) => each > seconds).length;
          expect(survival).toBeCloseTo(longer / times.length, 12);
        }
      }),
      { seed: 20261129, numRuns: runs(200) },
    );
  });
});

describe('the time by which a share was answered', () => {
  it.each([
    ['the median of remissions with 6-MP', TREATED, 0.5, 23],
    ['the median of remissions with a placebo', PLACEBO, 0.5, 8],
    ['the middle where the curve is flat at the share', waits('2 4 8 16'), 0.5, 6],
    ['the middle up to the last time seen where the flat stretch is its end', waits('2 4 8+ 16+'), 0.5, 10],
    ['the first time below the share', waits('2 4 8'), 0.5, 4],
  ])('is %s', (_name, bins, share, expected) => {
    expect(survivalQuantile(survivalOf(bins), share)).toBe(expected);
  });

  it('is null where fewer were answered, or none', () => {
    expect(survivalQuantile(survivalOf(TREATED), 0.9)).toBeNull();
    expect(survivalQuantile([], 0.5)).toBeNull();
  });

  it.each([0, 1, NaN])('refuses a share of %d', (share) => {
    expect(() => survivalQuantile(survivalOf(TREATED), share)).toThrow(RangeError);
    expect(() => survivalQuantileInterval(survivalOf(TREATED), share)).toThrow(RangeError);
  });

  it('has the log-log interval of remissions with 6-MP, open above', () => {
    expect(survivalQuantileInterval(survivalOf(TREATED), 0.5)).toEqual({ low: 13, high: null });
    expect(survivalQuantileInterval(survivalOf(PLACEBO), 0.5)).toEqual({ low: 4, high: 11 });
  });

  it('lies in its interval', () => {
    const bin = fc.record({ seconds: fc.nat(50), answered: fc.nat(5), censored: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(bin), (bins) => {
        const curve = survivalOf(bins);
        const median = survivalQuantile(curve, 0.5);
        const { low, high } = survivalQuantileInterval(curve, 0.5);
        if (median === null) return expect(high).toBeNull();
        expect(low ?? -Infinity).toBeLessThanOrEqual(median);
        expect(high ?? Infinity).toBeGreaterThanOrEqual(median);
      }),
      { seed: 20261129, numRuns: runs(300) },
    );
  });
});

describe('the share answered within a time', () => {
  it('counts those followed that long, and by the curve those followed a part of it', () => {
    expect(shareBy(waits('5 5+ 10 20'), 10)).toEqual({
      followed: 3,
      answered: 2,
      share: 2 / 3,
      survivalShare: 1 - (3 / 4) * (1 / 2),
    });
  });

  it('counts those last seen at that very time', () => {
    expect(shareBy(waits('5 10+'), 10)).toMatchObject({ followed: 2, answered: 1, share: 0.5 });
  });

  it('is 0 before the first answer', () => {
    expect(shareBy(waits('5 9'), 4)).toMatchObject({ followed: 2, answered: 0, share: 0, survivalShare: 0 });
  });

  it('is unknown where nobody was followed so long', () => {
    expect(shareBy(waits('5+ 6+'), 10)).toEqual({
      followed: 0,
      answered: 0,
      share: null,
      survivalShare: null,
    });
    expect(shareBy(waits('5 6+'), 10).survivalShare).toBeNull();
  });

  it('is 1 by the curve once all are answered', () => {
    expect(shareBy(waits('5 6'), 10)).toMatchObject({ share: 1, survivalShare: 1 });
  });
});
