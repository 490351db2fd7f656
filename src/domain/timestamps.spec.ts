import fc from 'fast-check';
import { DateTime } from 'luxon';
import { runs } from '../../test/support/property-runs.js';
import { readDateAndTime, readTimestamp, type ReadingOptions } from './timestamps.js';

const CHICAGO = 'America/Chicago';
const LORD_HOWE = 'Australia/Lord_Howe';
const RUNS = { seed: 20261101, numRuns: runs(1000) };
const isoOf = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();
const read = (text: string, zone = CHICAGO, options?: ReadingOptions): string | null =>
  isoOf(readTimestamp(text, zone, options));

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

describe('a timestamp of a spreadsheet, a mail or a person is read', () => {
  it.each<[string, string, ReadingOptions['order'], string]>([
    ['month first', '9/7/2021 13:24', 'mdy', '2021-09-07T18:24:00.000Z'],
    ['month first, of a year of two digits', '9/7/21 1:24 PM', 'mdy', '2021-09-07T18:24:00.000Z'],
    ['month first, as browsers write it', '9/7/2021, 1:24:05\u202fPM', 'mdy', '2021-09-07T18:24:05.000Z'],
    ['month first, with hyphens', '09-07-2021 13:24', 'mdy', '2021-09-07T18:24:00.000Z'],
    ['day first', '7/9/2021 13:24', 'dmy', '2021-09-07T18:24:00.000Z'],
    ['day first, with dots', '07.09.2021 13:24', 'dmy', '2021-09-07T18:24:00.000Z'],
    ['year first, of two digits', '21/09/07 13:24', 'ymd', '2021-09-07T18:24:00.000Z'],
    ['year first in any order', '2021/09/07 13:24', 'mdy', '2021-09-07T18:24:00.000Z'],
    [
      'year first, with slashes and milliseconds',
      '2012/10/09 14:50:17.000',
      'dmy',
      '2012-10-09T19:50:17.000Z',
    ],
    ['year first, without noughts', '2021-9-7 9:05', 'ymd', '2021-09-07T14:05:00.000Z'],
    ['by a year of the last century', '9/7/99 13:24', 'mdy', '1999-09-07T18:24:00.000Z'],
    ['by the name of its month', '05-Oct-2026 21:12:11', 'ymd', '2026-10-06T02:12:11.000Z'],
    ['by the full name of its month', 'October 5, 2026 at 9:12 PM', 'ymd', '2026-10-06T02:12:00.000Z'],
    [
      'by the name of its month, the day after it',
      'Sept. 7th, 2021 13:24',
      'ymd',
      '2021-09-07T18:24:00.000Z',
    ],
    ['as mail writes it', 'Tue, 7 Sep 2021 13:24:05 -0500', 'ymd', '2021-09-07T18:24:05.000Z'],
    [
      'as mail writes it, the zone named',
      'Tue, 7 Sep 2021 13:24:05 -0500 (CDT)',
      'ymd',
      '2021-09-07T18:24:05.000Z',
    ],
    ['as mail writes it, in Greenwich', 'Tue, 07 Sep 2021 13:24:05 GMT', 'ymd', '2021-09-07T13:24:05.000Z'],
    ['as C libraries write it', 'Tue Sep  7 13:24:05 2021', 'ymd', '2021-09-07T18:24:05.000Z'],
    ['as C libraries write it, in UTC', 'Tue Sep 07 13:24:05 UTC 2021', 'ymd', '2021-09-07T13:24:05.000Z'],
    [
      'by its offset, whatever zone is named',
      '2021-09-07T13:24:05-05:00[America/Chicago]',
      'ymd',
      '2021-09-07T18:24:05.000Z',
    ],
    [
      'in the zone named, which is the one that counts',
      '2021-09-07T13:24:05[America/Chicago]',
      'ymd',
      '2021-09-07T18:24:05.000Z',
    ],
    ['in UTC by that name', '2021-09-07 13:24:05 UTC', 'ymd', '2021-09-07T13:24:05.000Z'],
    ['by an offset from UTC', '2021-09-07 13:24:05 GMT+02:00', 'ymd', '2021-09-07T11:24:05.000Z'],
    ['without marks', '20210907T132405Z', 'ymd', '2021-09-07T13:24:05.000Z'],
    ['without marks, on the clock', '20210907 1324', 'ymd', '2021-09-07T18:24:00.000Z'],
    ['without marks or a T', '20210907132405', 'ymd', '2021-09-07T18:24:05.000Z'],
    ['of seconds since 1970', '1631021045', 'mdy', '2021-09-07T13:24:05.000Z'],
    ['of seconds since 1970 with a fraction', '1631021045.25', 'mdy', '2021-09-07T13:24:05.250Z'],
    ['of milliseconds since 1970', '1631021045123', 'mdy', '2021-09-07T13:24:05.123Z'],
    ['of days as a spreadsheet counts them', '44446.558391', 'mdy', '2021-09-07T18:24:05.000Z'],
    ['at the next midnight', '2021-09-07 24:00', 'ymd', '2021-09-08T05:00:00.000Z'],
    ['of an hour alone', '9/7/2021 11 PM', 'mdy', '2021-09-08T04:00:00.000Z'],
    ['of an hour without a colon', '9/7/2021 2100', 'mdy', '2021-09-08T02:00:00.000Z'],
    ['as the start of a span', '9/7/2021 20:00-21:00', 'mdy', '2021-09-08T01:00:00.000Z'],
  ])('%s: %s', (_name, text, order, expected) => expect(read(text, CHICAGO, { order })).toBe(expected));

  it.each<[string, string, ReadingOptions['order']]>([
    ['a date with dots, month first', '07.09.2021 13:24', 'mdy'],
    ['a 13th month', '9/13/2021 13:24', 'dmy'],
    ['a year that comes last, where it is said to come first', '9/7/2021 13:24', 'ymd'],
    ['different marks in one date', '9/7-2021 13:24', 'mdy'],
    ['a year of three digits', '9/7/021 13:24', 'mdy'],
    ['a 31st of February by its name', '31 Feb 2026 10:00', 'ymd'],
    ['a month of no name', '05-Okt-2026 21:12', 'ymd'],
    ['a time that runs on into its date', '2021-09-0713:24', 'ymd'],
    ['seconds after the year 2200', '7258118400', 'ymd'],
    ['days after the year 2200', '109576.5', 'ymd'],
  ])('but not as %s', (_name, text, order) => expect(read(text, CHICAGO, { order })).toBeNull());

  const nights: [string, string, string][] = [
    ['the first of a repeated time', '01:30', '2026-11-01T06:30:00.000Z'],
    ['a missing time moved forward', '02:30', '2026-03-08T08:30:00.000Z'],
  ];
  it.each(nights)('in every form as %s', (_name, time, expected) => {
    const [year, month, day] = expected.slice(0, 10).split('-').map(Number) as [number, number, number];
    const hour = Number(time.slice(0, 2));
    const serial = (Date.parse(`${expected.slice(0, 10)}T${time}Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;
    const name = month === 11 ? 'Nov' : 'Mar';
    const forms: [string, ReadingOptions['order']][] = [
      [`${month}/${day}/${year} ${time}`, 'mdy'],
      [`${day}.${month}.${year} ${time}`, 'dmy'],
      [`${year}/${month}/${day} ${time}`, 'mdy'],
      [`${day} ${name} ${year} ${hour}:30 AM`, 'ymd'],
      [`${year}${time.replace(':', '').padStart(8, expected.slice(5, 10).replace('-', ''))}`, 'ymd'],
      [`Sun ${name} ${day} ${time}:00 ${year}`, 'ymd'],
      [serial.toFixed(6), 'ymd'],
    ];
    for (const [text, order] of forms)
      expect([text, read(text, CHICAGO, { order })]).toEqual([text, expected]);
    expect(
      isoOf(readDateAndTime(`${month}/${day}/${year}`, `${hour}:30 AM`, CHICAGO, { order: 'mdy' })),
    ).toBe(expected);
  });
});

describe('a date and a time in cells of their own', () => {
  const at = (date: string, time: string, options: ReadingOptions = { order: 'mdy' }): string | null =>
    isoOf(readDateAndTime(date, time, 'UTC', options))?.slice(0, 16) ?? null;

  it.each([
    ['of twelve hours', '2026-10-05', '10:00 PM', '2026-10-05T22:00'],
    ['at midnight', '2026-10-05', '12:00 AM', '2026-10-05T00:00'],
    ['of an hour alone', '2026-10-05', '11 PM', '2026-10-05T23:00'],
    ['month first', '10/5/2026', '23:00', '2026-10-05T23:00'],
    ['at the end of the day', '2026-10-05', '24:00', '2026-10-06T00:00'],
    ['without a colon', '2026-10-05', '2100', '2026-10-05T21:00'],
    ['without a colon or the nought in front', '2026-10-05', '900', '2026-10-05T09:00'],
    ['with seconds', '2026-10-05', '9:00:00 PM', '2026-10-05T21:00'],
    ['as the start of a span', '2026-10-05', '20:00-21:00', '2026-10-05T20:00'],
    ['as the start of a span that looks like an offset', '2026-10-05', '9:00-10:00', '2026-10-05T09:00'],
    ['as the start of a span with a dash', '2026-10-05', '8:00 AM – 9:00 AM', '2026-10-05T08:00'],
    ['as the start of a span in words', '2026-10-05', '8 PM to 9 PM', '2026-10-05T20:00'],
    ['as the start of a span with one half', '2026-10-05', '8-9 PM', '2026-10-05T20:00'],
    ['as the start of a span to noon', '2026-10-05', '11:00-12:00 PM', '2026-10-05T11:00'],
    ['as the start of a span to midnight', '2026-10-05', '11-12 AM', '2026-10-05T23:00'],
    ['as the start of a span over noon', '2026-10-05', '11-1 PM', '2026-10-05T11:00'],
    ['with an offset', '2026-10-05', '21:00+02:00', '2026-10-05T19:00'],
    ['as a spreadsheet counts both', '46300', '0.875', '2026-10-05T21:00'],
    ['of a date that its format gave a midnight', '10/5/2026 0:00', '21:00', '2026-10-05T21:00'],
    ['of a date that its format gave another midnight', '2026-10-05T00:00:00', '21:00', '2026-10-05T21:00'],
  ])('are read %s', (_name, date, time, expected) => expect(at(date, time)).toBe(expected));

  it.each([
    ['a date with another time', '2026-10-05 10:00', '21:00'],
    ['no date', '', '21:00'],
    ['no time', '2026-10-05', ''],
    ['an hour alone without a half', '2026-10-05', '9'],
    ['a span without halves', '2026-10-05', '8-9'],
    ['a span to no time', '2026-10-05', '20:00-late'],
    ['an hour of 13 in the afternoon', '2026-10-05', '13:00 PM'],
    ['a minute of 75', '2026-10-05', '2175'],
    ['an hour of 25', '2026-10-05', '2500'],
  ])('are invalid with %s', (_name, date, time) => expect(at(date, time)).toBeNull());

  it('ignore an offset on request', () =>
    expect(at('2026-10-05', '21:00Z', { ignoreOffset: true })).toBe('2026-10-05T21:00'));
});

describe('an invalid timestamp', () => {
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
    ['a minute after an hour of 24', '2026-07-01T24:01Z'],
    ['an hour of 24 in the afternoon', '2026-07-01 24:00 PM'],
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
    ['an American date, where the year is said to come first', '07/01/2026 10:00'],
    ['a dot for a colon', '2026-07-01 10.00'],
    ['a fraction without digits', '2026-07-01T10:00:00.Z'],
    ['text behind it', '2026-07-01T10:00Z and on'],
    ['a second line', '2026-07-01T10:00Z\n2026-07-02T10:00Z'],
    ['an epoch of too few digits', '175136400'],
    ['a day of a spreadsheet without a time', '44446'],
    ['a zero date', '0000-00-00 00:00:00'],
    ['a zone by name that is not the one that counts', '2026-07-01T10:00[Europe/Paris]'],
  ])('is %s', (_name, text) => expect(readTimestamp(text, CHICAGO)).toBeNull());
});

describe('for any text', () => {
  it('never throws, and returns null or whole milliseconds in the accepted years', () => {
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
      '9/13/21',
      '05-Oct-2026',
      'Tue, ',
      '44446.5',
      '1631021045',
      '2100',
      '-21:00',
      '[UTC]',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 7 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(
        text,
        fc.boolean(),
        fc.constantFrom('mdy', 'dmy', 'ymd'),
        (garbage, ignoreOffset, order) => {
          const instant = readTimestamp(garbage, CHICAGO, { ignoreOffset, order });
          if (instant !== null) expect(Number.isInteger(instant)).toBe(true);
        },
      ),
      RUNS,
    );
  });

  it('reads what luxon writes, in every zone', () => {
    const moment = fc.date({ min: new Date('1971-01-01'), max: new Date('2198-01-01'), noInvalidDate: true });
    const zone = fc.constantFrom(CHICAGO, LORD_HOWE, 'Europe/Dublin', 'Asia/Kathmandu', 'UTC');
    const format = fc.constantFrom(
      "yyyy-MM-dd'T'HH:mm:ss.SSSZZ",
      'yyyy-MM-dd HH:mm:ss.SSS ZZZ',
      'yyyy-MM-dd h:mm:ss.SSS a ZZ',
    );
    fc.assert(
      fc.property(moment, zone, format, (date, name, pattern) => {
        // luxon's 12-hour format writes fractions before AM/PM, and the reader accepts that.
        const text = DateTime.fromJSDate(date, { zone: name }).setLocale('en-US').toFormat(pattern);
        expect(readTimestamp(text, 'Pacific/Apia')).toBe(date.getTime());
      }),
      RUNS,
    );
  });

  it('reads the digits of a fraction correctly', () => {
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
