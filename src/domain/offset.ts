import { DAY, HOUR, MINUTE, SECOND } from './interval.js';

const MOST_REMEMBERED = 100_000;
let remembered = 0;
const offsets = new Map<string, Map<number, number | null>>();

/**
 * How far a zone's wall clock is ahead of UTC at an instant, in milliseconds. Cached by UTC day, because
 * reading the calendar costs some ten microseconds. A day that begins and ends with one offset has it
 * throughout, since no zone changes and changes back within a day. Throws a RangeError on an unknown zone.
 */
export function offsetAt(instant: number, zone: string): number {
  const day = Math.floor(instant / DAY);
  let days = offsets.get(zone);
  let offset = days?.get(day);
  if (offset === undefined) {
    offset = offsetThroughout(day, zone);
    if (remembered === MOST_REMEMBERED) forget();
    days = offsets.get(zone);
    if (!days) offsets.set(zone, (days = new Map<number, number | null>()));
    days.set(day, offset);
    remembered += 1;
  }
  return offset ?? ask(instant, zone);
}

/** The offset of a whole UTC day, or null when it changes on that day. */
function offsetThroughout(day: number, zone: string): number | null {
  const first = ask(day * DAY, zone);
  return first === ask((day + 1) * DAY, zone) ? first : null;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Reads the platform's calendar without a library, so that the web app can use it too. */
function ask(instant: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
  }
  const [, sign, hours = 0, minutes = 0, seconds = 0] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(format.format(instant)) ?? [];
  const size = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  return sign === '-' ? -size : size;
}

function forget(): void {
  offsets.clear();
  remembered = 0;
}
