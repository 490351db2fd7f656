import { isLocalDate } from '../../../src/domain/local-date.js';
import type { Schemas } from '../api/client.js';
import {
  addDays,
  DAY,
  dateOf,
  instantOf,
  inZone,
  millisOf,
  startOfWeek,
  timeOf,
  type Instant,
  type LocalDate,
} from '../time/local-time.js';

export interface Span {
  from: Instant;
  to: Instant;
}

/** A place in the calendar and a location. Stored in the address, so that it can be shared. */
export interface CalendarPlace {
  location?: string;
  week?: string;
  /** A week or a month, on pages that offer it; otherwise a list. */
  view?: 'week' | 'month' | undefined;
}

/** Reads the calendar place from an address and leaves out invalid values. */
export function calendarPlaceOf(search: Record<string, unknown>): CalendarPlace {
  const [location, week, view] = [search['location'], search['week'], search['view']];
  return {
    ...(typeof location === 'string' && { location }),
    ...(isLocalDate(week) && { week }),
    ...((view === 'week' || view === 'month') && { view }),
  };
}

/** A night belongs to the evening in which it starts: times before this belong to the previous evening. */
export const DAY_BREAKS_AT = '05:00';

/** The evening of a span, by its location's wall clock. */
export function eveningOf({ startsAt }: { startsAt: Instant }): LocalDate {
  const date = dateOf(startsAt);
  return timeOf(startsAt) < DAY_BREAKS_AT ? addDays(date, -1) : date;
}

/**
 * The span with one more day on each side, for items that are drawn in full although only a part is inside.
 */
export const withNeighbourDays = ({ from, to }: Span, zone: string): Span => ({
  from: inZone(millisOf(from) - DAY, zone),
  to: inZone(millisOf(to) + DAY, zone),
});

/** The evenings of a week with their nights: from daybreak of the first day to daybreak after the last. */
export const spanOfWeek = (startsOn: LocalDate, zone: string): Span => ({
  from: instantOf(startsOn, DAY_BREAKS_AT, zone),
  to: instantOf(addDays(startsOn, 7), DAY_BREAKS_AT, zone),
});

export const datesOfWeek = (startsOn: LocalDate): LocalDate[] =>
  Array.from({ length: 7 }, (_, day) => addDays(startsOn, day));

export interface Week {
  /** The selected date. */
  date: LocalDate;
  locations: Schemas['LocationDto'][];
  location: Schemas['LocationDto'] | undefined;
  /** The first date of the week, and of the next week. */
  startsOn: LocalDate;
  endsOn: LocalDate;
  /** Its evenings with their nights: from daybreak of the first day on. */
  span: Span;
  today: LocalDate;
}

/** What determines a week. */
export interface WeekContext {
  settings: Schemas['SettingsDto'];
  locations: Schemas['LocationDto'][];
  now: number;
}

/**
 * The week and location that an address names. Default: the current week and the first location (or, with
 * `any`, no particular one).
 */
export function weekOf(
  place: CalendarPlace,
  { settings, locations, now }: WeekContext,
  { any = false } = {},
): Week {
  const location = locations.find(({ id }) => id === place.location) ?? (any ? undefined : locations[0]);
  const zone = location?.timeZone ?? locations[0]?.timeZone ?? settings.timeZone;
  const today = dateOf(inZone(now, zone));
  const date = place.week ?? today;
  const startsOn = startOfWeek(date, settings.weekStartsOn);
  const endsOn = addDays(startsOn, 7);
  return {
    date,
    locations,
    location,
    startsOn,
    endsOn,
    today,
    span: spanOfWeek(startsOn, zone),
  };
}

/** The whole weeks around a date's month: their first date, and the date after their last. */
export function monthOf(date: LocalDate, weekStartsOn: number): { startsOn: LocalDate; endsOn: LocalDate } {
  const first = firstOfMonth(date);
  const last = addDays(firstOfMonth(addDays(first, 31)), -1);
  return { startsOn: startOfWeek(first, weekStartsOn), endsOn: addDays(startOfWeek(last, weekStartsOn), 7) };
}

export const firstOfMonth = (date: LocalDate): LocalDate => `${date.slice(0, 8)}01`;
