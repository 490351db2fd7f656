import fc from 'fast-check';
import { calendarOf, eventOf, occurrencesIn, readCalendar, SPRING } from '../../../test/support/calendars.js';
import { instantOfWall } from '../../domain/recurrence.js';

const observance = (name: string, start: string, from: string, to: string, ...rest: string[]): string =>
  [
    `BEGIN:${name}`,
    `DTSTART:${start}`,
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${to}`,
    ...rest,
    `END:${name}`,
  ].join('\r\n');
const zoneOf = (tzid: string, ...parts: string[]): string =>
  ['BEGIN:VTIMEZONE', `TZID:${tzid}`, ...parts, 'END:VTIMEZONE'].join('\r\n');
const EASTERN = [
  observance('DAYLIGHT', '20070311T020000', '-0500', '-0400', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU'),
  observance('STANDARD', '20071104T020000', '-0400', '-0500', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU'),
];
const SYDNEY = [
  observance('STANDARD', '16010101T030000', '+1100', '+1000', 'RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4'),
  observance('DAYLIGHT', '16010101T020000', '+1000', '+1100', 'RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=10'),
];
const nineIn = (tzid: string, date = '20270405'): string =>
  eventOf(`DTSTART;TZID=${tzid}:${date}T090000`, `DTEND;TZID=${tzid}:${date}T095000`);
const warningsIn = (text: string): string[] =>
  readCalendar(text).understood.flatMap(({ warnings }) => warnings.map(({ message }) => message));

describe('9:00 on 5 April is 8:00 in Chicago', () => {
  it.each([
    ['in a Windows zone', [nineIn('Eastern Standard Time')]],
    ['in a Windows zone in small letters, of summer', [nineIn('eastern daylight time')]],
    ['in an IANA zone in small letters', [nineIn('america/new_york')]],
    ['after a path', [nineIn('/freeassociation.sourceforge.net/America/New_York')]],
    ['in EST, as the file describes it', [zoneOf('EST', ...EASTERN), nineIn('EST')]],
    ['in EST, described after the event', [nineIn('EST'), zoneOf('EST', ...EASTERN)]],
    [
      'in a zone with a place in its description',
      [zoneOf('Mine', 'X-LIC-LOCATION:America/New_York'), nineIn('Mine')],
    ],
    [
      'in a place whose description is out of date',
      [
        zoneOf('America/New_York', observance('STANDARD', '19700101T000000', '-0500', '-0500')),
        nineIn('America/New_York'),
      ],
    ],
    [
      'without a zone, in a calendar of a Windows zone',
      ['X-WR-TIMEZONE:Eastern Standard Time', eventOf('DTSTART:20270405T090000', 'DURATION:PT50M')],
    ],
    [
      'without a zone, in a calendar that says so at its end',
      [eventOf('DTSTART:20270405T090000', 'DURATION:PT50M'), 'X-WR-TIMEZONE:America/New_York'],
    ],
    [
      'without a zone, in a calendar of a zone the file describes',
      ['X-WR-TIMEZONE:EST', zoneOf('EST', ...EASTERN), eventOf('DTSTART:20270405T090000', 'DURATION:PT50M')],
    ],
  ])('%s', (_name, parts) => expect(occurrencesIn(calendarOf(...parts))).toEqual(['5 Apr 08:00–08:50']));
});

it('EST without a description in the file is the zone without daylight saving time', () => {
  expect(occurrencesIn(calendarOf(nineIn('EST')))).toEqual(['5 Apr 09:00–09:50']);
});

it('each of two calendars in one file uses its own zone', () => {
  const floating = eventOf('DTSTART:20270405T090000', 'DURATION:PT50M');
  const text =
    calendarOf('X-WR-TIMEZONE:America/New_York', floating) +
    calendarOf('X-WR-TIMEZONE:America/Denver', floating);
  expect(occurrencesIn(text)).toEqual(['5 Apr 08:00–08:50', '5 Apr 10:00–10:50']);
});

describe('an unknown zone', () => {
  it.each([
    ['a name alone', [nineIn('Hogwarts')]],
    [
      'a description that makes no sense',
      [zoneOf('Hogwarts', observance('STANDARD', 'never', '+1', '+2')), nineIn('Hogwarts')],
    ],
    ['a description cut off', [nineIn('Hogwarts'), 'BEGIN:VTIMEZONE\r\nTZID:Hogwarts']],
    [
      'an offset of days',
      [zoneOf('Hogwarts', observance('STANDARD', '19700101T000000', '+9900', '+9900')), nineIn('Hogwarts')],
    ],
  ])('keeps the class by the institution’s clock, with a warning: %s', (_name, parts) => {
    const text = calendarOf(...parts);
    expect(occurrencesIn(text)).toEqual(['5 Apr 09:00–09:50']);
    expect(warningsIn(text)[0]).toContain(
      'The time zone “Hogwarts” is neither known nor described in the file',
    );
  });
});

describe('the clock of a VTIMEZONE', () => {
  it.each([
    ['in the north, before summer', 'Mine', EASTERN, '20270312', '12 Mar 08:00–08:50'],
    ['in the north, in summer', 'Mine', EASTERN, '20270315', '15 Mar 08:00–08:50'],
    ['in the north, after it', 'Mine', EASTERN, '20271108', '8 Nov 08:00–08:50'],
    ['in the south, in summer', 'Mine', SYDNEY, '20270219', '18 Feb 16:00–16:50'],
    ['in the south, in winter', 'Mine', SYDNEY, '20270906', '5 Sep 18:00–18:50'],
    [
      'that says the second Sunday by its dates',
      'Mine',
      [EASTERN[0]!.replace('BYDAY=2SU', 'BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU'), EASTERN[1]!],
      '20270315',
      '15 Mar 08:00–08:50',
    ],
    [
      'whose summer time was given up',
      'Mine',
      EASTERN.map((one) => one.replace('RRULE:', 'RRULE:UNTIL=20181231T000000Z;')),
      '20270405',
      '5 Apr 09:00–09:50',
    ],
    [
      'of one offset',
      'Mine',
      [observance('STANDARD', '19700101T000000', '+0530', '+0530')],
      '20270119',
      '18 Jan 21:30–22:20',
    ],
    [
      'whose days are listed',
      'Mine',
      [
        observance('DAYLIGHT', '20260308T020000', '-0500', '-0400', 'RDATE:20270314T020000'),
        observance('STANDARD', '20261101T020000', '-0400', '-0500'),
      ],
      '20270315',
      '15 Mar 08:00–08:50',
    ],
  ])('%s', (_name, tzid, parts, date, place) => {
    expect(occurrencesIn(calendarOf(zoneOf(tzid, ...parts), nineIn(tzid, date)))).toEqual([place]);
  });

  it.each([
    ['America/New_York', EASTERN],
    ['Australia/Sydney', SYDNEY],
  ])('agrees with %s at every quarter of an hour of its changes', (iana, parts) => {
    const time = fc
      .tuple(fc.constantFrom('0314', '1107', '0404', '1003', '0313', '0315'), fc.nat(95))
      .map(
        ([date, quarter]) =>
          `${date}T${String(Math.floor(quarter / 4)).padStart(2, '0')}${String((quarter % 4) * 15).padStart(2, '0')}00`,
      );
    fc.assert(
      fc.property(time, (at) => {
        const event = eventOf(`DTSTART;TZID=Mine:2027${at}`, 'DURATION:PT1H');
        const year = { start: Date.UTC(2027, 0, 1), end: Date.UTC(2028, 0, 1) };
        const [found] = readCalendar(calendarOf(zoneOf('Mine', ...parts), event), {
          terms: [year],
        }).understood;
        const wall = Date.parse(
          `2027-${at.slice(0, 2)}-${at.slice(2, 4)}T${at.slice(5, 7)}:${at.slice(7, 9)}Z`,
        );
        expect(found!.spans[0]!.start).toBe(instantOfWall(wall, iana, 'first'));
      }),
    );
  });
});

it('a class in a zone of the other hemisphere moves by two hours within a term, and both times are listed', () => {
  const event = eventOf(
    'DTSTART;TZID=Australia/Sydney:20270301T090000',
    'DURATION:PT1H',
    'RRULE:FREQ=WEEKLY;COUNT=8',
  );
  const [line] = readCalendar(calendarOf(event), { terms: [SPRING] }).understood;
  expect(line!.times.map(({ startsAt, weekdays, occurrences }) => [startsAt, weekdays, occurrences])).toEqual(
    [
      ['16:00', [7], 2],
      ['17:00', [7], 3],
      ['18:00', [7], 3],
    ],
  );
});
