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
import { around, weekOf, type Given, type Place } from '../ui/week-of.js';
import { currentTime } from '../time/clock.js';
import { dateOf, inZone } from '../time/local-time.js';
import type { SectionPath } from './sections.js';

type Me = Schemas['UserDto'];

/** Waits for what is not there yet; without it, as without a network, the page says so itself. */
export const known = <Data, Key extends QueryKey>(
  query: EnsureQueryDataOptions<Data, Error, Data, Key>,
): Promise<Data | undefined> =>
  queryClient.ensureQueryData({ ...query, retry: false, revalidateIfStale: true }).catch(() => undefined);

/** What pages ask for that needs no other answer, by path: asked beside who is asking. */
const FIRST: Partial<Record<SectionPath, () => unknown>> = {
  '/tonight': () => known(tonightQuery(currentTime())),
  '/open-shifts': () => known(ownWaitlistQuery),
  '/board': () => known(positionsQuery),
  '/hours': () => known(payPeriodsQuery),
  '/pilots': () => known(pilotsQuery),
};

/** What they ask for next. They are drawn once it is there: once, rather than a piece with each answer. */
const NEXT: Partial<Record<SectionPath, (place: Place, given: Given, me: Me) => Promise<unknown>>> = {
  '/open-shifts': (place, given) => {
    const { location, span } = weekOf(place, given, { any: true });
    return known(eligibleShiftsQuery({ ...span, ...(location && { locationId: location.id }) }));
  },
  '/board': async (place, given, me) => {
    const { location, span } = weekOf(place, given);
    if (!location) return;
    await Promise.all([
      known(shiftsQuery({ ...span, locationId: location.id })),
      known(gapsQuery(location.id, span)),
      known(gapsQuery(location.id, around(span, location.timeZone))),
      me.role !== 'campus_it' && known(schedulesQuery(location.id)),
      known(positionsQuery),
      known(demandQuery(location.id, around(span, location.timeZone))),
    ]);
  },
  '/approvals': () => known(operatorsQuery),
  '/pilots': async (_place, { settings, now }) => {
    const [pilot] = (await known(pilotsQuery)) ?? [];
    if (!pilot) return;
    const today = dateOf(inZone(now, settings.timeZone));
    // These are further down.
    void known(overTimeQuery(pilot.id, today));
    void known(hourOfWeekQuery(pilot.id, today));
    await known(totalsQuery(pilot.id, today));
  },
};

/** So long a page is waited for as it is; then it is drawn with shapes of what is to come. */
const PATIENCE_MILLIS = 400;
export const patience = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLIS));

export const askFirst = (path: SectionPath): unknown => FIRST[path]?.();

export async function askNext(path: SectionPath, place: Place, me: Me): Promise<void> {
  const [settings, locations] = await Promise.all([known(settingsQuery), known(locationsQuery)]);
  if (settings && locations)
    await Promise.race([NEXT[path]?.(place, { settings, locations, now: currentTime() }, me), patience()]);
}
