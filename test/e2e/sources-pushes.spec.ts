import { startApp, type TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { aPush, aPusher, type Pusher } from '../support/pushes.js';
import { clearSources, runsOf, shown, storedRequests } from '../support/sources.js';

// A kiosk pushes its requests. It is Monday, 26 October 2026, noon in Chicago.

const NOW = '2026-10-26T17:00:00Z';
let app: TestApp;
let lab: string;
let annex: string;
let kiosk: Pusher;

beforeAll(async () => {
  app = await startApp();
  lab = (await aLocation(app)).id;
  annex = (await aLocation(app)).id;
});
beforeEach(async () => {
  app.clock.set(NOW);
  await clearSources(app);
  kiosk = await aPusher(app, { locationId: lab, locationRules: [{ equals: 'Annex', locationId: annex }] });
});
afterAll(() => app.close());

const stored = async (): Promise<Record<string, unknown>[]> =>
  app.database.query(
    `SELECT external_id AS id, location_id AS "locationId", opened_at AS "openedAt", first_response_at AS "firstResponseAt",
            waited_minutes AS waited, first_resolved_at AS "firstResolvedAt", resolved_at AS "resolvedAt", tier, channel,
            category, read_level AS "readLevel", directional, title, place, version
     FROM support_requests ORDER BY external_id`,
  );
const at = (time: string): Date => new Date(time);

describe('a push', () => {
  it('is stored before it is answered, with all that it tells', async () => {
    const told = {
      openedAt: '2026-10-25T20:00:00-05:00',
      firstResponseAt: '2026-10-25T20:04:00-05:00',
      escalatedAt: '2026-10-25T20:10:00-05:00',
      firstResolvedAt: '2026-10-25T20:30:00-05:00',
      resolvedAt: '2026-10-26T09:00:00-05:00',
      tier: 'campus-it',
      channel: 'kiosk',
      category: 'printing',
      readLevel: 3,
      directional: true,
      title: 'Paper jam',
      externalUrl: 'https://kiosk.example.edu/7',
    };
    expect(await kiosk.sent(aPush('7', told))).toEqual({
      created: 1,
      updated: 0,
      unchanged: 0,
      duplicate: false,
    });
    const { items } = succeeded(await app.admin.get(`/support-requests?locationId=${lab}`));
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      ...told,
      source: 'kiosk',
      externalId: '7',
      collected: true,
      loggedAt: null,
    });
  });

  it('of several requests stores them all', async () => {
    const items = [aPush('1'), aPush('2', { place: 'annex' }), aPush('3', { place: 'Attic' })];
    expect(await kiosk.sent({ items })).toMatchObject({ created: 3 });
    expect((await stored()).map(({ id, locationId }) => [id, locationId])).toEqual([
      ['1', lab],
      ['2', annex],
      ['3', lab],
    ]);
  });

  it('of the same request again changes what it tells, and leaves the rest', async () => {
    await kiosk.sent(aPush('7', { category: 'printing', channel: 'kiosk', readLevel: 2 }));
    expect(await kiosk.sent(aPush('7', { category: 'scanning', channel: null }))).toMatchObject({
      updated: 1,
    });
    expect(await stored()).toMatchObject([{ category: 'scanning', channel: null, readLevel: 2, version: 2 }]);
    app.clock.set('2026-10-26T18:00:00Z');
    expect(await kiosk.sent(aPush('7'))).toMatchObject({ updated: 0, unchanged: 1 });
    expect(await stored()).toMatchObject([{ version: 2 }]);
  });

  it('with an id that came before changes nothing, and says so', async () => {
    await kiosk.sent(aPush('7'), { id: 'msg_1' });
    await kiosk.sent(aPush('7', { category: 'printing' }), { id: 'msg_2' });
    expect(await kiosk.sent(aPush('7'), { id: 'msg_1' })).toEqual({
      created: 0,
      updated: 0,
      unchanged: 0,
      duplicate: true,
    });
    expect(await stored()).toMatchObject([{ category: 'printing', version: 2 }]);
    expect(await runsOf(app, kiosk.source.id)).toMatchObject([{ fetched: 2, created: 1, updated: 1 }]);
  });

  it('without ids gives each request one that the same push would give again', async () => {
    await kiosk.sent({ openedAt: '2026-10-25T20:00:00-05:00' }, { id: 'msg_1' });
    await kiosk.sent({ items: [{ openedAt: '2026-10-25T21:00:00-05:00' }, aPush('x')] }, { id: 'msg_2' });
    expect((await stored()).map(({ id }) => id)).toEqual(['msg_1', 'msg_2#1', 'x']);
  });

  it('may tell several states of a request, one after the other', async () => {
    const items = [aPush('7', { title: 'Jam' }), aPush('8'), aPush('7', { resolvedAt: NOW })];
    expect(await kiosk.sent({ items })).toMatchObject({ created: 2, updated: 1, unchanged: 0 });
    expect(await stored()).toMatchObject([{ title: 'Jam', resolvedAt: at(NOW) }, { id: '8' }]);
  });

  it('of a state that is older than the stored one changes nothing', async () => {
    const newer = { resolvedAt: '2026-10-26T09:00:00-05:00', updatedAt: '2026-10-26T09:00:00-05:00' };
    await kiosk.sent(aPush('7', newer));
    const older = aPush('7', { resolvedAt: null, updatedAt: '2026-10-26T08:59:59-05:00' });
    expect(await kiosk.sent(older)).toMatchObject({ updated: 0, unchanged: 1 });
    expect(await stored()).toMatchObject([{ resolvedAt: at(newer.resolvedAt) }]);
    // Without the time of the change, that of the sending counts.
    expect(await kiosk.sent(aPush('7', { resolvedAt: null }))).toMatchObject({ updated: 1 });
  });

  it('keeps the first resolution when a request is opened and resolved again', async () => {
    await kiosk.sent(aPush('7', { resolvedAt: '2026-10-25T21:00:00-05:00' }));
    await kiosk.sent(aPush('7', { resolvedAt: null }));
    await kiosk.sent(aPush('7', { resolvedAt: '2026-10-26T09:00:00-05:00' }));
    expect(await stored()).toMatchObject([
      { firstResolvedAt: at('2026-10-25T21:00:00-05:00'), resolvedAt: at('2026-10-26T09:00:00-05:00') },
    ]);
  });

  it('with a stated wait keeps it, whatever is pushed afterwards', async () => {
    const openedAt = '2026-10-25T20:00:00-05:00';
    await kiosk.sent(aPush('7', { waitedMinutes: 10 }));
    const waited = { waited: 10, openedAt: at('2026-10-25T19:50:00-05:00'), firstResponseAt: at(openedAt) };
    expect(await stored()).toMatchObject([waited]);
    await kiosk.sent(aPush('7', { resolvedAt: '2026-10-25T20:30:00-05:00' }));
    expect(await stored()).toMatchObject([waited]);
    await kiosk.sent(aPush('7', { waitedMinutes: 25 }));
    expect(await stored()).toMatchObject([{ waited: 25, openedAt: at('2026-10-25T19:35:00-05:00') }]);
    // Now it was measured.
    await kiosk.sent(aPush('7', { openedAt: '2026-10-25T19:58:00-05:00' }));
    expect(await stored()).toMatchObject([{ waited: null, openedAt: at('2026-10-25T19:58:00-05:00') }]);
  });

  it.each([
    ['over midnight', '2026-10-25T23:59:30-05:00', '2026-10-26T00:00:30-05:00'],
    [
      'in the first one o’clock of the night with 25 hours',
      '2026-11-01T01:30:00-05:00',
      '2026-11-01T01:45:00-05:00',
    ],
    ['in the second one', '2026-11-01T01:30:00-06:00', '2026-11-01T01:45:00-06:00'],
    ['over the hour that a night of 23 lacks', '2027-03-14T01:59:00-06:00', '2027-03-14T03:01:00-05:00'],
  ])('tells instants %s', async (_night, openedAt, firstResponseAt) => {
    app.clock.set('2027-03-20T00:00:00Z');
    await kiosk.sent({ externalId: '7', openedAt, firstResponseAt });
    const [request] = succeeded(await app.admin.get(`/support-requests?locationId=${lab}`)).items;
    expect(request).toMatchObject({ openedAt, firstResponseAt });
  });
});

