import { DateTime } from 'luxon';
import {
  readTimetable,
  type Timetable,
  type UnderstoodEvent,
} from '../../src/availability/timetable/read-timetable.js';
import type { Span } from '../../src/domain/interval.js';

// Calendar files of a student in Chicago. The terms are Spring and Fall 2027.

const ZONE = 'America/Chicago';
const span = (from: string, to: string): Span => ({ start: Date.parse(from), end: Date.parse(to) });
export const SPRING = span('2027-01-11T00:00-06:00', '2027-05-16T00:00-05:00');
export const FALL = span('2027-08-23T00:00-05:00', '2027-12-18T00:00-06:00');

export const calendarOf = (...parts: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...parts, 'END:VCALENDAR', ''].join('\r\n');
export const eventOf = (...lines: string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');
/** A class on Monday, 18 January 2027, 9:00 to 9:50 in Chicago. */
export const MONDAY_CLASS = [
  'SUMMARY:Logic',
  'DTSTART;TZID=America/Chicago:20270118T090000',
  'DTEND;TZID=America/Chicago:20270118T095000',
];

export const readCalendar = (
  text: string | Uint8Array,
  { zone = ZONE, terms = [SPRING, FALL] }: { zone?: string; terms?: readonly Span[] } = {},
): Timetable => readTimetable(Buffer.from(text), zone, terms);

/** Each occurrence of an event in Chicago's time, as `18 Jan 09:00–09:50`. */
export const occurrencesOf = ({ spans }: Pick<UnderstoodEvent, 'spans'>): string[] =>
  spans.map(({ start, end }) => {
    const [from, to] = [start, end].map((instant) => DateTime.fromMillis(instant, { zone: ZONE }));
    return `${from!.toFormat('d LLL HH:mm')}–${to!.toFormat('HH:mm')}`;
  });
/** Each occurrence of every event of a file. */
export const occurrencesIn = (text: string | Uint8Array): string[] =>
  readCalendar(text).understood.flatMap(occurrencesOf);
