import { DAY, type Span } from '../../domain/interval.js';
import { dayOfWall } from './calendar-days.js';
import type { CalendarEvent } from './calendar-event.js';
import { endOf, instantOf, type CalendarTime, type Length } from './calendar-time.js';
import type { Rule } from './recurrence-rule.js';
import { ruleDates, type Effort } from './rule-dates.js';

/** One occurrence of an event. */
export interface Occurrence {
  time: CalendarTime;
  /** In real time. Ends before it starts when a clock change leaves it out. */
  span: Span;
  /** Whether it comes from a rule without an end. */
  isEndless: boolean;
}

export const occurrenceAt = (time: CalendarTime, length: Length, isEndless = false): Occurrence => ({
  time,
  span: { start: instantOf(time), end: endOf(time, length) },
  isEndless,
});

/** When an event takes place, and whether its start day is left out because its rule does not match it. */
export interface Occurrences {
  found: Occurrence[];
  startIsPassedOver: boolean;
  /** Whether its rules give no date, so that only the start remains. */
  rulesAreEmpty: boolean;
}

/** More than any zone differs from UTC, plus the longest class. */
const MARGIN = 9 * DAY;

/** The occurrences of an event that may touch a span, in order, including those that the event removes. */
export function occurrencesOf(
  { start, length, rules, added }: CalendarEvent,
  { start: from, end: to }: Span,
  effort: Effort,
): Occurrences {
  const within = { start: from - MARGIN, end: to + MARGIN };
  const found = new Map<number, Occurrence>();
  const add = (occurrence: Occurrence): void => {
    const { start: instant } = occurrence.span;
    if (instant < to && (found.get(instant)?.isEndless ?? true)) found.set(instant, occurrence);
  };
  for (const rule of rules) {
    const isOver = endOfRule(rule, start);
    for (const wall of ruleDates(rule, start.wall, within, effort)) {
      const time = { ...start, wall };
      if (isOver(time)) break;
      add(occurrenceAt(time, length, rule.count === null && rule.until === null));
    }
  }
  const isWithin = start.wall >= within.start && start.wall < within.end;
  const rulesAreEmpty = rules.length > 0 && found.size === 0 && isWithin;
  const isByRule = rules.length > 0 && !rulesAreEmpty;
  if (rules.length === 0 || rulesAreEmpty) add(occurrenceAt(start, length));
  for (const { time, length: own } of added) {
    if (own) found.delete(instantOf(time));
    add(occurrenceAt(time, own ?? length));
  }
  const startIsPassedOver = isByRule && isWithin && instantOf(start) < to && !found.has(instantOf(start));
  return {
    found: [...found.values()].sort((a, b) => a.span.start - b.span.start),
    startIsPassedOver,
    rulesAreEmpty,
  };
}

/**
 * A plain date means the whole of that day, a time with Z an instant, and any other time is on the event's
 * own clock.
 */
function endOfRule({ until }: Rule, start: CalendarTime): (time: CalendarTime) => boolean {
  if (!until) return () => false;
  const { wall, isDate, isUtc } = until;
  if (isDate) return (time) => time.wall >= wall + DAY;
  return isUtc && !start.isDate ? (time) => instantOf(time) > wall : (time) => time.wall > wall;
}

/** Occurrences that are removed or replaced. A plain date means all that start on it. */
export class NamedTimes {
  private readonly days = new Set<number>();
  private readonly instants = new Set<number>();

  constructor(times: readonly CalendarTime[]) {
    for (const time of times) {
      if (time.isDate) this.days.add(dayOfWall(time.wall));
      else this.instants.add(instantOf(time));
    }
  }

  has({ time, span }: Occurrence): boolean {
    return this.days.has(dayOfWall(time.wall)) || this.instants.has(span.start);
  }
}