describe('the location of a pushed request', () => {
  it('may be named, and stays when the rules change', async () => {
    await kiosk.sent(aPush('7', { locationId: annex.toUpperCase() }));
    expect(await stored()).toMatchObject([{ locationId: annex }]);
    const rules = { locationRules: [{ equals: 'Attic', locationId: annex }] };
    succeeded(await app.admin.patch(`/support-sources/${kiosk.source.id}`, rules));
    await app.jobsDone();
    expect(await stored()).toMatchObject([{ locationId: annex }]);
  });

  it('is decided again by rules that change', async () => {
    await kiosk.sent(aPush('7', { place: 'Attic' }));
    expect(await stored()).toMatchObject([{ locationId: lab }]);
    const rules = { locationRules: [{ equals: 'Attic', locationId: annex }] };
    succeeded(await app.admin.patch(`/support-sources/${kiosk.source.id}`, rules));
    await app.jobsDone();
    expect(await stored()).toMatchObject([{ locationId: annex }]);
  });

  it('follows the pushes, until somebody gives it one by hand', async () => {
    const other = await aPusher(app, {
      name: 'wall',
      locationRules: [{ equals: 'Annex', locationId: annex }],
    });
    await other.sent(aPush('7', { place: 'Attic' }));
    const [waiting] = await storedRequests(app, 'wall');
    expect(waiting).toMatchObject({ locationId: null, place: 'Attic' });
    await other.sent(aPush('7', { place: 'Annex' }));
    expect((await storedRequests(app, 'wall'))[0]).toMatchObject({ locationId: annex });
    await other.sent(aPush('7', { place: 'Attic' }));
    const { items } = succeeded(await app.admin.get('/support-requests?unassigned=true'));
    succeeded(await app.admin.post(`/support-requests/${items[0].id}/assign`, { locationId: lab }));
    await other.sent(aPush('7', { place: 'Annex', title: 'Jam' }));
    expect((await storedRequests(app, 'wall'))[0]).toMatchObject({ locationId: lab, title: 'Jam' });
  });

  it('must be one that the source serves', async () => {
    const elsewhere = (await aLocation(app)).id;
    const answer = await kiosk.send({ items: [aPush('1'), aPush('2', { locationId: elsewhere })] });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'PUSH_OF_OTHER_LOCATION', violations: [{ field: 'items.1.locationId' }] },
    });
    expect(await stored()).toEqual([]);
  });
});

