import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { Schemas } from './client.js';
import { locationsQuery, operatorsQuery, positionsQuery, settingsQuery } from './queries.js';

const NONE: never[] = [];

interface Named {
  id: string;
  name: string;
}

const nameIn =
  (things: readonly Named[]) =>
  (id: string | null | undefined): string =>
    things.find((thing) => thing.id === id)?.name ?? '';

export interface Locations {
  locations: Schemas['LocationDto'][];
  /** Empty for a location that the user may not see. */
  nameOf: (id: string | null | undefined) => string;
  /** The location's time zone. */
  zoneOf: (id: string | null | undefined) => string;
}

/**
 * The institution's settings. Times cannot be shown without settings and locations, so a page waits for both,
 * and fails without them.
 */
export const useSettings = (): Schemas['SettingsDto'] => useSuspenseQuery(settingsQuery).data;

export function useLocations(): Locations {
  const { timeZone } = useSettings();
  const { data: locations } = useSuspenseQuery(locationsQuery);
  return {
    locations,
    nameOf: nameIn(locations),
    zoneOf: (id) => locations.find((location) => location.id === id)?.timeZone ?? timeZone,
  };
}

export function usePositions(): { positions: Schemas['PositionDto'][]; nameOf: Locations['nameOf'] } {
  const { data: positions = NONE } = useQuery(positionsQuery);
  return { positions, nameOf: nameIn(positions) };
}

/** For roles that may see operators. */
export function useOperators(): { operators: Schemas['OperatorDto'][]; nameOf: Locations['nameOf'] } {
  const { data: operators = NONE } = useQuery(operatorsQuery);
  return { operators, nameOf: nameIn(operators) };
}
