import { Webhook } from 'standardwebhooks';
import { CleanupJobs } from '../../src/cleanup-jobs.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, aUser, succeeded, type MadeUser } from '../support/factories.js';
import { aPush, aPusher, pushSourceBody, Pusher, type PushOptions } from '../support/pushes.js';
import { clearSources, runsOf, shown, sourceAt, storedIds } from '../support/sources.js';

// Pushes that are not taken, and the secrets that they are signed with. It is Monday, 26 October 2026, noon in Chicago.

const NOW = Date.parse('2026-10-26T17:00:00Z');
const MINUTE = 60_000;
const OTHER_SECRET = `whsec_${Buffer.alloc(32, 'other').toString('base64')}`;
let app: TestApp;
let locationId: string;
let supervisor: MadeUser;
let kiosk: Pusher;

beforeAll(async () => {
  app = await startApp();
  locationId = (await aLocation(app)).id;
  supervisor = await aUser(app, 'supervisor', [locationId]);
});
beforeEach(async () => {
  // Later with each test, so that what is done once a minute is done in each.
  app.clock.set(new Date(NOW).toISOString());
  await clearSources(app);
  kiosk = await aPusher(app, { locationId });
});
afterAll(() => app.close());

const storedOf = async (): Promise<unknown[]> =>
  app.database.query('SELECT external_id FROM support_requests');
const remarksOf = async (): Promise<{ externalId: string; message: string }[]> =>
  (await runsOf(app, kiosk.source.id)).flatMap(({ remarks }) => remarks as []);
const rotate = async (body: object = {}): Promise<Record<string, string>> =>
  succeeded(await app.admin.post(`/support-sources/${kiosk.source.id}/rotate`, body));

describe('a push that nobody proves to have sent', () => {
  it.each<[string, PushOptions]>([
    ['by another secret', { secret: OTHER_SECRET }],
    ['of another text', { signed: '{"externalId":"8"}' }],
    ['of another id', { headers: { 'webhook-id': 'msg_other' } }],
    ['of another time', { headers: { 'webhook-timestamp': String(NOW / 1000 - 1) } }],
    ['of another version', { headers: { 'webhook-signature': `v2,${'A'.repeat(43)}=` } }],
    ['that is none', { headers: { 'webhook-signature': 'v1' } }],
  ])('with a signature %s is refused', async (_what, options) => {
    expect(await kiosk.send(aPush('7'), options)).toMatchObject({
      status: 401,
      body: { code: 'PUSH_SIGNATURE' },
    });
    expect(await storedOf()).toEqual([]);
  });

  it('for a source that does not exist, or is no source of pushes, is refused just so', async () => {
    const source = succeeded(await app.admin.post('/support-sources', sourceAt(locationId)));
    for (const id of [source.id, '01a22a77-c923-72b8-970e-258c0daca8ed']) {
      const stranger = new Pusher(app, { ...kiosk.source, id }, kiosk.secret);
      expect(await stranger.send(aPush('7'))).toMatchObject({
        status: 401,
        body: { code: 'PUSH_SIGNATURE' },
      });
    }
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s is refused', async (name) => {
    expect(await kiosk.send(aPush('7'), { headers: { [name]: '' } })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_FIELD', violations: [{ field: name }] },
    });
  });

  it('may carry several signatures, of which one is right', async () => {
    const body = JSON.stringify(aPush('7'));
    const right = new Webhook(kiosk.secret).sign('msg_1', new Date(NOW), body);
    const headers = { 'webhook-signature': `v2,other ${right} v1,${'A'.repeat(43)}=` };
    expect(await kiosk.send(body, { id: 'msg_1', headers })).toMatchObject({ status: 200 });
  });

  it.each([
    [-5 * MINUTE, 200],
    [-5 * MINUTE - 1_000, 401],
    [5 * MINUTE, 200],
    [5 * MINUTE + 1_000, 401],
  ])('signed %i milliseconds from now is answered with %i', async (away, status) => {
    expect(await kiosk.send(aPush('7'), { at: NOW + away })).toMatchObject({ status });
  });

  it('signed long ago says that', async () => {
    expect((await kiosk.send(aPush('7'), { at: NOW - 10 * MINUTE })).body).toMatchObject({
      code: 'PUSH_OF_OTHER_TIME',
    });
  });

  it('is noted at the source once a minute', async () => {
    app.clock.set('2026-10-26T18:00:00Z');
    for (let sent = 0; sent < 5; sent++) await kiosk.send(aPush('7'), { secret: OTHER_SECRET });
    expect(await remarksOf()).toHaveLength(1);
    expect(await shown(app, kiosk.source.id)).toMatchObject({
      state: 'failing',
      problem: { code: 'PUSH_SIGNATURE' },
    });
    app.clock.set('2026-10-26T18:01:00Z');
    await kiosk.send(aPush('7'), { secret: OTHER_SECRET });
    expect(await remarksOf()).toHaveLength(2);
  });
});

