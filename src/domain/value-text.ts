import { weekdayOf, type LocalDate } from './local-date.js';
import { timeIn } from './refusals/iso-times.js';

// Names are written here because Intl takes forty microseconds for each call, and a list of shifts contains
// many reasons.
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

const monthOf = (date: LocalDate): string => MONTHS[Number(date.slice(5, 7)) - 1] ?? '';
const dayOf = (date: LocalDate): number => Number(date.slice(8, 10));
const timeOf = (instant: string): string => instant.slice(11, 16);

function momentOf(instant: string): string {
  const date = instant.slice(0, 10);
  return `${WEEKDAYS[weekdayOf(date) - 1]!} ${dayOf(date)} ${monthOf(date).slice(0, 3)}, ${timeOf(instant)}`;
}

/**
 * A value as it stands in a sentence, from its ISO text: `Tue 3 Nov, 20:00` for an instant; `Tue 3 Nov, 20:00
 * to 02:00` for a span (with the end's date only when the span is a day or longer); `3 November 2026` for a
 * date. Other values stay as they are. Uses "to" instead of a dash, as sentences may be read aloud, and
 * because one character beyond Latin-1 doubles the time to write a list of shifts.
 */
export function valueText(value: string | number | null): string | number | null {
  const time = timeIn(value);
  if (time === null) return value;
  if ('date' in time) return `${dayOf(time.date)} ${monthOf(time.date)} ${time.date.slice(0, 4)}`;
  if (!('end' in time)) return momentOf(time.start);
  return `${momentOf(time.start)} to ${time.isShort ? timeOf(time.end) : momentOf(time.end)}`;
}
