import { useMemo, useSyncExternalStore } from 'react';
import { useMe } from '../api/me.js';

/** More claims than wait at once, and the most that one approval accepts. */
const MOST = 1_000;

const keyOf = (userId: string): string => `afterhours-left-out.${userId}`;
const listeners = new Set<() => void>();

const read = (key: string): string => localStorage.getItem(key) ?? '[]';

function write(key: string, ids: ReadonlySet<string>): void {
  if (ids.size === 0) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify([...ids].slice(-MOST)));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}

export interface UntickedClaims {
  ids: ReadonlySet<string>;
  untick: (ids: readonly string[]) => void;
  tick: (ids: readonly string[]) => void;
}

/**
 * Claims that the supervisor has unticked. Stored on the device for this user, across reloads and others'
 * changes, until they are ticked again.
 */
export function useUntickedClaims(): UntickedClaims {
  const key = keyOf(useMe().id);
  const text = useSyncExternalStore(subscribe, () => read(key));
  return useMemo(() => {
    const ids = new Set(JSON.parse(text) as string[]);
    // Read again, because another tab may have changed it.
    const now = (): Set<string> => new Set(JSON.parse(read(key)) as string[]);
    return {
      ids,
      untick: (some) => write(key, new Set([...now(), ...some])),
      tick: (some) => write(key, new Set([...now()].filter((id) => !some.includes(id)))),
    };
  }, [key, text]);
}
