import { intersection, minutesOf, SpanIndex, unite, type Span } from './interval.js';
import type { Weekday } from './local-date.js';
import { expandWeekly } from './recurrence.js';
import type { Term } from './terms.js';
import type { WeekCalendar } from './week-calendar.js';
import { weeklyHours, type OwnHours } from './weekly-hours.js';

/** What an operator works in a span, and how much they may work in it. */
export interface OperatorLoad {
  hours: number;
  undesirableHours: number;
  /** Their own cap over the whole span. Null: no cap. */
  capHours: number | null;
}

/** Fairness from 0 to 1; see `fairnessOf`. */
export interface Fairness {
  hours: number | null;
  undesirableHours: number | null;
  /** The operators compared. */
  n: number;
}

/**
 * The Gini coefficient of values that are not negative: 0 when all are equal, (n − 1)/n when one has all.
 * G = Σᵢ Σⱼ |xᵢ − xⱼ| ÷ (2·n·Σx), computed from the values in ascending order as
 * Σᵢ (2i − n − 1)·xᵢ ÷ (n·Σx), i from 1 to n. Null without values, or when all are 0. Costs O(n log n).
 * Source: C. Gini, "Variabilità e mutabilità" (1912); the form for sorted values: P. M. Dixon et al.,
 * "Bootstrapping the Gini coefficient of inequality", Ecology 68 (1987).
 */
export function giniOf(values: readonly number[]): number | null {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let [sum, weighted] = [0, 0];
  for (const [index, value] of sorted.entries()) {
    sum += value;
    weighted += (2 * index + 1 - n) * value;
  }
  // Rounding may leave a little less than 0 where all values are equal.
  return sum > 0 ? Math.max(0, weighted / (n * sum)) : null;
}

/**
 * The caps by which operators are compared: their own; without one, the largest cap of the others, or 1 when
 * nobody has a cap. 0 for an operator who may not work, who is left out.
 */
export function comparedCaps(operators: readonly Pick<OperatorLoad, 'capHours'>[]): number[] {
  const largest = operators.reduce((most, { capHours }) => Math.max(most, capHours ?? 0), 0) || 1;
  return operators.map(({ capHours }) => capHours ?? largest);
}

/**
 * Fairness = 1 − Gini coefficient of hours ÷ cap, so that the same share of their own cap for everybody is 1,
 * and one who has all among n is 1/n. The same for undesirable hours. Null for fewer than two operators, or
 * when nobody has such hours. Caps as in `comparedCaps`. Costs O(n log n). Source: docs/metrics.md.
 */
export function fairnessOf(operators: readonly OperatorLoad[]): Fairness {
  const caps = comparedCaps(operators);
  const n = caps.filter((cap) => cap > 0).length;
  const fairness = (hoursOf: (operator: OperatorLoad) => number): number | null => {
    if (n < 2) return null;
    const shares: number[] = [];
    for (const [index, operator] of operators.entries())
      if (caps[index]! > 0) shares.push(hoursOf(operator) / caps[index]!);
    const gini = giniOf(shares);
    return gini === null ? null : 1 - gini;
  };
  return {
    hours: fairness(({ hours }) => hours),
    undesirableHours: fairness(({ undesirableHours }) => undesirableHours),
    n,
  };
}

/**
 * How many hours an operator may work in a span: each week's cap, less the hours of other campus jobs, by the
 * part of the week in the span. Weeks without a cap count like the mean of the others; null when no week has
 * a cap.
 */
export function capHoursOver(
  span: Span,
  calendar: WeekCalendar,
  own: OwnHours,
  terms: readonly Term[],
): number | null {
  let [whole, capped, hours] = [0, 0, 0];
  for (const week of weeklyHours(span, calendar, [], own, terms)) {
    const part = intersection(week.span, span);
    if (!part) continue;
    const minutes = minutesOf(part);
    whole += minutes;
    if (week.cap === null) continue;
    capped += minutes;
    hours += (Math.max(0, week.cap - week.hours) * minutes) / minutesOf(week.span);
  }
  return capped === 0 ? null : (hours * whole) / capped;
}

const ALWAYS = { effectiveFrom: '0001-01-01', effectiveTo: null };
const NIGHTS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const WEEKENDS: readonly Weekday[] = [6, 7];

/**
 * The undesirable times that touch a window, by the zone's wall clock: from 22:00 to 06:00, and all of
 * Saturday and Sunday. Sorted and disjoint, not clipped to the window.
 */
export const undesirableTimes = (window: Span, zone: string): Span[] =>
  unite([
    ...expandWeekly({ weekdays: NIGHTS, startsAt: '22:00', endsAt: '06:00', ...ALWAYS }, zone, window),
    ...expandWeekly({ weekdays: WEEKENDS, startsAt: '00:00', endsAt: '00:00', ...ALWAYS }, zone, window),
  ]);

/** Real minutes of a span in undesirable times; for many spans ask a `SpanIndex` of `undesirableTimes`. */
export const undesirableMinutes = (span: Span, zone: string): number =>
  minutesOf(span) > 0 ? new SpanIndex(undesirableTimes(span, zone)).minutesWithin(span) : 0;
