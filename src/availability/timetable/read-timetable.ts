import { invalid } from '../../domain/errors.js';
import type { Span } from '../../domain/interval.js';
import { EventIgnored, isAllDay, readEvent, type CalendarEvent } from './calendar-event.js';
import { componentsOf, truncated } from './calendar-file.js';
import type { CalendarPart } from './component-reader.js';
import { CalendarZones } from './calendar-zones.js';
import { classTimes, type ClassTimes } from './class-times.js';
import type { FileContext, LineMessage } from './event-reader.js';
import { Effort } from './rule-dates.js';
import { isClassMarkedFree, placeAll, type Note, type PlacedEvent } from './series.js';
import { latestVersionsOf, contentHashOf } from './event-versions.js';

/** One line of a timetable: an event and the time it takes. */
export interface UnderstoodEvent {
  /** Computed from the event's content, so it is the same whenever the file says the same. */
  id: string;
  line: number;
  uid: string | null;
  title: string;
  isAllDay: boolean;
  isRecurring: boolean;
  spans: Span[];
  times: ClassTimes[];
  /** The number of occurrences at further hours that `times` does not list. */
  atOtherTimes: number;
  notes: Note[];
  /** Parts of the event that were left out. */
  warnings: LineMessage[];
}

export interface Timetable {
  understood: UnderstoodEvent[];
  /** Events and other parts of the file that take no time, and why. */
  ignored: LineMessage[];
}

const MOST_PARTS = 6_000;
const MOST_LINES = 50_000;
const MOST_EVENTS = 2_000;
const MOST_DATES = 20_000;
const MOST_RULE_LETTERS = 250_000;
const MOST_SPANS = 5_000;
/** Enough for thousands of classes over two terms. */
const MOST_DAYS = 700_000;
const MOST_IGNORED = 200;
const OUTSIDE = 'This takes place in none of the terms ahead.';

/**
 * Reads an iCalendar file: the time it takes within the terms. Times without a zone use the file's
 * X-WR-TIMEZONE, or `zone`. Parts that cannot be understood are left out, with their line and the reason.
 * Events before the terms count for no limit. Throws when the file is not a calendar, or is larger than any
 * person's.
 */
export function readTimetable(file: Uint8Array, zone: string, terms: readonly Span[]): Timetable {
  const inOrder = terms.toSorted((a, b) => a.start - b.start);
  const parts = componentsOf(file);
  if (parts.length > MOST_PARTS) throw invalid('body', 'INVALID_CALENDAR.entries', { most: MOST_PARTS });
  if (parts.reduce((sum, { lines }) => sum + lines.length, 0) > MOST_LINES)
    throw invalid('body', 'INVALID_CALENDAR.lines', { most: MOST_LINES });
  const within = {
    start: Math.min(...terms.map(({ start }) => start)),
    end: Math.max(...terms.map(({ end }) => end)),
  };
  const effort = new Effort(MOST_DAYS, () => invalid('body', 'INVALID_CALENDAR.too-often'));
  const dates = new Effort(MOST_DATES, () => invalid('body', 'INVALID_CALENDAR.dates', { most: MOST_DATES }));
  const rules = new Effort(MOST_RULE_LETTERS, () => invalid('body', 'INVALID_CALENDAR.rules'));
  const zones = new CalendarZones(parts, { zone, within, effort });
  const ignored: LineMessage[] = [];
  const context = { zones, within, dates, rules };
  const { latest, older } = latestVersionsOf(eventsOf(parts, context, ignored));
  ignored.push(...older);
  const counting = withoutFree(latest, ignored);
  const understood: UnderstoodEvent[] = [];
  let count = 0;
  for (const placed of placeAll(counting, inOrder, within, effort)) {
    const { event, spans, isReplaced } = placed;
    count += spans.size;
    if (count > MOST_SPANS) throw invalid('body', 'INVALID_CALENDAR.times', { most: MOST_SPANS });
    if (spans.size > 0) understood.push(understoodOf(placed, zone));
    else if (!event.isCancelled)
      ignored.push({
        line: event.line,
        message: isReplaced ? 'All of its dates are changed or cancelled.' : OUTSIDE,
      });
  }
  return { understood: numbered(understood), ignored: listed(ignored) };
}

