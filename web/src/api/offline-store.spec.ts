import { jest } from '@jest/globals';
import type { Schemas } from './client.js';
import {
  resetForUser,
  finishSignOut,
  clearStored,
  isSignOutPending,
  storedUser,
  postponeSignOut,
} from './offline-store.js';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-10-26T17:00:00Z');
const USER = { id: 'u', name: 'Maya Okafor', email: 'maya@example.edu' } as Schemas['UserDto'];

const storage = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
};
const given = globalThis as unknown as { localStorage: ReturnType<typeof storage> };
const stays = () => given.localStorage.getItem('afterhours-stays') !== null;
const at = (millis: number) => jest.spyOn(Date, 'now').mockReturnValue(millis);

beforeEach(() => {
  Object.assign(globalThis, { localStorage: storage(), sessionStorage: storage() });
  at(NOW);
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('stored offline data', () => {
  it('expires by itself, and the next answer is stored again when the session stays', () => {
    resetForUser(USER, true);
    at(NOW + 22 * HOUR + 1);
    expect(storedUser()).toBeNull();
    expect(given.localStorage.getItem('afterhours-kept')).toBeNull();
    expect(stays()).toBe(true);
    clearStored();
    expect(stays()).toBe(false);
  });

  it('survives a small correction of the clock backwards, but not a larger one', () => {
    resetForUser(USER, true);
    at(NOW - 59_000);
    expect(storedUser()).toMatchObject({ id: 'u', email: '' });
    at(NOW - 60_000);
    expect(storedUser()).toBeNull();
  });

  it('contains nothing of an earlier user, nor whether their session stays', () => {
    resetForUser(USER, true);
    resetForUser({ ...USER, id: 'v' }, false);
    expect(stays()).toBe(false);
    expect(storedUser()).toMatchObject({ id: 'v' });
    expect(given.localStorage.getItem('afterhours-kept')).toBeNull();
  });
});

describe('a sign-out that the server has not received', () => {
  const answering = (status: number) =>
    jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(null, { status }));

  it.each([204, 401])('is complete once it is answered with %i', async (status) => {
    answering(status);
    postponeSignOut(false);
    expect(await finishSignOut()).toBe(true);
    expect(isSignOutPending()).toBe(false);
    expect(await finishSignOut()).toBe(false);
  });

  it.each([429, 500, 503])('is not complete when it is answered with %i', async (status) => {
    answering(status);
    postponeSignOut(true);
    await expect(finishSignOut()).rejects.toMatchObject({ status });
    expect(isSignOutPending()).toBe(true);
  });
});
