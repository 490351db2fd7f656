import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, Product } from '../faults/product.js';
import { chance as chanceOfThisRun } from '../faults/run-settings.js';
import { until } from '../faults/wait-until.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { succeeded } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { BusyDesk } from './request-tracker/busy-desk.js';
import { CASES, replayLog } from './request-tracker/replayed-log.js';
import { RequestTracker } from './request-tracker/request-tracker.js';
import { differences, requestsOf, ticketsOf } from './request-tracker/tickets.js';

const SOURCE = 'Request Tracker';
/** The zone that the settings name, and that the user of the token has at first. */
const FIRST_ZONE = 'Pacific/Kiritimati';
/** Farther and farther behind it: whoever still trusted the first zone would ask for changes of the future only. */
const LATER_ZONES = ['Asia/Kolkata', 'Pacific/Pago_Pago'] as const;
const COLLECTED_WITHIN_SECONDS = 400;
/** RT may be slow. */
const LONG_STORY_MILLISECONDS = 900_000;

describe('a real Request Tracker with a help desk’s log of 2,000 tickets', () => {
  const chance = chanceOfThisRun();
  let tracker: RequestTracker;
  let desk: BusyDesk;
  let database: TestDatabase;
  let product: Product;
  let admin: HttpClient;
  let libraryLab: string;
  let printLab: string;
  let sourceId: string;
  let launchedAt: Date;

  beforeAll(async () => {
    tracker = await RequestTracker.open();
    await tracker.setTimeZoneOfUser(FIRST_ZONE);
    await replayLog(tracker);
    desk = new BusyDesk(tracker, chance);
    database = await createDatabase();
    product = new Product(await freePort(), {
      DATABASE_URL: database.addresses.server,
      MIGRATIONS_DATABASE_URL: database.addresses.owner,
      SECRETS_KEY: Buffer.alloc(32, 'secret').toString('base64'),
      PRIVATE_HOSTS: tracker.host,
    });
    launchedAt = new Date();
    await product.start();
    admin = await product.signIn();
    const lab = async (name: string): Promise<string> =>
      succeeded(await admin.post('/locations', { name, timeZone: 'America/Chicago' })).id;
    libraryLab = await lab('Library');
    printLab = await lab('Print shop');
  });
  afterAll(async () => {
    await desk?.close();
    await product?.end('SIGKILL');
    await database?.drop();
    await tracker?.close();
  });

  const createSource = (token: string, name: string): Promise<Answer> => {
    const { library, printing, campusIt } = tracker.queues;
    return admin.post('/support-sources', {
      name,
      kind: 'request-tracker',
      locationRules: [
        { equals: library.name.toUpperCase(), locationId: libraryLab },
        { equals: printing.name, locationId: printLab },
      ],
      settings: {
        baseUrl: tracker.url,
        token,
        queues: [library.name, printing.name],
        campusItQueues: [campusIt.name],
        timeZone: FIRST_ZONE,
      },
      everyMinutes: 1,
      enabled: true,
    });
  };

  /** How many runs began after a moment and are in this state; of those in hand, the ones that stored something. */
  const runs = async (status: string, { since = new Date(0), purpose = 'changes' } = {}): Promise<number> => {
    const rows = await database.query(
      `SELECT FROM support_source_runs
       WHERE status = $1 AND purpose = $2 AND started_at > $3 AND (status <> 'running' OR fetched > 0)`,
      [status, purpose, since],
    );
    return rows.length;
  };

  /** Asks for runs until it is so. */
  const askUntil = async (what: string, isSo: (state: string) => Promise<boolean>): Promise<void> => {
    await until(
      what,
      async () => {
        const { state } = succeeded(await admin.get(`/support-sources/${sourceId}`));
        if (await isSo(state)) return true;
        if (state !== 'collecting') succeeded(await admin.post(`/support-sources/${sourceId}/runs`));
        await sleep(250);
        return false;
      },
      COLLECTED_WITHIN_SECONDS,
    );
  };

  /** Waits until a run that begins after now has completed. */
  const collect = async (purpose = 'changes'): Promise<void> => {
    const since = new Date();
    await askUntil(
      'it is collected',
      async (state) => state === 'working' && (await runs('completed', { since, purpose })) > 0,
    );
  };

  /** Waits for some moment after a run of this process has stored something. */
  const amidRun = async (milliseconds: number): Promise<void> => {
    await askUntil('a run is in hand', async () => (await runs('running', { since: launchedAt })) > 0);
    await sleep(chance.upTo(milliseconds));
  };

  /** Kills the app and starts it again, as if the minute had passed after which a run without a sign of life is over. */
  const killApp = async (): Promise<void> => {
    await product.end('SIGKILL');
    launchedAt = new Date();
    await product.start();
    await database.query('UPDATE support_sources SET run_until = now() WHERE run_until IS NOT NULL');
  };

  it('refuses the token of a user who does not see the queue, and of one who sees no tickets in it', async () => {
    const problem = { code: 'SOURCE_SEES_NOTHING' };
    expect(await createSource(tracker.tokens.withoutRights, 'blind')).toMatchObject({
      status: 409,
      body: {
        ...problem,
        detail: `The queue ${tracker.queues.library.name} is not there, or these credentials may not see it.`,
      },
    });
    expect(await createSource(tracker.tokens.ofQueues, 'onlooker')).toMatchObject({
      status: 409,
      body: { ...problem, detail: expect.stringMatching(/shows no ticket at all.*lack the right/) as string },
    });
    expect(succeeded(await admin.get('/support-sources')).items).toEqual([]);
  });

  it(
    'loses no ticket and stores none twice while people work in it, servers are killed and zones change',
    async () => {
      sourceId = succeeded(await createSource(tracker.token, SOURCE)).id;
      await desk.open();
      await amidRun(6_000);
      await killApp();
      await amidRun(3_000);
      await tracker.setTimeZoneOfUser(LATER_ZONES[0]);
      await tracker.restart();
      await amidRun(6_000);
      await killApp();
      await collect();
      await tracker.setTimeZoneOfUser(LATER_ZONES[1]);
      await amidRun(1_000);
      await killApp();
      await collect();
      await desk.close();
      await collect();

      expect(await runs('interrupted')).toBeGreaterThanOrEqual(2);
      const [theirs, ours] = [await ticketsOf(tracker), await requestsOf(database, SOURCE)];
      const isThere = (id: string): boolean => !desk.merged.has(Number(id)) && !desk.deleted.has(Number(id));
      expect(
        differences(
          theirs,
          ours.filter(({ id }) => isThere(id)),
        ),
      ).toEqual([]);
      expect(new Set(ours.map(({ id }) => id)).size).toBe(ours.length);
      expect(theirs.length).toBeGreaterThan(CASES - desk.merged.size - desk.deleted.size);
      expect(theirs.filter(({ tier }) => tier === 'campus-it').length).toBeGreaterThan(90);
    },
    LONG_STORY_MILLISECONDS,
  );

  it('drops what was merged or deleted there, and nothing else', async () => {
    await desk.takeAway();
    await database.query(`UPDATE support_sources SET rechecked_at = rechecked_at - interval '1 day'`);
    const before = await requestsOf(database, SOURCE);
    await collect('recheck');
    expect(differences(await ticketsOf(tracker), await requestsOf(database, SOURCE))).toEqual([]);

    const gone = before.filter(({ id }) => desk.merged.has(Number(id)) || desk.deleted.has(Number(id)));
    const dropped = await database.query(
      `SELECT details ->> 'externalId' AS id, details ->> 'mergedInto' AS "mergedInto" FROM audit_events
       WHERE action = 'support-request.deleted' ORDER BY (details ->> 'externalId')::int`,
    );
    const { rows: merged } = await tracker.database.query<{ id: string; into: string }>(
      'SELECT id::text, effectiveid::text AS into FROM tickets WHERE id = ANY($1)',
      [[...desk.merged]],
    );
    const into = new Map(merged.map((ticket) => [ticket.id, ticket.into]));
    expect(dropped).toEqual(gone.map(({ id }) => ({ id, mergedInto: into.get(id) ?? null })));
    expect(dropped.length).toBeGreaterThanOrEqual(2);
  });

  it('asks it which of its own statuses mean that a ticket is done', async () => {
    const { rows } = await tracker.database.query<{ id: string; status: string }>(
      `SELECT id::text, status FROM tickets
       WHERE queue = $1 AND id = effectiveid AND status IN ('answered', 'waiting')`,
      [tracker.queues.printing.id],
    );
    const requests = new Map((await requestsOf(database, SOURCE)).map((request) => [request.id, request]));
    const resolved = Object.groupBy(rows, ({ id }) =>
      requests.get(id)!.resolvedAt === null ? 'open' : 'resolved',
    );
    expect(new Set(resolved.resolved!.map(({ status }) => status))).toEqual(new Set(['answered']));
    expect(new Set(resolved.open!.map(({ status }) => status))).toEqual(new Set(['waiting']));
  });

  it('places tickets by the queue that they came from', async () => {
    const rows = await database.query<{ place: string; locationId: string | null }>(
      `SELECT DISTINCT place, location_id AS "locationId" FROM support_requests WHERE source = $1 ORDER BY place`,
      [SOURCE],
    );
    const { library, printing, campusIt } = tracker.queues;
    // Whether somebody opened a ticket at Campus IT itself is a matter of chance.
    const atCampusIt = rows.filter(({ place }) => place === campusIt.name);
    expect(atCampusIt.filter(({ locationId }) => locationId !== null)).toEqual([]);
    expect(rows.filter(({ place }) => place !== campusIt.name)).toEqual([
      { place: library.name, locationId: libraryLab },
      { place: printing.name, locationId: printLab },
    ]);
  });
});
