import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { storeDesk, useDataAsOf } from '../api/offline-store.js';
import { useLocations, useSettings } from '../api/lookups.js';
import { useMe } from '../api/me.js';
import { byStart, nextQuery, shiftQuery, type Claim } from '../scheduling/queries.js';
import { useCategories } from './categories/use-categories.js';
import { byServer } from '../time/clock.js';
import { HOUR, millisOf } from '../time/local-time.js';

/** How many future shifts a device stores. */
const MOST_KEPT = 5;
const ASKED_AGAIN_MILLIS = 15_000;

/**
 * Stores on the device what the desk needs for a start without a network: the next shifts, their locations
 * and the colleagues on them.
 */
export function useStoreTonight({ data: claims, dataUpdatedAt }: UseQueryResult<Claim[]>, now: number): void {
  const client = useQueryClient();
  const me = useMe();
  const asOf = useDataAsOf();
  const settings = useSettings();
  const { locations } = useLocations();
  const { categories } = useCategories();
  const { data: ahead } = useQuery(nextQuery(now));
  const next = useMemo(() => claims && ahead && nextOf([...claims, ...ahead], now), [claims, ahead, now]);
  const first = next?.[0]?.shiftId;
  const { data: shift } = useQuery({ ...shiftQuery(first ?? ''), enabled: first !== undefined });
  useEffect(() => {
    if (!next || asOf !== null) return;
    const places = new Set(next.map(({ locationId }) => locationId));
    storeDesk(me.id, {
      at: byServer(dataUpdatedAt),
      settings,
      locations: locations.filter(({ id }) => places.has(id)),
      categories,
      claims: next,
      shifts: next.flatMap(({ shiftId }) => client.getQueryData(shiftQuery(shiftId).queryKey) ?? []),
    });
  }, [client, me.id, asOf, settings, locations, categories, next, shift, dataUpdatedAt]);
}

/**
 * While the data on screen may be out of date, refetches it regularly, and at once when the network returns.
 * Returns the time of the data, or null when it is current.
 */
export function useRefetchWhileStale(): number | null {
  const client = useQueryClient();
  const asOf = useDataAsOf();
  useEffect(() => {
    if (asOf === null) return undefined;
    const again = (): void => void client.invalidateQueries();
    const timer = setInterval(again, ASKED_AGAIN_MILLIS);
    window.addEventListener('online', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [client, asOf]);
  return asOf;
}

function nextOf(claims: readonly Claim[], now: number): Claim[] {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  return [...byId.values()]
    .filter(({ endsAt }) => millisOf(endsAt) + HOUR > now)
    .sort(byStart)
    .slice(0, MOST_KEPT);
}
