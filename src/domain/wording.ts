import { DAY } from './interval.js';
import { weekdayOf, type LocalDate } from './local-date.js';

// Written by hand: Intl takes forty microseconds a time, and a list of shifts is full of reasons.
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const INSTANT = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{3})?[+-]\\d\\d:\\d\\d';
const TIMES = new RegExp(`^(${INSTANT})(?:/(${INSTANT}))?$`);
const DATE = /^\d{4}-\d\d-\d\d$/;

const monthOf = (date: LocalDate): string => MONTHS[Number(date.slice(5, 7)) - 1] ?? '';
const dayOf = (date: LocalDate): number => Number(date.slice(8, 10));
const timeOf = (instant: string): string => instant.slice(11, 16);

function momentOf(instant: string): string {
  const date = instant.slice(0, 10);
  return `${WEEKDAYS[weekdayOf(date) - 1]!} ${dayOf(date)} ${monthOf(date).slice(0, 3)}, ${timeOf(instant)}`;
}

/**
 * What stands in a sentence for a value: `Tue 3 Nov, 20:00` for an instant, `Tue 3 Nov, 20:00 to 02:00` for a span (the end's
 * date only where the span is a day or longer), `3 November 2026` for a date, all as their ISO text tells them; anything else as it
 * is. In words, as sentences are read aloud; and a list of shifts with a single character beyond Latin-1 takes twice as long to write.
 */
export function spoken(value: string | number | null): string | number | null {
  if (typeof value !== 'string') return value;
  if (DATE.test(value)) return `${dayOf(value)} ${monthOf(value)} ${value.slice(0, 4)}`;
  const [, start, end] = TIMES.exec(value) ?? [];
  if (start === undefined) return value;
  if (end === undefined) return momentOf(start);
  const sameDay = start.slice(0, 10) === end.slice(0, 10) || Date.parse(end) - Date.parse(start) < DAY;
  return `${momentOf(start)} to ${sameDay ? timeOf(end) : momentOf(end)}`;
}
