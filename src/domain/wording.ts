import { DAY, MINUTE, type Span } from './interval.js';
import { localDateOf, twoDigits, weekdayOf, type LocalDate } from './local-date.js';
import { offsetAt } from './offset.js';

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

const monthOf = (date: LocalDate): string => MONTHS[Number(date.slice(5, 7)) - 1]!;
const dayOf = (date: LocalDate): number => Number(date.slice(8, 10));

function timeOf(instant: number, zone: string): string {
  const wall = instant + offsetAt(instant, zone);
  const minutes = Math.floor((wall - Math.floor(wall / DAY) * DAY) / MINUTE);
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** `2 November`. */
export const dayMonth = (date: LocalDate): string => `${dayOf(date)} ${monthOf(date)}`;

/** `Tue 3 Nov, 20:00`, in a zone. */
export function describeInstant(instant: number, zone: string): string {
  const date = localDateOf(instant, zone);
  const day = `${WEEKDAYS[weekdayOf(date) - 1]!} ${dayOf(date)} ${monthOf(date).slice(0, 3)}`;
  return `${day}, ${timeOf(instant, zone)}`;
}

/**
 * `Tue 3 Nov, 20:00 to 02:00`, in a zone; the end's date only where the span is a day or longer. In words, as sentences are
 * read aloud; and a list of shifts with a single character beyond Latin-1 takes twice as long to write.
 */
export function describeSpan({ start, end }: Span, zone: string): string {
  const sameDay = localDateOf(start, zone) === localDateOf(end, zone) || end - start < DAY;
  return `${describeInstant(start, zone)} to ${sameDay ? timeOf(end, zone) : describeInstant(end, zone)}`;
}
