import { useSyncExternalStore } from 'react';
import { currentTime } from '../time/clock.js';
import type { Schemas } from './client.js';

type User = Schemas['UserDto'];

/**
 * What a device keeps for a start without a network: who was signed in last, and of an operator the shifts ahead, with the display
 * names of who works beside them. It is bound to that user, and ends with the sign-out, with the session, or by itself.
 */
export interface Kept {
  user: User;
  /** When the server was heard last, in epoch ms. */
  at: number;
  desk?: KeptDesk;
}

export interface KeptDesk {
  at: number;
  settings: Schemas['SettingsDto'];
  locations: Schemas['LocationDto'][];
  claims: Schemas['ClaimDto'][];
  shifts: Schemas['ShiftDto'][];
}

const KEPT = 'afterhours-kept';
const LEAVING = 'afterhours-leaving';
/** Shorter than any session lasts after its last use, so that nothing is shown that the server would not give. */
const LASTS_MILLIS = 22 * 3_600_000;

// Of a version that kept the user alone, without an end.
localStorage.removeItem('afterhours-user');

function read(): Kept | null {
  const text = localStorage.getItem(KEPT);
  if (text === null) return null;
  const kept = JSON.parse(text) as Kept;
  const age = currentTime() - kept.at;
  if (age >= 0 && age <= LASTS_MILLIS) return kept;
  forget();
  return null;
}

export const keptUser = (): User | null => read()?.user ?? null;
export const keptDesk = (): KeptDesk | null => read()?.desk ?? null;

/** Who is signed in, as the server just said; nothing of anybody else stays. No address is kept. */
export function keepUser(user: User): void {
  const before = read();
  const desk = before?.user.id === user.id ? before.desk : undefined;
  write({ user: { ...user, email: '' }, at: currentTime(), ...(desk && { desk }) });
}

export function keepDesk(userId: string, desk: KeptDesk): void {
  const before = read();
  if (before?.user.id === userId) write({ ...before, desk });
}

export function forget(): void {
  localStorage.removeItem(KEPT);
  showAsOf(null);
}

const write = (kept: Kept): void => localStorage.setItem(KEPT, JSON.stringify(kept));

/** Whether somebody signed out where the server could not hear it. */
export const isLeaving = (): boolean => localStorage.getItem(LEAVING) !== null;
export const leaveLater = (everywhere: boolean): void =>
  localStorage.setItem(LEAVING, everywhere ? '/api/v1/auth/logout-everywhere' : '/api/v1/auth/logout');

/** Tells the server of a sign-out it did not hear, before anything else is asked of it; whether there was one. */
export async function finishLeaving(): Promise<boolean> {
  const path = localStorage.getItem(LEAVING);
  if (path === null) return false;
  await fetch(path, { method: 'POST' });
  localStorage.removeItem(LEAVING);
  return true;
}

let asOf: number | null = null;
const listeners = new Set<() => void>();

/** Since when what is on screen may have changed unheard; null for what the server just said. */
export function showAsOf(at: number | null): void {
  if (at === asOf) return;
  asOf = at;
  for (const listener of listeners) listener();
}

export const useAsOf = (): number | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asOf,
  );
