import { DAY, type Span } from '../../domain/interval.js';
import { dayOfWall } from './calendar-days.js';
import type { CalendarEvent } from './calendar-event.js';
import { endOf, instantOf, type CalendarTime, type Length } from './calendar-time.js';
import type { Rule } from './recurrence-rule.js';
import { ruleDates, type Effort } from './rule-dates.js';

/** One time that an event takes place. */
export interface Occurrence {
  time: CalendarTime;
  /** In real time; it ends before it starts where the clocks leave it out. */
  span: Span;
  /** Whether it is by a rule that never says when it ends. */
  isEndless: boolean;
}

export const occurrenceAt = (time: CalendarTime, length: Length, isEndless = false): Occurrence => ({
  time,
  span: { start: instantOf(time), end: endOf(time, length) },
  isEndless,
});

/** When an event takes place, and whether the day it starts on is passed over, as its rule does not fall on it. */
export interface Occurrences {
  found: Occurrence[];
  startIsPassedOver: boolean;
  /** Whether its rules give no date at all, so that its start stands alone. */
  rulesAreEmpty: boolean;
}

/** Further than any zone is from UTC, and longer than any class. */
const MARGIN = 9 * DAY;

/** The occurrences of an event that may reach into a stretch of time, in order; those it removes are among them. */
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

/** A bare date is the whole of that day; with a Z it is an instant; without, a reading of the event's own clock. */
function endOfRule({ until }: Rule, start: CalendarTime): (time: CalendarTime) => boolean {
  if (!until) return () => false;
  const { wall, isDate, isUtc } = until;
  if (isDate) return (time) => time.wall >= wall + DAY;
  return isUtc && !start.isDate ? (time) => instantOf(time) > wall : (time) => time.wall > wall;
}

/** Occurrences that are named to be removed or replaced. A bare date means whatever starts on it. */
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
