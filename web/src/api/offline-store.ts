import { useSyncExternalStore } from 'react';
import { currentTime } from '../time/clock.js';
import type { Schemas } from './client.js';
import { Problem } from './problem.js';

type User = Schemas['UserDto'];

/**
 * What a device keeps for a start without a network: who was signed in last, and of an operator the shifts ahead, with the display
 * names of who works beside them. It is bound to that user, and ends with the sign-out, with the session, or by itself.
 */
export interface OfflineData {
  user: User;
  /** When the server was heard last, in epoch ms. */
  at: number;
  desk?: OfflineDesk;
}

export interface OfflineDesk {
  at: number;
  settings: Schemas['SettingsDto'];
  locations: Schemas['LocationDto'][];
  claims: Schemas['ClaimDto'][];
  shifts: Schemas['ShiftDto'][];
}

const KEPT = 'afterhours-kept';
const LEAVING = 'afterhours-leaving';
/** There where the session is one that stays after the browser is closed; what is kept stays as long as it does. */
const STAYS = 'afterhours-stays';
/** Shorter than such sessions last after their last use, so that nothing is shown that the server would not give. */
const LASTS_MILLIS = { staying: 22 * 3_600_000, passing: 3_600_000 };
/** Another answer may move the clock back by its way. */
const SLACK_MILLIS = 60_000;

const isStaying = (): boolean => localStorage.getItem(STAYS) !== null;
/** Desks are shared: of a session that ends with the browser nothing is left on the device either. */
const storage = (): Storage => (isStaying() ? localStorage : sessionStorage);

function read(): OfflineData | null {
  const text = storage().getItem(KEPT);
  if (text === null) return null;
  const kept = JSON.parse(text) as OfflineData;
  const age = currentTime() - kept.at;
  if (age > -SLACK_MILLIS && age <= LASTS_MILLIS[isStaying() ? 'staying' : 'passing']) return kept;
  // What is too old goes; whether the session stays on this device is as it was.
  drop();
  return null;
}

export const storedUser = (): User | null => read()?.user ?? null;
export const storedDesk = (): OfflineDesk | null => read()?.desk ?? null;

/** Whoever signs in begins anew; whether the session stays after the browser is closed is theirs to say. */
export function resetForUser(user: User, stays: boolean): void {
  clearStored();
  if (stays) localStorage.setItem(STAYS, 'true');
  storeUser(user);
}

/** Who is signed in, as the server just said; nothing of anybody else stays. No address is kept. */
export function storeUser(user: User): void {
  const before = read();
  const desk = before?.user.id === user.id ? before.desk : undefined;
  write({ user: { ...user, email: '' }, at: currentTime(), ...(desk && { desk }) });
}

export function storeDesk(userId: string, desk: OfflineDesk): void {
  const before = read();
  if (before?.user.id === userId) write({ ...before, desk });
}

/** At a sign-out, at the end of the session, and when anybody signs in. */
export function clearStored(): void {
  drop();
  localStorage.removeItem(STAYS);
}

function drop(): void {
  for (const one of [localStorage, sessionStorage]) one.removeItem(KEPT);
  setDataAsOf(null);
}

const write = (kept: OfflineData): void => storage().setItem(KEPT, JSON.stringify(kept));

/** Whether somebody signed out where the server could not hear it. */
export const isSignOutPending = (): boolean => localStorage.getItem(LEAVING) !== null;
export const postponeSignOut = (everywhere: boolean): void =>
  localStorage.setItem(LEAVING, everywhere ? '/api/v1/auth/logout-everywhere' : '/api/v1/auth/logout');

/**
 * Tells the server of a sign-out it did not hear, before anything else is asked of it; whether there was one. It is heard once it is done
 * or the session is over; otherwise nobody is signed in, as it would end their session later.
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

/** Since when what is on screen may have changed unheard; null for what the server just said. */
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
