import { HOUR, intersection, MINUTE, unite, type Span } from './interval.js';
import { addDays, type LocalDate, type LocalTime } from './local-date.js';
import { instantOf } from './recurrence.js';
import type { Term } from './terms.js';
import { inZone } from './iso-text.js';
import { refusalText, type RefusalText } from './refusals/refusal-text.js';
import { datesTouched, hoursWithin, type WeekCalendar } from './week-calendar.js';
import { isOverCap, secondsOf, roundedHours, weeklyHours, type OwnHours } from './weekly-hours.js';

/** The institution's limits on working time; null means no limit. */
export interface WorkingTimeLimits {
  /** Hours of work in one working day. */
  dailyHourCap: number | null;
  /** Hours between two stretches of work in different working days. */
  minimumRestHours: number | null;
  /** Hours without a break; pauses shorter than `shortestBreakMinutes` count as work. */
  longestStretchHours: number | null;
  shortestBreakMinutes: number;
  /** A night counts when there is work between midnight and 05:00. */
  nightsInARow: number | null;
  /**
   * When one working day begins and the previous one ends; late enough that a night shift belongs to one day.
   */
  workdayStartsAt: LocalTime;
}

/** No limits at all. */
export const NO_LIMITS: WorkingTimeLimits = {
  dailyHourCap: null,
  minimumRestHours: null,
  longestStretchHours: null,
  shortestBreakMinutes: 30,
  nightsInARow: null,
  workdayStartsAt: '05:00',
};

/**
 * A new span of work, and the existing ones. Instants in epoch ms; `others` does not include the new span.
 */
export interface Workload {
  calendar: WeekCalendar;
  span: Span;
  others: readonly Span[];
}

const NIGHT_ENDS = '05:00';

/** Checks the cap of each week that the new span touches, including the new span. Null when all hold. */
export function brokenWeeklyCap(
  { calendar, span, others }: Workload,
  own: OwnHours,
  terms: readonly Term[],
): RefusalText | null {
  const week = weeklyHours(span, calendar, [...others, span], own, terms).find(isOverCap);
  if (!week) return null;
  const figures = { hours: roundedHours(week.hours), cap: roundedHours(week.cap!), weekOf: week.startsOn };
  return own.otherWeeklyHours > 0
    ? refusalText('WEEKLY_CAP_EXCEEDED.elsewhere', {
        ...figures,
        elsewhere: roundedHours(own.otherWeeklyHours),
      })
    : refusalText('WEEKLY_CAP_EXCEEDED', figures);
}

/**
 * Checks the hours of each working day that the new span touches. A shift beyond a day's end counts in both
 * days by its part; a night belongs to the day in which it began.
 */
export function brokenDailyCap(
  { calendar, span, others }: Workload,
  { dailyHourCap: cap, workdayStartsAt }: WorkingTimeLimits,
): RefusalText | null {
  if (cap === null) return null;
  for (const { date, span: day } of datesTouched(span, calendar.zone, workdayStartsAt)) {
    const hours = hoursWithin([...others, span], day);
    if (secondsOf(hours) > secondsOf(cap))
      return refusalText('DAILY_CAP_EXCEEDED', { hours: roundedHours(hours), cap: roundedHours(cap), date });
  }
  return null;
}

/**
 * Rest is the time between two stretches of work. Between stretches within one working day it is only a
 * break.
 */
export function brokenRest(workload: Workload, limits: WorkingTimeLimits): RefusalText | null {
  const least = limits.minimumRestHours;
  if (least === null) return null;
  const { zone } = workload.calendar;
  const stretches = stretchesOf([...workload.others, workload.span], limits);
  const index = stretches.findIndex((stretch) => intersection(stretch, workload.span) !== null);
  for (const [before, after] of [
    [stretches[index - 1], stretches[index]],
    [stretches[index], stretches[index + 1]],
  ] as const) {
    if (!before || !after) continue;
    if (isOneWorkday(before, after, zone, limits)) continue;
    const rest = (after.start - before.end) / HOUR;
    if (rest < least) {
      return refusalText('INSUFFICIENT_REST', {
        hours: roundedHours(rest),
        least: roundedHours(least),
        workedUntil: inZone(before.end, zone),
        worksAgainAt: inZone(after.start, zone),
      });
    }
  }
  return null;
}

/** From the first minute of a stretch to the last, including breaks that are too short to count. */
export function brokenStretch(workload: Workload, limits: WorkingTimeLimits): RefusalText | null {
  const most = limits.longestStretchHours;
  if (most === null) return null;
  const stretch = stretchesOf([...workload.others, workload.span], limits).find(
    (one) => intersection(one, workload.span) !== null,
  )!;
  const hours = (stretch.end - stretch.start) / HOUR;
  return hours > most
    ? refusalText('TOO_LONG_WITHOUT_BREAK', {
        hours: roundedHours(hours),
        breakMinutes: limits.shortestBreakMinutes,
        most: roundedHours(most),
      })
    : null;
}

/** A night is identified by the local date of its early hours. */
export function brokenNights({ calendar, span, others }: Workload, most: number): RefusalText | null {
  const added = nightsOf([span], calendar.zone);
  const nights = new Set([...nightsOf(others, calendar.zone), ...added]);
  for (const night of added) {
    let first = night;
    while (nights.has(addDays(first, -1))) first = addDays(first, -1);
    let count = 0;
    while (nights.has(addDays(first, count))) count += 1;
    if (count > most) return refusalText('TOO_MANY_NIGHTS', { nights: count, most });
  }
  return null;
}

/** Whether the time between two stretches of work is only a break within one working day. */
export const isOneWorkday = (
  before: Span,
  after: Span,
  zone: string,
  { workdayStartsAt }: Pick<WorkingTimeLimits, 'workdayStartsAt'>,
): boolean => datesTouched({ start: before.start, end: after.end }, zone, workdayStartsAt).length === 1;

/** Stretches of work in order: work with breaks shorter than the limit is one stretch. */
export function stretchesOf(
  work: readonly Span[],
  { shortestBreakMinutes }: Pick<WorkingTimeLimits, 'shortestBreakMinutes'>,
): Span[] {
  const stretches: { start: number; end: number }[] = [];
  for (const next of unite(work)) {
    const last = stretches.at(-1);
    if (last && next.start - last.end < shortestBreakMinutes * MINUTE) last.end = next.end;
    else stretches.push({ ...next });
  }
  return stretches;
}

/** The nights of work, each by the local date of its early hours. */
export const nightsOf = (spans: readonly Span[], zone: string): Set<LocalDate> =>
  new Set(
    spans.flatMap((span) =>
      datesTouched(span, zone)
        .filter(({ date, span: day }) =>
          intersection(span, { start: day.start, end: instantOf(date, NIGHT_ENDS, zone, 'last') }),
        )
        .map(({ date }) => date),
    ),
  );
