import { randomFrom } from '../random.js';
import { normalReach } from './confidence.js';
import { detectableByWeeks, weeksNeeded } from './power.js';

describe('the weeks that an interval still needs', () => {
  it('are those after which its half width is the distance', () => {
    // 10 weeks with a variance of 0.04 and a baseline of 0.01: after w weeks it is 0.4/w + 0.01.
    const distance = normalReach(0.95) * Math.sqrt(0.4 / 25 + 0.01);
    const now = { pilotWeeks: 10, pilotVariance: 0.04, baselineVariance: 0.01 };
    expect(weeksNeeded(now, distance)).toBe(15);
    expect(weeksNeeded(now, distance * 0.999)).toBe(16);
  });

  it('are none where it is narrow enough', () => {
    expect(weeksNeeded({ pilotWeeks: 10, pilotVariance: 0.01, baselineVariance: 0.01 }, 1)).toBe(0);
  });

  it.each([
    ['the baseline alone is too uncertain', { pilotWeeks: 10, pilotVariance: 0.04, baselineVariance: 0.1 }],
    ['the pilot has no week', { pilotWeeks: 0, pilotVariance: 0.04, baselineVariance: 0.001 }],
    ['the pilot has no event', { pilotWeeks: 10, pilotVariance: Infinity, baselineVariance: 0.001 }],
  ])('are not known where %s', (_name, precision) => expect(weeksNeeded(precision, 0.5)).toBeNull());
});

describe('the changes that pilots of some weeks show', () => {
  const random = randomFrom(5);
  const baseline = Array.from({ length: 26 }, (_, week) => ({
    week,
    openHours: 70,
    count: 40 + Math.round(20 * (random() - 0.5)),
  }));

  it('lie on both sides of 1, and are smaller the longer the pilot', () => {
    const [short, long] = detectableByWeeks(baseline, [12, 40], { seed: 1, simulations: 60 });
    for (const { fall, rise } of [short!, long!]) {
      expect(fall!).toBeGreaterThan(0);
      expect(fall!).toBeLessThan(1);
      expect(rise!).toBeGreaterThan(1);
    }
    expect(long!.fall!).toBeGreaterThan(short!.fall!);
    expect(long!.rise!).toBeLessThan(short!.rise!);
  });

  it('are larger for more power', () => {
    const [at80] = detectableByWeeks(baseline, [10], { seed: 1, simulations: 60 });
    const [at95] = detectableByWeeks(baseline, [10], { seed: 1, simulations: 60, power: 0.95 });
    expect(at95!.rise!).toBeGreaterThan(at80!.rise!);
    expect(at95!.fall!).toBeLessThan(at80!.fall!);
  });

  it('are not known where the model is refused', () => {
    const nothing = { pilotWeeks: 7, fall: null, rise: null };
    expect(detectableByWeeks(baseline, [7], { seed: 1, simulations: 5 })).toEqual([nothing]);
    const empty = baseline.map((week) => ({ ...week, count: 0 }));
    expect(detectableByWeeks(empty, [7], { seed: 1, simulations: 5 })).toEqual([nothing]);
  });
});
