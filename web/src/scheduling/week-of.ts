import type { Schemas } from '../api/client.js';
import {
  addDays,
  dateOf,
  HOUR,
  instantOf,
  inZone,
  millisOf,
  startOfWeek,
  type LocalDate,
} from '../time/local-time.js';
import type { Span } from './queries.js';

/** Where on the calendar, and at which location: kept in the address, so that it can be sent to somebody. */
export interface Place {
  location?: string;
  week?: string;
}

export interface Week {
  locations: Schemas['LocationDto'][];
  location: Schemas['LocationDto'] | undefined;
  /** The first date of the week, and of the one after it. */
  startsOn: LocalDate;
  endsOn: LocalDate;
  span: Span;
  today: LocalDate;
}

/** What a week goes by. */
export interface Given {
  settings: Schemas['SettingsDto'];
  locations: Schemas['LocationDto'][];
  now: number;
}

/** The week and the location that an address names, or else this one and the first (or, with `any`, none in particular). */
export function weekOf(place: Place, { settings, locations, now }: Given, { any = false } = {}): Week {
  const location = locations.find(({ id }) => id === place.location) ?? (any ? undefined : locations[0]);
  const zone = location?.timeZone ?? locations[0]?.timeZone ?? settings.timeZone;
  const today = dateOf(inZone(now, zone));
  const startsOn = startOfWeek(place.week ?? today, settings.weekStartsOn);
  const endsOn = addDays(startsOn, 7);
  const span = { from: instantOf(startsOn, '00:00', zone), to: instantOf(endsOn, '00:00', zone) };
  return { locations, location, startsOn, endsOn, today, span };
}

/** A week as the board has it: its last evening's night reaches into the day after. */
export const withLastNight = ({ from, to }: Span, zone: string): Span => ({
  from,
  to: inZone(millisOf(to) + 12 * HOUR, zone),
});
