import { DateTime } from 'luxon';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from './interval.js';
import { offsetAt } from './offset.js';
import { zoneChanges } from './zone-changes.js';

const spanOf = (from: string, to: string) => ({ start: Date.parse(from), end: Date.parse(to) });

describe('clock changes of a zone', () => {
  it.each<[string, number, ...[string, number, number][]]>([
    ['America/Chicago', 2026, ['03-08T08:00:00Z', -6, -5], ['11-01T07:00:00Z', -5, -6]],
    ['Australia/Lord_Howe', 2026, ['04-04T15:00:00Z', 11, 10.5], ['10-03T15:30:00Z', 10.5, 11]],
    ['Europe/Dublin', 2026, ['03-29T01:00:00Z', 0, 1], ['10-25T01:00:00Z', 1, 0]],
    ['Africa/Casablanca', 2024, ['03-10T02:00:00Z', 1, 0], ['04-14T02:00:00Z', 0, 1]],
    ['Asia/Tokyo', 2026],
    ['UTC', 2026],
  ])('are found to the second in %s', (zone, year, ...changes) => {
    const found = zoneChanges(spanOf(`${year}-01-01T00:00:00Z`, `${year + 1}-01-01T00:00:00Z`), zone);
    expect(found.map(({ at, before, after }) => [at, before / HOUR, after / HOUR])).toEqual(
      changes.map(([at, before, after]) => [Date.parse(`${year}-${at}`), before, after]),
    );
  });

  it('are those in the span alone', () => {
    const change = Date.parse('2026-11-01T07:00:00Z');
    expect(zoneChanges({ start: change, end: change + DAY }, 'America/Chicago')).toEqual([]);
    expect(zoneChanges({ start: change - MINUTE, end: change }, 'America/Chicago')).toHaveLength(1);
    expect(zoneChanges({ start: change - DAY, end: change - MINUTE }, 'America/Chicago')).toEqual([]);
  });

  it('explain the offset at each moment of the span', () => {
    const zones = [
      'America/Chicago',
      'Australia/Lord_Howe',
      'Europe/Berlin',
      'Africa/Casablanca',
      'Asia/Kathmandu',
    ];
    const start = Date.parse('2026-01-01T00:00:00Z');
    const end = start + 800 * DAY;
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: start, max: end - 1 }), (zone, moment) => {
        const last = zoneChanges({ start, end }, zone).findLast(({ at }) => at <= moment);
        const offset = last ? last.after : offsetAt(start, zone);
        expect(offset).toBe(DateTime.fromMillis(moment, { zone }).offset * MINUTE);
      }),
      { seed: 18, numRuns: 300 },
    );
  });
});
