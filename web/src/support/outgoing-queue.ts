import { useSyncExternalStore } from 'react';
import { once } from '../api/client.js';
import { Problem } from '../api/problem.js';
import { queryClient } from '../api/queries.js';

/** An action at the desk that the server has not confirmed yet. Its key makes sure that it counts once. */
export interface Outgoing {
  key: string;
  /** Its user: other users of the device do not send it. */
  userId: string;
  path: string;
  body: object;
  /** Its name while it waits. */
  label: string;
}

const KEPT = 'afterhours-outgoing';
const RETRY_MILLIS = 15_000;
const LOCK = 'afterhours-outgoing';

interface State {
  waiting: readonly Outgoing[];
  refusal: { label: string; message: string } | null;
}

let waiting: readonly Outgoing[] = read();
let refusal: State['refusal'] = null;
let state: State = { waiting, refusal };
const listeners = new Set<() => void>();

function read(): readonly Outgoing[] {
  return JSON.parse(localStorage.getItem(KEPT) ?? '[]') as Outgoing[];
}

function keep(next: readonly Outgoing[], refused: State['refusal'] = refusal): void {
  waiting = next;
  refusal = refused;
  state = { waiting, refusal };
  localStorage.setItem(KEPT, JSON.stringify(waiting));
  for (const listener of listeners) listener();
}

/** A sent action, for undo, and the server's answer; null while it waits for a network. */
export interface Sent {
  item: Outgoing;
  answer: unknown;
}

/** Adds an action to the queue and tries to send it at once. */
export async function send(userId: string, path: string, body: object, label: string): Promise<Sent> {
  const item: Outgoing = { key: crypto.randomUUID(), userId, path, body, label };
  keep([...read(), item]);
  return { item, answer: await flush(userId, item.key) };
}

/**
 * Removes an action that still waits, and returns null. When it was sent, at any time and from any tab,
 * returns the server's answer: the same key gets the same answer again.
 */
export const takeBack = (item: Outgoing): Promise<unknown> =>
  navigator.locks.request(LOCK, async () => {
    const isWaiting = read().some(({ key }) => key === item.key);
    keep(read().filter(({ key }) => key !== item.key));
    return isWaiting ? null : await post(item);
  });

/**
 * Sends waiting actions, oldest first, from one tab at a time; stops when the network fails. Returns the
 * answer to the `wanted` one.
 */
export const flush = (userId: string, wanted?: string): Promise<unknown> =>
  navigator.locks.request(LOCK, async () => {
    let answer: unknown = null;
    for (const item of read().filter((one) => one.userId === userId)) {
      try {
        const body = await post(item);
        if (item.key === wanted) answer = body;
        keep(read().filter(({ key }) => key !== item.key));
      } catch (error) {
        if (!isRefused(error)) {
          keep(read());
          return answer;
        }
        keep(
          read().filter(({ key }) => key !== item.key),
          { label: item.label, message: error.message },
        );
        if (item.key === wanted) throw error;
      }
    }
    if (wanted === undefined) await queryClient.invalidateQueries();
    return answer;
  });

/**
 * A refusal is final. An answer that asks to retry or to sign in again is not, and neither is a key whose
 * first attempt is still running.
 */
const isRefused = (error: unknown): error is Problem =>
  error instanceof Problem &&
  error.status < 500 &&
  ![401, 408, 425, 429].includes(error.status) &&
  error.code !== 'IDEMPOTENCY_IN_HAND';

async function post({ key, path, body }: Outgoing): Promise<unknown> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { ...once(key).headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw await Problem.of(answer, response.status);
  return answer;
}

export const dismissRefusal = (): void => keep(waiting, null);

export const useOutgoing = (): State =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );

/** While a page is open: sends when the network returns, and regularly. Returns a function that stops it. */
export function keepSending(userId: string): () => void {
  const attempt = (): void => {
    if (read().some((item) => item.userId === userId)) void flush(userId);
  };
  const onStorage = ({ key }: StorageEvent): void => {
    if (key === KEPT) keep(read());
  };
  attempt();
  window.addEventListener('online', attempt);
  window.addEventListener('storage', onStorage);
  const timer = setInterval(attempt, RETRY_MILLIS);
  return () => {
    window.removeEventListener('online', attempt);
    window.removeEventListener('storage', onStorage);
    clearInterval(timer);
  };
}
