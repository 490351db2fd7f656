import { expandDemand, openSpans, type CoverageException, type CoverageRule } from './coverage.js';
import { DAY, intersection, overlaps, subtract, unite, type Span } from './interval.js';
import { addDays, daysBetween, localDateOf, type LocalDate } from './local-date.js';
import { expandWeekly, spanOfDates } from './recurrence.js';
import { staffingOf, type StaffingSegment, type Team } from './staffing.js';

/** The rules that determine when a location is open. */
export interface Opening {
  rules: readonly CoverageRule[];
  exceptions: readonly CoverageException[];
  zone: string;
}

/** The time that an exception closes. */
export interface Closure {
  dates: Pick<CoverageException, 'date' | 'untilDate'>;
  /**
   * The time in which the location is closed on these dates, or in which its usual hours for them would be;
   * sorted and disjoint.
   */
  closed: Span[];
  /**
   * The part of it for which the usual hours of these dates would have required operators, also past
   * midnight.
   */
  lost: Span[];
}

/**
 * The time that an exception closes: its dates from midnight to midnight and the usual hours that would start
 * on them, without all time in which the location is still open, such as the previous night that reaches into
 * the first date. The exception itself must be among those of the opening. Throws a RangeError on an unknown
 * zone.
 */
export function closureOf(
  { date, untilDate }: Closure['dates'],
  { rules, exceptions, zone }: Opening,
): Closure {
  const days = spanOfDates(date, untilDate, zone);
  const window = { start: days.start - DAY, end: days.end + 2 * DAY };
  const usual = rules.flatMap((rule) =>
    expandWeekly(rule, zone, window).filter(
      (occurrence) => date <= occurrence.date && occurrence.date <= untilDate,
    ),
  );
  const open = openSpans(expandDemand(rules, exceptions, zone, window));
  return {
    dates: { date, untilDate },
    closed: subtract(unite([days, ...usual]), open),
    lost: subtract(unite(usual), open),
  };
}

/**
 * Whether a closure affects a shift: the shift is at least partly in closed time, and it starts on a closed
 * date or lies in hours that a closed date would have had.
 */
export const isAffected = (shift: Span, { dates, closed, lost }: Closure, zone: string): boolean => {
  const date = localDateOf(shift.start, zone);
  const startsThen = dates.date <= date && date <= dates.untilDate;
  return (startsThen ? closed : lost).some((span) => overlaps(span, shift));
};

/**
 * All time within a window in which exceptions or `closures` (maintenance, in any order) close a location; sorted
 * and disjoint.
 */
export function closedWithin(opening: Opening, window: Span, closures: readonly Span[] = []): Span[] {
  return unite([...closedByExceptions(opening, window), ...closures]).flatMap(
    (span) => intersection(span, window) ?? [],
  );
}

/** Time in and around a window in which exceptions close a location. */
function closedByExceptions({ rules, exceptions, zone }: Opening, window: Span): Span[] {
  const [first, last] = [addDays(localDateOf(window.start, zone), -1), localDateOf(window.end, zone)];
  // Only the part of a long exception that is in the window.
  const stretches = exceptions
    .filter(({ date, untilDate }) => untilDate >= first && date <= last)
    .map(({ date, untilDate }) => ({
      date: date > first ? date : first,
      untilDate: untilDate < last ? untilDate : last,
    }));
  if (stretches.length === 0) return [];
  const around = { start: window.start - 2 * DAY, end: window.end + 3 * DAY };
  const dates = new Set(stretches.flatMap(datesOf));
  const usual = rules.flatMap((rule) =>
    expandWeekly(rule, zone, around).filter((occurrence) => dates.has(occurrence.date)),
  );
  const days = stretches.map((stretch) => spanOfDates(stretch.date, stretch.untilDate, zone));
  const open = openSpans(expandDemand(rules, exceptions, zone, around));
  return subtract(unite([...days, ...usual]), open);
}

const datesOf = ({ date, untilDate }: Closure['dates']): LocalDate[] =>
  Array.from({ length: daysBetween(date, untilDate) + 1 }, (_, day) => addDays(date, day));

/** A stretch of closed time in which people of a position are on shift. */
export type StaffedStretch = Pick<StaffingSegment, 'start' | 'end' | 'positionId' | 'assigned'>;

/**
 * People on shift in closed time, one maximal stretch per position. They cover no demand, because there is
 * none.
 */
export const staffedIn = (
  closed: readonly Span[],
  staff: readonly Team[],
  window: Span,
): StaffedStretch[] => {
  const positions = [...new Set(staff.map((team) => team.positionId))];
  const pieces = positions.flatMap((positionId) =>
    closed.map((span) => ({ ...span, positionId, date: '', required: 1 })),
  );
  return staffingOf(pieces, staff, window)
    .filter(({ assigned }) => assigned > 0)
    .map(({ start, end, positionId, assigned }) => ({ start, end, positionId, assigned }));
};
