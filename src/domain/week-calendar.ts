import { HOUR, intersection, overlaps, type Span } from './interval.js';
import {
  addDays,
  localDateOf,
  startOfWeek,
  type LocalDate,
  type LocalTime,
  type Weekday,
} from './local-date.js';
import { instantOf, startOfDate } from './recurrence.js';

/** The institution's zone and the first weekday of its weeks. */
export interface WeekCalendar {
  zone: string;
  weekStartsOn: Weekday;
}

/**
 * The weeks that a span touches, in order, each with its first local date and its span (167 to 169 h at clock
 * changes).
 */
export function weeksTouched(span: Span, calendar: WeekCalendar): { startsOn: LocalDate; span: Span }[] {
  const weeks: { startsOn: LocalDate; span: Span }[] = [];
  let startsOn = startOfWeek(localDateOf(span.start, calendar.zone), calendar.weekStartsOn);
  for (;;) {
    const start = startOfDate(startsOn, calendar.zone);
    if (start >= span.end) return weeks;
    const next = addDays(startsOn, 7);
    weeks.push({ startsOn, span: { start, end: startOfDate(next, calendar.zone) } });
    startsOn = next;
  }
}

/**
 * The days that a span touches, in order. Each lasts from one local time to the same time of the next date
 * (23 to 25 h at clock changes). Days begin at midnight by default; a later time gives working days.
 */
export function datesTouched(
  span: Span,
  zone: string,
  startsAt: LocalTime = '00:00',
): { date: LocalDate; span: Span }[] {
  const dates: { date: LocalDate; span: Span }[] = [];
  for (let date = addDays(localDateOf(span.start, zone), -1); ; date = addDays(date, 1)) {
    const start = instantOf(date, startsAt, zone, 'first');
    if (start >= span.end) return dates;
    const day = { start, end: instantOf(addDays(date, 1), startsAt, zone, 'first') };
    if (overlaps(day, span)) dates.push({ date, span: day });
  }
}

/** Hours of the spans inside another span, in real time. Divided only once, so that sums stay exact. */
export const hoursWithin = (spans: readonly Span[], bounds: Span): number =>
  spans.reduce((milliseconds, span) => {
    const part = intersection(span, bounds);
    return part ? milliseconds + part.end - part.start : milliseconds;
  }, 0) / HOUR;
