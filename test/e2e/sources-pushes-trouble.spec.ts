import { startApp, type TestApp } from '../support/app.js';
import { aLocation, aUser, succeeded, type MadeUser } from '../support/factories.js';
import { holdLocks } from '../support/lock-holder.js';
import { aPush, aPusher, type Pusher } from '../support/pushes.js';
import { clearSources, runsOf, shown } from '../support/sources.js';
import { CollectedRequestsRepository } from '../../src/support/sources/collected-requests.repository.js';

// What is shown and told of pushes that are refused. It is Monday, 26 October 2026, noon in Chicago.

const NOW = Date.parse('2026-10-26T17:00:00Z');
const MINUTE = 60_000;
const OTHER_SECRET = `whsec_${Buffer.alloc(32, 'other').toString('base64')}`;
let app: TestApp;
let lab: string;
let annex: string;
let supervisor: MadeUser;
let kiosk: Pusher;

beforeAll(async () => {
  app = await startApp();
  lab = (await aLocation(app)).id;
  annex = (await aLocation(app)).id;
  supervisor = await aUser(app, 'supervisor', [lab]);
});
beforeEach(async () => {
  app.clock.set(new Date(NOW).toISOString());
  await clearSources(app);
  await app.database.query(`DELETE FROM live_changes`);
  kiosk = await aPusher(app, { locationId: lab, locationRules: [{ equals: 'Annex', locationId: annex }] });
});
afterAll(() => app.close());

const later = (minutes: number): void => app.clock.set(new Date(NOW + minutes * MINUTE).toISOString());
const state = (): Promise<Record<string, unknown>> => shown(app, kiosk.source.id);
const countTold = async (): Promise<number> =>
  (
    await app.database.query(`SELECT 1 FROM messages WHERE kind = 'source-look' AND user_id = $1`, [
      supervisor.id,
    ])
  ).length;
const skipped = async (): Promise<number> =>
  (await runsOf(app, kiosk.source.id)).reduce((sum, run) => sum + (run.skipped as number), 0);
const refuse = (id?: string): Promise<unknown> =>
  kiosk.send({ externalId: 'x' }, id === undefined ? {} : { id });
const path = (): string => `/support-sources/${kiosk.source.id}`;

describe('pushes that are refused', () => {
  it('among others that are taken stay a problem, and are told', async () => {
    for (let number = 0; number < 6; number++) {
      later(number);
      await refuse();
      await kiosk.sent(aPush(String(number)));
      expect(await state()).toMatchObject({ problem: { message: expect.stringContaining('openedAt') } });
    }
    expect(await state()).toMatchObject({ state: 'stopped' });
    expect(await countTold()).toBe(1);
    later(65);
    await kiosk.sent(aPush('later'));
    expect(await state()).toMatchObject({ state: 'working', problem: null, failingSince: null });
  });

  it('are no problem any more when that very push is taken', async () => {
    await refuse('msg_1');
    await kiosk.sent(aPush('7'));
    expect(await state()).toMatchObject({ state: 'failing' });
    await kiosk.sent(aPush('8'), { id: 'msg_1' });
    expect(await state()).toMatchObject({ state: 'working', problem: null });
  });

  it('because the source is off are in its history only', async () => {
    succeeded(await app.admin.patch(path(), { enabled: false }));
    for (let sent = 0; sent < 6; sent++) await kiosk.send(aPush('7'));
    expect(await state()).toMatchObject({ state: 'off', problem: null });
    expect([await skipped(), await countTold()]).toEqual([6, 0]);
  });

  it('with a name as long as a push store little of it', async () => {
    await kiosk.send({ ...aPush('7'), ['x'.repeat(100_000)]: 1 });
    expect(JSON.stringify([await state(), await runsOf(app, kiosk.source.id)]).length).toBeLessThan(10_000);
  });

  it('do not take the connections of others while the source is locked, and wait for some seconds only', async () => {
    const holder = await holdLocks(app.database, 'SELECT 1 FROM support_sources FOR UPDATE');
    const waiting = Array.from({ length: 30 }, () => refuse());
    for (let asked = 0; asked < 10; asked++) succeeded(await app.admin.get('/locations'));
    const good = kiosk.send(aPush('7'));
    expect(await good).toMatchObject({ status: 503 });
    await holder.query('ROLLBACK');
    await holder.end();
    await Promise.all(waiting);
    await kiosk.sent(aPush('7'));
  });
});

