import { LONGEST_AREA, WHOLE_LOCATION } from '../../domain/activity/series.js';
import type { SourceRow } from './sources.repository.js';

const keyOf = (text: string): string => text.trim().toLowerCase();

/**
 * Where a source's requests belong: the location of the first rule that equals the ticket's place (without regard to
 * case), or the one whose id the place is; else the source's own location; null when it has none.
 */
export function placesOf({
  locationId,
  locationRules,
}: Pick<SourceRow, 'locationId' | 'locationRules'>): (place: string | null) => string | null {
  const locations = new Map<string, string>();
  for (const rule of locationRules) {
    const key = keyOf(rule.equals);
    if (!locations.has(key)) locations.set(key, rule.locationId);
  }
  for (const id of locationsOf({ locationId, locationRules })) if (!locations.has(id)) locations.set(id, id);
  return (place) => (place === null ? undefined : locations.get(keyOf(place))) ?? locationId;
}

/**
 * The area of a count. Where several places are one location, the place is the area of a count that has none: otherwise they
 * would replace each other.
 */
export function areaIn(
  { locationId: own, locationRules }: Pick<SourceRow, 'locationId' | 'locationRules'>,
  { area, place, locationId }: { area: string; place: string | null; locationId: string },
): string {
  const isOneOfSeveral =
    locationId === own || locationRules.filter((rule) => rule.locationId === locationId).length > 1;
  return area === WHOLE_LOCATION && place !== null && isOneOfSeveral
    ? place.trim().slice(0, LONGEST_AREA).toWellFormed()
    : area;
}

/** All locations that a source's requests may belong to. */
export const locationsOf = ({
  locationId,
  locationRules,
}: Pick<SourceRow, 'locationId' | 'locationRules'>): string[] => [
  ...new Set([...(locationId === null ? [] : [locationId]), ...locationRules.map((rule) => rule.locationId)]),
];
