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

/** One line of a timetable: an event with what it takes of somebody's time. */
export interface UnderstoodEvent {
  /** Made of what the event says, so that it is the same whenever the file says the same. */
  id: string;
  line: number;
  uid: string | null;
  title: string;
  isAllDay: boolean;
  isRecurring: boolean;
  spans: Span[];
  times: ClassTimes[];
  /** How many occurrences are at more different hours than `times` tells. */
  atOtherTimes: number;
  notes: Note[];
  /** What of the event was left out. */
  warnings: LineMessage[];
}

export interface Timetable {
  understood: UnderstoodEvent[];
  /** Events, and other things in the file, that take nobody's time, and why. */
  ignored: LineMessage[];
}

const MOST_PARTS = 6_000;
const MOST_LINES = 50_000;
const MOST_EVENTS = 2_000;
const MOST_DATES = 20_000;
const MOST_RULE_LETTERS = 250_000;
const MOST_SPANS = 5_000;
/** Thousands of classes over two terms. */
const MOST_DAYS = 700_000;
const MOST_IGNORED = 200;
const OUTSIDE = 'This takes place in none of the terms ahead.';

/**
 * What an iCalendar file says of somebody's time within the terms. Times without a zone go by the file's X-WR-TIMEZONE,
 * or `zone`. What of it cannot be understood is left out, with the line and why, and costs nothing else; what lies before
 * the terms counts for no limit. Throws when the file is no calendar, or holds more than anybody has.
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

/** The events that take time, or take that of a series away; the others are told. */
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
    // Where a whole series is marked as free, its changed dates are no freer than the others.
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

/** Lines that say the very same are told apart by their number. */
function numbered(understood: readonly UnderstoodEvent[]): UnderstoodEvent[] {
  const seen = new Map<string, number>();
  return understood.map((event) => {
    const nth = (seen.get(event.id) ?? 0) + 1;
    seen.set(event.id, nth);
    return nth === 1 ? event : { ...event, id: `${event.id}-${nth}` };
  });
}

/** By their lines; what lies outside the terms as one, and no more than somebody reads. */
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
