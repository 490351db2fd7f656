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

/** Something in the file that was left out, and why, in words for its owner. */
export interface LineMessage {
  line: number;
  message: string;
}

/** A time as a line has it. */
export interface TimeOnLine extends WrittenTime {
  line: ContentLine;
}

/** A date beside the rules of an event, with a length of its own or that of the event. */
export interface NamedDate {
  time: CalendarTime;
  length: Length | null;
}

/** What is true of a whole file, for its events to be read by. */
export interface FileContext {
  zones: CalendarZones;
  /** From the first of the terms to the last. */
  within: Span;
  /** Spent on each date that an event names within the terms. */
  dates: Effort;
  /** Spent on each letter of a rule. */
  rules: Effort;
}

const MOST_WARNINGS = 20;
const MOST_DATES = 1_000;
const MOST_VALUES = 50_000;
/** What is more than so far outside the terms does not reach into them, whatever its zone. */
const REACH = 9 * DAY;
const NO_TIME = 'is not a date or time that exists';

/** The properties of one VEVENT. What of them cannot be read is left out and told. */
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

  /** A value that is one of a list of names, in capitals. */
  word(name: string): string {
    return this.text(name).toUpperCase();
  }

  /** The first time of that name that can be read. */
  time(name: string): TimeOnLine | null {
    let time = this.times.get(name);
    if (time === undefined) this.times.set(name, (time = this.readTime(name)));
    return time;
  }

  /** Puts a time on its clock: its own, else that of the event's start, else the calendar's; a date on the reader's. */
  placed(time: WrittenTime, { parameters, number }: ContentLine, start: CalendarTime | null): CalendarTime {
    const tzid = parameters.get('TZID');
    const { wall, isDate } = time;
    if (time.isUtc) return { wall, isDate, clock: UTC };
    if (isDate) return { wall, isDate, clock: this.context.zones.ofReader };
    return { wall, isDate, clock: (tzid && this.clockOf(tzid, number)) || this.floating(start) };
  }

  /** The dates of all properties of a name, those far outside the terms left out unread. */
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

/** VALUE=DATE makes a day of a date-time. */
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
