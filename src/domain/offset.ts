import { DAY, HOUR, MINUTE, SECOND } from './interval.js';

const MOST_REMEMBERED = 100_000;
let remembered = 0;
const offsets = new Map<string, Map<number, number | null>>();

/**
 * How far a zone's wall clock is ahead of UTC at an instant, in milliseconds. Remembered by UTC day, as asking the
 * calendar costs some ten microseconds: a day that begins and ends on one offset has it throughout, since no zone
 * changes forth and back within a day. Throws a RangeError on an unknown zone.
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

/** The offset of a whole UTC day, or null for one that changes it. */
function offsetThroughout(day: number, zone: string): number | null {
  const first = ask(day * DAY, zone);
  return first === ask((day + 1) * DAY, zone) ? first : null;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the platform's calendar says, without a library: the web app asks here too. */
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