describe('a source of pushes', () => {
  it('shows when pushes came, and one entry of its history an hour', async () => {
    expect(await shown(app, kiosk.source.id)).toMatchObject({
      state: 'new',
      lastSuccessAt: null,
      nextRunAt: null,
      pushUrl: expect.stringMatching(`/api/v1${kiosk.path}$`),
    });
    await kiosk.sent(aPush('1'));
    app.clock.set('2026-10-26T17:59:40Z');
    await kiosk.sent({ items: [aPush('1'), aPush('2')] });
    app.clock.set('2026-10-26T18:00:00Z');
    await kiosk.sent(aPush('3'));
    expect(await runsOf(app, kiosk.source.id)).toMatchObject([
      { purpose: 'pushes', startedAt: '2026-10-26T18:00:00+00:00', fetched: 1, created: 1 },
      { purpose: 'pushes', startedAt: '2026-10-26T17:00:00+00:00', fetched: 3, created: 2, updated: 0 },
    ]);
    expect(await shown(app, kiosk.source.id)).toMatchObject({
      state: 'working',
      lastSuccessAt: '2026-10-26T18:00:00+00:00',
      problem: null,
    });
  });

  it('is checked by what came', async () => {
    const check = async (): Promise<unknown> =>
      succeeded(await app.admin.post(`/support-sources/${kiosk.source.id}/check`));
    expect(await check()).toMatchObject({
      ok: false,
      message: expect.stringContaining('Nothing has been pushed'),
    });
    await kiosk.sent(aPush('1'));
    expect(await check()).toMatchObject({ ok: true, message: expect.stringContaining('Pushes arrive') });
    await kiosk.send({});
    expect(await check()).toMatchObject({ ok: false, message: expect.stringContaining('openedAt') });
  });

  it.each([
    ['runs', {}],
    ['backfills', { from: '2026-10-01T00:00:00Z', to: '2026-10-02T00:00:00Z' }],
  ])('has no %s of its own to ask for', async (what, body) => {
    const answer = await app.admin.post(`/support-sources/${kiosk.source.id}/${what}`, body);
    expect(answer).toMatchObject({ status: 409, body: { code: 'SOURCE_PUSHES' } });
  });

  it('leaves its requests when it is removed, and forgets its pushes', async () => {
    await kiosk.sent(aPush('1'));
    expect(await app.admin.delete(`/support-sources/${kiosk.source.id}`)).toMatchObject({ status: 204 });
    expect(await stored()).toMatchObject([{ id: '1' }]);
    expect(await app.database.query('SELECT * FROM support_pushes')).toEqual([]);
    expect(await app.database.query('SELECT * FROM secrets')).toEqual([]);
    expect(await kiosk.send(aPush('2'))).toMatchObject({ status: 401 });
  });
});
