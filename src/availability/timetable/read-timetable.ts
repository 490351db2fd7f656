import { DAY, intersection, type Span } from '../../domain/interval.js';
import { EventIgnored, readEvent, type CalendarEvent } from './calendar-event.js';
import { partsOf, unreadable, type CalendarPart } from './calendar-file.js';
import { CalendarZones, ianaOf } from './calendar-zones.js';
import { Effort, instantOf, NamedTimes, spanOf, startsOf } from './occurrences.js';

/** One event of a timetable with what it takes of somebody's time. */
export interface UnderstoodEvent {
  line: number;
  title: string;
  isAllDay: boolean;
  isRecurring: boolean;
  spans: Span[];
}

/** An event, or something else in the file, that takes nobody's time, and why. */
export interface IgnoredEvent {
  line: number;
  message: string;
}

export interface Timetable {
  understood: UnderstoodEvent[];
  ignored: IgnoredEvent[];
}

const MOST_EVENTS = 2_000;
const MOST_SPANS = 5_000;
const LONGEST = 7 * DAY;

/**
 * What an iCalendar file says of somebody's time. Times without a zone go by the file's X-WR-TIMEZONE, or `zone`.
 *
 * Of a series only what lies in one of the terms counts, and that is the first term it takes place in: classes rarely say
 * when they end. Throws when the file is no calendar; what of it cannot be understood is ignored, with the line and why.
 */
export function readTimetable(text: string, zone: string, terms: readonly Span[]): Timetable {
  const { parts, calendarZone } = partsOf(text);
  if (parts.length > MOST_EVENTS)
    throw unreadable(`This calendar holds more than ${MOST_EVENTS} events; upload the classes alone.`);
  const zones = new CalendarZones(parts, (calendarZone && ianaOf(calendarZone)) ?? zone);
  const ignored: IgnoredEvent[] = [];
  const events = parts.flatMap((part) => {
    if (part.name === 'VTIMEZONE') return [];
    try {
      return [readKnown(part, zones)];
    } catch (error) {
      if (!(error instanceof EventIgnored)) throw error;
      ignored.push({ line: part.line, message: error.message });
      return [];
    }
  });
  if (events.length + ignored.length === 0) throw unreadable('This calendar holds no events.');

  const understood: UnderstoodEvent[] = [];
  const replaced = replacedBy(events);
  const effort = new Effort();
  let count = 0;
  for (const event of withoutRepeats(events).filter((one) => !(one.replaces && one.isCancelled))) {
    try {
      const spans = expand(event, event.replaces ? undefined : replaced.get(event.uid), terms, effort);
      count += spans.length;
      if (count > MOST_SPANS)
        throw unreadable(
          `This calendar takes place more than ${MOST_SPANS} times; upload the classes alone.`,
        );
      const isRecurring = event.rules.length + event.added.length > 0;
      understood.push({
        line: event.line,
        title: event.title,
        isAllDay: event.start.isDate,
        isRecurring,
        spans,
      });
    } catch (error) {
      if (!(error instanceof EventIgnored)) throw error;
      ignored.push({ line: event.line, message: error.message });
    }
  }
  return { understood, ignored: ignored.sort((a, b) => a.line - b.line) };
}

const OTHER_PARTS: Readonly<Record<string, string>> = {
  VTODO: 'This is a to-do, which takes no time of its own.',
  VJOURNAL: 'This is a journal entry, which takes no time of its own.',
  VFREEBUSY: 'This is a free/busy summary; only events are read.',
};

function readKnown(part: CalendarPart, zones: CalendarZones): CalendarEvent {
  if (part.name === 'VEVENT') return readEvent(part, zones);
  throw new EventIgnored(OTHER_PARTS[part.name] ?? `A ${part.name} is not an event.`);
}

/** By the UID of a series, the occurrences of it that other events stand in for. */
function replacedBy(events: readonly CalendarEvent[]): Map<string | null, NamedTimes> {
  const replacing = events.filter((event) => event.replaces !== null);
  return new Map(
    [...Map.groupBy(replacing, (event) => event.uid)].map(([uid, of]) => [
      uid,
      new NamedTimes(of.map((event) => event.replaces!)),
    ]),
  );
}

/** Of one event given twice, or in two versions, the later stays. */
function withoutRepeats(events: readonly CalendarEvent[]): CalendarEvent[] {
  const latest = new Map<string, CalendarEvent>();
  for (const event of events) {
    const replaced = event.replaces ? instantOf(event.replaces) : '';
    latest.set(`${event.uid ?? event.line}|${instantOf(event.start)}|${replaced}`, event);
  }
  return [...latest.values()];
}

function expand(
  event: CalendarEvent,
  replaced: NamedTimes | undefined,
  terms: readonly Span[],
  effort: Effort,
): Span[] {
  if (event.length.wall + event.length.real > LONGEST)
    throw new EventIgnored(
      'This lasts more than a week, which no class does. Mark it as unavailable time instead.',
    );
  const last = Math.max(...terms.map((term) => term.end));
  const spans = startsOf(event, last, effort)
    .filter((time) => !replaced?.has(time))
    .map((time) => spanOf(time, event));
  const term = terms.find((one) => spans.some((span) => intersection(span, one)));
  if (!term) throw new EventIgnored('This takes place in none of the terms ahead.');
  return spans.filter((span) => span.start < term.end && span.end > term.start);
}
