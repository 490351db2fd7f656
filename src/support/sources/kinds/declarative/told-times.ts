import { DateTime } from 'luxon';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../domain/interval.js';

const LONGEST_FORMAT = 100;
const EXAMPLE = Date.UTC(2031, 10, 23, 14, 35, 50, 678);
/** Tokens of Luxon formats that tell seconds, and those that tell the offset. */
const WITH_SECONDS = /[sSuFxX]|TT/;
const WITH_OFFSET = /[ZxX]/;
/** ISO 8601 with an offset, of a day that each month has: read without Luxon, because there are many. */
const COMPLETE =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;
const ISO_OFFSET = /(?:Z|[+-]\d\d(?::?\d\d)?)$/i;
const ENGLISH = { locale: 'en-US' };

/** `iso`, or a Luxon format that tells a moment to the minute and reads what it writes. */
export function isDateFormat(format: string): boolean {
  if (format.length === 0 || format.length > LONGEST_FORMAT) return false;
  const at = parsed(written(DateTime.fromMillis(EXAMPLE, { zone: 'utc' }), format), format, 'utc');
  return at !== null && Math.abs(at - EXAMPLE) < MINUTE;
}

/** The dates of one system, as it writes them. Instants in epoch milliseconds. */
export class ToldTimes {
  /** The smallest step between two dates that can be asked for. */
  readonly unit: number;
  private readonly hasOffset: boolean;

  constructor(private readonly time: { format: string; zone: string }) {
    const tokens = tokensOf(time.format);
    const isIso = time.format === 'iso';
    this.hasOffset = isIso || WITH_OFFSET.test(tokens);
    this.unit = isIso || WITH_SECONDS.test(tokens) ? SECOND : MINUTE;
  }

  /** Null when it is not set, undefined when it is not understood. */
  read(told: unknown): number | null | undefined {
    if (told === undefined || told === null || told === '' || told === 0) return null;
    if (typeof told !== 'string' && typeof told !== 'number') return undefined;
    const text = String(told).trim();
    // How some databases write no date.
    if (text.startsWith('0000-00-00')) return null;
    const at = parsed(text, this.time.format, this.time.zone);
    if (at === null) return undefined;
    return at > DAY ? at : null;
  }

  /** A date that is not later. Before 1970-01-02 there is none. */
  since(millis: number): string {
    let at = this.inZone(Math.floor(millis / this.unit) * this.unit);
    // Of an hour that comes twice, the system may mean the later one.
    while (!this.hasOffset && at.getPossibleOffsets().length > 1) at = at.minus(HOUR);
    return written(at, this.time.format);
  }

  /** A date that is not earlier. */
  until(millis: number): string {
    let at = this.inZone(Math.ceil(millis / this.unit) * this.unit);
    while (!this.hasOffset && at.getPossibleOffsets().length > 1) at = at.plus(HOUR);
    return written(at, this.time.format);
  }

  private inZone(millis: number): DateTime {
    return DateTime.fromMillis(Math.max(millis, DAY), { zone: this.time.zone });
  }
}

const tokensOf = (format: string): string => format.replace(/'[^']*'/g, '');

function written(at: DateTime, format: string): string {
  return format === 'iso' ? at.toISO({ suppressMilliseconds: true }) : at.toFormat(format, ENGLISH);
}

/** Null when it is not such a date. */
function parsed(text: string, format: string, zone: string): number | null {
  // Luxon writes seconds and milliseconds since 1970, but does not read them.
  if (format === 'X' || format === 'x')
    return /^\d{1,15}$/.test(text) ? Number(text) * (format === 'X' ? SECOND : 1) : null;
  if (format === 'iso' && COMPLETE.test(text)) return Date.parse(text);
  try {
    // Luxon takes a year or a time alone, too.
    if (format === 'iso' && !/^\d{4}-?\d\d-?\d\d[T ]\d\d/.test(text)) return null;
    const at =
      format === 'iso'
        ? DateTime.fromISO(text.replace(/^(\d{4}-\d\d-\d\d) (?=\d\d:)/, '$1T'), { zone })
        : DateTime.fromFormat(text, format, { zone, ...ENGLISH });
    const hasOffset = format === 'iso' ? ISO_OFFSET.test(text) : WITH_OFFSET.test(tokensOf(format));
    // Of an hour that comes twice, the first one: Luxon's choice depends on the season, and the second may not have come yet.
    return hasOffset ? +at : Math.min(...at.getPossibleOffsets().map(Number));
  } catch {
    return null;
  }
}
