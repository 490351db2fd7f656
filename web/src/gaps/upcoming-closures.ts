import type { Schemas } from '../api/client.js';
import type { Span } from '../ui/week-dates.js';
import { addDays, dateOf, instantOf, inZone } from '../time/local-time.js';

const DAYS_AHEAD = 28;

type Dates = Pick<Schemas['CoverageExceptionDto'], 'locationId' | 'date' | 'untilDate'>;

/** One window for each location with future exceptions, from their first to their last date. */
export function upcomingClosures(
  exceptions: readonly Dates[],
  now: number,
  zoneOf: (locationId: string) => string,
): { locationId: string; window: Span }[] {
  const dates = new Map<string, { from: string; to: string }>();
  for (const { locationId, date, untilDate } of exceptions) {
    const today = dateOf(inZone(now, zoneOf(locationId)));
    const last = addDays(today, DAYS_AHEAD);
    if (untilDate < today || date > last) continue;
    const [from, to] = [date > today ? date : today, untilDate < last ? untilDate : last];
    const known = dates.get(locationId) ?? { from, to };
    dates.set(locationId, { from: from < known.from ? from : known.from, to: to > known.to ? to : known.to });
  }
  return [...dates].map(([locationId, { from, to }]) => {
    const zone = zoneOf(locationId);
    // The last night continues after midnight.
    const window = { from: instantOf(from, '00:00', zone), to: instantOf(addDays(to, 2), '00:00', zone) };
    return { locationId, window };
  });
}
