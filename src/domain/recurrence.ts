import { DAY, HOUR, type Span } from './interval.js';
import {
  addDays,
  localDateOf,
  wallClock,
  weekdayOf,
  type LocalDate,
  type LocalTime,
  type Weekday,
} from './local-date.js';
import { offsetAt } from './offset.js';

/**
 * Weekly hours in wall-clock time. `effectiveFrom` and `effectiveTo` limit the start date, both inclusive.
 */
export interface WeeklyHours {
  weekdays: readonly Weekday[];
  startsAt: LocalTime;
  endsAt: LocalTime;
  effectiveFrom: LocalDate;
  effectiveTo: LocalDate | null;
}

/** One occurrence of weekly hours. It belongs to the local date on which it starts. */
export interface Occurrence extends Span {
  date: LocalDate;
}

// Large enough that both probes are outside all instants that can show the wall-clock time (offsets are −12
// to +14 h).
const PROBE = 16 * HOUR;

/**
 * The instant at which a zone's wall clock shows `time` on `date`, in epoch milliseconds.
 *
 * A time that happens twice gives the first or the last instant, as asked; a time that does not exist
 * moves forward by the length of the jump (02:30 becomes 03:30). Throws a RangeError on an unknown zone.
 */
export const instantOf = (date: LocalDate, time: LocalTime, zone: string, pick: 'first' | 'last'): number =>
  instantOfWall(wallClock(date, time), zone, pick);

/** The same for a wall-clock time in milliseconds, as if it were UTC. */
export function instantOfWall(wall: number, zone: string, pick: 'first' | 'last'): number {
  const day = Math.floor(wall / DAY) * DAY;
  const [before, after] = [offsetAt(day - PROBE, zone), offsetAt(day + DAY + PROBE, zone)];
  if (before === after) return wall - before;
  const candidates = [wall - before, wall - after].filter(
    (instant) => offsetAt(instant, zone) === wall - instant,
  );
  if (candidates.length === 0) return wall - before;
  return pick === 'first' ? Math.min(...candidates) : Math.max(...candidates);
}

/** The instant at which a local date begins in a zone, in epoch milliseconds. */
export const startOfDate = (date: LocalDate, zone: string): number => instantOf(date, '00:00', zone, 'first');

/** The span of local dates in a zone, both inclusive. Empty when the zone skipped them. */
export const spanOfDates = (first: LocalDate, last: LocalDate, zone: string): Span => ({
  start: startOfDate(first, zone),
  end: startOfDate(addDays(last, 1), zone),
});

/**
 * The local date on which hours that start on a date end: an end at or before its start (as wall-clock time)
 * is on the next day.
 */
export const endDateOf = (
  date: LocalDate,
  { startsAt, endsAt }: { startsAt: LocalTime; endsAt: LocalTime },
): LocalDate => (endsAt <= startsAt ? addDays(date, 1) : date);

/**
 * The span of wall-clock hours on one local date. Equal times are a whole day; null when the resolved end is
 * not after the resolved start.
 */
export function occurrenceOn(
  date: LocalDate,
  hours: { startsAt: LocalTime; endsAt: LocalTime },
  zone: string,
): Occurrence | null {
  const start = instantOf(date, hours.startsAt, zone, 'first');
  const end = instantOf(endDateOf(date, hours), hours.endsAt, zone, 'last');
  return end > start ? { date, start, end } : null;
}

/**
 * All occurrences of weekly hours that touch the window, in order and disjoint: when a repeated hour makes
 * one reach into the next, the later one starts where the earlier ends. Dates in `skip` have no occurrence.
 * Occurrences are not clipped to the window.
 */
export function expandWeekly(
  hours: WeeklyHours,
  zone: string,
  window: Span,
  skip: { has(date: LocalDate): boolean } = new Set<LocalDate>(),
): Occurrence[] {
  const occurrences: Occurrence[] = [];
  const earliest = addDays(localDateOf(window.start, zone), -2);
  const latest = localDateOf(window.end, zone);
  const first = hours.effectiveFrom > earliest ? hours.effectiveFrom : earliest;
  const last = hours.effectiveTo !== null && hours.effectiveTo < latest ? hours.effectiveTo : latest;
  let previousEnd = -Infinity;
  for (let date = first; date <= last; date = addDays(date, 1)) {
    if (!hours.weekdays.includes(weekdayOf(date)) || skip.has(date)) continue;
    const occurrence = occurrenceOn(date, hours, zone);
    if (!occurrence) continue;
    const start = Math.max(occurrence.start, previousEnd);
    previousEnd = Math.max(previousEnd, occurrence.end);
    if (start < occurrence.end && start < window.end && occurrence.end > window.start) {
      occurrences.push({ ...occurrence, start });
    }
  }
  return occurrences;
}
