import { DAY, HOUR, MINUTE, SECOND } from './interval.js';

/**
 * A written time of day in milliseconds after midnight (`24:00` is a whole day), and its own offset, if any.
 */
export interface WrittenTime {
  inDay: number;
  offset: number | null;
}

const HALF = String.raw`(?<half>[ap])\.?m\.?`;
const COLONS = String.raw`(?<hour>\d{1,2}):(?<minute>[0-5]\d)(?::(?<second>[0-5]\d)(?:[.,](?<fraction>\d{1,9}))?)?`;
/** RFC 5322 allows the zone's name after the offset, in parentheses. */
const OFFSET = String.raw`(?:(?<zulu>Z|UTC|GMT)|(?:UTC|GMT)?(?<offset>[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)(?:\s*\([A-Z]{1,5}\))?)?`;
const CLOCK = new RegExp(
  String.raw`^(?:${COLONS}\s*(?:${HALF})?|(?<bareHour>\d{1,2})\s*${HALF.replace('half', 'bareHalf')}|(?<digits>\d{4}(?:\d\d)?))\s*${OFFSET}$`,
  'i',
);
const RANGE = /^([\d:.\s]*\d\s*(?:[ap]\.?m\.?)?)\s*(?:-|–|—|to)\s*(\d.*)$/i;
const SPREADSHEET_FRACTION = /^0?\.\d+$/;
/** Spreadsheets drop leading zeros from numbers: 900 is 09:00. */
const NUMBER_OF_HOURS = /^\d{3}$/;

/**
 * Reads a time of day: 24 or 12 hours, with or without minutes, `2100`, with an optional offset. Null when
 * the text is no time.
 */
export function readTime(text: string): WrittenTime | null {
  const groups = CLOCK.exec(text.trim())?.groups;
  if (!groups) return null;
  const { digits, half, bareHalf, bareHour, minute = '0', second = '0', fraction = '0' } = groups;
  const inDay = digits
    ? clock(digits.slice(0, 2), digits.slice(2, 4), digits.slice(4), 0, undefined)
    : clock(
        groups['hour'] ?? bareHour!,
        minute,
        second,
        Math.trunc(Number(`0.${fraction}`) * SECOND),
        half ?? bareHalf,
      );
  return inDay === null ? null : { inDay, offset: offsetOf(groups['zulu'], groups['offset']) };
}

/**
 * Reads a cell that holds only a time. Also accepts the start of a span (`20:00-21:00`) and a spreadsheet's
 * fraction of a day.
 */
export function readTimeCell(cell: string): WrittenTime | null {
  const text = cell.trim();
  if (SPREADSHEET_FRACTION.test(text))
    return { inDay: Math.round((Number(text) * DAY) / SECOND) * SECOND, offset: null };
  if (NUMBER_OF_HOURS.test(text)) return readTime(`0${text}`);
  return readStart(text) ?? readTime(text);
}

/** The start of a span of times; null when the text is no span. */
export function readStart(text: string): WrittenTime | null {
  const [, from, to] = RANGE.exec(text) ?? [];
  const end = to === undefined ? null : readTime(to);
  if (from === undefined || !end) return null;
  const start = readTime(from);
  const endsInHalf = /[ap]\.?m/i.test(to!);
  if (!endsInHalf || /[ap]/i.test(from)) return start && { ...start, offset: null };
  // The start of "8–9 PM" is the last 8 o'clock before the end.
  const halves = ['am', 'pm'].flatMap((half) => readTime(`${from.trim()} ${half}`) ?? []);
  const before = halves.filter(({ inDay }) => inDay < (end.inDay === 0 ? DAY : end.inDay));
  return before.at(-1) ?? halves.at(-1) ?? null;
}

function clock(
  hours: string,
  minutes: string,
  seconds: string,
  millis: number,
  half: string | undefined,
): number | null {
  const [minute, second] = [Number(minutes), Number(seconds)];
  if (minute > 59 || second > 59) return null;
  const rest = minute * MINUTE + second * SECOND + millis;
  const hour = hourOf(Number(hours), half?.toLowerCase());
  return hour === null || (hour === 24 && rest > 0) ? null : hour * HOUR + rest;
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour <= 24 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === 'p' ? 12 : 0);
}

function offsetOf(zulu: string | undefined, text: string | undefined): number | null {
  if (text === undefined) return zulu === undefined ? null : 0;
  const digits = text.slice(1).replace(':', '').padEnd(4, '0');
  const size = Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2)) * MINUTE;
  return text.startsWith('-') ? -size : size;
}
