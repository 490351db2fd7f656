import { SetMetadata } from '@nestjs/common';
import { PERMISSION } from '../platform/http/permission.js';
import type { Role, Scope } from './caller.js';

/** Who may call a route: these roles by session, and keys with the scope. Without a scope it is for sessions only. */
export interface Permission {
  roles: readonly Role[];
  scope?: Scope;
}

/** Whoever is signed in: what concerns oneself, and the names of places. */
export const EVERYONE: readonly Role[] = ['admin', 'supervisor', 'campus_it', 'operator', 'analyst'];
/** Who has to do with what happens at a location: everyone but analysts, who see nobody. */
export const ON_SITE: readonly Role[] = ['admin', 'supervisor', 'campus_it', 'operator'];
/** Those who read figures. */
export const READERS: readonly Role[] = ['admin', 'supervisor', 'campus_it', 'analyst'];
export const STAFF: readonly Role[] = ['admin', 'supervisor', 'campus_it'];
/** Those who plan shifts and those who work them. */
export const WORKERS: readonly Role[] = ['admin', 'supervisor', 'operator'];
export const SUPERVISORS: readonly Role[] = ['admin', 'supervisor'];
export const ADMINS: readonly Role[] = ['admin'];

export const Allow = (roles: readonly Role[], scope?: Scope): MethodDecorator & ClassDecorator =>
  SetMetadata(PERMISSION, { roles, ...(scope && { scope }) } satisfies Permission);

export const FRESH_SIGN_IN = 'afterhours:fresh-sign-in';
export type FreshNeed = (body: unknown) => boolean;

/** For what makes rights that outlast a session left open: the password must have been given within a quarter of an hour. */
export const NeedsFreshSignIn = (when: FreshNeed = () => true): MethodDecorator =>
  SetMetadata(FRESH_SIGN_IN, when);

/** Of a body not validated yet, whether it has this field, with another value than the one that is harmless. */
export const names =
  (field: string, harmless?: string): FreshNeed =>
  (body) => {
    const value = (body as Record<string, unknown> | null | undefined)?.[field];
    return value !== undefined && value !== harmless;
  };
