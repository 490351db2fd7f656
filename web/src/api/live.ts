import { useEffect } from 'react';
import type { Me } from '../app/me.js';
import { queryClient } from './queries.js';

/** Which queries tell of an entity; what is not named touches all that is open. */
const QUERIES_OF: Record<string, readonly string[]> = {
  shift: ['shifts', 'claims', 'gaps', 'schedules'],
  claim: ['shifts', 'claims', 'gaps', 'tonight'],
  schedule: ['schedules', 'shifts', 'gaps'],
  'drop-request': ['trades', 'claims', 'shifts'],
  swap: ['trades', 'claims', 'shifts'],
  'waitlist-entry': ['waitlist', 'shifts', 'claims'],
  'coverage-hours': ['coverage-hours', 'gaps'],
  'coverage-exception': ['coverage-exceptions', 'gaps'],
  operator: ['operators', 'shifts'],
  user: ['users', 'operators'],
  'support-request': ['requests'],
  'support-tally': ['tallies'],
  'desk-note': ['desk-notes'],
  'time-off-request': ['time-off', 'claims', 'shifts'],
  'attendance-correction': ['corrections', 'claims'],
  session: [],
};

interface Change {
  entity: string;
  locationId: string | null;
}

/** Asks anew for what somebody else changed, while a page is open. The browser connects again by itself, and goes on where it left off. */
export function useLive(me: Me): void {
  useEffect(() => {
    const events = new EventSource('/api/v1/events');
    const refresh = (changes: readonly Change[]): void => {
      const keys = new Set<string>();
      for (const { entity } of changes) {
        const known = QUERIES_OF[entity];
        if (known) for (const key of known) keys.add(key);
        else keys.add(entity);
      }
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => keys.has(String(queryKey[0])) });
    };
    events.addEventListener('changed', ({ data }: MessageEvent<string>) =>
      refresh(JSON.parse(data) as Change[]),
    );
    events.addEventListener('everything', () => void queryClient.invalidateQueries());
    return () => events.close();
  }, [me.id]);
}
