import { HOUR, intersection, type Span } from './interval.js';
import { addDays, localDateOf, startOfWeek, type LocalDate, type Weekday } from './local-date.js';
import { instantOf } from './recurrence.js';

/** The institution's calendar: the zone and the first weekday by which weeks are counted. */
export interface WeekCalendar {
  zone: string;
  weekStartsOn: Weekday;
}

/** The weeks a span touches, in order: each with its first local date and its span (167 to 169 h at clock changes). */
export function weeksTouched(span: Span, calendar: WeekCalendar): { startsOn: LocalDate; span: Span }[] {
  const weeks: { startsOn: LocalDate; span: Span }[] = [];
  let startsOn = startOfWeek(localDateOf(span.start, calendar.zone), calendar.weekStartsOn);
  for (;;) {
    const start = instantOf(startsOn, '00:00', calendar.zone, 'first');
    if (start >= span.end) return weeks;
    const next = addDays(startsOn, 7);
    weeks.push({ startsOn, span: { start, end: instantOf(next, '00:00', calendar.zone, 'first') } });
    startsOn = next;
  }
}

/** The local dates a span touches, in order, each from its first midnight to the next (23 to 25 h at clock changes). */
export function datesTouched(span: Span, zone: string): { date: LocalDate; span: Span }[] {
  const dates: { date: LocalDate; span: Span }[] = [];
  for (let date = localDateOf(span.start, zone); ; date = addDays(date, 1)) {
    const start = instantOf(date, '00:00', zone, 'first');
    if (start >= span.end) return dates;
    dates.push({ date, span: { start, end: instantOf(addDays(date, 1), '00:00', zone, 'first') } });
  }
}

/** Hours of the spans that fall inside one span, counted as time really passed; divided once, so sums stay exact. */
export const hoursWithin = (spans: readonly Span[], bounds: Span): number =>
  spans.reduce((milliseconds, span) => {
    const part = intersection(span, bounds);
    return part ? milliseconds + part.end - part.start : milliseconds;
  }, 0) / HOUR;
