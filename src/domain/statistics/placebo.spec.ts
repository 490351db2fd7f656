import { randomFrom } from '../random.js';
import { placeboDates } from './placebo.js';
import type { SeriesWeek } from './series-types.js';

function seriesOf(baseline: number, pilot: number, step: number): SeriesWeek[] {
  const random = randomFrom(9);
  return Array.from({ length: baseline + pilot }, (_, week) => ({
    week,
    post: week >= baseline,
    openHours: 70,
    count: Math.round((week >= baseline ? step : 1) * (60 + 16 * (random() - 0.5))),
  }));
}

describe('dates at which nothing began', () => {
  it('are all weeks that leave 4 weeks of baseline on either side', () => {
    expect(placeboDates(seriesOf(20, 10, 1))!.dates).toBe(13);
    expect(placeboDates(seriesOf(8, 10, 1))!.dates).toBe(1);
  });

  it('never show as much as a pilot that halves the rate', () => {
    expect(placeboDates(seriesOf(20, 10, 0.5))!.beyond).toBe(0);
  });

  it('sometimes show more than a pilot that changes nothing at all', () => {
    const weeks = seriesOf(20, 10, 1).map((week) => (week.post ? { ...week, count: 60 } : week));
    expect(placeboDates(weeks)!.beyond).toBeGreaterThan(0);
  });

  it('are null where the pilot’s own model is refused: that is no pass', () => {
    expect(placeboDates(seriesOf(20, 7, 0.5))).toBeNull();
    expect(placeboDates(seriesOf(7, 10, 0.5))).toBeNull();
  });

  it('do not look at weeks of the pilot or without open hours', () => {
    const weeks = seriesOf(20, 10, 0.5);
    const closed = weeks.map((week) => (week.week === 10 ? { ...week, openHours: 0, count: 0 } : week));
    expect(placeboDates(closed)!.dates).toBe(12);
  });
});
