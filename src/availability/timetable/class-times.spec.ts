import { calendarOf, eventOf, readCalendar } from '../../../test/support/calendars.js';
import type { ClassTimes } from './class-times.js';
import type { UnderstoodEvent } from './read-timetable.js';

const CHICAGO = 'TZID=America/Chicago';
const line = (...lines: string[]): UnderstoodEvent =>
  readCalendar(calendarOf(eventOf(...lines))).understood[0]!;
/** Like `Mon Wed 09:00–09:50, 18 Jan to 8 Feb, 7 times`. */
const words = ({
  weekdays,
  startsAt,
  endsAt,
  endsDaysLater,
  firstDate,
  lastDate,
  occurrences,
}: ClassTimes): string =>
  `${weekdays.join(' ')} ${startsAt}–${endsAt}${endsDaysLater > 0 ? ` +${endsDaysLater}` : ''}, ${firstDate.slice(5)} to ${lastDate.slice(5)}, ${occurrences} times`;
const told = (...lines: string[]): string[] => line(...lines).times.map(words);

describe('the hours of a class', () => {
  it.each([
    [
      'on several weekdays',
      [
        `DTSTART;${CHICAGO}:20270111T123000`,
        `DTEND;${CHICAGO}:20270111T132000`,
        'RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20270501T000000Z',
      ],
      ['1 3 5 12:30–13:20, 01-11 to 04-30, 48 times'],
    ],
    [
      'once',
      [`DTSTART;${CHICAGO}:20270120T180000`, 'DURATION:PT90M'],
      ['3 18:00–19:30, 01-20 to 01-20, 1 times'],
    ],
    [
      'across midnight are those of the day it starts on',
      [`DTSTART;${CHICAGO}:20270115T220000`, `DTEND;${CHICAGO}:20270116T010000`, 'RRULE:FREQ=WEEKLY;COUNT=3'],
      ['5 22:00–01:00 +1, 01-15 to 01-29, 3 times'],
    ],
    [
      'over two whole days',
      ['DTSTART:20270120', 'DTEND:20270122'],
      ['3 00:00–00:00 +2, 01-20 to 01-20, 1 times'],
    ],
    [
      'by the wall clock stay the same when the clocks go forward',
      [`DTSTART;${CHICAGO}:20270307T090000`, 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=3'],
      ['7 09:00–10:00, 03-07 to 03-21, 3 times'],
    ],
    [
      'and when they go back',
      [`DTSTART;${CHICAGO}:20271031T090000`, 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=3'],
      ['7 09:00–10:00, 10-31 to 11-14, 3 times'],
    ],
    [
      'in UTC change with the clocks, and both are told',
      ['DTSTART:20270308T150000Z', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=3'],
      ['1 09:00–10:00, 03-08 to 03-08, 1 times', '1 10:00–11:00, 03-15 to 03-22, 2 times'],
    ],
    [
      'in the night that has an hour less move on, on that night alone',
      [`DTSTART;${CHICAGO}:20270313T023000`, `DTEND;${CHICAGO}:20270313T040000`, 'RRULE:FREQ=DAILY;COUNT=3'],
      ['1 6 02:30–04:00, 03-13 to 03-15, 2 times', '7 03:30–04:00, 03-14 to 03-14, 1 times'],
    ],
    [
      'in the night that has an hour more are the same, and take an hour more',
      [`DTSTART;${CHICAGO}:20271106T003000`, `DTEND;${CHICAGO}:20271106T013000`, 'RRULE:FREQ=DAILY;COUNT=3'],
      ['1 6 7 00:30–01:30, 11-06 to 11-08, 3 times'],
    ],
  ])('%s', (_name, lines, expected) => expect(told(...lines)).toEqual(expected));

  it('are complete when the last one of a term crosses midnight', () => {
    const late = line(`DTSTART;${CHICAGO}:20270515T230000`, `DTEND;${CHICAGO}:20270516T010000`);
    expect(late.times.map(words)).toEqual(['6 23:00–01:00 +1, 05-15 to 05-15, 1 times']);
    expect(late.spans[0]!.end - late.spans[0]!.start).toBe(2 * 3_600_000);
  });

  it('that a clock change leaves out take no time, with a warning', () => {
    const gap = line(
      `DTSTART;${CHICAGO}:20270313T023000`,
      `DTEND;${CHICAGO}:20270313T031500`,
      'RRULE:FREQ=DAILY;COUNT=3',
    );
    expect([gap.times.map(words), gap.warnings]).toEqual([
      ['1 6 02:30–03:15, 03-13 to 03-15, 2 times'],
      [{ line: 3, message: 'One of its dates falls into the hour that the clocks leave out.' }],
    ]);
  });

  it('that differ each time are listed up to six, and the rest are counted', () => {
    const days = Array.from({ length: 9 }, (_, nth) => `2027012${nth % 8}T1${nth}0000`);
    const many = line(
      `DTSTART;${CHICAGO}:20270119T070000`,
      'DURATION:PT1H',
      `RDATE;${CHICAGO}:${days.join(',')}`,
    );
    expect([many.times.length, many.atOtherTimes, many.spans.length]).toEqual([6, 4, 10]);
  });
});
