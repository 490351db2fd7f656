import { DateTime } from 'luxon';
import type { Span } from '../../domain/interval.js';
import { readTimetable, type Timetable } from './read-timetable.js';

const ZONE = 'America/Chicago';
const span = (from: string, to: string): Span => ({ start: Date.parse(from), end: Date.parse(to) });
const AUTUMN = span('2026-08-24T00:00-05:00', '2026-12-19T00:00-06:00');
const SPRING = span('2027-01-19T00:00-06:00', '2027-05-15T00:00-05:00');

const file = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR'].join('\r\n');
const event = (...lines: string[]): string =>
  ['BEGIN:VEVENT', 'SUMMARY:Logic', ...lines, 'END:VEVENT'].join('\r\n');
const read = (text: string | Uint8Array, terms: readonly Span[] = [AUTUMN, SPRING]): Timetable =>
  readTimetable(Buffer.from(text), ZONE, terms);

const local = ({ start, end }: Span): string =>
  `${DateTime.fromMillis(start, { zone: ZONE }).toFormat('yyyy-MM-dd HH:mm')} to ${DateTime.fromMillis(end, { zone: ZONE }).toFormat('dd HH:mm')}`;
/** When the only event of a file takes place, in Chicago time. */
const places = (text: string | Uint8Array, terms?: readonly Span[]): string[] => {
  const { understood, ignored } = read(text, terms);
  expect(ignored).toEqual([]);
  return understood.flatMap((one) => one.spans).map(local);
};
/** Why the only event of a file was ignored. */
const reasons = (text: string): string[] =>
  read(text).ignored.map(({ line, message }) => `${line}: ${message}`);

const MONDAY = 'DTSTART;TZID=America/Chicago:20261026T090000';
const TEN_TO = 'DTEND;TZID=America/Chicago:20261026T095000';

