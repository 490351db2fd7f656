import type { Span } from './interval.js';
import type { LocalDate } from './local-date.js';
import { termCapOf, type Term } from './terms.js';
import { hoursWithin, weeksTouched, type WeekCalendar } from './week-calendar.js';

/** Who sets the cap of a week: the operator's own row, or the term the week lies in. */
export const CAP_SETTERS = ['operator', 'term'] as const;
export type CapSetter = (typeof CAP_SETTERS)[number];

/** What an operator has of their own that bears on their weekly hours. */
export interface OwnHours {
  weeklyHourCap: number | null;
  /** Hours a week in other campus jobs, which count against the cap. */
  otherWeeklyHours: number;
}

/** One week of an operator's hours. */
export interface WeekOfHours {
  /** The first local date of the week. */
  startsOn: LocalDate;
  span: Span;
  /** Hours of work that lie in the week, and those worked elsewhere on campus. */
  hours: number;
  /** The cap that holds in the week; null where none does. */
  cap: number | null;
  capOf: CapSetter | null;
}

/**
 * The hours of each week that a span touches, in the institution's calendar. Work across the week's end counts in each week by its part;
 * hours are those that really pass. The lower of the operator's own cap and the term's holds; of two that are equal, their own is named.
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

/** Whether more is worked than the week's cap allows. */
export const isOverCap = ({ hours, cap }: WeekOfHours): boolean =>
  cap !== null && secondsOf(hours) > secondsOf(cap);

/** Whole seconds, so that sums of decimal hours compare as they read. */
export const secondsOf = (hours: number): number => Math.round(hours * 3600);

/** Hours as they are told, to two decimals. */
export const toldHours = (hours: number): number => Math.round(hours * 100) / 100;
