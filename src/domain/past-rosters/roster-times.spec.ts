import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { DAY, HOUR, MINUTE } from '../interval.js';
import { offsetAt } from '../offset.js';
import {
  endOnClock,
  happensTwice,
  nearestOnClock,
  readLength,
  rosterRefusal,
  workedDoubt,
  type RosterTimes,
} from './roster-times.js';

const ZONE = 'America/Chicago';
const at = (text: string): number => Date.parse(text);
const clock = (text: string): number => Number(text.slice(0, 2)) * HOUR + Number(text.slice(3)) * MINUTE;
const RUNS = { seed: 20260301, numRuns: runs(500) };

describe('the end of a shift by the clock', () => {
  it.each([
    ['is on the same day', '2025-03-03T18:00-06:00', '22:00', '2025-03-03T22:00-06:00'],
    [
      'is on the next day when it is before the start',
      '2025-03-03T22:00-06:00',
      '06:00',
      '2025-03-04T06:00-06:00',
    ],
    ['may be midnight', '2025-03-03T22:00-06:00', '24:00', '2025-03-04T00:00-06:00'],
    [
      'may be midnight as the next day writes it',
      '2025-03-03T22:00-06:00',
      '00:00',
      '2025-03-04T00:00-06:00',
    ],
    ['comes after 7 hours in the short night', '2025-03-08T22:00-06:00', '06:00', '2025-03-09T06:00-05:00'],
    ['comes after 9 hours in the long night', '2025-11-01T22:00-05:00', '06:00', '2025-11-02T06:00-06:00'],
    ['that happens twice is the last', '2025-11-01T22:00-05:00', '01:30', '2025-11-02T01:30-06:00'],
    ['that does not exist moves forward', '2025-03-08T22:00-06:00', '02:30', '2025-03-09T03:30-05:00'],
    ['that is the start is the start', '2025-03-03T22:00-06:00', '22:00', '2025-03-03T22:00-06:00'],
  ])('%s', (_name, start, end, expected) => {
    expect(endOnClock(at(start), clock(end), ZONE)).toBe(at(expected));
  });

  it('is never before the start, and within 25 hours of it', () => {
    const start = at('2025-01-01T00:00Z');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 365 * 24 * 60 }),
        fc.integer({ min: 0, max: 24 * 60 }),
        (minute, end) => {
          const from = start + minute * MINUTE;
          const to = endOnClock(from, end * MINUTE, ZONE);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to - from).toBeLessThanOrEqual(25 * HOUR);
        },
      ),
      RUNS,
    );
  });
});

it('the nearest time on the clock is on the evening before, the same day or the next one', () => {
  const midnight = at('2025-03-04T00:00-06:00');
  expect(nearestOnClock(midnight, clock('23:55'), ZONE, 'first')).toBe(midnight - 5 * MINUTE);
  expect(nearestOnClock(midnight, clock('00:10'), ZONE, 'first')).toBe(midnight + 10 * MINUTE);
  expect(nearestOnClock(midnight - HOUR, clock('00:10'), ZONE, 'last')).toBe(midnight + 10 * MINUTE);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 365 * 24 * 60 }),
      fc.integer({ min: 0, max: 1439 }),
      (minute, time) => {
        const near = at('2025-01-01T00:00Z') + minute * MINUTE;
        const found = nearestOnClock(near, time * MINUTE, ZONE, 'first');
        expect(Math.abs(found - near)).toBeLessThanOrEqual(DAY / 2 + HOUR);
        const shown = (((found + offsetAt(found, ZONE)) % DAY) + DAY) % DAY;
        // An hour later where that time does not exist.
        expect([time * MINUTE, time * MINUTE + HOUR]).toContain(shown);
      },
    ),
    RUNS,
  );
});

it('a time happens twice only while the clock is set back', () => {
  expect(happensTwice(at('2025-11-02T01:30-05:00'), ZONE)).toBe(true);
  expect(happensTwice(at('2025-11-02T01:30-06:00'), ZONE)).toBe(true);
  expect(happensTwice(at('2025-11-02T02:00-06:00'), ZONE)).toBe(false);
  expect(happensTwice(at('2025-03-09T03:30-05:00'), ZONE)).toBe(false);
});

describe('the length of a shift', () => {
  it.each([
    ['4', 240],
    ['4.5', 270],
    ['4,25', 255],
    ['24', 1440],
    ['25', 25],
    ['270', 270],
    ['4:30', 270],
    ['04:30:00', 270],
    ['4 h', 240],
    ['4h30m', 270],
    ['4 hours 30 minutes', 270],
    ['90 min', 90],
    ['0', 0],
    ['', null],
    ['h', null],
    ['1441', null],
    ['25 h', null],
    ['4:60', null],
    ['-4', null],
    ['long', null],
  ])('%s', (text, minutes) => {
    expect(readLength(text)).toBe(minutes === null ? null : minutes * MINUTE);
  });
});

const START = at('2025-03-03T22:00-06:00');
const row = (changes: Partial<RosterTimes> = {}): RosterTimes => ({
  start: START,
  end: START + 8 * HOUR,
  workedFrom: null,
  workedTo: null,
  noShow: false,
  ...changes,
});

describe('a row of a past roster', () => {
  it.each<[string, Partial<RosterTimes>, ReturnType<typeof rosterRefusal>]>([
    ['that is over is taken', {}, null],
    ['may last a day', { end: START + DAY }, null],
    ['lasts no longer', { end: START + DAY + 1 }, 'LONGER_THAN_A_DAY'],
    ['has a length', { end: START }, 'NO_LENGTH'],
    ['goes forward', { end: START - HOUR }, 'ENDS_BEFORE_START'],
    ['that is not over yet is refused', { start: START + DAY, end: START + DAY + HOUR }, 'NOT_OVER'],
    ['says one thing', { noShow: true, workedFrom: START, workedTo: START + HOUR }, 'WORKED_AND_NO_SHOW'],
    ['may say that nobody came', { noShow: true }, null],
  ])('%s', (_name, changes, refusal) => {
    expect(rosterRefusal(row(changes), START + DAY)).toBe(refusal);
  });

  it.each<[string, Partial<RosterTimes>, ReturnType<typeof workedDoubt>]>([
    ['nothing is a matter of doubt where nothing is said', {}, null],
    ['early and late is possible', { workedFrom: START - HOUR, workedTo: START + 9 * HOUR }, null],
    ['one time alone tells nothing', { workedFrom: START }, 'WORKED_HALF_KNOWN'],
    ['nor does the other', { workedTo: START + HOUR }, 'WORKED_HALF_KNOWN'],
    ['nobody goes before they come', { workedFrom: START + HOUR, workedTo: START }, 'WORKED_BACKWARDS'],
    [
      'it is work on this shift',
      { workedFrom: START + 9 * HOUR, workedTo: START + 10 * HOUR },
      'WORKED_FAR_FROM_SHIFT',
    ],
    ['and it is over', { workedFrom: START, workedTo: START + DAY + HOUR }, 'WORKED_FAR_FROM_SHIFT'],
  ])('worked: %s', (_name, changes, doubt) => {
    expect(workedDoubt(row(changes), START + DAY)).toBe(doubt);
  });
});
