import fc from 'fast-check';
import { DateTime } from 'luxon';
import { readTimestamp } from './timestamps.js';

const CHICAGO = 'America/Chicago';
const LORD_HOWE = 'Australia/Lord_Howe';
const RUNS = { seed: 20261101, numRuns: 1000 };
const read = (text: string, zone = CHICAGO, options?: { ignoreOffset?: boolean }): string | null => {
  const instant = readTimestamp(text, zone, options);
  return instant === null ? null : new Date(instant).toISOString();
};

describe('a timestamp is read', () => {
  it.each([
    ['as machines write it', '2026-07-01T22:05:09Z', '2026-07-01T22:05:09.000Z'],
    ['with an offset', '2026-07-01T22:05-05:00', '2026-07-02T03:05:00.000Z'],
    ['with an offset without a colon', '2026-07-01T22:05:00-0530', '2026-07-02T03:35:00.000Z'],
    ['with an offset of hours alone', '2026-07-01T22:05+02', '2026-07-01T20:05:00.000Z'],
    ['with an offset after a space', '2026-07-01 22:05:00 +05:45', '2026-07-01T16:20:00.000Z'],
    ['with an offset of fourteen hours', '2026-07-01T22:05+14:00', '2026-07-01T08:05:00.000Z'],
    ['with a negative offset below an hour', '2026-07-01T22:05-00:30', '2026-07-01T22:35:00.000Z'],
    ['as local time without one', '2026-07-01T22:05', '2026-07-02T03:05:00.000Z'],
    ['with a space between', '2026-07-01 22:05:09', '2026-07-02T03:05:09.000Z'],
    ['with space around', '  2026-07-01 22:05\t', '2026-07-02T03:05:00.000Z'],
    ['with a one-digit hour', '2026-07-01 9:05', '2026-07-01T14:05:00.000Z'],
    ['with milliseconds', '2026-07-01T22:05:09.123Z', '2026-07-01T22:05:09.123Z'],
    ['with a decimal comma', '2026-07-01T22:05:09,5Z', '2026-07-01T22:05:09.500Z'],
    ['with microseconds, cut to milliseconds', '2026-07-01T22:05:09.999999Z', '2026-07-01T22:05:09.999Z'],
    ['with an afternoon', '2026-07-01 10:05 PM', '2026-07-02T03:05:00.000Z'],
    ['with a morning written small', '2026-07-01 10:05am', '2026-07-01T15:05:00.000Z'],
    ['with dots in the half', '2026-07-01 10:05:09 p.m.', '2026-07-02T03:05:09.000Z'],
    ['at noon', '2026-07-01 12:00 PM', '2026-07-01T17:00:00.000Z'],
    ['at midnight', '2026-07-01 12:00 AM', '2026-07-01T05:00:00.000Z'],
    ['at the last minute of the morning', '2026-07-01 11:59 AM', '2026-07-01T16:59:00.000Z'],
    ['half an hour after noon', '2026-07-01 12:30 pm', '2026-07-01T17:30:00.000Z'],
    ['with a half and an offset', '2026-07-01 1:30 PM -0500', '2026-07-01T18:30:00.000Z'],
    ['on a leap day', '2028-02-29T00:00Z', '2028-02-29T00:00:00.000Z'],
    ['in the first year', '1970-01-01T00:00Z', '1970-01-01T00:00:00.000Z'],
    ['in the last year', '2199-12-31T23:59:59Z', '2199-12-31T23:59:59.000Z'],
  ])('%s: %s', (_name, text, expected) => expect(read(text)).toBe(expected));

  it.each([
    ['the first of a repeated time', '2026-11-01 01:30', CHICAGO, '2026-11-01T06:30:00.000Z'],
    ['the named one of a repeated time', '2026-11-01 01:30 -0600', CHICAGO, '2026-11-01T07:30:00.000Z'],
    ['the first of a repeated half hour', '2026-04-05 01:45', LORD_HOWE, '2026-04-04T14:45:00.000Z'],
    ['a missing time moved forward', '2026-03-08 02:30', CHICAGO, '2026-03-08T08:30:00.000Z'],
    ['a missing half hour moved forward', '2026-10-04 02:10', LORD_HOWE, '2026-10-03T15:40:00.000Z'],
    ['the seconds of a missing time kept', '2026-03-08 02:30:15.5', CHICAGO, '2026-03-08T08:30:15.500Z'],
  ])('as %s', (_name, text, zone, expected) => expect(read(text, zone)).toBe(expected));

  it.each([
    ['a Z that is only decoration', '2026-07-01T22:05:00Z', '2026-07-02T03:05:00.000Z'],
    ['an offset that is only decoration', '2026-07-01T22:05:00+09:00', '2026-07-02T03:05:00.000Z'],
    ['no offset at all', '2026-07-01T22:05:00', '2026-07-02T03:05:00.000Z'],
  ])('as local time with %s, when asked to', (_name, text, expected) => {
    expect(read(text, CHICAGO, { ignoreOffset: true })).toBe(expected);
  });
});

