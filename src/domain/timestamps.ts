import { HOUR, MINUTE } from './interval.js';
import { instantOfWall } from './recurrence.js';

const DATE = String.raw`(?<date>\d{4}-\d\d-\d\d)`;
const TIME = String.raw`(?<hour>\d{1,2}):(?<minute>[0-5]\d)(?::(?<second>[0-5]\d)(?:[.,](?<fraction>\d{1,9}))?)?\s*(?<half>[AaPp]\.?[Mm]\.?)?`;
const OFFSET = String.raw`(?<offset>Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)`;
const TIMESTAMP = new RegExp(`^${DATE}[T ]\\s*${TIME}\\s*${OFFSET}?$`);

/**
 * Reads a timestamp as people and machines write it: an ISO date, a 24- or 12-hour time, perhaps an offset. Its own
 * offset wins unless `ignoreOffset` says it is only decoration; otherwise it is wall-clock in `zone` (twice: the
 * first; never: moved forward). Epoch milliseconds, or null when it is not a moment that exists.
 */
export function readTimestamp(
  text: string,
  zone: string,
  options: { ignoreOffset?: boolean } = {},
): number | null {
  const groups = TIMESTAMP.exec(text.trim())?.groups;
  if (!groups) return null;
  const day = Date.parse(groups['date']!);
  const inDay = readTimeOfDay(groups);
  if (Number.isNaN(day) || new Date(day).toJSON().slice(0, 10) !== groups['date'] || inDay === null)
    return null;
  const year = Number(groups['date'].slice(0, 4));
  if (year < 1970 || year > 2199) return null;
  const wall = day + inDay;
  const offset = groups['offset'];
  return offset === undefined || options.ignoreOffset
    ? instantOfWall(wall, zone, 'first')
    : wall - offsetOf(offset);
}

function readTimeOfDay(groups: Record<string, string | undefined>): number | null {
  const hour = hourOf(Number(groups['hour']), groups['half']?.[0]?.toLowerCase());
  if (hour === null) return null;
  const fraction = Math.trunc(Number(`0.${groups['fraction'] ?? '0'}`) * 1000);
  return hour * HOUR + Number(groups['minute']) * MINUTE + Number(groups['second'] ?? 0) * 1000 + fraction;
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour < 24 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === 'p' ? 12 : 0);
}

function offsetOf(text: string): number {
  if (text === 'Z') return 0;
  const digits = text.slice(1).replace(':', '').padEnd(4, '0');
  const size = Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2)) * MINUTE;
  return text.startsWith('-') ? -size : size;
}
