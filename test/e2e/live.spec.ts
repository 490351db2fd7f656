import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { LiveRepository } from '../../src/outreach/live/live.repository.js';
import { LiveService } from '../../src/outreach/live/live.service.js';
import { startApp, waitFor, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, succeeded, type MadeOperator } from '../support/factories.js';
import { HttpClient } from '../support/http-client.js';
import { openLivePage } from '../support/live-page.js';

/** Requests a stream, and returns whether it was accepted. */
async function statusOf(client: HttpClient): Promise<{ status: number; close(): void }> {
  const request = get(`${client.baseUrl}/api/v1/events`, { agent: false, headers: client.headers });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.on('error', () => undefined).resume();
  return { status: response.statusCode!, close: () => request.destroy() };
}

describe('open pages', () => {
  let app: TestApp;
  let other: TestApp;
  let here: string;
  let there: string;
  beforeAll(async () => {
    app = await startApp();
    other = await startApp({ database: app.database });
    here = (await aLocation(app)).id;
    there = (await aLocation(app)).id;
  }, 60_000);
  afterAll(async () => {
    await other.close();
    await app.close();
  });

  /**
   * Whether nothing in the backlog waits for an older transaction, which may belong to another database of
   * the cluster.
   */
  const isSettled = async (): Promise<boolean> => {
    const [row] = await app.database.query<{ settled: boolean }>(
      `SELECT max(transaction) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS settled FROM live_changes`,
    );
    return row!.settled;
  };

  it('hear on every replica what changed at their locations, without its content', async () => {
    const supervisor = await aUser(app, 'supervisor', [here]);
    const page = await openLivePage(new HttpClient(other.url, supervisor.client.headers));
    await aShift(app, there, {});
    const shift = await aShift(app, here, {});
    await waitFor(() => Promise.resolve(page.told().includes('"entity":"shift"')));
    expect(page.told()).toContain(here);
    expect(page.told()).not.toContain(there);
    expect(page.told()).not.toContain(shift.id);
    page.close();
  });

  it('of an operator hear of shifts and claims, and not of people', async () => {
    const maya = await anOperator(app, { locationIds: [here] });
    const page = await openLivePage(maya.client);
    await anOperator(app);
    await aLocation(app);
    await aShift(app, there, {});
    await aShift(app, here, {});
    await waitFor(() => Promise.resolve(page.told().includes(here)));
    expect(JSON.parse(page.told())).toEqual([{ entity: 'shift', locationId: here }]);
    page.close();
  });

  it('of an operator hear of a decision about their time off, and not of another’s', async () => {
    const [maya, leo] = [
      await anOperator(app, { locationIds: [here] }),
      await anOperator(app, { locationIds: [here] }),
    ];
    const asked = async ({ client, id }: MadeOperator): Promise<string> =>
      succeeded(
        await client.post(`/operators/${id}/time-off-requests`, {
          startsAt: '2026-11-03T00:00:00-06:00',
          endsAt: '2026-11-04T00:00:00-06:00',
        }),
      ).id as string;
    const page = await openLivePage(maya.client);
    const others = await openLivePage(leo.client);
    const supervisors = await openLivePage(app.admin);
    const request = await asked(maya);
    await waitFor(() => Promise.resolve(page.told().includes('time-off-request')));
    page.events.length = 0;
    succeeded(await app.admin.post(`/time-off-requests/${request}/approve`, {}));
    await waitFor(() => Promise.resolve(page.told().includes('time-off-request')));
    expect(JSON.parse(page.told())).toEqual([{ entity: 'time-off-request', locationId: null }]);
    expect(supervisors.told()).toContain('time-off-request');
    // A later event has arrived, so this one would have too.
    await aShift(app, here, {});
    await waitFor(() => Promise.resolve(others.told().includes('"shift"')));
    expect(others.told()).not.toContain('time-off-request');
    for (const one of [page, others, supervisors]) one.close();
  });

  it('are limited to twelve per user, and a closed one makes room', async () => {
    const maya = await anOperator(app, { locationIds: [here] });
    const pages = await Promise.all(Array.from({ length: 12 }, () => openLivePage(maya.client)));
    const refused = await maya.client.get('/events');
    expect(refused).toMatchObject({ status: 429, body: { code: 'TOO_MANY_STREAMS' } });
    expect(refused.headers.get('retry-after')).toBe('30');
    const others = await openLivePage(app.admin);
    pages[0]!.close();
    await waitFor(async () => {
      const { status, close } = await statusOf(maya.client);
      close();
      return status === 200;
    });
    for (const page of [...pages, others]) page.close();
  });

  it('are limited to twelve per user when they open at the same moment', async () => {
    const maya = await anOperator(app, { locationIds: [here] });
    const tries = await Promise.all(Array.from({ length: 60 }, () => statusOf(maya.client)));
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(12);
    for (const { close } of tries) close();
  });

  it('hear nothing more once their session ends or their rights are reduced', async () => {
    const maya = await anOperator(app, { locationIds: [here] });
    const supervisor = await aUser(app, 'supervisor', [here]);
    const [page, others] = [await openLivePage(maya.client), await openLivePage(supervisor.client)];
    succeeded(await maya.client.post('/auth/logout'));
    succeeded(await app.admin.patch(`/users/${supervisor.id}`, { locationIds: [there] }));
    await app.app.get(LiveService).beat();
    await page.ended;
    await aShift(app, here, {});
    await aShift(app, there, {});
    await waitFor(() => Promise.resolve(others.told().includes(there)));
    expect(others.told()).not.toContain(`"shift","locationId":"${here}"`);
    others.close();
  });

  it('continue after their last event', async () => {
    const before = await openLivePage(app.admin);
    await aShift(app, here, {});
    await waitFor(() => Promise.resolve(before.told().includes(here)));
    const last = before.events.at(-1)!.id!;
    before.close();
    await aShift(app, there, {});
    const after = await openLivePage(app.admin, last);
    await waitFor(() => Promise.resolve(after.told().includes(there)));
    expect(after.told()).not.toContain(here);
    after.close();
  });

  it('get "everything may have changed" when the backlog does not reach back so far', async () => {
    const page = await openLivePage(app.admin, '1-1');
    await waitFor(() => Promise.resolve(page.events.some(({ event }) => event === 'everything')));
    page.close();
  });

  it('get the same when too much happened for single events, and continue from there', async () => {
    const before = await openLivePage(app.admin);
    const last = before.events.at(-1)!.id!;
    before.close();
    await app.database.query(
      `INSERT INTO live_changes (transaction, at, entity, location_id)
       SELECT pg_current_xact_id()::text::bigint, now(), 'much', NULL FROM generate_series(1, 1200)`,
    );
    await waitFor(isSettled);
    const after = await openLivePage(app.admin, last);
    await waitFor(() => Promise.resolve(after.events.some(({ event }) => event === 'everything')));
    const { id } = after.events.find(({ event }) => event === 'everything')!;
    after.close();
    const again = await openLivePage(app.admin, id);
    await aShift(app, here, {});
    await waitFor(() => Promise.resolve(again.told().includes(here)));
    expect(again.events.map(({ event }) => event)).not.toContain('everything');
    again.close();
  });

  it('are disconnected when missed events cannot be read, and get them when they reconnect', async () => {
    const before = await openLivePage(app.admin);
    const last = before.events.at(-1)!.id!;
    before.close();
    await aShift(app, there, {});
    await waitFor(isSettled);
    const repository = app.app.get(LiveRepository);
    Object.assign(repository, {
      // Takes long enough for new changes to be read meanwhile.
      isForgotten: async () => {
        await sleep(2_500);
        throw new Error('the database is away');
      },
    });
    try {
      const cut = await openLivePage(app.admin, last);
      await aShift(app, here, {});
      await cut.ended;
      expect(cut.events.map(({ event }) => event)).toEqual(['ready']);
    } finally {
      Reflect.deleteProperty(repository, 'isForgotten');
    }
    const after = await openLivePage(app.admin, last);
    await waitFor(() => Promise.resolve(after.told().includes(there)));
    await waitFor(() => Promise.resolve(after.told().includes(here)));
    after.close();
  });

  it('hear of what commits late, although it began early', async () => {
    const page = await openLivePage(app.admin);
    const late = new Client({ connectionString: app.database.url });
    await late.connect();
    await late.query('BEGIN');
    await late.query(
      `INSERT INTO live_changes (transaction, at, entity, location_id)
       VALUES (pg_current_xact_id()::text::bigint, now(), 'late', NULL)`,
    );
    await aShift(app, here, {});
    await late.query('COMMIT');
    await late.end();
    await waitFor(() => Promise.resolve(page.told().includes('late')));
    await waitFor(() => Promise.resolve(page.told().includes(here)));
    page.close();
  });

  it('do not keep the server from stopping', async () => {
    const third = await startApp({ database: app.database });
    const page = await openLivePage(third.admin);
    await third.close();
    await page.ended;
  });

  it('are for signed-in users', async () => {
    expect((await app.anonymous.get('/events')).status).toBe(401);
  });
});
