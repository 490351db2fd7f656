import type { Schemas } from './client.js';
import { queryClient } from './queries.js';

type Entity = Schemas['AuditEventDto']['entity'];

/** The queries that contain each kind of entity. Other kinds concern all open queries. */
const QUERIES_OF: Partial<Record<Entity, readonly string[]>> = {
  shift: ['shifts', 'claims', 'gaps', 'schedules', 'weekly-hours'],
  'shift-template': ['shift-templates'],
  claim: ['shifts', 'claims', 'gaps', 'tonight', 'weekly-hours'],
  schedule: ['schedules', 'shifts', 'gaps'],
  'drop-request': ['trades', 'claims', 'shifts'],
  swap: ['trades', 'claims', 'shifts'],
  'waitlist-entry': ['waitlist', 'shifts', 'claims'],
  'coverage-hours': ['coverage-hours', 'gaps', 'demand'],
  'coverage-exception': ['coverage-exceptions', 'gaps', 'demand'],
  'maintenance-window': ['maintenance-window', 'gaps', 'demand'],
  operator: ['operators', 'shifts', 'weekly-hours'],
  user: ['users', 'operators'],
  'support-category': ['categories'],
  'support-request': ['requests'],
  'support-source': ['support-source', 'requests'],
  'support-tally': ['tallies'],
  'desk-note': ['desk-notes'],
  'time-off-request': ['time-off', 'unavailability', 'claims', 'shifts'],
  'attendance-correction': ['corrections', 'claims'],
  pilot: ['pilots'],
  'pilot-review': ['pilots'],
  location: ['locations'],
  position: ['positions'],
  term: ['terms'],
};

interface Change {
  entity: Entity;
  locationId: string | null;
}

let events: EventSource | null = null;

function refresh(changes: readonly Change[]): void {
  const keys = new Set<string>();
  for (const { entity } of changes) for (const key of QUERIES_OF[entity] ?? [entity]) keys.add(key);
  void queryClient.invalidateQueries({ predicate: ({ queryKey }) => keys.has(String(queryKey[0])) });
}

/**
 * Refetches what others change from now on. Called before a page sends queries, so that no change is missed
 * in between. The browser reconnects by itself and continues after the last event; after a refusal the next
 * page tries again.
 */
export function listen(): void {
  if (events && events.readyState !== EventSource.CLOSED) return;
  events = new EventSource('/api/v1/events');
  events.addEventListener('changed', ({ data }: MessageEvent<string>) =>
    refresh(JSON.parse(data) as Change[]),
  );
  events.addEventListener('everything', () => void queryClient.invalidateQueries());
}

/** When nobody is signed in any more. */
export function stopListening(): void {
  events?.close();
  events = null;
}
