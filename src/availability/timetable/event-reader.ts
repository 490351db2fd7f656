import { DAY, type Span } from '../../domain/interval.js';
import { decodedText, truncated } from './calendar-file.js';
import type { CalendarPart } from './component-reader.js';
import { dayOfWall, timeOfWall } from './calendar-days.js';
import {
  instantOf,
  parseLength,
  parseTime,
  UTC,
  type CalendarTime,
  type Clock,
  type Length,
  type WrittenTime,
} from './calendar-time.js';
import type { CalendarZones } from './calendar-zones.js';
import type { Effort } from './rule-dates.js';
import { readLine, textOf, type ContentLine } from './content-line.js';

/** A part of the file that was left out, and why, in words for its owner. */
export interface LineMessage {
  line: number;
  message: string;
}

/** A time and the property it comes from. */
export interface TimeOnLine extends WrittenTime {
  line: ContentLine;
}

/** A date that an event names in addition to its rules, with its own length or the event's. */
export interface NamedDate {
  time: CalendarTime;
  length: Length | null;
}

/** What all events of a file need to be parsed. */
export interface FileContext {
  zones: CalendarZones;
  /** From the start of the first term to the end of the last. */
  within: Span;
  /** Budget, spent on each date that an event names within the terms. */
  dates: Effort;
  /** Budget, spent on each character of a rule. */
  rules: Effort;
}

const MOST_WARNINGS = 20;
const MOST_DATES = 1_000;
const MOST_VALUES = 50_000;
/** What is further outside the terms than this does not reach into them, in any zone. */
const REACH = 9 * DAY;
const NO_TIME = 'is not a date or time that exists';

/** Reads the properties of one VEVENT. Unreadable ones are left out and reported. */
export class EventReader {
  readonly warnings: LineMessage[] = [];
  private readonly lines = new Map<string, ContentLine[]>();
  private readonly times = new Map<string, TimeOnLine | null>();
  private readonly unknownZones = new Set<string>();

  constructor(
    private readonly part: CalendarPart,
    private readonly context: FileContext,
  ) {}

  warn(line: number, message: string): void {
    if (this.warnings.length === MOST_WARNINGS)
      this.warnings.push({ line, message: 'There is more in this event that was not understood.' });
    if (this.warnings.length < MOST_WARNINGS) this.warnings.push({ line, message });
  }

  all(name: string): ContentLine[] {
    let lines = this.lines.get(name);
    if (!lines)
      this.lines.set(name, (lines = this.part.lines.filter((line) => line.name === name).map(readLine)));
    return lines;
  }

  text(name: string): string {
    const line = this.part.lines.find((one) => one.name === name);
    return line ? textOf(readLine(line)) : '';
  }

  /** A value from a list of names, in upper case. */
  word(name: string): string {
    return this.text(name).toUpperCase();
  }

  /** The first readable time of this property. */
  time(name: string): TimeOnLine | null {
    let time = this.times.get(name);
    if (time === undefined) this.times.set(name, (time = this.readTime(name)));
    return time;
  }

  /**
   * Gives a time its clock: its own, else that of the event's start, else the calendar's. A date gets the
   * reader's clock.
   */
  placed(time: WrittenTime, { parameters, number }: ContentLine, start: CalendarTime | null): CalendarTime {
    const tzid = parameters.get('TZID');
    const { wall, isDate } = time;
    if (time.isUtc) return { wall, isDate, clock: UTC };
    if (isDate) return { wall, isDate, clock: this.context.zones.ofReader };
    return { wall, isDate, clock: (tzid && this.clockOf(tzid, number)) || this.floating(start) };
  }

  /** The dates of all properties of a name. Skips dates far outside the terms unread. */
  dates(name: string, start: CalendarTime): NamedDate[] {
    const lines = this.all(name);
    if (lines.length === 0) return [];
    const { within } = this.context;
    const [from, to] = [compact(within.start - REACH), compact(within.end + REACH)];
    const dates: NamedDate[] = [];
    for (const line of lines) {
      const values = line.value.split(',', MOST_VALUES);
      const bad: string[] = [];
      for (const value of values) {
        const day = value.slice(0, 8);
        if (value === '' || (/^\d{8}$/.test(day) && (day < from || day > to))) continue;
        if (dates.length === MOST_DATES) {
          this.warn(line.number, `It names more than ${MOST_DATES} dates; ${name} was read up to there.`);
          return dates;
        }
        const date = this.dateOf(value.trim(), line, start);
        if (!date) bad.push(value);
        else if (dates.push(date)) this.context.dates.spend();
      }
      if (values.length === MOST_VALUES) this.warn(line.number, `${name} names too many dates to be read.`);
      if (bad.length > 0) this.warn(line.number, badDates(name, bad));
    }
    return dates;
  }

  private readTime(name: string): TimeOnLine | null {
    for (const line of this.all(name)) {
      const time = parseTime(line.value + line.rest) ?? parseTime(line.value);
      if (time) return { ...time, ...wholeDay(time, line), line };
      this.warn(line.number, `${name} ${NO_TIME}.`);
    }
    return null;
  }

  private dateOf(value: string, line: ContentLine, start: CalendarTime): NamedDate | null {
    const [text, end] = value.split('/', 2);
    const written = parseTime(text!);
    if (!written) return null;
    const time = this.placed({ ...written, ...wholeDay(written, line) }, line, start);
    if (end === undefined) return { time, length: null };
    const until = parseTime(end);
    const length = until
      ? { wall: 0, real: instantOf(this.placed(until, line, start)) - instantOf(time) }
      : parseLength(end);
    return length && length.wall + length.real > 0 ? { time, length } : null;
  }

  private clockOf(tzid: string, line: number): Clock | null {
    const clock = this.context.zones.find(tzid);
    if (!clock && !this.unknownZones.has(tzid)) {
      this.unknownZones.add(tzid);
      this.warn(
        line,
        `The time zone “${truncated(decodedText(tzid))}” is neither known nor described in the file; the time was taken as the institution’s.`,
      );
    }
    return clock;
  }

  private floating(start: CalendarTime | null): Clock {
    if (start && start.clock !== UTC) return start.clock;
    const { calendar, line } = this.part;
    return (calendar.zone !== null && this.clockOf(calendar.zone, line)) || this.context.zones.ofReader;
  }
}

/** VALUE=DATE turns a date-time into a day. */
const wholeDay = (time: WrittenTime, { parameters }: ContentLine): Partial<WrittenTime> =>
  parameters.get('VALUE')?.toUpperCase() === 'DATE' && !time.isDate
    ? { wall: time.wall - timeOfWall(time.wall), isDate: true, isUtc: false }
    : {};

const compact = (wall: number): string =>
  new Date(dayOfWall(wall) * DAY).toISOString().slice(0, 10).replaceAll('-', '');

function badDates(name: string, bad: readonly string[]): string {
  const first = decodedText(bad[0]!.slice(0, 40));
  return bad.length === 1
    ? `${name}: “${first}” ${NO_TIME}, and was left out.`
    : `${name}: ${bad.length} dates do not exist, “${first}” the first of them, and were left out.`;
}
