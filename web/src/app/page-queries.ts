import type { EnsureQueryDataOptions, QueryKey } from '@tanstack/react-query';
import type { Schemas } from '../api/client.js';
import {
  locationsQuery,
  operatorsQuery,
  positionsQuery,
  queryClient,
  settingsQuery,
} from '../api/queries.js';
import { coverageHoursQuery, demandQuery, exceptionsQuery, gapsQuery } from '../coverage/queries.js';
import { maintenanceAheadQuery, maintenanceSoonQuery } from '../coverage/maintenance/queries.js';
import {
  evaluationQuery,
  hourOfWeekQuery,
  overTimeQuery,
  pilotsQuery,
  totalsQuery,
} from '../pilots/queries.js';
import { eligibleShiftsQuery, schedulesQuery, shiftsQuery, tonightQuery } from '../scheduling/queries.js';
import { payPeriodsQuery } from '../scheduling/timesheets/queries.js';
import { ownWaitlistQuery } from '../scheduling/waitlist/queries.js';
import { categoriesQuery } from '../support/categories/use-categories.js';
import { rulesQuery } from '../support/routing/queries.js';
import { sourcesQuery } from '../support/sources/queries.js';
import { withNeighbourDays, weekOf, type WeekContext, type CalendarPlace } from '../ui/week-dates.js';
import { currentTime } from '../time/clock.js';
import { dateOf, inZone } from '../time/local-time.js';
import type { SectionPath } from './sections.js';

type Me = Schemas['UserDto'];

/**
 * Loads data that is not there yet. On failure, also without a network, returns undefined, and the page
 * itself reports it.
 */
export const loadIfMissing = <Data, Key extends QueryKey>(
  query: EnsureQueryDataOptions<Data, Error, Data, Key>,
): Promise<Data | undefined> =>
  queryClient.ensureQueryData({ ...query, retry: false, revalidateIfStale: true }).catch(() => undefined);

/** Queries of pages that need no other answer first, by path. Sent together with the query for the user. */
const FIRST: Partial<Record<SectionPath, () => unknown>> = {
  '/tonight': () => [
    loadIfMissing(tonightQuery(currentTime())),
    loadIfMissing(categoriesQuery),
    loadIfMissing(maintenanceSoonQuery),
  ],
  '/open-shifts': () => loadIfMissing(ownWaitlistQuery),
  '/my-shifts': () => loadIfMissing(maintenanceAheadQuery),
  '/board': () => loadIfMissing(positionsQuery),
  '/coverage-hours': () => loadIfMissing(positionsQuery),
  '/hours': () => loadIfMissing(payPeriodsQuery),
  '/pilots': () => loadIfMissing(pilotsQuery),
  '/sources': () => loadIfMissing(sourcesQuery),
  '/routing': () => [
    loadIfMissing(rulesQuery),
    loadIfMissing(categoriesQuery),
    loadIfMissing(positionsQuery),
  ],
};

/**
 * Queries that need the first answers. The page is rendered when they are there: once, not with each answer.
 */
const NEXT: Partial<
  Record<SectionPath, (place: CalendarPlace, given: WeekContext, me: Me) => Promise<unknown>>
> = {
  '/requests': () => loadIfMissing(categoriesQuery),
  '/categories': () => loadIfMissing(categoriesQuery),
  '/routing': () => Promise.all([loadIfMissing(rulesQuery), loadIfMissing(categoriesQuery)]),
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
  '/coverage-hours': async (place, given) => {
    const { location, span } = weekOf(place, given);
    if (!location) return;
    await Promise.all([
      loadIfMissing(demandQuery(location.id, withNeighbourDays(span, location.timeZone))),
      loadIfMissing(gapsQuery(location.id, span)),
      loadIfMissing(coverageHoursQuery(location.id)),
      loadIfMissing(exceptionsQuery(location.id)),
    ]);
  },
  '/approvals': () => loadIfMissing(operatorsQuery),
  '/pilots': async (_place, { settings, now }) => {
    const [pilot] = (await loadIfMissing(pilotsQuery)) ?? [];
    if (!pilot) return;
    const today = dateOf(inZone(now, settings.timeZone));
    // These are further down on the page.
    void loadIfMissing(overTimeQuery(pilot.id, today));
    void loadIfMissing(hourOfWeekQuery(pilot.id, today));
    void loadIfMissing(totalsQuery(pilot.id, today));
    await loadIfMissing(evaluationQuery(pilot.id));
  },
};

/** The previous page stays for so long; after that, the new page shows placeholders. */
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
