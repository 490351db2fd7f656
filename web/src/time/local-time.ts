/**
 * Times as the server sends them: ISO 8601 with the offset of the location's zone, so the text before the
 * offset is the location's wall clock. The calendar functions are the server's (src/domain). Only
 * `zoneOfReader` reads the device's zone.
 */
import { HOUR } from '../../../src/domain/interval.js';
import { inZone } from '../../../src/domain/iso-text.js';
import {
  addDays,
  startOfWeek as startOfWeekOn,
  type LocalDate,
  type Weekday,
} from '../../../src/domain/local-date.js';
import { instantOf as millisOfWall } from '../../../src/domain/recurrence.js';

export { DAY, HOUR, MINUTE, SECOND } from '../../../src/domain/interval.js';
export { inZone } from '../../../src/domain/iso-text.js';
export { addDays, daysBetween, weekdayOf, type LocalDate } from '../../../src/domain/local-date.js';
export { offsetAt } from '../../../src/domain/offset.js';

export type Instant = string;

export const millisOf = (instant: Instant): number => Date.parse(instant);
/** The local date a wall clock shows at an instant. */
export const dateOf = (instant: Instant): LocalDate => instant.slice(0, 10);
/** The local time, `HH:mm`. */
export const timeOf = (instant: Instant): string => instant.slice(11, 16);

/** For weeks that start on an ISO weekday, as in the settings. */
export const startOfWeek = (date: LocalDate, weekStartsOn: number): LocalDate =>
  startOfWeekOn(date, weekStartsOn as Weekday);

/**
 * The first or last instant at which a zone's clock shows a date and time; a skipped time moves forward by
 * the length of the jump.
 */
export const instantOf = (
  date: LocalDate,
  time: string,
  zone: string,
  pick: 'first' | 'last' = 'first',
): Instant => inZone(millisOfWall(date, time, zone, pick), zone);

/** All such instants: two in a repeated hour. */
export function instantsOf(date: LocalDate, time: string, zone: string): Instant[] {
  const both = (['first', 'last'] as const).map((pick) => instantOf(date, time, zone, pick));
  return [...new Set(both)];
}

/** Whether the clock shows a time twice that night, and which of the two an instant is. */
export function repetitionOf(instant: Instant, zone: string): 'first' | 'second' | null {
  const both = instantsOf(dateOf(instant), timeOf(instant), zone);
  if (both.length < 2) return null;
  return millisOf(both[0]!) === millisOf(instant) ? 'first' : 'second';
}

export const zoneOfReader = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Hours between two instants in real time. */
export const hoursBetween = (startsAt: Instant, endsAt: Instant): number =>
  (millisOf(endsAt) - millisOf(startsAt)) / HOUR;

/**
 * Whether a span ends on a later local date than it starts; an end at midnight still belongs to the evening.
 */
export const crossesMidnight = (startsAt: Instant, endsAt: Instant): boolean =>
  dateOf(endsAt) > dateOf(startsAt) &&
  !(timeOf(endsAt) === '00:00' && dateOf(endsAt) === addDays(dateOf(startsAt), 1));
