import type { Caller, Scope } from '../../../access/caller.js';
import { forbidden } from '../../../domain/errors.js';

const supervises = ({ role }: Caller): boolean => role === 'admin' || role === 'supervisor';
const has = ({ scopes }: Caller, wanted: readonly Scope[]): boolean =>
  scopes === null || wanted.some((scope) => scopes.includes(scope));

/** Whether the caller may see imports of rosters, which name people and when they worked. */
export const canReadRosters = (caller: Caller): boolean =>
  supervises(caller) && has(caller, ['schedule:read', 'schedule:write']);

/** Throws unless the caller may import rosters and take them back: it is as if they assigned all these shifts. */
export function requireMayImportRosters(caller: Caller): void {
  if (!supervises(caller) || !has(caller, ['schedule:write'])) throw forbidden('FORBIDDEN.rosters');
}