describe('what exporters write', () => {
  it.each([
    [
      'Google: UTC, an UNTIL in UTC',
      [
        event(
          'DTSTART:20261026T140000Z',
          'DTEND:20261026T145000Z',
          'RRULE:FREQ=DAILY;UNTIL=20261027T140000Z',
        ),
      ],
      ['2026-10-26 09:00 to 26 09:50', '2026-10-27 09:00 to 27 09:50'],
    ],
    [
      'Google: a local series whose UNTIL is midnight in UTC',
      [event(MONDAY, TEN_TO, 'RRULE:FREQ=WEEKLY;UNTIL=20261110T055959Z;BYDAY=MO,WE')],
      [
        '2026-10-26 09:00 to 26 09:50',
        '2026-10-28 09:00 to 28 09:50',
        '2026-11-02 09:00 to 02 09:50',
        '2026-11-04 09:00 to 04 09:50',
        '2026-11-09 09:00 to 09 09:50',
      ],
    ],
    [
      'Outlook: the Windows name of a zone',
      [
        event(
          'DTSTART;TZID=Central Standard Time:20261026T090000',
          'DTEND;TZID=Central Standard Time:20261026T095000',
        ),
      ],
      ['2026-10-26 09:00 to 26 09:50'],
    ],
    [
      'Outlook: a zone of no name that the file describes',
      [
        'BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0600\r\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0600\r\nTZOFFSETTO:-0500\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE',
        event(
          'DTSTART;TZID=Customized Time Zone:20261030T090000',
          'DTEND;TZID=Customized Time Zone:20261030T095000',
          'RRULE:FREQ=WEEKLY;COUNT=2',
        ),
      ],
      ['2026-10-30 09:00 to 30 09:50', '2026-11-06 09:00 to 06 09:50'],
    ],
    [
      'Apple: a quoted zone and folded lines',
      [
        'BEGIN:VEVENT\r\nSUMMARY:A very\r\n  long name\r\nDTSTART;TZID="America/Chica\r\n go":20261026T090000\r\nDURATION:PT50M\r\nEND:VEVENT',
      ],
      ['2026-10-26 09:00 to 26 09:50'],
    ],
    [
      'a path before the name of the zone',
      [event('DTSTART;TZID=/citadel.org/20210210_1/America/Chicago:20261026T090000', 'DURATION:PT50M')],
      ['2026-10-26 09:00 to 26 09:50'],
    ],
    [
      'a university: UNTIL as a bare date holds for all of it',
      [event(MONDAY, TEN_TO, 'RRULE:FREQ=WEEKLY;UNTIL=20261102')],
      ['2026-10-26 09:00 to 26 09:50', '2026-11-02 09:00 to 02 09:50'],
    ],
    [
      'a university: UNTIL as a local time',
      [event(MONDAY, TEN_TO, 'RRULE:FREQ=WEEKLY;UNTIL=20261102T085959')],
      ['2026-10-26 09:00 to 26 09:50'],
    ],
    [
      'floating times, by the reader',
      [event('DTSTART:20261026T090000', 'DTEND:20261026T095000')],
      ['2026-10-26 09:00 to 26 09:50'],
    ],
    [
      'floating times, by the zone of the calendar',
      ['X-WR-TIMEZONE:America/New_York', event('DTSTART:20261026T100000', 'DTEND:20261026T105000')],
      ['2026-10-26 09:00 to 26 09:50'],
    ],
    [
      'an EXDATE in local time, and one of a whole day',
      [
        event(
          MONDAY,
          TEN_TO,
          'RRULE:FREQ=DAILY;COUNT=4',
          'EXDATE;TZID=America/Chicago:20261027T090000',
          'EXDATE;VALUE=DATE:20261028',
        ),
      ],
      ['2026-10-26 09:00 to 26 09:50', '2026-10-29 09:00 to 29 09:50'],
    ],
    [
      'an EXDATE in UTC of a local series',
      [event(MONDAY, TEN_TO, 'RRULE:FREQ=DAILY;COUNT=2', 'EXDATE:20261027T140000Z')],
      ['2026-10-26 09:00 to 26 09:50'],
    ],
    [
      'RDATEs and nothing else',
      [event(MONDAY, TEN_TO, 'RDATE;TZID=America/Chicago:20261029T120000,20261026T090000')],
      ['2026-10-26 09:00 to 26 09:50', '2026-10-29 12:00 to 29 12:50'],
    ],
    [
      'an occurrence moved by RECURRENCE-ID',
      [
        event('UID:1', MONDAY, TEN_TO, 'RRULE:FREQ=DAILY;COUNT=2'),
        event(
          'UID:1',
          'RECURRENCE-ID;TZID=America/Chicago:20261027T090000',
          'DTSTART;TZID=America/Chicago:20261027T150000',
          'DTEND;TZID=America/Chicago:20261027T160000',
        ),
      ],
      ['2026-10-26 09:00 to 26 09:50', '2026-10-27 15:00 to 27 16:00'],
    ],
    [
      'an occurrence cancelled by RECURRENCE-ID, in UTC',
      [
        event('UID:1', MONDAY, TEN_TO, 'RRULE:FREQ=DAILY;COUNT=2'),
        event('UID:1', 'RECURRENCE-ID:20261027T140000Z', 'STATUS:CANCELLED'),
      ],
      ['2026-10-26 09:00 to 26 09:50'],
    ],
    [
      'the same event twice counts once, the longer version',
      [event('UID:1', MONDAY, TEN_TO), event('UID:1', MONDAY, 'DURATION:PT1H')],
      ['2026-10-26 09:00 to 26 10:00'],
    ],
    ['an all-day event', [event('DTSTART;VALUE=DATE:20261101')], ['2026-11-01 00:00 to 02 00:00']],
    [
      'an alarm inside',
      [event(MONDAY, TEN_TO, 'BEGIN:VALARM', 'TRIGGER:-PT15M', 'END:VALARM')],
      ['2026-10-26 09:00 to 26 09:50'],
    ],
    [
      'an end in another zone than the start',
      [event(MONDAY, 'DTEND;TZID=America/New_York:20261026T105000')],
      ['2026-10-26 09:00 to 26 09:50'],
    ],
  ])('%s', (_name, lines, expected) => expect(places(file(...lines))).toEqual(expected));

  it('accepts bare line feeds, a byte order mark, UTF-16 and lower case', () => {
    const text = file(event(MONDAY, TEN_TO)).replaceAll('\r\n', '\n').replace('BEGIN:VEVENT', 'begin:vevent');
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    expect(places(`\ufeff${text}`)).toHaveLength(1);
    expect(places(utf16)).toHaveLength(1);
  });
});

describe('at the change of clocks', () => {
  it.each([
    [
      'a class that begins in the repeated hour begins at the first',
      event('DTSTART;TZID=America/Chicago:20261101T013000', 'DTEND;TZID=America/Chicago:20261101T030000'),
      span('2026-11-01T01:30-05:00', '2026-11-01T03:00-06:00'),
    ],
    [
      'one that ends in it ends at the last',
      event('DTSTART;TZID=America/Chicago:20261101T003000', 'DTEND;TZID=America/Chicago:20261101T013000'),
      span('2026-11-01T00:30-05:00', '2026-11-01T01:30-06:00'),
    ],
    [
      'one of so many minutes lasts as many',
      event('DTSTART;TZID=America/Chicago:20261101T013000', 'DURATION:PT50M'),
      span('2026-11-01T01:30-05:00', '2026-11-01T02:20-05:00'),
    ],
    [
      'one in the hour that is left out moves on',
      event('DTSTART;TZID=America/Chicago:20270314T023000', 'DTEND;TZID=America/Chicago:20270314T040000'),
      span('2027-03-14T03:30-05:00', '2027-03-14T04:00-05:00'),
    ],
  ])('%s', (_name, one, expected) => expect(read(file(one)).understood[0]!.spans).toEqual([expected]));

  it('a weekly class stays at its hour', () => {
    const found = read(file(event(MONDAY, TEN_TO, 'RRULE:FREQ=WEEKLY;COUNT=2'))).understood[0]!.spans;
    expect(found).toEqual([
      span('2026-10-26T09:00-05:00', '2026-10-26T09:50-05:00'),
      span('2026-11-02T09:00-06:00', '2026-11-02T09:50-06:00'),
    ]);
  });
});

