import { SetMetadata } from '@nestjs/common';
import { PERMISSION } from '../platform/http/permission.js';
import type { Role, Scope } from './caller.js';

/**
 * Who may call a route: users with one of these roles, and API keys with the scope. Without a scope, no API
 * key may.
 */
export interface Permission {
  roles: readonly Role[];
  scope?: Scope;
}

/** All signed-in users: for their own data and the names of places. */
export const EVERYONE: readonly Role[] = ['admin', 'supervisor', 'campus_it', 'operator', 'analyst'];
/** Everyone who deals with what happens at a location: all but analysts, who see no people. */
export const ON_SITE: readonly Role[] = ['admin', 'supervisor', 'campus_it', 'operator'];
/** Roles that read figures. */
export const READERS: readonly Role[] = ['admin', 'supervisor', 'campus_it', 'analyst'];
export const STAFF: readonly Role[] = ['admin', 'supervisor', 'campus_it'];
/** Roles that plan shifts or work them. */
export const WORKERS: readonly Role[] = ['admin', 'supervisor', 'operator'];
export const SUPERVISORS: readonly Role[] = ['admin', 'supervisor'];
export const ADMINS: readonly Role[] = ['admin'];

export const Allow = (roles: readonly Role[], scope?: Scope): MethodDecorator & ClassDecorator =>
  SetMetadata(PERMISSION, { roles, ...(scope && { scope }) } satisfies Permission);

export const FRESH_SIGN_IN = 'afterhours:fresh-sign-in';
export type FreshNeed = (body: unknown) => boolean;

/**
 * For actions that give access beyond the current session: the password must have been given within the last
 * 15 minutes.
 */
export const NeedsFreshSignIn = (when: FreshNeed = () => true): MethodDecorator =>
  SetMetadata(FRESH_SIGN_IN, when);

/** Whether a body that is not validated yet has this field with a value other than the harmless one. */
export const names =
  (field: string, harmless?: string): FreshNeed =>
  (body) => {
    const value = (body as Record<string, unknown> | null | undefined)?.[field];
    return value !== undefined && value !== harmless;
  };
