import { DAY, overlaps, type Span } from '../../domain/interval.js';
import { isAllDay, type CalendarEvent } from './calendar-event.js';
import { dayOfWall, timeOfWall } from './calendar-days.js';
import { instantOf, type CalendarTime } from './calendar-time.js';
import { NamedTimes, occurrenceAt, occurrencesOf, type Occurrence } from './occurrences.js';
import type { Effort } from './rule-dates.js';

/** Notes about a line of a timetable, besides when it takes place. */
export const NOTES = [
  'marked-free',
  'first-day-passed-over',
  'first-term-only',
  'changed-since-left-out',
] as const;
export type Note = (typeof NOTES)[number];

/** An event with the time it takes. */
export interface PlacedEvent {
  event: CalendarEvent;
  /** By their start. */
  spans: Map<number, Span>;
  notes: Set<Note>;
  /** Whether it would take place in a term if none of its dates were removed or changed. */
  isReplaced: boolean;
}

/** Places all events: each series together with the events that replace some of its occurrences. */
export function placeAll(
  events: readonly CalendarEvent[],
  terms: readonly Span[],
  within: Span,
  effort: Effort,
): PlacedEvent[] {
  const placed = new Map<CalendarEvent, PlacedEvent>();
  for (const event of events)
    placed.set(event, { event, spans: new Map(), notes: new Set(), isReplaced: false });
  const standIns = Map.groupBy(
    events.filter(({ replaces }) => replaces !== null),
    ({ uid }) => uid,
  );
  const changes = new Map([...standIns].map(([uid, all]) => [uid, changesBy(all)]));
  const series = events.filter(({ replaces }) => replaces === null);
  const isSeriesOf = new Set(series.map(({ uid }) => uid));
  for (const event of series)
    placeSeries(placed, { event, ...(changes.get(event.uid) ?? NO_CHANGES) }, { terms, within, effort });
  for (const event of events) {
    if (event.replaces === null || event.isCancelled) continue;
    if (event.isForGood && !isSeriesOf.has(event.uid))
      event.warnings.push({
        line: event.line,
        message: 'The series that this changes for good is not in the file; only this date counts.',
      });
    keep(placed.get(event)!, occurrenceAt(event.start, event.length), terms);
  }
  return [...placed.values()];
}

interface Changes {
  /** The occurrences that other events replace. */
  replaced: NamedTimes;
  /** Events that replace one occurrence and all later ones, in order. */
  forGood: { from: number; event: CalendarEvent }[];
}

const NO_CHANGES: Changes = { replaced: new NamedTimes([]), forGood: [] };

function changesBy(standIns: readonly CalendarEvent[]): Changes {
  const forGood = standIns
    .filter(({ isForGood }) => isForGood)
    .map((one) => ({ from: instantOf(one.replaces!), event: one }))
    .sort((a, b) => a.from - b.from);
  const single = standIns.filter(({ isForGood }) => !isForGood);
  return { replaced: new NamedTimes(single.map(({ replaces }) => replaces!)), forGood };
}

function placeSeries(
  placed: Map<CalendarEvent, PlacedEvent>,
  { event, replaced, forGood }: Changes & { event: CalendarEvent },
  { terms, within, effort }: { terms: readonly Span[]; within: Span; effort: Effort },
): void {
  const own = placed.get(event)!;
  const { found, startIsPassedOver, rulesAreEmpty } = occurrencesOf(event, within, effort);
  if (startIsPassedOver) own.notes.add('first-day-passed-over');
  if (rulesAreEmpty)
    event.warnings.push({
      line: event.line,
      message: 'By its rule this takes place on no date; only the date it starts on counts.',
    });
  // A rule without an end counts only for the first term it takes place in, because classes rarely say when
  // they end.
  const first = terms
    .filter((term) => found.some(({ isEndless, span }) => isEndless && overlaps(span, term)))
    .slice(0, 1);
  const removed = new NamedTimes(event.removed);
  let next = 0;
  for (const occurrence of found) {
    const counting = occurrence.isEndless ? first : terms;
    if (removed.has(occurrence) || replaced.has(occurrence)) {
      own.isReplaced ||= counting.some((term) => overlaps(occurrence.span, term));
      continue;
    }
    while (next < forGood.length && forGood[next]!.from <= occurrence.span.start) next += 1;
    const change = forGood[next - 1]?.event;
    if (!change) keep(own, occurrence, counting);
    else {
      own.isReplaced = true;
      if (!change.isCancelled) keep(placed.get(change)!, moved(occurrence, event, change), counting);
    }
  }
}

const LEFT_OUT_BY_CLOCKS = 'One of its dates falls into the hour that the clocks leave out.';

function keep({ event, spans, notes }: PlacedEvent, occurrence: Occurrence, terms: readonly Span[]): void {
  const { span, isEndless } = occurrence;
  if (span.end <= span.start) {
    if (event.warnings.every(({ message }) => message !== LEFT_OUT_BY_CLOCKS))
      event.warnings.push({ line: event.line, message: LEFT_OUT_BY_CLOCKS });
  } else if (terms.some((term) => overlaps(span, term))) {
    spans.set(span.start, span);
    if (isEndless) notes.add('first-term-only');
  }
}

/** Moves an occurrence by the same wall-clock difference as the one that was changed with all later ones. */
function moved({ time, isEndless }: Occurrence, series: CalendarEvent, change: CalendarEvent): Occurrence {
  const by = change.start.wall - wallIn(series.start, change.replaces!);
  return occurrenceAt({ ...change.start, wall: time.wall + by }, change.length, isEndless);
}

/** The time of an occurrence on the series' own clock. The occurrence may be given on another clock. */
function wallIn(start: CalendarTime, { wall, clock, isDate }: CalendarTime): number {
  if (clock === start.clock || isDate) return isDate ? wall + timeOfWall(start.wall) : wall;
  const instant = clock(wall, 'first');
  const near = [-1, 0, 1].map((days) => (dayOfWall(instant) + days) * DAY + timeOfWall(start.wall));
  return near.find((one) => start.clock(one, 'first') === instant) ?? wall;
}

/**
 * Whether an event that is marked as free is still a class, because exporters of courses mark all of them as
 * free. An event that repeats at a time of day is a class; one that takes whole days or happens once is not.
 */
export const isClassMarkedFree = (event: CalendarEvent): boolean =>
  event.isMarkedFree && !isAllDay(event) && event.rules.length + event.added.length > 0;
