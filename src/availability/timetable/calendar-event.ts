import { DAY, type Span } from '../../domain/interval.js';
import type { CalendarPart, FileLine } from './component-reader.js';
import { timeOfWall } from './calendar-days.js';
import { instantOf, parseLength, parseTime, UTC, type CalendarTime, type Length } from './calendar-time.js';
import {
  EventReader,
  type FileContext,
  type NamedDate,
  type TimeOnLine,
  type LineMessage,
} from './event-reader.js';
import { parseRule, type Rule } from './recurrence-rule.js';

/** Why an event is ignored, in words for its owner. */
export class EventIgnored extends Error {}

/** One VEVENT, parsed. */
export interface CalendarEvent {
  line: number;
  lines: readonly FileLine[];
  uid: string | null;
  title: string;
  /**
   * Of several versions of an event the highest sequence counts; among equal ones, the later `stamp`
   * (sortable text).
   */
  sequence: number;
  stamp: string;
  start: CalendarTime;
  length: Length;
  rules: Rule[];
  added: NamedDate[];
  removed: CalendarTime[];
  /** The occurrence of a series that this event replaces, and whether it also replaces all later ones. */
  replaces: CalendarTime | null;
  isForGood: boolean;
  isCancelled: boolean;
  isMarkedFree: boolean;
  /** Whether all of it lies before or after the terms. Then its times were not parsed further. */
  isOutside: boolean;
  warnings: LineMessage[];
}

const MOST_RULES = 5;
const LONGEST = 7 * DAY;

/** Parses one VEVENT. Throws EventIgnored when it makes no sense. */
export function readEvent(part: CalendarPart, context: FileContext): CalendarEvent {
  if (part.isCutOff)
    throw new EventIgnored('The event that begins here never ends; the file seems to be cut off.');
  const reader = new EventReader(part, context);
  const replacing = reader.time('RECURRENCE-ID');
  const isCancelled = reader.word('STATUS') === 'CANCELLED';
  const written = reader.time('DTSTART') ?? (isCancelled ? replacing : null);
  if (!written)
    throw new EventIgnored(
      reader.all('DTSTART').length > 0
        ? 'DTSTART is not a date or time that exists.'
        : 'This event has no start.',
    );
  const event: CalendarEvent = {
    line: part.line,
    lines: part.lines,
    uid: reader.text('UID') || null,
    title: '',
    sequence: Number(/^\d{1,9}$/.exec(reader.text('SEQUENCE'))?.[0] ?? 0),
    stamp: '',
    start: { wall: written.wall, isDate: written.isDate, clock: UTC },
    length: { wall: 0, real: 0 },
    rules: [],
    added: [],
    removed: [],
    replaces: null,
    isForGood: replacing?.line.parameters.get('RANGE')?.toUpperCase() === 'THISANDFUTURE',
    isCancelled,
    isMarkedFree: false,
    isOutside: false,
    warnings: reader.warnings,
  };
  const times = replacing ? [written, replacing] : [written];
  if (isOutside(reader, times, context.within) && !event.isForGood) return { ...event, isOutside: true };
  const start = reader.placed(written, written.line, null);
  return {
    ...event,
    title: reader.text('SUMMARY') || 'Untitled',
    stamp: reader.text('DTSTAMP'),
    start,
    length: isCancelled ? event.length : lengthOf(reader, start),
    rules: replacing ? [] : rulesOf(reader, context),
    added: replacing ? [] : addedTo(reader, start),
    removed: replacing ? [] : reader.dates('EXDATE', start).map(({ time }) => time),
    replaces: replacing && reader.placed(replacing, replacing.line, start),
    isMarkedFree:
      reader.word('TRANSP') === 'TRANSPARENT' || reader.word('X-MICROSOFT-CDO-BUSYSTATUS') === 'FREE',
  };
}

