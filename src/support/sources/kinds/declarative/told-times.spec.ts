import fc from 'fast-check';
import { DateTime } from 'luxon';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../domain/interval.js';
import { runs } from '../../../../../test/support/property-runs.js';
import { isDateFormat, ToldTimes } from './told-times.js';

const CHICAGO = 'America/Chicago';
const NOON = Date.UTC(2026, 9, 26, 17);
const timesOf = (format: string, zone = CHICAGO): ToldTimes => new ToldTimes({ format, zone });

/** All instants that a server may mean by a date, by its own calendar. */
function meanings(text: string, format: string, zone: string): number[] {
  if (format === 'X') return [Number(text) * SECOND];
  if (format === 'x') return [Number(text)];
  const read =
    format === 'iso'
      ? DateTime.fromISO(text, { zone })
      : DateTime.fromFormat(text, format, { zone, locale: 'en-US' });
  const hasOffset = format === 'iso' || /Z/.test(format);
  return hasOffset ? [+read] : read.getPossibleOffsets().map(Number);
}

describe('a date format', () => {
  it.each([
    ['iso'],
    ['X'],
    ['x'],
    ['yyyy-MM-dd HH:mm:ss'],
    ['yyyy-MM-dd HH:mm'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSZZ"],
    ["yyyy-MM-dd'T'HH:mm:ssZZZ"],
    ['M/d/yyyy h:mm a'],
    ['dd.MM.yyyy, HH:mm'],
    ['d MMM yyyy HH:mm:ss'],
    ['yyyyMMddHHmmss'],
    ['yyyy-MM-dd T'],
    ['yyyy-MM-dd TT'],
  ])('%s tells a moment', (format) => {
    expect(isDateFormat(format)).toBe(true);
  });

  it.each([
    [''],
    ['yyyy-MM-dd'],
    ['HH:mm'],
    ['yyyy-MM-dd hh:mm'],
    ['MM-dd HH:mm'],
    ["'iso'"],
    ['ISO'],
    ['nonsense'],
    ['XX'],
    ['y'.repeat(101)],
    [`yyyy-MM-dd HH:mm${' '.repeat(100)}`],
    ["yyyy-MM-dd '"],
  ])('%j does not', (format) => {
    expect(isDateFormat(format)).toBe(false);
  });
});

describe('a told date', () => {
  it.each([
    ['iso', '2026-10-26T17:00:00Z'],
    ['iso', '2026-10-26T12:00:00-05:00'],
    ['iso', '2026-10-26T17:00:00.000000Z'],
    ['iso', '2026-10-26T12:00'],
    ['iso', '2026-10-26 12:00:00'],
    ['iso', ' 2026-10-26T12:00:00-0500\n'],
    ['X', 1_793_034_000],
    ['X', '1793034000'],
    ['x', 1_793_034_000_000],
    ['x', '1793034000000'],
    ['yyyy-MM-dd HH:mm:ss', '2026-10-26 12:00:00'],
    ['M/d/yyyy h:mm a', '10/26/2026 12:00 PM'],
    ["yyyy-MM-dd'T'HH:mm:ssZZZ", '2026-10-26T13:00:00-0400'],
    ['d MMM yyyy HH:mm', '26 Oct 2026 12:00'],
  ])('in %s is an instant: %j', (format, text) => {
    expect(timesOf(format).read(text)).toBe(NOON);
  });

  it.each([
    ['iso', undefined],
    ['iso', null],
    ['iso', ''],
    ['iso', '0001-01-01T00:00:00Z'],
    ['iso', '0001-01-01T00:00:00'],
    ['iso', '0000-00-00 00:00:00'],
    ['iso', '1970-01-01T00:00:00Z'],
    ['yyyy-MM-dd HH:mm:ss', '0000-00-00 00:00:00'],
    ['yyyy-MM-dd HH:mm:ss', '0001-01-01 00:00:00'],
    ['X', 0],
    ['X', '0'],
    ['x', 0],
  ])('in %s is not set when it is %j', (format, text) => {
    expect(timesOf(format).read(text)).toBeNull();
  });

  it.each([
    ['iso', 'yesterday'],
    ['iso', '2026-13-01T00:00:00Z'],
    ['iso', '26/10/2026'],
    ['iso', true],
    ['iso', {}],
    ['iso', ['2026-10-26T17:00:00Z']],
    ['X', '2026-10-26T17:00:00Z'],
    ['X', -5],
    ['X', '1e9'],
    ['X', '9'.repeat(400)],
    ['x', 1.5],
    ['yyyy-MM-dd HH:mm:ss', '2026-10-26T12:00:00Z'],
    ['yyyy-MM-dd HH:mm:ss', '2026-02-30 12:00:00'],
    ['yyyy-MM-dd HH:mm:ss', 1_793_034_000],
    ['yyyy-MM-dd HH:mm:ss', '1'.repeat(100_000)],
  ])('in %s is not understood when it is %.40j', (format, text) => {
    expect(timesOf(format).read(text)).toBeUndefined();
  });
});

describe('a told date of an hour that comes twice', () => {
  const first = Date.UTC(2026, 10, 1, 6, 30);

  it.each([
    ['iso', '2026-11-01T01:30:00'],
    ['yyyy-MM-dd HH:mm', '2026-11-01 01:30'],
    ['yyyy-MM-dd HH:mm z', '2026-11-01 01:30 America/Chicago'],
  ])('in %s is of the first one, in every season', (format, text) => {
    expect(timesOf(format).read(text)).toBe(first);
  });

  it.each([
    ['iso', '2026-11-01T01:30:00-06:00'],
    ['iso', '2026-11-01T01:30:00-0600'],
    ['iso', '2026-11-01T07:30:00Z'],
    ['yyyy-MM-dd HH:mm ZZ', '2026-11-01 01:30 -06:00'],
    ['X', first / 1_000 + 3_600],
  ])('in %s is of the second one when it says so: %s', (format, text) => {
    expect(timesOf(format).read(text)).toBe(first + HOUR);
  });
});

describe('an asked date', () => {
  it.each([
    ['iso', '2026-10-26T12:00:00-05:00'],
    ['X', '1793034000'],
    ['x', '1793034000000'],
    ['yyyy-MM-dd HH:mm:ss', '2026-10-26 12:00:00'],
    ['M/d/yyyy h:mm a', '10/26/2026 12:00 PM'],
    ["yyyy-MM-dd'T'HH:mmZZ", '2026-10-26T12:00-05:00'],
  ])('is written in %s', (format, text) => {
    const times = timesOf(format);
    expect([times.since(NOON), times.until(NOON)]).toEqual([text, text]);
  });

  it.each([
    ['yyyy-MM-dd HH:mm:ss', SECOND, '2026-10-26 12:00:01', '2026-10-26 12:00:02'],
    ['yyyy-MM-dd HH:mm', MINUTE, '2026-10-26 12:00', '2026-10-26 12:01'],
    ['yyyy-MM-dd T', MINUTE, '2026-10-26 12:00', '2026-10-26 12:01'],
    ['yyyy-MM-dd TT', SECOND, '2026-10-26 12:00:01', '2026-10-26 12:00:02'],
    ["yyyy-MM-dd HH:mm 'Ss'", MINUTE, '2026-10-26 12:00 Ss', '2026-10-26 12:01 Ss'],
  ])('in %s is rounded to what the format tells', (format, unit, since, until) => {
    const times = timesOf(format);
    expect([times.unit, times.since(NOON + 1_500), times.until(NOON + 1_500)]).toEqual([unit, since, until]);
  });

  it('is never before the second day of 1970, where some systems have no dates', () => {
    const times = timesOf('yyyy-MM-dd HH:mm:ss', 'UTC');
    expect([times.since(-5), times.until(0)]).toEqual(['1970-01-02 00:00:00', '1970-01-02 00:00:00']);
  });

  const FIRST = Date.UTC(2026, 10, 1, 6, 30);
  const SECOND_TIME = FIRST + HOUR;

  it.each([
    ['without an offset', 'yyyy-MM-dd HH:mm', ['2026-11-01 00:30', '2026-11-01 02:30']],
    [
      'with the name of a zone only',
      'yyyy-MM-dd HH:mm z',
      ['2026-11-01 00:30 America/Chicago', '2026-11-01 02:30 America/Chicago'],
    ],
  ])('%s is before and behind an hour that comes twice', (_name, format, asked) => {
    const times = timesOf(format);
    for (const at of [FIRST, SECOND_TIME]) expect([times.since(at), times.until(at)]).toEqual(asked);
  });

  it('with an offset is exact in an hour that comes twice', () => {
    const times = timesOf('yyyy-MM-dd HH:mm ZZ');
    expect([times.since(FIRST), times.until(SECOND_TIME)]).toEqual([
      '2026-11-01 01:30 -05:00',
      '2026-11-01 01:30 -06:00',
    ]);
  });

  it('is never later than the instant as `since`, nor earlier as `until`, whatever the server means by it', () => {
    const nights = [
      '2026-11-01T07:00:00Z',
      '2026-03-08T08:00:00Z',
      '2026-10-25T01:00:00Z',
      '2026-04-04T15:00:00Z',
    ];
    const near = fc.tuple(
      fc.constantFrom(...nights.map((night) => Date.parse(night))),
      fc.integer({ min: -4 * HOUR, max: 4 * HOUR }),
    );
    const instants = fc.oneof(
      fc.integer({ min: 2 * DAY, max: Date.UTC(2040, 0) }),
      near.map(([night, offset]) => night + offset),
    );
    const zones = [CHICAGO, 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
    const formats = [
      'iso',
      'X',
      'x',
      'yyyy-MM-dd HH:mm:ss',
      'yyyy-MM-dd HH:mm',
      'M/d/yyyy h:mm a',
      "yyyy-MM-dd'T'HH:mmZZ",
      'yyyy-MM-dd T',
      'yyyy-MM-dd z HH:mm',
    ];
    fc.assert(
      fc.property(instants, fc.constantFrom(...formats), fc.constantFrom(...zones), (at, format, zone) => {
        const times = timesOf(format, zone);
        const sinces = meanings(times.since(at), format, zone);
        const untils = meanings(times.until(at), format, zone);
        expect(Math.max(...sinces)).toBeLessThanOrEqual(at);
        expect(Math.min(...untils)).toBeGreaterThanOrEqual(at);
        // Not more than is needed.
        expect(Math.min(...sinces)).toBeGreaterThanOrEqual(at - 3 * HOUR - times.unit);
        expect(Math.max(...untils)).toBeLessThanOrEqual(at + 3 * HOUR + times.unit);
      }),
      { seed: 20261130, numRuns: runs(500) },
    );
  });
});
