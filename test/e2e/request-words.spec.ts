import { CleanupJobs } from '../../src/cleanup-jobs.js';
import { SupportRequestsService } from '../../src/support/support-requests.service.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { aLocation, anApiKey, anOperator, aUser, succeeded } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { sourceAt } from '../support/sources.js';

const OPENED = '2026-10-26T10:00:00-05:00';
const WORDS = { title: 'No sound', workstation: 'PC 12', requester: 'Sam, room 204' };
const NONE = { title: null, workstation: null, requester: null };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let app: TestApp;
let admin: HttpClient;
let adminId: string;
let locationId: string;
beforeAll(async () => {
  app = await startApp();
  adminId = succeeded(await app.admin.get('/me')).id;
  locationId = (await aLocation(app)).id;
});
afterAll(() => app.close());
beforeEach(() => setTime(TEST_NOW));

/** With a new session, because sessions end when they are not used. */
async function setTime(at: number | string): Promise<void> {
  app.clock.set(new Date(at).toISOString());
  admin = await app.signedIn(adminId);
}

const log = (body: object = {}, client = admin, headers = {}): Promise<Answer> =>
  client.post('/support-requests', { locationId, openedAt: OPENED, ...WORDS, ...body }, headers);
const logged = async (body: object = {}): Promise<string> => succeeded(await log(body)).id;
const patch = (id: string, body: object, client = admin) => client.patch(`/support-requests/${id}`, body);
const read = async (id: string, client: HttpClient = admin): Promise<Answer['body']> =>
  succeeded(await client.get(`/support-requests/${id}`));

describe('the words of a request', () => {
  it('are written, changed and removed one by one', async () => {
    const answer = await log();
    expect(answer).toMatchObject({ status: 201, body: WORDS });
    const { id } = answer.body;
    expect(succeeded(await patch(id, { title: 'No sound at all' }))).toMatchObject({
      ...WORDS,
      title: 'No sound at all',
    });
    for (const name of Object.keys(WORDS))
      expect(succeeded(await patch(id, { [name]: null }))[name]).toBeNull();
    expect(await read(id)).toMatchObject({ ...NONE, version: 5 });
    expect(succeeded(await log({ ...NONE }))).toMatchObject(NONE);
  });

  it('are no part of the thread', async () => {
    const id = await logged();
    succeeded(await patch(id, { title: 'Other' }));
    expect(succeeded(await admin.get(`/support-requests/${id}/thread`)).items).toHaveLength(1);
  });

  it.each([
    ['title', 200],
    ['workstation', 100],
    ['requester', 200],
  ])('have a length: %s', async (name, most) => {
    const id = await logged();
    for (const text of ['x'.repeat(most), '🎧'.repeat(most)])
      expect(succeeded(await patch(id, { [name]: ` ${text} ` }))[name]).toBe(text);
    for (const text of ['x'.repeat(most + 1), '🎧'.repeat(most + 1), '', '  ']) {
      const refused = { status: 400, body: { violations: [{ field: name }] } };
      expect(await patch(id, { [name]: text })).toMatchObject(refused);
      expect(await log({ [name]: text })).toMatchObject(refused);
    }
  });

  it.each([
    ['a line break', 'a\nb'],
    ['a tab', 'a\tb'],
    ['a bell', 'a\u0007b'],
    ['a line separator', 'a\u2028b'],
    ['what turns text around', 'a\u202eb'],
    ['what is not seen', '\u200b'],
    ['a zero byte', 'a\0b'],
    ['half of a letter', 'a\ud83c'],
    ['a number', 7],
    ['a list', ['a']],
    ['an object', { a: 'b' }],
  ])('are one line of what can be seen, without %s', async (_name, text) => {
    const id = await logged();
    for (const name of Object.keys(WORDS)) {
      expect((await patch(id, { [name]: text })).status).toBe(400);
      expect((await log({ [name]: text })).status).toBe(400);
    }
    expect(await read(id)).toMatchObject({ ...WORDS, version: 1 });
  });

  it('are stored once for one idempotency key', async () => {
    const headers = { 'idempotency-key': 'words-1' };
    const first = await log({}, admin, headers);
    expect(await log({}, admin, headers)).toMatchObject({ status: 201, body: first.body });
    expect((await log({ requester: 'Kim' }, admin, headers)).status).toBe(422);
    const key = await anApiKey(app, ['support:write', 'support:read']);
    for (const _again of [1, 2])
      expect(await log({ title: 'By a program' }, key, headers)).toMatchObject({
        status: 201,
        body: { title: 'By a program', requester: null },
      });
    const { items } = succeeded(await admin.get('/support-requests?search=program'));
    expect(items).toMatchObject([{ requester: WORDS.requester }]);
  });

  it('of a source are changed there; where it is and who asks are written here', async () => {
    const source = sourceAt(locationId) as { name: string };
    succeeded(await admin.post('/support-sources', source));
    const id = await logged();
    await app.database.query(
      `UPDATE support_requests SET source = $2, external_id = '7', source_changed_at = now() WHERE id = $1`,
      [id, source.name],
    );
    for (const title of ['Other', null])
      expect(await patch(id, { title })).toMatchObject({ status: 409, body: { code: 'COLLECTED' } });
    const change = { title: WORDS.title, workstation: 'PC 13', requester: 'Kim', category: 'sound' };
    expect(succeeded(await patch(id, change))).toMatchObject(change);
    expect(succeeded(await patch(id, { openedAt: OPENED, resolvedAt: null }))).toMatchObject(change);
  });

  it('tell people who asks, but no program and no file', async () => {
    const id = await logged({ title: 'Heard by people' });
    const reader = await anApiKey(app, ['support:read', 'support:write']);
    const maya = await anOperator(app, { locationIds: [locationId] });
    succeeded(await patch(id, { assigneeId: maya.userId }));
    expect((await read(id, maya.client)).requester).toBe(WORDS.requester);
    expect((await read(id, (await aUser(app, 'campus_it', [locationId])).client)).requester).toBe(
      WORDS.requester,
    );
    expect(await read(id, reader)).toMatchObject({ workstation: WORDS.workstation, requester: null });
    expect(succeeded(await patch(id, { category: 'sound' }, reader)).requester).toBeNull();
    const escalated = await reader.post(`/support-requests/${id}/escalate`, { text: 'x' });
    expect(succeeded(escalated)).toMatchObject({ tier: 'campus-it', requester: null });
    const listed = succeeded(await reader.get('/support-requests?search=heard')).items;
    expect(listed).toMatchObject([{ id, requester: null }]);
    for (const client of [admin, reader]) {
      const csv = await client.get('/support-requests', { accept: 'text/csv' });
      expect(csv.body).toContain('Heard by people');
      expect(csv.body).not.toMatch(/requester|Sam/);
    }
    expect((await read(id)).requester).toBe(WORDS.requester);
    expect(succeeded(await admin.get('/support-requests?search=room')).items).toEqual([]);
  });
});

