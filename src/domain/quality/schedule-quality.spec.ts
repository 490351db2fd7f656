import fc from 'fast-check';
import { emptyCoverageTotals } from '../staffing.js';
import { qualityOf, WEIGHTS, type Figures } from './schedule-quality.js';

const NOTHING: Figures = {
  cover: emptyCoverageTotals(),
  loads: [],
  rest: { judged: 0, broken: 0 },
  wishes: { wishedMinutes: 0, unwishedMinutes: 0 },
};
const covered = (staffed: number, required: number): Figures['cover'] => ({
  ...emptyCoverageTotals(),
  required,
  staffed,
  demand: required,
});
const load = (hours: number, undesirableHours = 0) => ({ hours, undesirableHours, capHours: 20 });

describe('the score of a schedule', () => {
  it.each<[string, Partial<Figures>, number | null]>([
    ['does not exist without any data', {}, null],
    ['is the only part that has data', { cover: covered(90, 120) }, 75],
    ['is 0 when nobody covers anything', { cover: covered(0, 120) }, 0],
    ['weighs cover 50 to rest 20', { cover: covered(120, 120), rest: { judged: 4, broken: 4 } }, 500 / 7],
    [
      'weighs all four',
      {
        cover: covered(60, 120),
        loads: [load(10), load(10)],
        rest: { judged: 10, broken: 5 },
        wishes: { wishedMinutes: 30, unwishedMinutes: 90 },
      },
      25 + 20 + 10 + 2.5,
    ],
    ['takes the mean of both kinds of hours', { loads: [load(10, 4), load(10, 0)] }, 75],
    ['takes hours alone when nobody works undesirable ones', { loads: [load(10), load(0)] }, 50],
    ['has no fairness of one operator', { cover: covered(1, 2), loads: [load(10)] }, 50],
  ])('%s', (_, figures, score) => {
    const quality = qualityOf({ ...NOTHING, ...figures });
    if (score === null) expect(quality.score).toBeNull();
    else expect(quality.score).toBeCloseTo(score, 9);
  });

  it('says which parts are left out, with their weights', () => {
    const { parts } = qualityOf({ ...NOTHING, rest: { judged: 2, broken: 1 } });
    expect(parts).toEqual({
      cover: { value: null, weight: 50, points: 0 },
      fairness: { value: null, weight: 20, points: 0 },
      rest: { value: 0.5, weight: 20, points: 50 },
      preference: { value: null, weight: 10, points: 0 },
    });
  });

  it('has weights that add up to 100', () => {
    expect(Object.values(WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBe(100);
  });

  it('lies between 0 and 100, and is the sum of its parts’ points', () => {
    const count = fc.nat(50);
    fc.assert(
      fc.property(
        fc.tuple(count, count, count, count, count, count),
        fc.array(fc.record({ hours: count, undesirableHours: count, capHours: fc.option(count) })),
        ([staffed, missing, broken, kept, wishedMinutes, unwishedMinutes], loads) => {
          const { score, parts } = qualityOf({
            cover: covered(staffed, staffed + missing),
            loads,
            rest: { judged: broken + kept, broken },
            wishes: { wishedMinutes, unwishedMinutes },
          });
          const sum = Object.values(parts).reduce((points, part) => points + part.points, 0);
          if (score === null) return expect(sum).toBe(0);
          expect(score).toBeCloseTo(sum, 9);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100 + 1e-9);
        },
      ),
    );
  });
});
