import type { EnsureQueryDataOptions, QueryKey } from '@tanstack/react-query';
import type { Schemas } from '../api/client.js';
import {
  locationsQuery,
  operatorsQuery,
  positionsQuery,
  queryClient,
  settingsQuery,
} from '../api/queries.js';
import { demandQuery, gapsQuery } from '../coverage/queries.js';
import { hourOfWeekQuery, overTimeQuery, pilotsQuery, totalsQuery } from '../pilots/queries.js';
import { eligibleShiftsQuery, schedulesQuery, shiftsQuery, tonightQuery } from '../scheduling/queries.js';
import { payPeriodsQuery } from '../scheduling/timesheets/queries.js';
import { ownWaitlistQuery } from '../scheduling/waitlist/queries.js';
import { withNeighbourDays, weekOf, type WeekContext, type CalendarPlace } from '../ui/week-dates.js';
import { currentTime } from '../time/clock.js';
import { dateOf, inZone } from '../time/local-time.js';
import type { SectionPath } from './sections.js';

type Me = Schemas['UserDto'];

/** Waits for what is not there yet; without it, as without a network, the page says so itself. */
export const loadIfMissing = <Data, Key extends QueryKey>(
  query: EnsureQueryDataOptions<Data, Error, Data, Key>,
): Promise<Data | undefined> =>
  queryClient.ensureQueryData({ ...query, retry: false, revalidateIfStale: true }).catch(() => undefined);

/** What pages ask for that needs no other answer, by path: asked beside who is asking. */
const FIRST: Partial<Record<SectionPath, () => unknown>> = {
  '/tonight': () => loadIfMissing(tonightQuery(currentTime())),
  '/open-shifts': () => loadIfMissing(ownWaitlistQuery),
  '/board': () => loadIfMissing(positionsQuery),
  '/hours': () => loadIfMissing(payPeriodsQuery),
  '/pilots': () => loadIfMissing(pilotsQuery),
};

/** What they ask for next. They are drawn once it is there: once, rather than a piece with each answer. */
const NEXT: Partial<
  Record<SectionPath, (place: CalendarPlace, given: WeekContext, me: Me) => Promise<unknown>>
> = {
  '/open-shifts': (place, given) => {
    const { location, span } = weekOf(place, given, { any: true });
    return loadIfMissing(eligibleShiftsQuery({ ...span, ...(location && { locationId: location.id }) }));
  },
  '/board': async (place, given, me) => {
    const { location, span } = weekOf(place, given);
    if (!location) return;
    await Promise.all([
      loadIfMissing(shiftsQuery({ ...span, locationId: location.id })),
      loadIfMissing(gapsQuery(location.id, span)),
      loadIfMissing(gapsQuery(location.id, withNeighbourDays(span, location.timeZone))),
      me.role !== 'campus_it' && loadIfMissing(schedulesQuery(location.id)),
      loadIfMissing(positionsQuery),
      loadIfMissing(demandQuery(location.id, withNeighbourDays(span, location.timeZone))),
    ]);
  },
  '/approvals': () => loadIfMissing(operatorsQuery),
  '/pilots': async (_place, { settings, now }) => {
    const [pilot] = (await loadIfMissing(pilotsQuery)) ?? [];
    if (!pilot) return;
    const today = dateOf(inZone(now, settings.timeZone));
    // These are further down.
    void loadIfMissing(overTimeQuery(pilot.id, today));
    void loadIfMissing(hourOfWeekQuery(pilot.id, today));
    await loadIfMissing(totalsQuery(pilot.id, today));
  },
};

/** So long a page is waited for as it is; then it is drawn with shapes of what is to come. */
const PATIENCE_MILLIS = 400;
export const loadingDelay = (): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLIS));

export const startPageQueries = (path: SectionPath): unknown => FIRST[path]?.();

export async function loadPageQueries(path: SectionPath, place: CalendarPlace, me: Me): Promise<void> {
  const [settings, locations] = await Promise.all([
    loadIfMissing(settingsQuery),
    loadIfMissing(locationsQuery),
  ]);
  if (settings && locations)
    await Promise.race([
      NEXT[path]?.(place, { settings, locations, now: currentTime() }, me),
      loadingDelay(),
    ]);
}