describe('who asked', () => {
  const forget = () => app.app.get(SupportRequestsService).forgetRequesters();
  const requesterAt = async (id: string, at: number | string): Promise<string | null> => {
    await setTime(at);
    await forget();
    return (await read(id)).requester as string | null;
  };
  const keepFor = async (requesterDays: number) =>
    succeeded(await admin.patch('/settings', { requesterDays }));
  afterEach(() => keepFor(30));

  it.each([
    ['an ordinary month', '2026-11-05T12:00:00-06:00', 30],
    ['one with the autumn night', '2026-10-26T11:00:00-05:00', 30],
    ['the spring night only', '2027-03-13T12:00:00-06:00', 1],
    ['a year', '2026-10-26T11:00:00-05:00', 365],
  ])('is kept for as many times 24 hours as the settings say: %s', async (_name, resolvedAt, days) => {
    await keepFor(days);
    await setTime(resolvedAt);
    const id = await logged({ openedAt: resolvedAt, resolvedAt });
    const end = Date.parse(resolvedAt) + days * DAY;
    expect(await requesterAt(id, end)).toBe(WORDS.requester);
    expect(await requesterAt(id, end + 1)).toBeNull();
    expect(await read(id)).toMatchObject({ title: WORDS.title, workstation: WORDS.workstation, version: 2 });
    await forget();
    expect((await read(id)).version).toBe(2);
  });

  it('is forgotten with the next cleanup when they are kept for no day', async () => {
    await keepFor(0);
    const [open, resolved] = [await logged(), await logged({ resolvedAt: TEST_NOW })];
    app.clock.set('2026-10-26T17:00:00.001Z');
    await app.app.get(CleanupJobs).clear();
    expect((await read(resolved)).requester).toBeNull();
    expect((await read(open)).requester).toBe(WORDS.requester);
  });

  it('of a request that nobody resolves is kept for 182 days from its opening', async () => {
    const id = await logged();
    const end = Date.parse(OPENED) + 182 * DAY;
    expect(await requesterAt(id, end)).toBe(WORDS.requester);
    expect(await requesterAt(id, end + 1)).toBeNull();
  });

  it('of such a request is kept for longer when the settings say so', async () => {
    await keepFor(200);
    const id = await logged();
    const end = Date.parse(OPENED) + 200 * DAY;
    expect(await requesterAt(id, end)).toBe(WORDS.requester);
    expect(await requesterAt(id, end + 1)).toBeNull();
  });

  it('of a request that is resolved late is kept from then on', async () => {
    const id = await logged();
    const resolvedAt = Date.parse(OPENED) + 170 * DAY;
    await setTime(resolvedAt);
    succeeded(await patch(id, { resolvedAt: new Date(resolvedAt).toISOString() }));
    expect(await requesterAt(id, resolvedAt + 30 * DAY)).toBe(WORDS.requester);
    expect(await requesterAt(id, resolvedAt + 30 * DAY + 1)).toBeNull();
  });

  it('of a request that is opened again counts as unresolved, and is lost when it was forgotten', async () => {
    const [early, late] = [await logged({ resolvedAt: TEST_NOW }), await logged({ resolvedAt: TEST_NOW })];
    const forgotten = Date.parse(TEST_NOW) + 30 * DAY + 1;
    succeeded(await patch(early, { resolvedAt: null }));
    expect(await requesterAt(late, forgotten)).toBeNull();
    succeeded(await patch(late, { resolvedAt: null }));
    expect((await read(late)).requester).toBeNull();
    expect((await read(early)).requester).toBe(WORDS.requester);
    const end = Date.parse(OPENED) + 182 * DAY;
    expect(await requesterAt(early, end)).toBe(WORDS.requester);
    expect(await requesterAt(early, end + 1)).toBeNull();
  });

  it.each([[-1], [366], [1.5], ['30'], [null]])('is not kept for %j days', async (requesterDays) => {
    const answer = await admin.patch('/settings', { requesterDays });
    expect(answer).toMatchObject({ status: 400, body: { violations: [{ field: 'requesterDays' }] } });
  });
});
