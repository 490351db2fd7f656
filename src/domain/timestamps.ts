import { DAY, SECOND } from './interval.js';
import { instantOfWall } from './recurrence.js';
import { spreadsheetDay, takeDate, type DateOrder } from './written-dates.js';
import { readStart, readTime, readTimeCell, type WrittenTime } from './written-times.js';

/**
 * How to read timestamps: the order of day and month, whether offsets are to be ignored, and which of two instants a time
 * means that happens twice (the first, when it is left out).
 */
export interface ReadingOptions {
  order?: DateOrder;
  ignoreOffset?: boolean;
  pick?: 'first' | 'last';
}

const YEAR_FIRST = /^\d{4}[-/]/;
const BETWEEN = /^(?:T|,?\s+(?:at\s+)?|,)/i;
/** A zone name after a timestamp (RFC 9557): `2026-09-07T13:24:05-05:00[America/Chicago]`. */
const NAMED_ZONE = /\[([A-Za-z][\w+/-]*)\]$/;
/** The format of C libraries: `Mon Sep  7 13:24:05 2026`. */
const YEAR_LAST = /^[a-z]{3},?\s+([a-z]{3})\s+(\d{1,2})\s+(\d\d:\d\d:\d\d)\s+(?:(UTC|GMT)\s+)?(\d{4})$/i;
const EPOCH_SECONDS = /^[1-9]\d{9}(?:\.\d{1,9})?$/;
const EPOCH_MILLISECONDS = /^[1-9]\d{12}$/;
const SPREADSHEET_MOMENT = /^\d{5,6}\.\d+$/;
const LAST = Date.UTC(2200, 0, 1);

/**
 * Reads a timestamp as people and machines write it: a date in numbers or with a month's name, a 24- or
 * 12-hour time, an optional offset; seconds or milliseconds since 1970; a spreadsheet's day number. The
 * timestamp's own offset counts unless `ignoreOffset` is set. Otherwise it is wall-clock time in `zone`: a
 * time that happens twice means the first unless `pick` says otherwise, one that does not exist moves forward.
 * Returns epoch milliseconds, or null when there is no such moment.
 */
export function readTimestamp(text: string, zone: string, options: ReadingOptions = {}): number | null {
  const written = text.trim();
  // Most files write the year first; then no other format needs to be tried.
  if (!YEAR_FIRST.test(written)) {
    const counted = readCounted(written, zone, options);
    if (counted !== undefined) return counted;
  }
  const name = NAMED_ZONE.exec(written)?.[1];
  const plain = written.replace(NAMED_ZONE, '').replace(YEAR_LAST, '$2-$1-$5 $3 $4');
  const date = takeDate(plain, options.order ?? 'ymd');
  if (!date) return null;
  const rest = date.rest.replace(BETWEEN, '');
  // Only a compact date may continue directly with its time: 20260907132405.
  if (rest === date.rest && !/^\d{12,14}$/.test(plain)) return null;
  const time = readTime(rest) ?? readStart(rest);
  // A zone name without an offset is accepted only when it is the zone that is used anyway; otherwise nobody
  // knows whether it counts.
  if (!time || (name !== undefined && time.offset === null && name !== zone)) return null;
  return instantAt(date.day, time, zone, options);
}

/** The same for a date and a time in separate cells. */
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

/** A date alone, or with a midnight that only comes from its format. */
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
  { ignoreOffset = false, pick = 'first' }: ReadingOptions,
): number {
  const wall = day + inDay;
  return offset !== null && !ignoreOffset ? wall - offset : instantOfWall(wall, zone, pick);
}

/** A timestamp that is a number; undefined when the text is no number. */
function readCounted(
  text: string,
  zone: string,
  { pick = 'first' }: ReadingOptions,
): number | null | undefined {
  if (EPOCH_SECONDS.test(text)) return within(Math.round(Number(text) * SECOND));
  if (EPOCH_MILLISECONDS.test(text)) return within(Number(text));
  if (!SPREADSHEET_MOMENT.test(text)) return undefined;
  const day = spreadsheetDay(Number(text));
  const inDay = Math.round(((Number(text) % 1) * DAY) / SECOND) * SECOND;
  return day === null ? null : instantOfWall(day + inDay, zone, pick);
}

const within = (instant: number): number | null => (instant < LAST ? instant : null);