/** Whether an event certainly ends before the terms or begins after them, in any zone. */
function isOutside(reader: EventReader, times: readonly TimeOnLine[], within: Span): boolean {
  if (reader.all('RDATE').length > 0) return false;
  if (times.every(({ wall }) => wall > within.end + 2 * DAY)) return true;
  const last = within.start - LONGEST - 2 * DAY;
  const end = reader.time('DTEND');
  const untils = reader.all('RRULE').map(({ value }) => parseTime(/UNTIL=([^;]*)/i.exec(value)?.[1] ?? ''));
  return [...times, ...(end ? [end] : []), ...untils].every((time) => time !== null && time.wall < last);
}

function rulesOf(reader: EventReader, context: FileContext): Rule[] {
  const lines = reader.all('RRULE');
  if (lines.length > MOST_RULES)
    reader.warn(
      lines[MOST_RULES]!.number,
      `It repeats by more than ${MOST_RULES} rules; the rest were left out.`,
    );
  for (const { number } of reader.all('EXRULE'))
    reader.warn(number, 'Exceptions by a rule (EXRULE) are not read; all of its dates count.');
  return lines.slice(0, MOST_RULES).flatMap(({ value, rest, number }) => {
    context.rules.spend(value.length);
    const joined = rest === '' ? null : parseRule(value + rest);
    const rule = joined && 'problems' in joined && joined.problems.length === 0 ? joined : parseRule(value);
    if ('problems' in rule) {
      for (const problem of rule.problems) reader.warn(number, problem);
      return [rule];
    }
    if (rule.isUnderstood && lines.length === 1) throw new EventIgnored(rule.message);
    reader.warn(number, rule.message);
    return [];
  });
}

/** An RDATE that is only a date means that day at the time of the event. */
function addedTo(reader: EventReader, start: CalendarTime): NamedDate[] {
  return reader
    .dates('RDATE', start)
    .map(({ time, length }) =>
      time.isDate && !start.isDate
        ? { time: { ...start, wall: time.wall + timeOfWall(start.wall) }, length }
        : { time, length },
    );
}

function lengthOf(reader: EventReader, start: CalendarTime): Length {
  const length = fromEnd(reader, start) ?? fromDuration(reader, start);
  if (length.wall + length.real > LONGEST)
    throw new EventIgnored(
      'This lasts more than a week, which no class does. Mark it as unavailable time instead.',
    );
  return length;
}

function fromEnd(reader: EventReader, start: CalendarTime): Length | null {
  const written = reader.time('DTEND');
  if (!written) return null;
  const end = reader.placed(written, written.line, start);
  // Some exporters write an all-day event that ends on its start date; the end means the day after (RFC 5545,
  // 3.6.1).
  if (start.isDate && end.isDate && end.wall === start.wall) return { wall: DAY, real: 0 };
  const isSameClock = end.clock === start.clock;
  const wall = isSameClock ? end.wall - start.wall : 0;
  const real = isSameClock ? 0 : end.clock(end.wall, 'last') - instantOf(start);
  if (wall + real <= 0) throw new EventIgnored('This event does not end after it starts.');
  return { wall, real };
}

function fromDuration(reader: EventReader, start: CalendarTime): Length {
  const [line] = reader.all('DURATION');
  const length = line && (parseLength(line.value + line.rest) ?? parseLength(line.value));
  if (start.isDate) {
    if (line && !length)
      reader.warn(line.number, 'Its duration cannot be understood; it was taken as one day.');
    return length && length.wall + length.real > 0 ? length : { wall: DAY, real: 0 };
  }
  if (!line)
    throw new EventIgnored(
      reader.all('DTEND').length > 0
        ? 'DTEND is not a date or time that exists, and it has no duration.'
        : 'This event has a start, but no end and no duration.',
    );
  if (!length) throw new EventIgnored('Its duration cannot be understood.');
  if (length.wall + length.real === 0) throw new EventIgnored('This event lasts no time at all.');
  return length;
}

/** Whether it takes whole days: as dates, or from midnight to midnight. */
export const isAllDay = ({ start, length }: CalendarEvent): boolean =>
  start.isDate || (timeOfWall(start.wall) === 0 && (length.wall + length.real) % DAY === 0);
