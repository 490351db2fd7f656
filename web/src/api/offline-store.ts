import { useSyncExternalStore } from 'react';
import { currentTime } from '../time/clock.js';
import type { Schemas } from './client.js';
import { Problem } from './problem.js';

type User = Schemas['UserDto'];

/**
 * The data that a device stores for a start without a network: the last signed-in user and, for an operator,
 * the next shifts with the display names of the colleagues on them. It belongs to that user, and ends with
 * the sign-out, with the session, or after some time.
 */
export interface OfflineData {
  user: User;
  /** When the server last answered, in epoch ms. */
  at: number;
  desk?: OfflineDesk;
}

export interface OfflineDesk {
  at: number;
  settings: Schemas['SettingsDto'];
  locations: Schemas['LocationDto'][];
  categories: Schemas['SupportCategoryDto'][];
  claims: Schemas['ClaimDto'][];
  shifts: Schemas['ShiftDto'][];
}

const KEPT = 'afterhours-kept';
const LEAVING = 'afterhours-leaving';
/** Set when the session stays after the browser is closed; the stored data then stays as long. */
const STAYS = 'afterhours-stays';
/**
 * Shorter than such sessions last after their last use, so that nothing is shown that the server would
 * refuse.
 */
const LASTS_MILLIS = { staying: 22 * 3_600_000, passing: 3_600_000 };
/** Another answer may correct the clock backwards by its travel time. */
const SLACK_MILLIS = 60_000;

const isStaying = (): boolean => localStorage.getItem(STAYS) !== null;
/**
 * Computers at desks are shared: for a session that ends with the browser, nothing stays on the device
 * either.
 */
const storage = (): Storage => (isStaying() ? localStorage : sessionStorage);

function read(): OfflineData | null {
  const text = storage().getItem(KEPT);
  if (text === null) return null;
  const kept = JSON.parse(text) as OfflineData;
  const age = currentTime() - kept.at;
  if (age > -SLACK_MILLIS && age <= LASTS_MILLIS[isStaying() ? 'staying' : 'passing']) return kept;
  // Removes data that is too old; whether the session stays on this device does not change.
  drop();
  return null;
}

export const storedUser = (): User | null => read()?.user ?? null;
export const storedDesk = (): OfflineDesk | null => read()?.desk ?? null;

/**
 * Clears stored data at a sign-in. The user chooses whether the session stays after the browser is closed.
 */
export function resetForUser(user: User, stays: boolean): void {
  clearStored();
  if (stays) localStorage.setItem(STAYS, 'true');
  storeUser(user);
}

/**
 * Stores the signed-in user, as the server just reported. Removes the data of any other user, and stores no
 * e-mail address.
 */
export function storeUser(user: User): void {
  const before = read();
  const desk = before?.user.id === user.id ? before.desk : undefined;
  write({ user: { ...user, email: '' }, at: currentTime(), ...(desk && { desk }) });
}

export function storeDesk(userId: string, desk: OfflineDesk): void {
  const before = read();
  if (before?.user.id === userId) write({ ...before, desk });
}

/** At a sign-out, at the end of the session, and at any sign-in. */
export function clearStored(): void {
  drop();
  localStorage.removeItem(STAYS);
}

function drop(): void {
  for (const one of [localStorage, sessionStorage]) one.removeItem(KEPT);
  setDataAsOf(null);
}

const write = (kept: OfflineData): void => storage().setItem(KEPT, JSON.stringify(kept));

/** Whether there was a sign-out that the server has not received. */
export const isSignOutPending = (): boolean => localStorage.getItem(LEAVING) !== null;
export const postponeSignOut = (everywhere: boolean): void =>
  localStorage.setItem(LEAVING, everywhere ? '/api/v1/auth/logout-everywhere' : '/api/v1/auth/logout');

/**
 * Sends such a sign-out before any other request; returns whether there was one. It is complete when the
 * server confirms it or the session has ended. Otherwise nobody is signed in, because the sign-out would end
 * their session later.
 */
export async function finishSignOut(): Promise<boolean> {
  const path = localStorage.getItem(LEAVING);
  if (path === null) return false;
  const answer = await fetch(path, { method: 'POST' });
  if (!answer.ok && answer.status !== 401)
    throw await Problem.of(await answer.json().catch(() => null), answer.status);
  localStorage.removeItem(LEAVING);
  return true;
}

let asOf: number | null = null;
const listeners = new Set<() => void>();

/** Since when the data on screen may be out of date; null for data that the server just sent. */
export function setDataAsOf(at: number | null): void {
  if (at === asOf) return;
  asOf = at;
  for (const listener of listeners) listener();
}

export const useDataAsOf = (): number | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asOf,
  );
