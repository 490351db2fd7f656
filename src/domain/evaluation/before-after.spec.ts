import { asked, aWeek } from '../../../test/support/measured-weeks.js';
import { Draws } from '../../../test/statistics/simulated.js';
import { addDays } from '../local-date.js';
import type { Mark } from './around-maintenance.js';
import { comparedAround, latestOf, MOST_EVENTS } from './before-after.js';

const SIMULATIONS = 600;

/** In how many of the simulated events without any effect the interval of requests per open hour holds 1. */
function shareCovered(weeks: number, mean: number, dispersion: number): number {
  const draws = new Draws(20_261_130);
  let covered = 0;
  for (let one = 0; one < SIMULATIONS; one++) {
    const side = (from: number) =>
      Array.from({ length: weeks }, (_, week) => {
        const hours = 60 + 20 * draws.uniform();
        return aWeek(from + week, asked(draws.count((mean * hours) / 70, dispersion), hours));
      });
    const around = { before: side(0), after: side(weeks + 1) };
    const [requests] = comparedAround(around, { seed: 1, isOtherPeriod: false }).comparisons;
    const [low, high] = requests!.interval!;
    if (low <= 1 && 1 <= high) covered++;
  }
  return covered / SIMULATIONS;
}

describe('before and after an event that changes nothing', () => {
  // Of 600 intervals at 95 %, 92.7 to 97.3 % hold the truth in 99 of 100 such simulations. Exact ones hold it more often.
  it.each([
    ['eight weeks, of many requests', 8, 60, 1, 0.927, 0.975],
    ['eight weeks, of few requests', 8, 1.5, 1, 0.93, 0.995],
    ['two weeks, of many requests', 2, 60, 1, 0.927, 0.985],
    ['eight weeks that differ more than by chance', 8, 60, 3, 0.9, 0.975],
    // Four weeks hardly say how much they differ: docs/metrics.md tells it.
    ['two weeks that differ more than by chance', 2, 60, 3, 0.75, 0.975],
  ])('about 95 of 100 intervals hold no change, with %s', (_, weeks, mean, dispersion, least, most) => {
    const share = shareCovered(weeks, mean, dispersion);
    expect(share).toBeGreaterThan(least);
    expect(share).toBeLessThan(most);
  });
});

describe('events', () => {
  const events = Array.from({ length: 30 }, (_, day): Mark => {
    const from = addDays('2026-01-05', day * 3);
    return { locationId: 'lab', at: { from, to: addDays(from, 1) }, reason: 'Patches' };
  });

  it('are the latest of those that have begun, before any that is ahead', () => {
    const { chosen, leftOut } = latestOf(events, ({ at }) => at.from < '2026-03-16');
    expect(chosen.size).toBe(MOST_EVENTS);
    expect(leftOut).toBe(10);
    expect([...chosen][0]!.at.from).toBe('2026-01-17');
    expect([...latestOf(events, ({ at }) => at.from < '2026-01-06').chosen]).toEqual(events.slice(0, 20));
    expect(latestOf(events.slice(0, 3), () => true)).toEqual({
      chosen: new Set(events.slice(0, 3)),
      leftOut: 0,
    });
  });
});
