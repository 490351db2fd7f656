import { DAY, HOUR, MINUTE } from '../interval.js';
import { offsetAt } from '../offset.js';
import { instantOfWall } from '../recurrence.js';

/** When somebody worked, as a row of a past roster tells it. Instants in epoch ms. */
export interface RosterTimes {
  start: number;
  end: number;
  /** When they came and went; both are null when the row does not say. */
  workedFrom: number | null;
  workedTo: number | null;
  noShow: boolean;
}

/** The longest shift that there can be. */
const LONGEST = DAY;
const LONGEST_MINUTES = LONGEST / MINUTE;

/**
 * The end of a shift of which only the time of day is known (ms after midnight): at or after its start on the clock, else on
 * the next day. A time that happens twice means the last; the same time as the start is the start itself, and so no shift.
 */
export function endOnClock(start: number, inDay: number, zone: string): number {
  const wall = start + offsetAt(start, zone);
  const midnight = Math.floor(wall / DAY) * DAY;
  if (midnight + inDay === wall) return start;
  return instantOfWall(midnight + inDay + (midnight + inDay < wall ? DAY : 0), zone, 'last');
}

/** The instant nearest to another one at which a clock shows a time of day (ms after midnight). */
export function nearestOnClock(near: number, inDay: number, zone: string, pick: 'first' | 'last'): number {
  const midnight = Math.floor((near + offsetAt(near, zone)) / DAY) * DAY;
  const [nearest] = [-DAY, 0, DAY]
    .map((days) => instantOfWall(midnight + days + inDay, zone, pick))
    .sort((a, b) => Math.abs(a - near) - Math.abs(b - near));
  return nearest!;
}

/** Whether a zone's clock shows the same time at another instant, too: in the night in which it is set back. */
export function happensTwice(instant: number, zone: string): boolean {
  const wall = instant + offsetAt(instant, zone);
  return instantOfWall(wall, zone, 'first') !== instantOfWall(wall, zone, 'last');
}

const CLOCK_LENGTH = /^(\d{1,2}):([0-5]\d)(?::00)?(?:\s*h(?:ours|rs)?)?$/i;
const PARTS_LENGTH =
  /^(?:(\d{1,2}(?:[.,]\d{1,4})?)\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,4})\s*m(?:in(?:ute)?s?)?)?$/i;
const NUMBER_LENGTH = /^\d{1,4}(?:[.,]\d{1,4})?$/;

/**
 * Reads how long a shift was, in ms: `4:30`, `4 h 30 min`, `270 min`, `4.5 h`. A number alone is hours up to 24, and minutes
 * above. Null when the text is no length, or longer than a day.
 */
export function readLength(text: string): number | null {
  const written = text.trim();
  if (written === '') return null;
  const millis = millisOf(written);
  return millis === null || millis > LONGEST ? null : Math.round(millis);
}

function millisOf(written: string): number | null {
  if (NUMBER_LENGTH.test(written)) {
    const number = decimal(written);
    return number <= LONGEST / HOUR ? number * HOUR : number * MINUTE;
  }
  const [, hours, minutes] = CLOCK_LENGTH.exec(written) ?? PARTS_LENGTH.exec(written) ?? [];
  if (hours === undefined && minutes === undefined) return null;
  const inMinutes = Number(minutes ?? 0);
  return inMinutes > LONGEST_MINUTES ? null : decimal(hours ?? '0') * HOUR + inMinutes * MINUTE;
}

const decimal = (text: string): number => Number(text.replace(',', '.'));

export type RosterRefusal =
  'NO_LENGTH' | 'ENDS_BEFORE_START' | 'LONGER_THAN_A_DAY' | 'NOT_OVER' | 'WORKED_AND_NO_SHOW';

/** Why a row cannot be a past shift at a time (epoch ms); null when it can. */
export function rosterRefusal(times: RosterTimes, now: number): RosterRefusal | null {
  const { start, end, workedFrom, workedTo, noShow } = times;
  if (end === start) return 'NO_LENGTH';
  if (end < start) return 'ENDS_BEFORE_START';
  if (end - start > LONGEST) return 'LONGER_THAN_A_DAY';
  if (end > now) return 'NOT_OVER';
  return noShow && (workedFrom !== null || workedTo !== null) ? 'WORKED_AND_NO_SHOW' : null;
}

export type WorkedDoubt = 'WORKED_HALF_KNOWN' | 'WORKED_BACKWARDS' | 'WORKED_FAR_FROM_SHIFT';

/**
 * Why the times that a row gives for the work on a shift cannot be used; null when they can, or when there are none. One time
 * alone would count to the start or the end of the shift, which nobody knows.
 */
export function workedDoubt(
  { start, end, workedFrom, workedTo }: RosterTimes,
  now: number,
): WorkedDoubt | null {
  if (workedFrom === null && workedTo === null) return null;
  if (workedFrom === null || workedTo === null) return 'WORKED_HALF_KNOWN';
  if (workedTo <= workedFrom) return 'WORKED_BACKWARDS';
  return workedFrom < start - DAY ||
    workedTo > end + DAY ||
    workedTo > now ||
    workedFrom >= end ||
    workedTo <= start
    ? 'WORKED_FAR_FROM_SHIFT'
    : null;
}
