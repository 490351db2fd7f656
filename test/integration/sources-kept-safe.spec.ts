import { startApp, type TestApp } from '../support/app.js';
import { aLocation, aUser, succeeded, type Made } from '../support/factories.js';
import { LocalServers } from '../support/local-servers.js';

// It is Monday, 26 October 2026, noon in Chicago. Request Tracker is the test's own server.

const HOUR = 3_600_000;
const NEVER = '1970-01-01T00:00:00Z';

const servers = new LocalServers();
let app: TestApp;
let lab: Made;
let host: string;
/** The tickets by number, with their queue. */
let tickets: Map<number, string>;
/** The queues that the token may see. */
let queues: string[];
/** Another program answers in JSON: for single tickets, or for all. */
let isReplaced: boolean;
let isElsewhere: boolean;

const shown = (id: number): object => {
  const at = new Date(Date.UTC(2026, 9, 26, 17) - id * HOUR).toISOString();
  const queue = { id: '1', Name: tickets.get(id) };
  return {
    id,
    Subject: '',
    Status: 'open',
    Queue: queue,
    Created: at,
    LastUpdated: at,
    Started: NEVER,
    Resolved: NEVER,
  };
};

/** The answer of REST 2.0; null: it is not there. */
function answer({ pathname, searchParams: asked }: URL): object | null {
  const [kind, name = '', part] = pathname.replace('/REST/2.0/', '').split('/');
  if (isElsewhere || (isReplaced && kind === 'ticket')) return { status: 'ok' };
  if (part === 'history') return { items: [] };
  if (kind === 'queue')
    return queues.find((queue) => queue.toLowerCase() === name.toLowerCase()) ? { id: 1, Name: name } : null;
  if (kind === 'ticket') return tickets.has(Number(name)) ? shown(Number(name)) : null;
  const query = asked.get('query')!;
  const after = Number(/id > (\d+)/.exec(query)?.[1] ?? 0);
  const named = [...query.matchAll(/Queue = '(\w+)'/g)].map(([, queue]) => queue!.toLowerCase());
  const items = [...tickets.keys()]
    .filter(
      (id) =>
        id > after && queues.includes(tickets.get(id)!) && named.includes(tickets.get(id)!.toLowerCase()),
    )
    .map(shown);
  return { items: items.slice(0, Number(asked.get('per_page'))), total: items.length };
}

beforeAll(async () => {
  host = await servers.plain((request, response) => {
    const found = answer(new URL(request.url!, 'http://rt'));
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? {}));
  });
});
afterAll(() => servers.closeAll());
beforeEach(async () => {
  tickets = new Map(Array.from({ length: 20 }, (_value, at) => [at + 1, at < 2 ? 'Phones' : 'Desk']));
  queues = ['Desk', 'Phones'];
  [isReplaced, isElsewhere] = [false, false];
  app = await startApp({ env: { PRIVATE_HOSTS: host } });
  lab = await aLocation(app);
});
afterEach(() => app.close());

const source = (settings: object = {}, overrides: object = {}): object => ({
  name: 'RT',
  kind: 'request-tracker',
  locationId: lab.id,
  settings: { baseUrl: `http://${host}/REST/2.0`, queues: ['Desk', 'Phones'], token: 'token', ...settings },
  everyMinutes: 15,
  enabled: true,
  ...overrides,
});

async function collected(body: object): Promise<string> {
  const { id } = succeeded(await app.admin.post('/support-sources', body));
  await app.jobsDone();
  return id;
}

/** A day later it is looked for tickets that are gone. */
async function aDayLater(id: string): Promise<Record<string, unknown>> {
  app.clock.set(new Date(app.clock.now() + 23 * HOUR).toISOString());
  succeeded(await app.admin.post(`/support-sources/${id}/runs`));
  await app.jobsDone();
  return succeeded(await app.admin.get(`/support-sources/${id}`));
}

const stored = async (): Promise<number> =>
  (await app.database.query('SELECT 1 FROM support_requests WHERE source = $1', ['RT'])).length;

it('requests whose tickets were deleted leave the figures, and the trail says so', async () => {
  const id = await collected(source());
  tickets.delete(7);
  expect(await aDayLater(id)).toMatchObject({ state: 'working' });
  expect(await stored()).toBe(19);
  const trail = await app.database.query<{ details: object }>(
    `SELECT details FROM audit_events WHERE action = 'support-source.collected' ORDER BY at`,
  );
  expect(trail.map(({ details }) => details)).toMatchObject([{ created: 20, removed: 0 }, { removed: 1 }]);
});

it('no request leaves the figures because its whole queue is out of sight', async () => {
  const id = await collected(source());
  queues = ['Desk'];
  expect(await aDayLater(id)).toMatchObject({
    state: 'stopped',
    problem: { code: 'SOURCE_SEES_NOTHING', params: { queue: 'Phones' } },
  });
  expect(await stored()).toBe(20);
});

it('no request leaves the figures because another program answers for its ticket', async () => {
  const id = await collected(source());
  tickets.delete(7);
  isReplaced = true;
  expect(await aDayLater(id)).toMatchObject({ state: 'stopped', problem: { code: 'SOURCE_ANSWER' } });
  expect(await stored()).toBe(20);
});

it('an address where another program answers is refused', async () => {
  isElsewhere = true;
  const refused = await app.admin.post('/support-sources', source());
  expect(refused).toMatchObject({ status: 409, body: { code: 'SOURCE_ANSWER' } });
});

it('a source that has no ticket yet keeps working after a day, and its back-fill ends', async () => {
  tickets.clear();
  const id = await collected(source({ startsEmpty: true }));
  succeeded(
    await app.admin.post(`/support-sources/${id}/backfills`, {
      from: '2026-01-01T00:00:00Z',
      to: '2026-10-01T00:00:00Z',
    }),
  );
  expect(await aDayLater(id)).toMatchObject({ state: 'working', problem: null });
  const { items } = succeeded(await app.admin.get(`/support-sources/${id}/backfills`));
  expect(items).toMatchObject([{ status: 'completed' }]);
});

it('a queue of Campus IT is known however its name is written', async () => {
  await collected(source({ queues: ['Desk'], campusItQueues: ['phones'] }));
  expect(
    await app.database.query(`SELECT tier, count(*)::int FROM support_requests GROUP BY 1 ORDER BY 1`),
  ).toEqual([
    { tier: 'campus-it', count: 2 },
    { tier: 'library', count: 18 },
  ]);
});

it('whoever takes the name of a removed source does not get the requests that wait in it', async () => {
  const rules = { locationId: null, locationRules: [{ equals: 'Nowhere', locationId: lab.id }] };
  const id = await collected(source({}, rules));
  succeeded(await app.admin.delete(`/support-sources/${id}`));
  const other = await aUser(app, 'supervisor');
  const [own] = succeeded(await other.client.get('/locations')).items;
  const taken = await other.client.post(
    '/support-sources',
    source({}, { locationId: own.id, enabled: false }),
  );
  expect(taken).toMatchObject({ status: 409, body: { code: 'SOURCE_NAME_FOREIGN' } });
  expect(succeeded(await other.client.get('/support-requests?unassigned=true')).items).toEqual([]);
});