describe('not a moment', () => {
  it.each([
    ['nothing', ''],
    ['a word', 'yesterday'],
    ['a date alone', '2026-07-01'],
    ['a time alone', '22:05'],
    ['a 30th of February', '2026-02-30T10:00Z'],
    ['a 29th of February in a common year', '2026-02-29T10:00Z'],
    ['a 31st of April', '2026-04-31T10:00'],
    ['a 13th month', '2026-13-01T10:00Z'],
    ['a month of zero', '2026-00-10T10:00Z'],
    ['a day of zero', '2026-07-00T10:00Z'],
    ['an hour of 24', '2026-07-01T24:00Z'],
    ['an hour of 25', '2026-07-01T25:00Z'],
    ['a minute of 60', '2026-07-01T10:60Z'],
    ['a second of 60', '2026-07-01T10:00:60Z'],
    ['an hour of 13 in the afternoon', '2026-07-01 13:00 PM'],
    ['an hour of 0 in the morning', '2026-07-01 0:30 AM'],
    ['an offset of 15 hours', '2026-07-01T10:00+15:00'],
    ['an offset of 60 minutes', '2026-07-01T10:00+05:60'],
    ['an offset of one digit', '2026-07-01T10:00+5'],
    ['two offsets', '2026-07-01T10:00Z+05:00'],
    ['a time zone by name', '2026-07-01 10:00 CST'],
    ['a year before computers', '1969-12-31T23:59Z'],
    ['a year too far', '2200-01-01T00:00Z'],
    ['a year of five digits', '12026-07-01T10:00Z'],
    ['an American date', '07/01/2026 10:00'],
    ['a dot for a colon', '2026-07-01 10.00'],
    ['a fraction without digits', '2026-07-01T10:00:00.Z'],
    ['text behind it', '2026-07-01T10:00Z and on'],
    ['a second line', '2026-07-01T10:00Z\n2026-07-02T10:00Z'],
    ['an epoch', '1751364000'],
  ])('is %s', (_name, text) => expect(readTimestamp(text, CHICAGO)).toBeNull());
});

describe('whatever the text', () => {
  it('never throws, and gives null or a whole millisecond of the years it takes', () => {
    const pieces = fc.constantFrom(
      '2026-11-01',
      '2026-02-30',
      'T',
      ' ',
      '01:30',
      '1:30',
      '24:00',
      ':59',
      '.5',
      'AM',
      'pm',
      'Z',
      '+0545',
      '-06:00',
      '\n',
      '٣',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 7 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(text, fc.boolean(), (garbage, ignoreOffset) => {
        const instant = readTimestamp(garbage, CHICAGO, { ignoreOffset });
        if (instant !== null) expect(Number.isInteger(instant)).toBe(true);
      }),
      RUNS,
    );
  });

  it('reads back what luxon writes, in every zone', () => {
    const moment = fc.date({ min: new Date('1971-01-01'), max: new Date('2198-01-01'), noInvalidDate: true });
    const zone = fc.constantFrom(CHICAGO, LORD_HOWE, 'Europe/Dublin', 'Asia/Kathmandu', 'UTC');
    const format = fc.constantFrom(
      "yyyy-MM-dd'T'HH:mm:ss.SSSZZ",
      'yyyy-MM-dd HH:mm:ss.SSS ZZZ',
      'yyyy-MM-dd h:mm:ss.SSS a ZZ',
    );
    fc.assert(
      fc.property(moment, zone, format, (date, name, pattern) => {
        // The hour clock of luxon writes fractions before the half, as the reader takes them.
        const text = DateTime.fromJSDate(date, { zone: name }).setLocale('en-US').toFormat(pattern);
        expect(readTimestamp(text, 'Pacific/Apia')).toBe(date.getTime());
      }),
      RUNS,
    );
  });

  it('takes a digit of the fraction for what it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (nanoseconds) => {
        const text = `2026-07-01T10:00:00.${String(nanoseconds).padStart(9, '0')}Z`;
        expect(readTimestamp(text, 'UTC')).toBe(
          Date.parse('2026-07-01T10:00:00Z') + Math.floor(nanoseconds / 1e6),
        );
      }),
      RUNS,
    );
  });
});