describe('the term', () => {
  const endless = (date: string): string =>
    file(event(`DTSTART;TZID=America/Chicago:${date}T090000`, 'DURATION:PT50M', 'RRULE:FREQ=WEEKLY'));

  it('ends a class without an end, and keeps it out of the next term', () => {
    const found = places(endless('20261123'));
    expect(found).toEqual([
      '2026-11-23 09:00 to 23 09:50',
      '2026-11-30 09:00 to 30 09:50',
      '2026-12-07 09:00 to 07 09:50',
      '2026-12-14 09:00 to 14 09:50',
    ]);
  });

  it('starts a class that begins before it', () => {
    const [first] = places(endless('20260803'));
    expect(first).toBe('2026-08-24 09:00 to 24 09:50');
  });

  it('that ends on a Friday includes a class past its midnight', () => {
    const late = event(
      'DTSTART;TZID=America/Chicago:20261218T230000',
      'DTEND;TZID=America/Chicago:20261219T010000',
    );
    expect(places(file(late))).toEqual(['2026-12-18 23:00 to 19 01:00']);
  });

  it('leaves out what is in no term', () => {
    const summer = event('DTSTART;TZID=America/Chicago:20270701T090000', 'DURATION:PT50M');
    expect(reasons(file(summer))).toEqual(['3: This takes place in none of the terms ahead.']);
  });
});

describe('what is ignored is reported with its line', () => {
  it.each([
    ['a cancelled event', event(MONDAY, TEN_TO, 'STATUS:CANCELLED'), 'This event is cancelled.'],
    ['free time', event(MONDAY, TEN_TO, 'TRANSP:TRANSPARENT'), 'This event is marked as free time.'],
    [
      'free time as Outlook marks it',
      event(MONDAY, TEN_TO, 'X-MICROSOFT-CDO-BUSYSTATUS:FREE'),
      'This event is marked as free time.',
    ],
    ['no start', event(TEN_TO), 'This event has no start.'],
    ['no end', event(MONDAY), 'This event has a start, but no end and no duration.'],
    [
      'an end before the start',
      event(MONDAY, 'DTEND;TZID=America/Chicago:20261026T085900'),
      'This event does not end after it starts.',
    ],
    ['no length', event(MONDAY, 'DURATION:PT0S'), 'This event lasts no time at all.'],
    [
      'a day that does not exist',
      event('DTSTART:20261131T090000', 'DURATION:PT1H'),
      'DTSTART is not a date or time that exists.',
    ],
    [
      'every minute',
      event(MONDAY, TEN_TO, 'RRULE:FREQ=MINUTELY'),
      'It repeats too often (minutely) to be a class.',
    ],
    [
      'a date that is no date',
      event('DTSTART:2026-10', 'DURATION:PT1H'),
      /This event cannot be read|not a date/,
    ],
    ['a month of it', event('DTSTART;VALUE=DATE:20261101', 'DTEND;VALUE=DATE:20261201'), /more than a week/],
    [
      'a to-do',
      'BEGIN:VTODO\r\nSUMMARY:Essay\r\nEND:VTODO',
      'This is a to-do, which takes no time of its own.',
    ],
  ])('%s', (_name, part, expected) => {
    const good = event(MONDAY, TEN_TO);
    const { understood, ignored } = read(file(good, part));
    expect(understood).toHaveLength(1);
    expect(ignored).toEqual([
      { line: 8, message: typeof expected === 'string' ? expected : expect.stringMatching(expected) },
    ]);
  });

  it('and a date of a series that is marked as free', () => {
    const series = event('UID:1', MONDAY, TEN_TO, 'RRULE:FREQ=DAILY;COUNT=2');
    const free = event('UID:1', 'RECURRENCE-ID:20261027T140000Z', MONDAY, TEN_TO, 'TRANSP:TRANSPARENT');
    const { understood, ignored } = read(file(series, free));
    expect(understood.map(({ spans }) => spans.length)).toEqual([1]);
    expect(ignored).toEqual([{ line: 10, message: 'This date of a series is marked as free time.' }]);
  });

  it('an event that the end of the file cuts off', () => {
    const cut = file(event(MONDAY, TEN_TO), event(MONDAY)).split('\r\n').slice(0, -2).join('\r\n');
    expect(reasons(cut)).toEqual(['8: The event that begins here never ends; the file seems to be cut off.']);
  });
});