describe('pushes of who does not know the secret', () => {
  const guess = (): Promise<unknown> => kiosk.send(aPush('7'), { secret: OTHER_SECRET });
  const trail = (): Promise<unknown[]> =>
    app.database.query(
      `SELECT 1 FROM audit_events WHERE action = 'support-source.failed' AND entity_id = $1`,
      [kiosk.source.id],
    );

  it('are a remark, and a problem until the next good one', async () => {
    await kiosk.sent(aPush('1'));
    for (let minute = 1; minute <= 20; minute++) {
      later(minute);
      await guess();
      expect(await state()).toMatchObject({ state: 'failing', problem: { code: 'PUSH_SIGNATURE' } });
      if (minute % 6 === 0) await kiosk.sent(aPush(String(minute)));
    }
    expect(await skipped()).toBe(20);
    expect([await countTold(), await trail()]).toEqual([0, []]);
    await kiosk.sent(aPush('last'));
    expect(await state()).toMatchObject({ state: 'working', problem: null });
  });

  it('do not hide what is wrong with the others', async () => {
    await refuse();
    await guess();
    expect(await state()).toMatchObject({ problem: { code: 'INVALID_FIELD' } });
  });

  it('are told once when there was no good one for a day', async () => {
    await kiosk.sent(aPush('1'));
    for (const hours of [1, 23, 25, 48, 72]) {
      later(hours * 60);
      await guess();
      expect(await countTold()).toBe(hours > 24 ? 1 : 0);
    }
  });
});

describe('a push', () => {
  it('that was taken is the same push again, whatever the rules say by now', async () => {
    await kiosk.sent(aPush('7', { locationId: annex }), { id: 'msg_1' });
    succeeded(await app.admin.patch(path(), { locationRules: [] }));
    expect(await kiosk.sent(aPush('7', { locationId: annex }), { id: 'msg_1' })).toMatchObject({
      duplicate: true,
    });
    expect(await state()).toMatchObject({ problem: null });
  });

  it('that arrives while rules are applied keeps its place', async () => {
    await kiosk.sent(aPush('7', { place: 'Attic' }));
    const requests = app.app.get(CollectedRequestsRepository);
    const [before] = await requests.findPlaced('kiosk', '', 10);
    await kiosk.sent(aPush('7', { place: 'Lobby' }));
    await requests.place('kiosk', [{ ...before!, locationId: annex }]);
    const [after] = await requests.findPlaced('kiosk', '', 10);
    expect(after).toMatchObject({ place: 'Lobby', locationId: lab });
  });

  it('that takes a stated wait back does not make it a wait of nothing', async () => {
    await kiosk.sent(aPush('7', { waitedMinutes: 45 }));
    await kiosk.sent(aPush('7', { waitedMinutes: null }));
    const [request] = succeeded(await app.admin.get(`/support-requests?locationId=${lab}`)).items;
    expect(request).toMatchObject({ openedAt: '2026-10-25T19:15:00-05:00', waitedMinutes: null });
  });

  it('that clears the first resolution of a resolved request leaves the last one as the first', async () => {
    const [first, last] = ['2026-10-25T21:00:00-05:00', '2026-10-25T22:00:00-05:00'];
    await kiosk.sent(aPush('7', { firstResolvedAt: first, resolvedAt: last }));
    await kiosk.sent(aPush('7', { firstResolvedAt: null }));
    const [request] = succeeded(await app.admin.get(`/support-requests?locationId=${lab}`)).items;
    expect(request).toMatchObject({ firstResolvedAt: last, resolvedAt: last });
  });

  it('without the time of its change is as new as its second', async () => {
    await kiosk.sent(aPush('7', { updatedAt: '2026-10-26T17:00:00.500Z' }));
    expect(await kiosk.sent(aPush('7', { resolvedAt: '2026-10-26T17:00:00Z' }))).toMatchObject({
      updated: 1,
    });
  });
});
