import { canSeeLocation, type Caller } from './caller.js';

/** A person and the locations they work at; none means all locations. */
export interface Located {
  id: string;
  locationIds: readonly string[];
}

const isThemselves = (caller: Caller, operatorId: string | null): boolean =>
  operatorId !== null && caller.operatorId === operatorId;

/** Whether the caller may see an operator: themselves, or an operator at one of the caller's locations. */
export function canSeePerson(caller: Caller, { id, locationIds }: Located): boolean {
  if (caller.role === 'operator') return isThemselves(caller, id);
  if (locationIds.length > 0) return locationIds.some((locationId) => canSeeLocation(caller, locationId));
  return caller.locationIds === 'all' || caller.locationIds.length > 0;
}

/**
 * Whether the caller is responsible for all locations of an operator, and so may change what holds
 * everywhere.
 */
export const canManagePerson = (caller: Caller, { locationIds }: Located): boolean =>
  caller.locationIds === 'all' ||
  (locationIds.length > 0 && locationIds.every((locationId) => canSeeLocation(caller, locationId)));

const supervises = ({ role }: Caller): boolean => role === 'admin' || role === 'supervisor';

/**
 * Whether the caller may read reasons. A free-text reason is only for the person and their supervisors, never
 * for an API key.
 */
export const canReadReasons = (caller: Caller, operatorId: string | null): boolean =>
  caller.kind === 'user' && (supervises(caller) || isThemselves(caller, operatorId));

/** Whether the caller may read attendance: check-ins, lateness, no-shows. Campus IT may not. */
export const canReadAttendance = (caller: Caller, operatorId: string): boolean =>
  supervises(caller) || isThemselves(caller, operatorId);

/**
 * Whether the caller may read how work is spread over the people of a location, by name. Campus IT, analysts
 * and API keys get figures only.
 */
export const canReadWorkload = (caller: Caller): boolean => caller.kind === 'user' && supervises(caller);