const OTHER_PARTS: Readonly<Record<string, string>> = {
  VTODO: 'This is a to-do, which takes no time of its own.',
  VJOURNAL: 'This is a journal entry, which takes no time of its own.',
  VFREEBUSY: 'This is a free/busy summary; only events are read.',
};

function eventsOf(
  parts: readonly CalendarPart[],
  context: FileContext,
  ignored: LineMessage[],
): CalendarEvent[] {
  const events: CalendarEvent[] = [];
  let near = 0;
  for (const part of parts) {
    if (part.name === 'VTIMEZONE') continue;
    try {
      if (part.name !== 'VEVENT')
        throw new EventIgnored(OTHER_PARTS[part.name] ?? `A ${truncated(part.name)} is not an event.`);
      const event = readEvent(part, context);
      if (!event.isOutside && ++near > MOST_EVENTS)
        throw invalid('body', 'INVALID_CALENDAR.events', { most: MOST_EVENTS });
      events.push(event);
    } catch (error) {
      if (!(error instanceof EventIgnored)) throw error;
      ignored.push({ line: part.line, message: error.message });
    }
  }
  if (events.length + ignored.length === 0) throw invalid('body', 'NOTHING_UNDERSTOOD.no-events');
  return events;
}

/** Events that take time, or that remove time from a series; all others are reported. */
function withoutFree(events: readonly CalendarEvent[], ignored: LineMessage[]): CalendarEvent[] {
  const series = Map.groupBy(
    events.filter(({ replaces }) => replaces === null),
    ({ uid }) => uid,
  );
  return events.flatMap((event): CalendarEvent[] => {
    const tell = (message: string): [] => {
      ignored.push({ line: event.line, message });
      return [];
    };
    if (event.isOutside) return tell(OUTSIDE);
    if (!event.replaces) {
      if (event.isCancelled) return tell('This event is cancelled.');
      const isFree = event.isMarkedFree && !isClassMarkedFree(event);
      return isFree ? tell('This event is marked as free time.') : [event];
    }
    // When the whole series is marked as free, its changed dates also count.
    const isFree = event.isMarkedFree && !series.get(event.uid)?.every((one) => one.isMarkedFree);
    if (isFree && !event.isCancelled) tell('This date of a series is marked as free time.');
    return [{ ...event, isCancelled: event.isCancelled || isFree }];
  });
}

function understoodOf({ event, spans, notes }: PlacedEvent, zone: string): UnderstoodEvent {
  const inOrder = [...spans.values()].sort((a, b) => a.start - b.start);
  return {
    id: contentHashOf(event),
    line: event.line,
    uid: event.uid,
    title: event.title,
    isAllDay: isAllDay(event),
    isRecurring: event.rules.length + event.added.length > 0,
    spans: inOrder,
    ...classTimes(inOrder, zone),
    notes: event.isMarkedFree ? ['marked-free', ...notes] : [...notes],
    warnings: event.warnings,
  };
}

/** Lines with the same content get a number to tell them apart. */
function numbered(understood: readonly UnderstoodEvent[]): UnderstoodEvent[] {
  const seen = new Map<string, number>();
  return understood.map((event) => {
    const nth = (seen.get(event.id) ?? 0) + 1;
    seen.set(event.id, nth);
    return nth === 1 ? event : { ...event, id: `${event.id}-${nth}` };
  });
}

/** By line. All events outside the terms become one entry, and the list is limited to what a person reads. */
function listed(ignored: readonly LineMessage[]): LineMessage[] {
  const inOrder = ignored.toSorted((a, b) => a.line - b.line);
  const outside = inOrder.filter(({ message }) => message === OUTSIDE);
  const [first] = outside;
  const told = inOrder.filter((one) => one.message !== OUTSIDE || one === first);
  if (first && outside.length > 1)
    told[told.indexOf(first)] = {
      line: first.line,
      message: `This and ${outside.length - 1} more entries take place in none of the terms ahead.`,
    };
  const rest = told.length - MOST_IGNORED;
  if (rest <= 0) return told;
  const message = `This and ${rest - 1} more entries were left out too.`;
  return [...told.slice(0, MOST_IGNORED), { line: told[MOST_IGNORED]!.line, message }];
}
