import { DAY, HOUR, MINUTE, SECOND, type Span } from './interval.js';
import { dateOfDay, twoDigits } from './local-date.js';
import { offsetAt } from './offset.js';

/**
 * ISO 8601 in a zone, with a numeric offset of whole minutes; with milliseconds only when they are not zero.
 */
export function inZone(instant: Date | number, zone: string): string {
  const millis = Number(instant);
  const offset = Math.round(offsetAt(millis, zone) / MINUTE) * MINUTE;
  const wall = millis + offset;
  const day = Math.floor(wall / DAY);
  return `${dateOfDay(day)}T${timeText(wall - day * DAY)}${offsetText(offset)}`;
}

/** The same for a value that may be null. */
export const inZoneOrNull = (instant: Date | number | null, zone: string): string | null =>
  instant === null ? null : inZone(instant, zone);

/** An ISO 8601 interval in a zone, `start/end`. */
export const spanInZone = ({ start, end }: Span, zone: string): string =>
  `${inZone(start, zone)}/${inZone(end, zone)}`;

/** `HH:mm:ss`, with milliseconds only when they are not zero. */
function timeText(millis: number): string {
  const [hours, minutes] = [Math.floor(millis / HOUR), Math.floor((millis % HOUR) / MINUTE)];
  const text = `${twoDigits(hours)}:${twoDigits(minutes)}:${twoDigits(Math.floor((millis % MINUTE) / SECOND))}`;
  return millis % SECOND === 0 ? text : `${text}.${String(millis % SECOND).padStart(3, '0')}`;
}

function offsetText(offset: number): string {
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(size / HOUR))}:${twoDigits((size % HOUR) / MINUTE)}`;
}
