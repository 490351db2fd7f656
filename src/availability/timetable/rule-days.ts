import {
  calendarDay,
  dayOfWall,
  firstOfWeek,
  weekdayOfDay,
  weekOf,
  type CalendarDay,
} from './calendar-days.js';
import type { Rule, RuleWeekday } from './recurrence-rule.js';

/** Whether something takes place on a day; the day is the number of days since 1970-01-01. */
type DayTest = (day: number) => boolean;

/** The days that match a rule. */
export interface FittingDays {
  has: DayTest;
  /** The next day that may match, after one that does not. */
  after(day: number): number;
}

/**
 * The days that match a rule, before COUNT, UNTIL and BYSETPOS (RFC 5545, 3.3.10): all its parts must match.
 * When no part names a day, it is the start's day.
 */
export function fittingDays(rule: Rule, start: number): FittingDays {
  const { interval, frequency } = rule;
  const first = dayOfWall(start);
  const origin = periodOf(rule, first);
  const months = monthsOf(rule, calendarDay(first));
  const tests = [...weekdayTests(rule, first), ...dateTests(rule, calendarDay(first))];
  if (months) tests.unshift((day) => months.has(calendarDay(day).month));
  if (interval > 1 || (frequency === 'YEARLY' && rule.numbers.BYWEEKNO))
    tests.push((day) => (periodOf(rule, day) - origin) % interval === 0);
  return {
    has: (day) => {
      for (const test of tests) if (!test(day)) return false;
      return true;
    },
    after: (day) => {
      if (!months) return day + 1;
      const { month, monthLength, date } = calendarDay(day);
      return months.has(month) ? day + 1 : day + monthLength - date + 1;
    },
  };
}

/**
 * The months that a rule names, or the start's month when no part names a day of the year; null for any
 * month.
 */
function monthsOf({ frequency, weekdays, numbers }: Rule, start: CalendarDay): ReadonlySet<number> | null {
  if (numbers.BYMONTH) return new Set(numbers.BYMONTH);
  const saysDay = weekdays ?? numbers.BYMONTHDAY ?? numbers.BYYEARDAY ?? numbers.BYWEEKNO;
  return frequency === 'YEARLY' && !saysDay ? new Set([start.month]) : null;
}

/** The number of the day, week, month or year (by the rule) that contains a day. */
export function periodOf({ frequency, weekStart, numbers }: Rule, day: number): number {
  if (frequency === 'DAILY') return day;
  if (frequency === 'WEEKLY') return weekOf(day, weekStart);
  if (frequency === 'YEARLY' && numbers.BYWEEKNO) return weekNumber(day, weekStart).year;
  const { year, month } = calendarDay(day);
  return frequency === 'MONTHLY' ? year * 12 + month : year;
}

/** Most rules only use weekdays, which need no calendar. */
function weekdayTests({ frequency, weekdays, numbers }: Rule, start: number): DayTest[] {
  const isWeekly = frequency === 'WEEKLY' || (frequency === 'YEARLY' && numbers.BYWEEKNO !== undefined);
  const named = weekdays?.map(({ weekday }) => weekday) ?? (isWeekly ? [weekdayOfDay(start)] : []);
  if (named.length === 0) return [];
  const tests: DayTest[] = [(day) => named.includes(weekdayOfDay(day))];
  const isOfMonth = frequency === 'MONTHLY' || (frequency === 'YEARLY' && numbers.BYMONTH !== undefined);
  const hasPlaces = weekdays?.some(({ nth }) => nth !== 0) && !isWeekly && frequency !== 'DAILY';
  if (hasPlaces) tests.push((day) => weekdays!.some((one) => isNth(one, calendarDay(day), isOfMonth)));
  return tests;
}

/** Such as the second Tuesday or the last Friday of a month, or of a year when the rule names no months. */
function isNth({ weekday, nth }: RuleWeekday, at: CalendarDay, isOfMonth: boolean): boolean {
  const [place, length] = isOfMonth ? [at.date, at.monthLength] : [at.yearDay, at.yearLength];
  if (weekday !== at.weekday) return false;
  return nth === 0 || nth === Math.ceil(place / 7) || nth === -Math.ceil((length - place + 1) / 7);
}

/** RFC 5545 gives some parts no meaning for some frequencies; they are ignored there. */
function dateTests({ frequency, weekdays, weekStart, numbers }: Rule, start: CalendarDay): DayTest[] {
  const isYearly = frequency === 'YEARLY';
  const dates = frequency === 'WEEKLY' ? undefined : numbers.BYMONTHDAY;
  const yearDays = isYearly ? numbers.BYYEARDAY : undefined;
  const weeks = isYearly ? numbers.BYWEEKNO : undefined;
  const tests: DayTest[] = [];
  const among = (values: number[] | undefined, places: (day: number) => readonly [number, number]): void => {
    if (!values) return;
    const wanted = new Set(values);
    tests.push((day) => places(day).some((place) => wanted.has(place)));
  };
  among(dates, (day) => fromBothEnds(calendarDay(day).date, calendarDay(day).monthLength));
  among(yearDays, (day) => fromBothEnds(calendarDay(day).yearDay, calendarDay(day).yearLength));
  among(weeks, (day) => {
    const { week, weeks: last } = weekNumber(day, weekStart);
    return fromBothEnds(week, last);
  });
  const saysDay = weekdays ?? dates ?? yearDays ?? weeks;
  if (!saysDay && (frequency === 'MONTHLY' || isYearly))
    tests.push((day) => calendarDay(day).date === start.date);
  return tests;
}

const fromBothEnds = (place: number, length: number) => [place, place - length - 1] as const;

/** A week belongs to the year that holds most of its days (ISO 8601, but with any first weekday). */
function weekNumber(day: number, weekStart: number): { year: number; week: number; weeks: number } {
  const middle = calendarDay(firstOfWeek(weekOf(day, weekStart), weekStart) + 3);
  const weeksAfter = Math.floor((middle.yearLength - middle.yearDay) / 7);
  const week = Math.ceil(middle.yearDay / 7);
  return { year: middle.year, week, weeks: week + weeksAfter };
}