describe('a signed push', () => {
  it.each<[string, unknown, string, string]>([
    ['no JSON', '{', 'INVALID_FIELD', 'body'],
    ['no object', '[]', 'INVALID_FIELD', 'body'],
    ['nothing', '', 'INVALID_FIELD', 'body'],
    ['no opening', { externalId: '7' }, 'INVALID_FIELD', 'openedAt'],
    ['a field that is unknown', aPush('7', { colour: 'red' }), 'UNKNOWN_FIELD', 'colour'],
    ['a field of all objects', '{"__proto__":{"externalId":"7"}}', 'UNKNOWN_FIELD', '__proto__'],
    [
      'a wrong field in a list',
      { items: [aPush('1'), aPush('2', { tier: 'x' })] },
      'INVALID_FIELD',
      'items.1.tier',
    ],
    ['a list in a list', { items: [[aPush('1')]] }, 'LIST_IN_LIST', 'items'],
    ['an empty list', { items: [] }, 'INVALID_FIELD', 'items'],
    ['too long a list', { items: Array.from({ length: 101 }, () => aPush('7')) }, 'INVALID_FIELD', 'items'],
    ['a list and a request', { title: 'Jam', items: [aPush('8')] }, 'UNKNOWN_FIELD', 'title'],
    [
      'a time ahead',
      { items: [aPush('1', { resolvedAt: '2026-10-26T12:06:00-05:00' })] },
      'IN_THE_FUTURE',
      'items.0.resolvedAt',
    ],
    ['a change ahead', aPush('1', { updatedAt: '2026-10-26T12:06:00-05:00' }), 'IN_THE_FUTURE', 'updatedAt'],
    ['another source', aPush('1', { source: 'desk' }), 'PUSH_OF_OTHER_SOURCE', 'source'],
    ['a NUL', '{"externalId":"7\\u0000","openedAt":"2026-10-25T20:00:00Z"}', 'INVALID_TEXT', 'externalId'],
    [
      'a wait that contradicts its times',
      { items: [aPush('1', { waitedMinutes: 5, firstResponseAt: '2026-10-25T20:30:00-05:00' })] },
      'WAIT_DISAGREES',
      'items.0.waitedMinutes',
    ],
  ])('with %s is refused as a whole, and noted', async (_what, body, code, field) => {
    const answer = await kiosk.send(body, { id: 'msg_1' });
    expect(answer).toMatchObject({ status: 400, body: { code, violations: [{ field }] } });
    expect(await storedOf()).toEqual([]);
    expect(await remarksOf()).toMatchObject([
      { externalId: 'msg_1', message: answer.body.violations[0].message },
    ]);
    // Sent again as it should be, it is taken.
    expect(await kiosk.sent(aPush('7'), { id: 'msg_1' })).toMatchObject({ created: 1, duplicate: false });
    expect(await shown(app, kiosk.source.id)).toMatchObject({ state: 'working', problem: null });
  });

  it('of more than 256 KB is refused', async () => {
    const answer = await kiosk.send(aPush('7', { title: 'x'.repeat(256 * 1024) }));
    expect(answer).toMatchObject({ status: 413 });
  });

  it('with the id of another push is refused', async () => {
    await kiosk.sent(aPush('7'), { id: 'msg_1' });
    expect(await kiosk.send(aPush('8'), { id: 'msg_1' })).toMatchObject({
      status: 409,
      body: { code: 'PUSH_ID_REUSED' },
    });
    expect(await storedOf()).toHaveLength(1);
    expect(await remarksOf()).toMatchObject([{ externalId: 'msg_1' }]);
  });

  it('is refused while its source is off, and taken afterwards', async () => {
    const path = `/support-sources/${kiosk.source.id}`;
    succeeded(await app.admin.patch(path, { enabled: false }));
    expect(await kiosk.send(aPush('7'), { id: 'msg_1' })).toMatchObject({
      status: 409,
      body: { code: 'SOURCE_OFF' },
    });
    succeeded(await app.admin.patch(path, { enabled: true }));
    expect(await kiosk.sent(aPush('7'), { id: 'msg_1' })).toMatchObject({ created: 1 });
  });

  it('is asked for again later when the secret cannot be read', async () => {
    await app.database.query(`UPDATE secrets SET key_id = 'lost'`);
    const answer = await kiosk.send(aPush('7'));
    expect(answer).toMatchObject({ status: 503, body: { code: 'PUSHES_BUSY' } });
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  it('that is refused again and again is told to people, once', async () => {
    for (let sent = 0; sent < 7; sent++) await kiosk.send({ externalId: String(sent) });
    expect(await shown(app, kiosk.source.id)).toMatchObject({ state: 'stopped' });
    const told = await app.database.query(
      `SELECT user_id AS "userId", facts FROM messages WHERE kind = 'source-look' AND user_id = $1`,
      [supervisor.id],
    );
    expect(told).toEqual([
      { userId: supervisor.id, facts: { sourceName: 'kiosk', problem: expect.stringContaining('openedAt') } },
    ]);
  });
});

describe('the secret of pushes', () => {
  it('is shown once, to who adds the source', async () => {
    expect(kiosk.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const seen = JSON.stringify([
      await shown(app, kiosk.source.id),
      succeeded(await app.admin.get('/support-sources')),
      succeeded(await app.admin.get('/audit-events')),
      await app.database.query('SELECT * FROM secrets'),
    ]);
    expect(seen).not.toContain(kiosk.secret);
    expect(seen).not.toContain(kiosk.secret.slice(6, 30));
  });

  it('is not shown again by the same Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'add-once' };
    const first = succeeded(await app.admin.post('/support-sources', pushSourceBody({ name: 'wall' }), key));
    const again = await app.admin.post('/support-sources', pushSourceBody({ name: 'wall' }), key);
    expect(again.body).toMatchObject({ id: first.id });
    expect(again.body).not.toHaveProperty('secret');
    const rotated = await app.admin.post(`/support-sources/${kiosk.source.id}/rotate`, {}, key);
    const rotatedAgain = await app.admin.post(`/support-sources/${kiosk.source.id}/rotate`, {}, key);
    expect(rotatedAgain.body).toEqual({ formerSecretUntil: rotated.body.formerSecretUntil });
  });

  it('may be the sender’s own, which is never shown', async () => {
    const settings = { secret: OTHER_SECRET };
    const made = await app.admin.post('/support-sources', pushSourceBody({ name: 'wall', settings }));
    expect(succeeded(made)).toMatchObject({ settings: {} });
    expect(made.body).not.toHaveProperty('secret');
    expect(await new Pusher(app, made.body, OTHER_SECRET).sent(aPush('7'))).toMatchObject({ created: 1 });
  });

  it.each([
    'secret',
    'whsec_short',
    `whsec_${'A'.repeat(32)}!`,
    `whsec_${'A'.repeat(100)}`,
    `whsec_${'A'.repeat(88)}`,
    `whsec_${'A'.repeat(33)}`,
  ])('must be one: %s', async (secret) => {
    const answer = await app.admin.post(
      '/support-sources',
      pushSourceBody({ name: 'wall', settings: { secret } }),
    );
    expect(answer).toMatchObject({ status: 400, body: { violations: [{ field: 'settings.secret' }] } });
  });

  it('is replaced, and the former one is valid for a day', async () => {
    const { secret, formerSecretUntil } = await rotate();
    expect(secret).not.toBe(kiosk.secret);
    expect(formerSecretUntil).toBe('2026-10-27T17:00:00+00:00');
    expect(await kiosk.send(aPush('1'))).toMatchObject({ status: 200 });
    expect(await kiosk.send(aPush('2'), { secret })).toMatchObject({ status: 200 });
    // Saving the form, which sends no secret, leaves both.
    succeeded(
      await app.admin.patch(`/support-sources/${kiosk.source.id}`, { settings: {}, everyMinutes: 30 }),
    );
    expect(await kiosk.send(aPush('3'))).toMatchObject({ status: 200 });
    app.clock.set('2026-10-27T17:00:00Z');
    expect(await kiosk.send(aPush('4'))).toMatchObject({ status: 401 });
    expect(await kiosk.send(aPush('4'), { secret })).toMatchObject({ status: 200 });
  });

  it('is replaced at once when somebody else knows it', async () => {
    const { secret, formerSecretUntil } = await rotate({ endFormer: true });
    expect(formerSecretUntil).toBeNull();
    expect(await kiosk.send(aPush('1'))).toMatchObject({ status: 401 });
    expect(await kiosk.send(aPush('1'), { secret })).toMatchObject({ status: 200 });
  });

  it('that its sender uses stays valid when a new one is made twice, and ends when the sender’s own is entered', async () => {
    const lost = await rotate();
    const second = await rotate();
    expect(await kiosk.send(aPush('1'))).toMatchObject({ status: 200 });
    expect(await kiosk.send(aPush('2'), { secret: second['secret']! })).toMatchObject({ status: 200 });
    expect(await kiosk.send(aPush('2'), { secret: lost['secret']! })).toMatchObject({ status: 401 });
    const settings = { secret: OTHER_SECRET };
    succeeded(await app.admin.patch(`/support-sources/${kiosk.source.id}`, { settings }));
    expect(await kiosk.send(aPush('3'))).toMatchObject({ status: 401 });
    expect(await kiosk.send(aPush('3'), { secret: second['secret']! })).toMatchObject({ status: 401 });
    expect(await kiosk.send(aPush('3'), { secret: OTHER_SECRET })).toMatchObject({ status: 200 });
    expect(await storedIds(app)).toEqual([]);
  });

  it('is replaced even when the stored one cannot be read', async () => {
    await app.database.query(`UPDATE secrets SET key_id = 'lost'`);
    const { secret, formerSecretUntil } = await rotate();
    expect(formerSecretUntil).toBeNull();
    expect(await kiosk.send(aPush('1'), { secret: secret! })).toMatchObject({ status: 200 });
  });

  it('is only for sources of pushes, and for who may change them', async () => {
    const source = succeeded(await app.admin.post('/support-sources', sourceAt(locationId)));
    expect(await app.admin.post(`/support-sources/${source.id}/rotate`)).toMatchObject({
      status: 409,
      body: { code: 'NOT_PUSHED' },
    });
    const elsewhere = await aUser(app, 'supervisor', [(await aLocation(app)).id]);
    const path = `/support-sources/${kiosk.source.id}/rotate`;
    expect(await elsewhere.client.post(path)).toMatchObject({ status: 404 });
    expect(await supervisor.client.post(path)).toMatchObject({ status: 200 });
  });
});

// The last one, because nobody is signed in for so long.
describe('the id of a push', () => {
  it('is known for a month', async () => {
    await kiosk.sent(aPush('7'), { id: 'msg_1' });
    app.clock.set('2026-11-25T16:59:00Z');
    await app.app.get(CleanupJobs).clear();
    expect(await kiosk.sent(aPush('7'), { id: 'msg_1' })).toMatchObject({ duplicate: true });
    app.clock.set('2026-11-25T17:01:00Z');
    await app.app.get(CleanupJobs).clear();
    expect(await app.database.query('SELECT * FROM support_pushes')).toEqual([]);
  });
});
