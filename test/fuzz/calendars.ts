import fc from 'fast-check';
import { garbageText } from './garbage.js';

// Calendar files: lines as exporters write them, in any order and number, sometimes with other text in
// between.

const zones = fc.constantFrom(
  '',
  ';TZID=America/Chicago',
  ';TZID="Central Standard Time"',
  ';TZID=Nowhere/Land',
  ';TZID=EST',
  ';RANGE=THISANDFUTURE',
  ';VALUE=DATE',
);
const times = fc.constantFrom(
  '20261026T090000',
  '20261101T013000',
  '20270314T023000Z',
  '20261131T000000',
  '20261026',
  '19700101T000000Z',
  '99991231T235959',
);
const rules = fc.constantFrom(
  'FREQ=WEEKLY;BYDAY=MO,WE',
  'FREQ=DAILY;UNTIL=20261030',
  'FREQ=MONTHLY;BYDAY=2TU;COUNT=3',
  'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=YEARLY;BYWEEKNO=53',
  'FREQ=SECONDLY',
  'freq=weekly;byday=tu,xx;until=2026-12-01',
  'FREQ=WEEKLY;BYHOUR=9,14;BYSETPOS=-1',
  'FREQ=WEEKLY;INTERVAL=99999999',
  'FREQ=WEEKLY;COUNT=999999999',
);
const stamped = (name: string): fc.Arbitrary<string> =>
  fc.tuple(zones, times).map(([zone, time]) => `${name}${zone}:${time}`);
const line = fc.oneof(
  stamped('DTSTART'),
  stamped('DTEND'),
  stamped('EXDATE'),
  stamped('RDATE'),
  stamped('RECURRENCE-ID'),
  rules.map((rule) => `RRULE:${rule}`),
  fc.constantFrom(
    'DURATION:PT50M',
    'DURATION:-P1D',
    'UID:1',
    'SUMMARY:Logic',
    'STATUS:CANCELLED',
    'SEQUENCE:2',
    'TRANSP:TRANSPARENT',
    'RDATE;VALUE=PERIOD:20261027T140000Z/PT3H,20261028T140000Z/x',
    'EXDATE:',
    ' folded',
    'a line that is none',
    'END:VEVENT',
    'BEGIN:VALARM',
    'BEGIN:VTIMEZONE',
    'TZID:EST',
    'X-WR-TIMEZONE:Eastern Standard Time',
  ),
  garbageText,
);
const event = fc
  .tuple(stamped('DTSTART'), fc.array(line, { maxLength: 6 }))
  .map(([start, lines]) => ['BEGIN:VEVENT', start, ...lines, 'END:VEVENT']);

export const calendars: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(event, { minLength: 1, maxLength: 4 })
      .map((events) => ['BEGIN:VCALENDAR', ...events.flat(), 'END:VCALENDAR'].join('\r\n')),
  },
  { weight: 1, arbitrary: garbageText },
);