describe('rules that never end', () => {
  it.each([
    'FREQ=DAILY;BYMONTHDAY=31;BYMONTH=4',
    'FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMONTH=4;BYMONTHDAY=31',
    'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9',
    'FREQ=YEARLY;BYWEEKNO=53;BYMONTH=5;BYDAY=MO',
    'FREQ=YEARLY;BYYEARDAY=366;INTERVAL=7',
    'FREQ=WEEKLY;BYDAY=MO;BYMONTH=13',
  ])('%s is given up', (rule) => {
    const { understood, ignored } = read(file(event(MONDAY, TEN_TO, `RRULE:${rule}`)));
    expect(understood.length + ignored.length).toBe(1);
  });

  it('in a zone’s description leave that zone unknown', () => {
    const zone = (rule: string): string =>
      `BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0600\r\nRRULE:${rule}\r\nEND:STANDARD\r\nEND:VTIMEZONE`;
    const one = event('DTSTART;TZID=X:20261026T090000', 'DURATION:PT1H');
    for (const rule of ['FREQ=DAILY;BYMONTHDAY=31;BYMONTH=4', 'FREQ=YEARLY;COUNT=3', 'FREQ=NEVER']) {
      const [line] = read(file(zone(rule), one)).understood;
      expect(line?.warnings[0]?.message).toContain('neither known nor described');
    }
    expect(read(file(zone('FREQ=YEARLY;BYDAY=1SU;BYMONTH=11'), one)).understood[0]?.warnings).toEqual([]);
  });

  it('over centuries cost no more than over a term', () => {
    const old = event('DTSTART:19700101T090000', 'DURATION:PT1H', 'RRULE:FREQ=DAILY');
    const { understood } = read(file(...Array.from({ length: 30 }, () => old)));
    expect(understood.map(({ spans }) => spans.length)).toEqual(Array(30).fill(117));
  });

  it('are refused once they take more than a file may', () => {
    const never = event(
      'DTSTART:19970101T090000',
      'DURATION:PT1H',
      'RRULE:FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1',
      'RRULE:FREQ=DAILY;BYDAY=5MO;BYMONTHDAY=-40',
    );
    const many = file(...Array.from({ length: 1_999 }, () => never));
    expect(() => read(many)).toThrow('repeats too often to be followed');
  });
});

describe('a file that is no valid calendar is refused', () => {
  it.each([
    ['nothing', '', 'This file is empty.'],
    ['blank lines', '\r\n \n', 'This file is empty.'],
    ['a sign-in page', '<!DOCTYPE html><html></html>', /web page, not a calendar/],
    ['a table', 'course,day,time\nLogic,Mon,09:00', /does not begin with BEGIN:VCALENDAR/],
    ['a calendar of nothing', file(), 'This calendar holds no events, so nothing was changed.'],
  ])('%s', (_name, text, message) => expect(() => read(text)).toThrow(message));

  it('with more events than any person has', () => {
    const once = event(MONDAY, TEN_TO);
    expect(() => read(file(...Array.from({ length: 2_001 }, () => once)))).toThrow('more than 2000 events');
  });

  it.each([
    ['entries', Array(6_001).fill('BEGIN:VTODO\r\nEND:VTODO'), 'more than 6000 entries'],
    ['lines', [event(MONDAY, TEN_TO, ...Array<string>(50_000).fill('EXDATE:'))], 'more than 50000 lines'],
    [
      'rules',
      Array(600).fill(event(MONDAY, TEN_TO, `RRULE:FREQ=YEARLY;BYYEARDAY=${'1,'.repeat(230)}1`)),
      'in too many ways',
    ],
    [
      'dates',
      Array(21).fill(
        event(MONDAY, TEN_TO, `EXDATE:${Array<string>(1_000).fill('20261102T140000Z').join(',')}`),
      ),
      'names more than 20000 dates',
    ],
  ])('with more %s than any person has', (_name, parts, message) => {
    expect(() => read(file(...parts))).toThrow(message);
  });

  it('with more classes than any person has', () => {
    const daily = event('DTSTART:20260824T090000', 'DURATION:PT1H', 'RRULE:FREQ=DAILY');
    expect(() => read(file(...Array.from({ length: 60 }, () => daily)))).toThrow('more than 5000 times');
  });
});
