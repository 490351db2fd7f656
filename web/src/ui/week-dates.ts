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

/** Where on the calendar, and at which location: kept in the address, so that it can be sent to somebody. */
export interface CalendarPlace {
  location?: string;
  week?: string;
  /** How much of it at once, where a page offers that; else a list. */
  view?: 'week' | 'month' | undefined;
}

const isDate = (written: unknown): written is LocalDate =>
  typeof written === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(written) && !Number.isNaN(Date.parse(written));

/** What an address names, without what it cannot mean. */
export function calendarPlaceOf(search: Record<string, unknown>): CalendarPlace {
  const [location, week, view] = [search['location'], search['week'], search['view']];
  return {
    ...(typeof location === 'string' && { location }),
    ...(isDate(week) && { week }),
    ...((view === 'week' || view === 'month') && { view }),
  };
}

/** A night belongs to the evening it starts: what begins before this time is the evening before's. */
export const DAY_BREAKS_AT = '05:00';

/** The evening a span belongs to, by the wall clock of its location. */
export function eveningOf({ startsAt }: { startsAt: Instant }): LocalDate {
  const date = dateOf(startsAt);
  return timeOf(startsAt) < DAY_BREAKS_AT ? addDays(date, -1) : date;
}

/** With a day before and after, for what is drawn whole though only a part of it lies within. */
export const withNeighbourDays = ({ from, to }: Span, zone: string): Span => ({
  from: inZone(millisOf(from) - DAY, zone),
  to: inZone(millisOf(to) + DAY, zone),
});

/** The evenings of a week with their nights: from the break of its first day on. */
export const spanOfWeek = (startsOn: LocalDate, zone: string): Span => ({
  from: instantOf(startsOn, DAY_BREAKS_AT, zone),
  to: instantOf(addDays(startsOn, 7), DAY_BREAKS_AT, zone),
});

export const datesOfWeek = (startsOn: LocalDate): LocalDate[] =>
  Array.from({ length: 7 }, (_, day) => addDays(startsOn, day));

export interface Week {
  /** The date it is about. */
  date: LocalDate;
  locations: Schemas['LocationDto'][];
  location: Schemas['LocationDto'] | undefined;
  /** The first date of the week, and of the one after it. */
  startsOn: LocalDate;
  endsOn: LocalDate;
  /** Its evenings with their nights: from the break of its first day on. */
  span: Span;
  today: LocalDate;
}

/** What a week goes by. */
export interface WeekContext {
  settings: Schemas['SettingsDto'];
  locations: Schemas['LocationDto'][];
  now: number;
}

/** The week and the location that an address names, or else this one and the first (or, with `any`, none in particular). */
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

/** The whole weeks in which a date's month lies: their first date, and the one after their last. */
export function monthOf(date: LocalDate, weekStartsOn: number): { startsOn: LocalDate; endsOn: LocalDate } {
  const first = firstOfMonth(date);
  const last = addDays(firstOfMonth(addDays(first, 31)), -1);
  return { startsOn: startOfWeek(first, weekStartsOn), endsOn: addDays(startOfWeek(last, weekStartsOn), 7) };
}

export const firstOfMonth = (date: LocalDate): LocalDate => `${date.slice(0, 8)}01`;
