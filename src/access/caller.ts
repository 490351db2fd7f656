import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { forbidden, notFound } from '../domain/errors.js';

export const ROLES = ['admin', 'supervisor', 'campus_it', 'operator', 'analyst'] as const;
export type Role = (typeof ROLES)[number];

export const SCOPES = [
  'metrics:read',
  'schedule:read',
  'schedule:write',
  'support:read',
  'support:write',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Who sends a request. An API key sees the rows that an admin sees, within its scopes. */
export interface Caller {
  kind: 'user' | 'api-key';
  id: string;
  /** Null for an API key. */
  sessionId: string | null;
  /** When the password was last given in this session. Left out for an API key. */
  confirmedAt?: Date;
  role: Role;
  /** Null for a session, which has all rights of its role. */
  scopes: readonly Scope[] | null;
  operatorId: string | null;
  locationIds: readonly string[] | 'all';
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

/** The authenticated caller of this request. */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('CurrentCaller on a route without one');
  return caller;
});

/**
 * An admin works everywhere, and so does an operator without locations. All others work at their named
 * locations only.
 */
export const boundariesOf = (role: Role, locationIds: readonly string[]): readonly string[] | 'all' =>
  role === 'admin' || (role === 'operator' && locationIds.length === 0) ? 'all' : locationIds;

export const canSeeLocation = (caller: Caller, locationId: string): boolean =>
  caller.locationIds === 'all' || caller.locationIds.includes(locationId);

/** For an existing row: throws not-found when the caller may not see its location. */
export function requireVisibleLocation(caller: Caller, locationId: string, what: string): void {
  if (!canSeeLocation(caller, locationId)) throw notFound(what);
}

/** For a new row: throws when the caller does not work at its location. */
export function requireOwnLocation(caller: Caller, locationId: string): void {
  if (!canSeeLocation(caller, locationId)) throw forbidden('FOREIGN_LOCATION');
}

/** The caller's locations as a query parameter; null means all. */
export const locationFilter = (caller: Caller): readonly string[] | null =>
  caller.locationIds === 'all' ? null : caller.locationIds;
