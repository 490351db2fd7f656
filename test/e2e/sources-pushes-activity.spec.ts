import { startApp, type TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { aPush, aPusher, type Pusher } from '../support/pushes.js';
import { clearSources, runsOf, shown } from '../support/sources.js';
import { storedCounts } from '../support/stored-counts.js';

// A gate pushes where its counter stands. It is Monday, 26 October 2026, noon in Chicago.

const NOW = '2026-10-26T17:00:00Z';
const AT = '2026-10-26T10:00:00-05:00';

describe('pushed activity', () => {
  let app: TestApp;
  let lab: string;
  let annex: string;
  let elsewhere: string;
  let kiosk: Pusher;
  beforeAll(async () => {
    app = await startApp();
    lab = (await aLocation(app)).id;
    annex = (await aLocation(app)).id;
    elsewhere = (await aLocation(app)).id;
  });
  beforeEach(async () => {
    app.clock.set(NOW);
    await clearSources(app);
    await app.database.query('DELETE FROM activity_counts');
    kiosk = await aPusher(app, { locationId: lab, locationRules: [{ equals: 'Annex', locationId: annex }] });
  });
  afterAll(() => app.close());

  const gate = (count: number, overrides: object = {}): object => ({
    series: 'gate',
    at: AT,
    count,
    cumulative: true,
    ...overrides,
  });
  const stored = (): Promise<string[]> => storedCounts(app, { lab, annex });
  const receipt = (created: number, updated: number, unchanged: number): object => ({
    created,
    updated,
    unchanged,
    duplicate: false,
  });

  it('is stored before it is answered', async () => {
    expect(await kiosk.sent(gate(4_812))).toEqual(receipt(1, 0, 0));
    expect(await stored()).toEqual(['lab 10:00 gate [] 4812 +']);
    const { items } = succeeded(await app.admin.get(`/activity?locationId=${lab}`));
    expect(items).toMatchObject([{ series: 'gate', at: AT, count: 4_812, cumulative: true, version: 1 }]);
    expect(await runsOf(app, kiosk.source.id)).toMatchObject([{ fetched: 1, created: 1, updated: 0 }]);
  });

  it('comes beside requests, each to its location', async () => {
    const items = [
      aPush('1'),
      gate(10),
      gate(20, { place: 'annex', area: ' North ' }),
      { series: 'headcount', at: AT, count: 7, locationId: annex },
      aPush('2', { place: 'Annex' }),
    ];
    expect(await kiosk.sent({ items })).toEqual(receipt(5, 0, 0));
    expect(await stored()).toEqual([
      'annex 10:00 gate [North] 20 +',
      'annex 10:00 headcount [] 7',
      'lab 10:00 gate [] 10 +',
    ]);
    expect(succeeded(await app.admin.get(`/support-requests?locationId=${annex}`)).items).toHaveLength(1);
    expect(await kiosk.sent({ items })).toMatchObject(receipt(0, 0, 5));
  });

  it('of one moment is the last that came, also within a push', async () => {
    await kiosk.sent(gate(10));
    expect(await kiosk.sent(gate(12))).toEqual(receipt(0, 1, 0));
    expect(await kiosk.sent({ items: [gate(13), gate(14), gate(15)] })).toEqual(receipt(0, 1, 2));
    expect(await stored()).toEqual(['lab 10:00 gate [] 15 +']);
    const [count] = succeeded(await app.admin.get(`/activity?locationId=${lab}`)).items;
    expect(count.version).toBe(3);
  });

  it('that is sent again is taken once', async () => {
    const options = { id: 'msg_1' };
    await kiosk.sent(gate(10), options);
    await kiosk.sent(gate(12));
    expect(await kiosk.sent(gate(10), options)).toEqual({ ...receipt(0, 0, 0), duplicate: true });
    expect(await stored()).toEqual(['lab 10:00 gate [] 12 +']);
  });

  it('is one row for each moment when many pushes come at once', async () => {
    const sends = Array.from({ length: 20 }, (_, n) =>
      kiosk.sent({ items: [gate(n), gate(n, { area: 'B' })] }),
    );
    const receipts = await Promise.all(sends);
    expect(receipts.reduce((sum, { created }) => sum + (created as number), 0)).toBe(2);
    expect(await stored()).toHaveLength(2);
  });

  it.each<[string, unknown, string, string]>([
    ['a series that does not exist', gate(1, { series: 'noise' }), 'series', 'INVALID_FIELD'],
    ['a field of requests', gate(1, { title: 'x' }), 'title', 'UNKNOWN_FIELD'],
    ['a counter of people', gate(1, { series: 'headcount' }), 'cumulative', 'INVALID_FIELD'],
    ['more than fit', gate(100_001, { cumulative: false }), 'count', 'INVALID_FIELD'],
    ['a time ahead', gate(1, { at: '2026-10-26T13:00:00-05:00' }), 'at', 'IN_THE_FUTURE'],
    [
      'a location of another source',
      () => gate(1, { locationId: elsewhere }),
      'locationId',
      'PUSH_OF_OTHER_LOCATION',
    ],
    ['a second item that is wrong', { items: [gate(1), gate(-1)] }, 'items.1.count', 'INVALID_FIELD'],
    [
      'a request beside it that is wrong',
      { items: [gate(1), aPush('1', { openedAt: 'x' })] },
      'items.1.openedAt',
      'INVALID_FIELD',
    ],
    ['a number beside it', { items: [gate(1), 7] }, 'items.1', 'INVALID_FIELD'],
    ['a list beside it', { items: [gate(1), [gate(1)]] }, 'items', 'LIST_IN_LIST'],
    ['another field beside the items', { items: [gate(1)], at: AT }, 'at', 'UNKNOWN_FIELD'],
    ['too many', { items: Array.from({ length: 101 }, () => gate(1)) }, 'items', 'INVALID_FIELD'],
  ])('is refused with %s, and nothing of it is stored', async (_name, given, field, code) => {
    const body = typeof given === 'function' ? (given as () => object)() : given;
    const answer = await kiosk.send(body);
    expect(answer).toMatchObject({ status: 400, body: { code, violations: [{ field }] } });
    expect(await stored()).toEqual([]);
  });

  it('is refused when nobody knows where, as a count cannot wait', async () => {
    await clearSources(app);
    kiosk = await aPusher(app, { locationId: null, locationRules: [{ equals: 'Annex', locationId: annex }] });
    expect((await kiosk.send({ items: [aPush('1'), gate(1)] })).body).toMatchObject({
      code: 'PUSH_WITHOUT_LOCATION',
      violations: [{ field: 'items.1.place' }],
    });
    expect(succeeded(await app.admin.get('/support-requests?unassigned=true')).items).toEqual([]);
    expect((await shown(app, kiosk.source.id)).problem).toMatchObject({ code: 'PUSH_WITHOUT_LOCATION' });
    expect(await kiosk.sent(gate(1, { place: 'Annex' }))).toEqual(receipt(1, 0, 0));
  });
});
