import { startApp, type TestApp, type TestAppOptions } from './app.js';
import { succeeded, type Made } from './factories.js';
import { FakeRequestTracker } from './fake-request-tracker.js';
import type { Answer, HttpClient } from './http-client.js';
import type { LocalSystem } from './local-system.js';
import { littlePatience } from './patience.js';
import type { TicketSystem } from './ticket-systems/ticket-system.js';
import { TICKET_SYSTEMS } from './ticket-systems/ticket-systems.js';

/** The app beside a tracker whose address it may ask. */
export async function startWithTracker(
  options: TestAppOptions & { hosts?: readonly string[] } = {},
): Promise<{ app: TestApp; tracker: FakeRequestTracker }> {
  littlePatience();
  const tracker = await FakeRequestTracker.start();
  const hosts = [tracker.host, ...(options.hosts ?? [])].join(',');
  return { app: await startApp({ ...options, env: { PRIVATE_HOSTS: hosts, ...options.env } }), tracker };
}

/** The app beside a server for each ticket system that has a description. */
export async function startWithSystems(
  options: TestAppOptions = {},
): Promise<{ app: TestApp; systems: ReadonlyMap<string, TicketSystem>; env: Record<string, string> }> {
  littlePatience();
  const systems = new Map<string, TicketSystem>();
  for (const [name, make] of TICKET_SYSTEMS) systems.set(name, await make().start());
  const env = { PRIVATE_HOSTS: [...systems.values()].map(({ host }) => host).join(','), ...options.env };
  return { app: await startApp({ ...options, env }), systems, env };
}

export const systemSourceBody = (
  system: TicketSystem,
  overrides: object = {},
  pageSize?: number,
): Record<string, unknown> => ({
  name: system.description.system,
  kind: 'declarative',
  everyMinutes: 5,
  enabled: true,
  settings: system.settings(pageSize),
  ...overrides,
});

/** A source by a description that has collected once. */
export async function aSystemSource(
  app: TestApp,
  system: TicketSystem,
  overrides: object = {},
  pageSize?: number,
): Promise<Made & { version: number }> {
  const source = succeeded(
    await app.admin.post('/support-sources', systemSourceBody(system, overrides, pageSize)),
  );
  await app.jobsDone();
  return source;
}

/** The app and a ticket system beside it, both as new before each test, on Monday, 26 October 2026, at noon in Chicago. */
export function beside<System extends LocalSystem>(make: () => System): { app: TestApp; system: System } {
  const given = {} as { app: TestApp; system: System };
  beforeAll(async () => {
    littlePatience();
    given.system = await make().start();
    given.app = await startApp({ env: { PRIVATE_HOSTS: given.system.host } });
  });
  beforeEach(async () => {
    given.app.clock.set('2026-10-26T17:00:00Z');
    given.system.reset();
    await clearSources(given.app);
  });
  afterAll(async () => {
    await given.app.close();
    await given.system.stop();
  });
  return given;
}

/** Without sources, requests and messages, as before each test. */
export async function clearSources(app: TestApp): Promise<void> {
  for (const table of ['source_escalations', 'support_sources', 'support_requests', 'secrets', 'messages'])
    await app.database.query(`DELETE FROM ${table}`);
}

export const sourceBody = (tracker: FakeRequestTracker, overrides: object = {}): Record<string, unknown> => ({
  name: 'rt',
  kind: 'request-tracker',
  everyMinutes: 5,
  enabled: true,
  settings: trackerSettings(tracker),
  ...overrides,
});

/** A source that is off, so that nothing is asked. */
export const sourceAt = (locationId: string): object => ({
  name: `Source ${locationId}`,
  kind: 'request-tracker',
  locationId,
  settings: { baseUrl: 'https://rt.example.edu/REST/2.0', token: 'a-token', queues: ['Library Desk'] },
  everyMinutes: 5,
  enabled: false,
});

export const trackerSettings = (tracker: FakeRequestTracker, overrides: object = {}): object => ({
  baseUrl: tracker.baseUrl,
  token: FakeRequestTracker.TOKEN,
  queues: ['Library Desk', 'Media Lab'],
  campusItQueues: ['Campus IT'],
  ...overrides,
});

/** The virtual time as Request Tracker writes it. */
export const trackerTime = ({ clock }: TestApp): string =>
  new Date(clock.now()).toISOString().replace('.000Z', 'Z');

/** A source that has collected once. */
export async function aSource(
  app: TestApp,
  tracker: FakeRequestTracker,
  overrides: object = {},
): Promise<Made & { version: number }> {
  const source = succeeded(await app.admin.post('/support-sources', sourceBody(tracker, overrides)));
  await app.jobsDone();
  return source;
}

export const shown = async (
  app: TestApp,
  id: string,
  client: HttpClient = app.admin,
): Promise<Answer['body']> => succeeded(await client.get(`/support-sources/${id}`));

/** Collects a source now, and returns how it stands then. */
export async function collected(app: TestApp, id: string): Promise<Answer['body']> {
  succeeded(await app.admin.post(`/support-sources/${id}/runs`));
  await app.jobsDone();
  return shown(app, id);
}

/** Its runs, newest first. */
export const runsOf = async (app: TestApp, id: string): Promise<Answer['body'][]> =>
  succeeded(await app.admin.get(`/support-sources/${id}/runs`)).items as Answer['body'][];

/** From now on, every next run looks for deleted and merged tickets. */
export async function recheckNext(app: TestApp, id: string): Promise<void> {
  await app.database.query(
    `UPDATE support_sources SET rechecked_at = rechecked_at - interval '2 days' WHERE id = $1`,
    [id],
  );
}

export interface StoredRequest {
  externalId: string;
  locationId: string | null;
  place: string | null;
  tier: string;
  priority: string;
  openedAt: Date;
  firstResponseAt: Date | null;
  escalatedAt: Date | null;
  firstResolvedAt: Date | null;
  resolvedAt: Date | null;
  title: string | null;
  category: string | null;
  channel: string | null;
  externalUrl: string | null;
}

/** What is stored of a source, by the numbers of its tickets. */
export const storedRequests = (app: TestApp, source = 'rt'): Promise<StoredRequest[]> =>
  app.database.query<StoredRequest>(
    `SELECT external_id AS "externalId", location_id AS "locationId", place, tier, priority, opened_at AS "openedAt",
            first_response_at AS "firstResponseAt", escalated_at AS "escalatedAt",
            first_resolved_at AS "firstResolvedAt", resolved_at AS "resolvedAt", title, category, channel,
            external_url AS "externalUrl"
     FROM support_requests WHERE source = $1 ORDER BY length(external_id), external_id`,
    [source],
  );

export const storedIds = async (app: TestApp): Promise<string[]> =>
  (await storedRequests(app)).map(({ externalId }) => externalId);

export async function stored(app: TestApp, ticket: { id: number }): Promise<StoredRequest> {
  const found = (await storedRequests(app)).find(({ externalId }) => externalId === String(ticket.id));
  if (!found) throw new Error(`the ticket ${ticket.id} is not stored`);
  return found;
}

/** A request of a source that waits for a location. */
export async function aWaitingRequest(app: TestApp, sourceId: string): Promise<Made> {
  const [request] = await app.database.query<Made>(
    `INSERT INTO support_requests (id, source, external_id, opened_at, source_changed_at)
     SELECT gen_random_uuid(), name, 'waits', $2, $2 FROM support_sources WHERE id = $1 RETURNING id`,
    [sourceId, app.clock.date()],
  );
  return request!;
}
