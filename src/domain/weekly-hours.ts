import type { Span } from './interval.js';
import type { LocalDate } from './local-date.js';
import { termCapOf, type Term } from './terms.js';
import { hoursWithin, weeksTouched, type WeekCalendar } from './week-calendar.js';

/** What sets the cap of a week: the operator's own row, or the term of the week. */
export const CAP_SETTERS = ['operator', 'term'] as const;
export type CapSetter = (typeof CAP_SETTERS)[number];

/** The fields of an operator that affect their weekly hours. */
export interface OwnHours {
  weeklyHourCap: number | null;
  /** Weekly hours in other campus jobs, which count toward the cap. */
  otherWeeklyHours: number;
}

/** One week of an operator's hours. */
export interface WeekOfHours {
  /** The first local date of the week. */
  startsOn: LocalDate;
  span: Span;
  /** Hours of work in the week, including other campus jobs. */
  hours: number;
  /** The cap of the week; null when there is none. */
  cap: number | null;
  capOf: CapSetter | null;
}

/**
 * The hours of each week that a span touches, in the institution's calendar. Work across the end of a week
 * counts in each week by its part, in real time. The lower of the operator's own cap and the term's applies;
 * when they are equal, the operator's own is named.
 */
export const weeklyHours = (
  touched: Span,
  calendar: WeekCalendar,
  work: readonly Span[],
  own: OwnHours,
  terms: readonly Term[],
): WeekOfHours[] =>
  weeksTouched(touched, calendar).map(({ startsOn, span }) => ({
    startsOn,
    span,
    hours: hoursWithin(work, span) + own.otherWeeklyHours,
    ...capOn(startsOn, own, terms),
  }));

function capOn(
  startsOn: LocalDate,
  { weeklyHourCap: own }: OwnHours,
  terms: readonly Term[],
): Pick<WeekOfHours, 'cap' | 'capOf'> {
  const term = termCapOf(startsOn, terms);
  if (own !== null && (term === null || own <= term)) return { cap: own, capOf: 'operator' };
  return term === null ? { cap: null, capOf: null } : { cap: term, capOf: 'term' };
}

/** Whether the hours are more than the week's cap. */
export const isOverCap = ({ hours, cap }: WeekOfHours): boolean =>
  cap !== null && secondsOf(hours) > secondsOf(cap);

/** Whole seconds, so that sums of decimal hours compare exactly. */
export const secondsOf = (hours: number): number => Math.round(hours * 3600);

/** Hours rounded to two decimals. */
export const roundedHours = (hours: number): number => Math.round(hours * 100) / 100;
