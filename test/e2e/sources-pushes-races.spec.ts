import { startApp, type TestApp } from '../support/app.js';
import { aLocation, succeeded } from '../support/factories.js';
import { holdLocks } from '../support/lock-holder.js';
import type { Answer } from '../support/http-client.js';
import { aPush, aPusher, Pusher } from '../support/pushes.js';
import { clearSources, runsOf, storedRequests } from '../support/sources.js';

// Many pushes at once, to two servers. It is Monday, 26 October 2026, noon in Chicago.

let app: TestApp;
let replica: TestApp;
let lab: string;
let annex: string;
let kiosk: Pusher;
let other: Pusher;

beforeAll(async () => {
  app = await startApp();
  replica = await startApp({ database: app.database });
  lab = (await aLocation(app)).id;
  annex = (await aLocation(app)).id;
});
beforeEach(async () => {
  await clearSources(app);
  kiosk = await aPusher(app, { locationId: lab });
  other = new Pusher(replica, kiosk.source, kiosk.secret);
});
afterAll(async () => {
  await replica.close();
  await app.close();
});

const serverOf = (number: number): Pusher => (number % 2 === 0 ? kiosk : other);
const sum = (answers: readonly Answer[], field: string): number =>
  answers.reduce((total, { body }) => total + (body[field] as number), 0);

describe('pushes at the same time', () => {
  it('of one id are taken once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, number) => serverOf(number).send(aPush('7'), { id: 'msg_1' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(sum(answers, 'created')).toBe(1);
    expect(answers.filter(({ body }) => body.duplicate === true)).toHaveLength(39);
  });

  it('of one id and different content are one push and refusals', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        serverOf(number).send(aPush(String(number)), { id: 'msg_1' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    expect(await storedRequests(app, 'kiosk')).toHaveLength(1);
  });

  it('are all stored, each once, though each is sent twice', async () => {
    const sent = Array.from({ length: 300 }, (_, number) => number);
    const answers = await Promise.all(
      [...sent, ...sent].map((number, order) =>
        serverOf(order).send(aPush(`t-${number}`), { id: `msg_${number}` }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(sum(answers, 'created')).toBe(300);
    expect(await storedRequests(app, 'kiosk')).toHaveLength(300);
    const [run] = await runsOf(app, kiosk.source.id);
    expect(run).toMatchObject({ fetched: 300, created: 300, skipped: 0 });
  });

  it('of one request end with its latest change, in whatever order they come', async () => {
    const states = Array.from({ length: 60 }, (_, minute) => ({
      category: `state ${minute}`,
      updatedAt: new Date(Date.parse('2026-10-26T12:00:00Z') + minute * 60_000).toISOString(),
    }));
    await Promise.all(states.map((state, order) => serverOf(order * 7).sent(aPush('7', state))));
    expect(await storedRequests(app, 'kiosk')).toMatchObject([{ category: 'state 59' }]);
  });

  it('as the rules change end up where the rules lead', async () => {
    const path = `/support-sources/${kiosk.source.id}`;
    const rules = { locationRules: [{ equals: 'Annex', locationId: annex }] };
    const pushes = Array.from({ length: 100 }, (_, number) =>
      serverOf(number).sent(aPush(String(number), { place: 'Annex' })),
    );
    const [changed] = await Promise.all([app.admin.patch(path, rules), ...pushes]);
    succeeded(changed);
    await app.jobsDone();
    const locations = (await storedRequests(app, 'kiosk')).map(({ locationId }) => locationId);
    expect(locations).toEqual(Array.from({ length: 100 }, () => annex));
  });

  it('as the source is removed are stored before, or refused', async () => {
    const pushes = Array.from({ length: 40 }, (_, number) => serverOf(number).send(aPush(String(number))));
    const [removed, ...answers] = await Promise.all([
      app.admin.delete(`/support-sources/${kiosk.source.id}`),
      ...pushes,
    ]);
    expect(removed).toMatchObject({ status: 204 });
    const taken = answers.filter(({ status }) => status === 200).length;
    expect(await storedRequests(app, 'kiosk')).toHaveLength(taken);
    // 503: it was removed between its two readings.
    expect(answers.filter(({ status }) => ![200, 401, 503].includes(status))).toEqual([]);
  });

  it('beyond those that can wait are asked for again later, and none is lost', async () => {
    const all = Array.from({ length: 700 }, (_, number) => number);
    const holder = await holdLocks(app.database, 'SELECT 1 FROM support_sources FOR UPDATE');
    const push = (number: number): Promise<Answer> =>
      kiosk.send(aPush(`t-${number}`), { id: `msg_${number}` });
    const sent = all.map(push);
    // The server is full, and says so before any of the others is answered.
    const first = await Promise.race(sent);
    await holder.query('ROLLBACK');
    expect(first).toMatchObject({ status: 503, body: { code: 'PUSHES_BUSY' } });
    expect(first.headers.get('retry-after')).toBe('5');
    const answers = await Promise.all(sent);
    const refused = all.filter((number) => answers[number]!.status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    expect(await storedRequests(app, 'kiosk')).toHaveLength(700 - refused.length);
    await holder.end();
    for (const number of refused) succeeded(await push(number));
    expect(await storedRequests(app, 'kiosk')).toHaveLength(700);
  });
});
