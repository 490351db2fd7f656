import fc from 'fast-check';
import { runs } from '../../test/support/property-runs.js';
import {
  addDays,
  daysBetween,
  localDateOf,
  startOfWeek,
  wallClock,
  weekdayOf,
  type Weekday,
} from './local-date.js';

const RUNS = { seed: 20261101, numRuns: runs(500) };
const anyDate = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays('1990-01-01', days));

describe('a local date', () => {
  it.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-11-01', 7, '2026-11-08'],
  ])('%s plus %i days is %s', (date, days, sum) => {
    expect(addDays(date, days)).toBe(sum);
    expect(daysBetween(date, sum)).toBe(days);
  });

  it.each([
    ['2026-11-02', 1],
    ['2026-11-07', 6],
    ['2026-11-08', 7],
    ['2024-02-29', 4],
  ])('%s is ISO weekday %i', (date, weekday) => expect(weekdayOf(date)).toBe(weekday));

  it.each([
    ['falls a day later to the east', '2026-11-01T18:15:00Z', 'Asia/Kathmandu', '2026-11-02'],
    ['falls a day earlier to the west', '2026-11-01T04:59:00Z', 'America/Chicago', '2026-10-31'],
    ['begins at local midnight', '2026-11-01T05:00:00Z', 'America/Chicago', '2026-11-01'],
    ['skips the day that Apia skipped', '2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31'],
    [
      'still is the day before that one a moment earlier',
      '2011-12-30T09:59:59Z',
      'Pacific/Apia',
      '2011-12-29',
    ],
  ])('%s', (_name, instant, zone, date) => expect(localDateOf(Date.parse(instant), zone)).toBe(date));

  it('reads a wall-clock time as if it were UTC', () => {
    expect(wallClock('2026-11-01', '01:30')).toBe(Date.parse('2026-11-01T01:30:00Z'));
  });

  it('adds days forward and back, with one weekday per day', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -800, max: 800 }), (date, days) => {
        const moved = addDays(date, days);
        expect(addDays(moved, -days)).toBe(date);
        expect(daysBetween(date, moved)).toBe(days);
        expect((((weekdayOf(moved) - weekdayOf(date) - days) % 7) + 7) % 7).toBe(0);
      }),
      RUNS,
    );
  });
});

describe('startOfWeek', () => {
  it.each([
    ['a Sunday belongs to the week of the Monday before', '2026-11-08', 1, '2026-11-02'],
    ['a Monday starts its own week', '2026-11-02', 1, '2026-11-02'],
    ['where weeks start on Sunday, a Sunday starts its own', '2026-11-08', 7, '2026-11-08'],
    ['where weeks start on Sunday, a Saturday ends one', '2026-11-07', 7, '2026-11-01'],
    ['where weeks start on Wednesday, a Tuesday ends one', '2026-11-03', 3, '2026-10-28'],
  ] as const)('%s', (_name, date, weekStartsOn, start) => {
    expect(startOfWeek(date, weekStartsOn)).toBe(start);
  });

  it('is the last such weekday up to the date', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 7 }), (date, weekStartsOn) => {
        const start = startOfWeek(date, weekStartsOn as Weekday);
        expect(weekdayOf(start)).toBe(weekStartsOn);
        expect(daysBetween(start, date)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(start, date)).toBeLessThan(7);
      }),
      RUNS,
    );
  });
});
