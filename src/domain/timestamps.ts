import { DAY, SECOND } from './interval.js';
import { instantOfWall } from './recurrence.js';
import { spreadsheetDay, takeDate, type DateOrder } from './written-dates.js';
import { readStart, readTime, readTimeCell, type WrittenTime } from './written-times.js';

/** How timestamps are to be read: the order of numbers in a date, and whether offsets are only decoration. */
export interface ReadingOptions {
  order?: DateOrder;
  ignoreOffset?: boolean;
}

const YEAR_FIRST = /^\d{4}[-/]/;
const BETWEEN = /^(?:T|,?\s+(?:at\s+)?|,)/i;
/** As RFC 9557 adds a zone's name: `2026-09-07T13:24:05-05:00[America/Chicago]`. */
const NAMED_ZONE = /\[([A-Za-z][\w+/-]*)\]$/;
/** As C libraries write it: `Mon Sep  7 13:24:05 2026`. */
const YEAR_LAST = /^[a-z]{3},?\s+([a-z]{3})\s+(\d{1,2})\s+(\d\d:\d\d:\d\d)\s+(?:(UTC|GMT)\s+)?(\d{4})$/i;
const EPOCH_SECONDS = /^[1-9]\d{9}(?:\.\d{1,9})?$/;
const EPOCH_MILLISECONDS = /^[1-9]\d{12}$/;
const SPREADSHEET_MOMENT = /^\d{5,6}\.\d+$/;
const LAST = Date.UTC(2200, 0, 1);

/**
 * Reads a timestamp as people and machines write it: a date in numbers or with its month's name, a 24- or 12-hour time,
 * perhaps an offset; seconds or milliseconds since 1970; a spreadsheet's number of days. Its own offset wins unless
 * `ignoreOffset` says it is only decoration; otherwise it is wall-clock in `zone` (twice: the first; never: moved
 * forward). Epoch milliseconds, or null when it is not a moment that exists.
 */
export function readTimestamp(text: string, zone: string, options: ReadingOptions = {}): number | null {
  const written = text.trim();
  // Most files write the year first, and then nothing else need be tried.
  if (!YEAR_FIRST.test(written)) {
    const counted = readCounted(written, zone);
    if (counted !== undefined) return counted;
  }
  const name = NAMED_ZONE.exec(written)?.[1];
  const plain = written.replace(NAMED_ZONE, '').replace(YEAR_LAST, '$2-$1-$5 $3 $4');
  const date = takeDate(plain, options.order ?? 'ymd');
  if (!date) return null;
  const rest = date.rest.replace(BETWEEN, '');
  // Only a compact date may run on into its time: 20260907132405.
  if (rest === date.rest && !/^\d{12,14}$/.test(plain)) return null;
  const time = readTime(rest) ?? readStart(rest);
  // A name alone is told from decoration only where it is the zone that counts anyway.
  if (!time || (name !== undefined && time.offset === null && name !== zone)) return null;
  return instantAt(date.day, time, zone, options);
}

/** The same of a date and a time that stand in cells of their own. */
export function readDateAndTime(
  date: string,
  time: string,
  zone: string,
  options: ReadingOptions = {},
): number | null {
  const day = readDateCell(date.trim(), options.order ?? 'ymd');
  const written = readTimeCell(time);
  return day === null || !written ? null : instantAt(day, written, zone, options);
}

/** A date alone, or one with a midnight that only its format put there. */
function readDateCell(text: string, order: DateOrder): number | null {
  if (/^\d{5,6}(?:\.0+)?$/.test(text)) return spreadsheetDay(Number(text));
  const date = takeDate(text, order);
  if (!date || date.rest === '') return date && date.day;
  return readTime(date.rest.replace(BETWEEN, ''))?.inDay === 0 ? date.day : null;
}

function instantAt(
  day: number,
  { inDay, offset }: WrittenTime,
  zone: string,
  { ignoreOffset = false }: ReadingOptions,
): number {
  const wall = day + inDay;
  return offset !== null && !ignoreOffset ? wall - offset : instantOfWall(wall, zone, 'first');
}

/** What is counted rather than written; undefined when the text is no count. */
function readCounted(text: string, zone: string): number | null | undefined {
  if (EPOCH_SECONDS.test(text)) return within(Math.round(Number(text) * SECOND));
  if (EPOCH_MILLISECONDS.test(text)) return within(Number(text));
  if (!SPREADSHEET_MOMENT.test(text)) return undefined;
  const day = spreadsheetDay(Number(text));
  const inDay = Math.round(((Number(text) % 1) * DAY) / SECOND) * SECOND;
  return day === null ? null : instantOfWall(day + inDay, zone, 'first');
}

const within = (instant: number): number | null => (instant < LAST ? instant : null);
