import { DAY, HOUR, MINUTE, SECOND } from '../../domain/interval.js';

/** Converts wall-clock times (milliseconds as if they were UTC) to instants. */
export type Clock = (wall: number, pick: 'first' | 'last') => number;

export const UTC: Clock = (wall) => wall;

/**
 * A date or date-time of a file, with its clock. `wall` is the wall-clock time in milliseconds, as if it were
 * UTC.
 */
export interface CalendarTime {
  wall: number;
  isDate: boolean;
  clock: Clock;
}

export const instantOf = ({ clock, wall }: CalendarTime): number => clock(wall, 'first');

/** A length in milliseconds: a wall-clock part, and a real-time part after it. */
export interface Length {
  wall: number;
  real: number;
}

/** The end for a start: a start that happens twice means the first instance, an end the last. */
export function endOf(time: CalendarTime, length: Length): number {
  const end = length.wall === 0 ? instantOf(time) : time.clock(time.wall + length.wall, 'last');
  return end + length.real;
}

/** A date or time as written, before its clock is known. An offset makes it UTC. */
export interface WrittenTime {
  wall: number;
  isDate: boolean;
  isUtc: boolean;
}

// With or without separators, seconds and fractions; hour 24 is the next midnight.
const WRITTEN =
  /^(1[6-9]\d\d|20\d\d|21\d\d)-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** Null when the text is not a date or time, or when it does not exist. */
export function parseTime(text: string): WrittenTime | null {
  const match = text.length <= 40 ? WRITTEN.exec(text) : null;
  if (!match) return null;
  const [, year, month, date, hours, minutes, seconds = '0', zone] = match;
  const day = Date.UTC(Number(year), Number(month) - 1, Number(date));
  const isReal = new Date(day).getUTCMonth() === Number(month) - 1 && Number(date) > 0;
  if (!isReal) return null;
  if (hours === undefined) return { wall: day, isDate: true, isUtc: false };
  const time = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  if (Number(minutes) > 59 || Number(seconds) > 60 || time > DAY) return null;
  return { wall: day + time - offsetOf(zone), isDate: false, isUtc: zone !== undefined };
}

/** The offset of `Z`, `-0600` or `-06:00`, in milliseconds. */
function offsetOf(zone: string | undefined): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '');
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * HOUR + Number(match[3]) * MINUTE);
}

const LENGTH = /^\+?P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/i;

/**
 * Days and weeks are wall-clock time, hours and less are real time (RFC 5545, 3.3.6). Null when the text is
 * no duration.
 */
export function parseLength(text: string): Length | null {
  const match = text.length <= 40 ? LENGTH.exec(text) : null;
  if (!match) return null;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((figure) => Number(figure ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { wall: (weeks * 7 + days) * DAY, real: hours * HOUR + minutes * MINUTE + seconds * SECOND };
}
