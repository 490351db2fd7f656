import fc from 'fast-check';
import { runs } from '../../test/support/property-runs.js';
import { HOUR, MINUTE } from './interval.js';
import { hoursWithin, weeksTouched, type WeekCalendar } from './week-calendar.js';

const at = (text: string): number => Date.parse(text);
const span = (from: string, to: string) => ({ start: at(from), end: at(to) });
const MONDAYS: WeekCalendar = { zone: 'America/Chicago', weekStartsOn: 1 };
const SUNDAYS: WeekCalendar = { zone: 'America/Chicago', weekStartsOn: 7 };

describe('the weeks a span touches', () => {
  it.each([
    [
      'an ordinary evening touches one',
      MONDAYS,
      '2026-11-05T18:00-06:00',
      '2026-11-05T22:00-06:00',
      ['2026-11-02 168'],
    ],
    [
      'a Sunday night touches two',
      MONDAYS,
      '2026-11-08T22:00-06:00',
      '2026-11-09T06:00-06:00',
      ['2026-11-02 168', '2026-11-09 168'],
    ],
    [
      'an end at the turn of the week touches the old one alone',
      MONDAYS,
      '2026-11-08T22:00-06:00',
      '2026-11-09T00:00-06:00',
      ['2026-11-02 168'],
    ],
    [
      'a start at the turn of the week touches the new one alone',
      MONDAYS,
      '2026-11-09T00:00-06:00',
      '2026-11-09T01:00-06:00',
      ['2026-11-09 168'],
    ],
    [
      'the week of the autumn change has 169 hours',
      MONDAYS,
      '2026-10-31T22:00-05:00',
      '2026-11-01T06:00-06:00',
      ['2026-10-26 169'],
    ],
    [
      'the week of the spring change has 167 hours',
      MONDAYS,
      '2026-03-07T22:00-06:00',
      '2026-03-08T06:00-05:00',
      ['2026-03-02 167'],
    ],
    [
      'weeks from Sunday part a Saturday night',
      SUNDAYS,
      '2026-10-31T22:00-05:00',
      '2026-11-01T06:00-06:00',
      ['2026-10-25 168', '2026-11-01 169'],
    ],
    [
      'a fortnight touches three',
      MONDAYS,
      '2026-06-03T00:00-05:00',
      '2026-06-17T00:00-05:00',
      ['2026-06-01 168', '2026-06-08 168', '2026-06-15 168'],
    ],
    [
      'the calendar decides, not the place of the shift',
      { zone: 'Asia/Kathmandu', weekStartsOn: 1 },
      '2026-11-08T18:15Z',
      '2026-11-08T20:00Z',
      ['2026-11-09 168'],
    ],
  ] as const)('%s', (_name, calendar, from, to, expected) => {
    const weeks = weeksTouched(span(from, to), calendar);
    expect(weeks.map(({ startsOn, span: { start, end } }) => `${startsOn} ${(end - start) / HOUR}`)).toEqual(
      expected,
    );
  });

  it('hold the whole span between them', () => {
    const minutes = fc.integer({ min: 0, max: 525_000 });
    fc.assert(
      fc.property(
        minutes,
        fc.integer({ min: 1, max: 30_000 }),
        fc.integer({ min: 1, max: 7 }),
        (from, length, day) => {
          const start = at('2026-01-01T00:00Z') + from * MINUTE;
          const asked = { start, end: start + length * MINUTE };
          const calendar = { zone: 'Australia/Lord_Howe', weekStartsOn: day as WeekCalendar['weekStartsOn'] };
          const weeks = weeksTouched(asked, calendar);
          const hours = weeks.reduce((sum, week) => sum + hoursWithin([asked], week.span), 0);
          expect(hours).toBeCloseTo(length / 60, 9);
          expect(weeks.every((week) => hoursWithin([asked], week.span) > 0)).toBe(true);
        },
      ),
      { seed: 20261101, numRuns: runs(200) },
    );
  });
});

describe('hours within a span', () => {
  it('count the part of each span inside it, also of simultaneous ones', () => {
    const week = span('2026-11-02T00:00-06:00', '2026-11-09T00:00-06:00');
    const shifts = [
      span('2026-11-01T22:00-06:00', '2026-11-02T01:30-06:00'),
      span('2026-11-05T10:00-06:00', '2026-11-05T12:00-06:00'),
      span('2026-11-08T23:00-06:00', '2026-11-09T06:00-06:00'),
      span('2026-11-12T10:00-06:00', '2026-11-12T12:00-06:00'),
    ];
    expect(hoursWithin(shifts, week)).toBe(4.5);
    expect(hoursWithin([], week)).toBe(0);
  });

  it('of many odd shifts add up without rounding errors', () => {
    const day = { start: 0, end: 400 * HOUR };
    const shifts = (count: number, minutes: number) =>
      Array.from({ length: count }, (_, i) => ({
        start: i * 9 * HOUR,
        end: i * 9 * HOUR + minutes * MINUTE,
      }));
    expect(hoursWithin(shifts(6, 140), day)).toBe(14);
    expect(hoursWithin(shifts(36, 20), day)).toBe(12);
  });
});
