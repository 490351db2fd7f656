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
  /** Empty of one the user does not see. */
  nameOf: (id: string | null | undefined) => string;
  /** The zone its hours go by. */
  zoneOf: (id: string | null | undefined) => string;
}

/** The institution's settings. As times are not told without them, nor without locations, a page waits for both, and fails with them. */
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

/** For those who may see who works. */
export function useOperators(): { operators: Schemas['OperatorDto'][]; nameOf: Locations['nameOf'] } {
  const { data: operators = NONE } = useQuery(operatorsQuery);
  return { operators, nameOf: nameIn(operators) };
}
