import { HOUR, intersection, MINUTE, unite, type Span } from './interval.js';
import { addDays, type LocalDate, type LocalTime } from './local-date.js';
import { instantOf } from './recurrence.js';
import type { Term } from './terms.js';
import { inZone } from './iso-text.js';
import { refusalText, type RefusalText } from './refusals/refusal-text.js';
import { datesTouched, hoursWithin, type WeekCalendar } from './week-calendar.js';
import { isOverCap, secondsOf, toldHours, weeklyHours, type OwnHours } from './weekly-hours.js';

/** The house's limits on working time; null where it sets none. */
export interface WorkingTimeLimits {
  /** Hours of work in one working day. */
  dailyHourCap: number | null;
  /** Hours between two stretches of work that are not of one working day. */
  minimumRestHours: number | null;
  /** Hours on end, shorter pauses than `shortestBreakMinutes` included. */
  longestStretchHours: number | null;
  shortestBreakMinutes: number;
  /** A night is worked when any of it between midnight and 05:00 is. */
  nightsInARow: number | null;
  /** When a working day begins, and the one before it ends: late enough for a night to be one day's work. */
  workdayStartsAt: LocalTime;
}

/** A house that limits nothing. */
export const NO_LIMITS: WorkingTimeLimits = {
  dailyHourCap: null,
  minimumRestHours: null,
  longestStretchHours: null,
  shortestBreakMinutes: 30,
  nightsInARow: null,
  workdayStartsAt: '05:00',
};

/** One more span of work, and the work there is already. Instants in epoch ms; `others` does not hold the new span. */
export interface Workload {
  calendar: WeekCalendar;
  span: Span;
  others: readonly Span[];
}

const NIGHT_ENDS = '05:00';

/** The weeks of the institution's calendar that the new span touches, it included. Null when the cap of each holds. */
export function brokenWeeklyCap(
  { calendar, span, others }: Workload,
  own: OwnHours,
  terms: readonly Term[],
): RefusalText | null {
  const week = weeklyHours(span, calendar, [...others, span], own, terms).find(isOverCap);
  if (!week) return null;
  const figures = { hours: toldHours(week.hours), cap: toldHours(week.cap!), weekOf: week.startsOn };
  return own.otherWeeklyHours > 0
    ? refusalText('WEEKLY_CAP_EXCEEDED.elsewhere', { ...figures, elsewhere: toldHours(own.otherWeeklyHours) })
    : refusalText('WEEKLY_CAP_EXCEEDED', figures);
}

/** Hours of each working day the new span touches; a shift past its end counts in each by its part, a night in the day it began. */
export function brokenDailyCap(
  { calendar, span, others }: Workload,
  { dailyHourCap: cap, workdayStartsAt }: WorkingTimeLimits,
): RefusalText | null {
  if (cap === null) return null;
  for (const { date, span: day } of datesTouched(span, calendar.zone, workdayStartsAt)) {
    const hours = hoursWithin([...others, span], day);
    if (secondsOf(hours) > secondsOf(cap))
      return refusalText('DAILY_CAP_EXCEEDED', { hours: toldHours(hours), cap: toldHours(cap), date });
  }
  return null;
}

/**
 * Rest is what lies between two stretches of work, whatever date they begin on; only between stretches that lie both within one
 * working day it is a break.
 */
export function brokenRest(workload: Workload, limits: WorkingTimeLimits): RefusalText | null {
  const least = limits.minimumRestHours;
  if (least === null) return null;
  const { zone } = workload.calendar;
  const stretches = stretchesOf(workload, limits.shortestBreakMinutes);
  const index = stretches.findIndex((stretch) => intersection(stretch, workload.span) !== null);
  for (const [before, after] of [
    [stretches[index - 1], stretches[index]],
    [stretches[index], stretches[index + 1]],
  ] as const) {
    if (!before || !after) continue;
    const whole = { start: before.start, end: after.end };
    if (datesTouched(whole, zone, limits.workdayStartsAt).length === 1) continue;
    const rest = (after.start - before.end) / HOUR;
    if (rest < least) {
      return refusalText('INSUFFICIENT_REST', {
        hours: toldHours(rest),
        least: toldHours(least),
        workedUntil: inZone(before.end, zone),
        worksAgainAt: inZone(after.start, zone),
      });
    }
  }
  return null;
}

/** From the first minute of a stretch to its last, breaks too short to count included. */
export function brokenStretch(workload: Workload, limits: WorkingTimeLimits): RefusalText | null {
  const most = limits.longestStretchHours;
  if (most === null) return null;
  const stretch = stretchesOf(workload, limits.shortestBreakMinutes).find(
    (one) => intersection(one, workload.span) !== null,
  )!;
  const hours = (stretch.end - stretch.start) / HOUR;
  return hours > most
    ? refusalText('TOO_LONG_WITHOUT_BREAK', {
        hours: toldHours(hours),
        breakMinutes: limits.shortestBreakMinutes,
        most: toldHours(most),
      })
    : null;
}

/** Nights are told by the local date of their early hours. */
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

/** Work with breaks shorter than a break has to be is one stretch. */
function stretchesOf({ span, others }: Workload, shortestBreakMinutes: number): Span[] {
  const stretches: { start: number; end: number }[] = [];
  for (const next of unite([...others, span])) {
    const last = stretches.at(-1);
    if (last && next.start - last.end < shortestBreakMinutes * MINUTE) last.end = next.end;
    else stretches.push({ ...next });
  }
  return stretches;
}

const nightsOf = (spans: readonly Span[], zone: string): Set<LocalDate> =>
  new Set(
    spans.flatMap((span) =>
      datesTouched(span, zone)
        .filter(({ date, span: day }) =>
          intersection(span, { start: day.start, end: instantOf(date, NIGHT_ENDS, zone, 'last') }),
        )
        .map(({ date }) => date),
    ),
  );
