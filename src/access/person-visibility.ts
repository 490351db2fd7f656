import { canSeeLocation, type Caller } from './caller.js';

/** Somebody who works at some locations; at all of them where none is named. */
export interface Located {
  id: string;
  locationIds: readonly string[];
}

const isThemselves = (caller: Caller, operatorId: string | null): boolean =>
  operatorId !== null && caller.operatorId === operatorId;

/** Whether the caller may see an operator: themselves, or one who works at a location of the caller's. */
export function canSeePerson(caller: Caller, { id, locationIds }: Located): boolean {
  if (caller.role === 'operator') return isThemselves(caller, id);
  if (locationIds.length > 0) return locationIds.some((locationId) => canSeeLocation(caller, locationId));
  return caller.locationIds === 'all' || caller.locationIds.length > 0;
}

/** Whether all locations an operator works at are the caller's, so that what holds everywhere is theirs to change. */
export const canManagePerson = (caller: Caller, { locationIds }: Located): boolean =>
  caller.locationIds === 'all' ||
  (locationIds.length > 0 && locationIds.every((locationId) => canSeeLocation(caller, locationId)));

const supervises = ({ role }: Caller): boolean => role === 'admin' || role === 'supervisor';

/** Whether the caller reads why: every free-text reason is between a person and their supervisors. No API key ever does. */
export const canReadReasons = (caller: Caller, operatorId: string | null): boolean =>
  caller.kind === 'user' && (supervises(caller) || isThemselves(caller, operatorId));

/** Whether the caller reads when somebody came and went, late or not at all. Campus IT does not. */
export const canReadAttendance = (caller: Caller, operatorId: string): boolean =>
  supervises(caller) || isThemselves(caller, operatorId);
