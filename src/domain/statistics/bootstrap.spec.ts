import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { randomFrom } from '../random.js';
import { medianDifference } from './bootstrap.js';
import { survivalOf, survivalQuantile, type WaitBin } from './survival.js';
import { WeeklyWaits } from './weekly-waits.js';

const bin = (seconds: number, answered = 1, censored = 0): WaitBin => ({ seconds, answered, censored });

/** Weeks of waits around a median of seconds; the middle differs from week to week. */
function weeksOf(weeks: number, median: number, random: () => number): WaitBin[][] {
  return Array.from({ length: weeks }, () => {
    const middle = median * (0.8 + 0.4 * random());
    return Array.from({ length: 30 }, () => bin(Math.round(middle * -Math.log2(1 - random()))));
  });
}

describe('the difference of two medians of waits', () => {
  const random = randomFrom(3);
  const [pilot, baseline] = [weeksOf(12, 300, random), weeksOf(20, 900, random)];

  it('lies in its interval, which leaves out 0 where waits fell to a third', () => {
    const { estimate, interval, replicates } = medianDifference(pilot, baseline, { seed: 1 });
    expect(replicates).toBe(2_000);
    expect(interval!.low!).toBeLessThan(estimate!);
    expect(interval!.high!).toBeGreaterThan(estimate!);
    expect(interval!.high!).toBeLessThan(0);
  });

  it('is the same for the same seed, and another for another', () => {
    const once = medianDifference(pilot, baseline, { seed: 1 });
    expect(medianDifference(pilot, baseline, { seed: 1 })).toEqual(once);
    expect(medianDifference(pilot, baseline, { seed: 2 }).interval).not.toEqual(once.interval);
  });

  it('is wider at a higher level', () => {
    const { interval } = medianDifference(pilot, baseline, { seed: 1 });
    const wide = medianDifference(pilot, baseline, { seed: 1, level: 0.99 }).interval!;
    expect(wide.low!).toBeLessThan(interval!.low!);
    expect(wide.high!).toBeGreaterThan(interval!.high!);
  });

  it('is the difference for certain where all weeks are alike', () => {
    const week = (seconds: number): WaitBin[] => [bin(seconds - 1), bin(seconds), bin(seconds + 1)];
    const same = medianDifference(Array(4).fill(week(60)), Array(5).fill(week(90)), { seed: 1 });
    expect(same).toMatchObject({ estimate: -30, interval: { low: -30, high: -30 } });
  });

  it('has no limit above where the pilot may never reach its median', () => {
    const rarely = Array.from({ length: 6 }, (_, week) => [bin(60, 3), bin(3_600, 0, week < 3 ? 2 : 5)]);
    const { interval } = medianDifference(rarely, baseline, { seed: 1 });
    expect(interval!.low).not.toBeNull();
    expect(interval!.high).toBeNull();
  });

  it('is not known where a median is not reached', () => {
    const never = Array.from({ length: 6 }, () => [bin(60, 1), bin(3_600, 0, 9)]);
    expect(medianDifference(never, baseline, { seed: 1 })).toMatchObject({
      estimate: null,
      interval: { high: null },
    });
    expect(medianDifference(never, never, { seed: 1 }).interval).toEqual({ low: null, high: null });
  });

  it('has no interval with fewer than two weeks that have waits', () => {
    const { estimate, interval } = medianDifference([pilot[0]!, []], baseline, { seed: 1 });
    expect(estimate).not.toBeNull();
    expect(interval).toBeNull();
  });

  it('is narrow for a million requests in 104 weeks', () => {
    const many = Array.from({ length: 104 }, () =>
      Array.from({ length: 9_615 }, () => bin(Math.round(-3_600 * Math.log(1 - random())))),
    );
    const { estimate, interval } = medianDifference(many.slice(0, 52), many.slice(52), { seed: 1 });
    expect(Math.abs(estimate!)).toBeLessThan(60);
    expect(interval!.low!).toBeLessThan(0);
    expect(interval!.high!).toBeGreaterThan(0);
  });
});

describe('the quantile of drawn weeks', () => {
  it('is that of the merged waits, wherever nobody was lost', () => {
    const waits = fc.array(fc.record({ seconds: fc.nat(60), answered: fc.nat(3), censored: fc.constant(0) }));
    const weeks = fc.array(waits, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(weeks, fc.constantFrom(0.25, 0.5, 0.9), fc.integer(), (table, share, seed) => {
        const weekly = new WeeklyWaits(table);
        const times = weekly.draw(randomFrom(seed));
        const merged = table.flatMap((bins, week) => Array<WaitBin[]>(times[week]!).fill(bins).flat());
        expect(weekly.quantileOf(times, share)).toBe(survivalQuantile(survivalOf(merged), share) ?? Infinity);
      }),
      { seed: 20261129, numRuns: runs(500) },
    );
  });

  it('is that of the merged waits with few waits, also where some were lost', () => {
    const waits = fc.array(fc.record({ seconds: fc.nat(60), answered: fc.nat(3), censored: fc.nat(2) }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.array(waits, { minLength: 1, maxLength: 6 }), fc.integer(), (table, seed) => {
        const weekly = new WeeklyWaits(table);
        const times = weekly.draw(randomFrom(seed));
        const merged = table.flatMap((bins, week) => Array<WaitBin[]>(times[week]!).fill(bins).flat());
        expect(weekly.quantileOf(times, 0.5)).toBe(survivalQuantile(survivalOf(merged), 0.5) ?? Infinity);
      }),
      { seed: 20261129, numRuns: runs(500) },
    );
  });

  it('differs by less than a cell with many waits of which some were lost', () => {
    const random = randomFrom(11);
    const table = Array.from({ length: 8 }, () =>
      Array.from({ length: 2_000 }, () => {
        const seconds = Math.round(-3_600 * Math.log(1 - random()));
        return bin(seconds, Number(random() < 0.8), Number(random() < 0.2));
      }),
    );
    const weekly = new WeeklyWaits(table);
    for (let seed = 0; seed < 20; seed++) {
      const times = weekly.draw(randomFrom(seed));
      const merged = table.flatMap((bins, week) => Array<WaitBin[]>(times[week]!).fill(bins).flat());
      const exact = survivalQuantile(survivalOf(merged), 0.5)!;
      expect(Math.abs(weekly.quantileOf(times, 0.5) / exact - 1)).toBeLessThan(0.005);
    }
  });
});
