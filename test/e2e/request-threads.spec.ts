import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aSupportRequest,
  aUser,
  succeeded,
  type MadeOperator,
  type MadeUser,
} from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { onShift } from '../support/assignments.js';

const NOON = '2026-10-26T12:00:00-05:00';
const NOWHERE = '00000000-0000-4000-8000-000000000000';
/** Around noon, so that operators see what is open at the desk. */
const SHIFT = { startsAt: '2026-10-26T11:00:00-05:00', endsAt: '2026-10-26T15:00:00-05:00' };

describe('the thread of a request', () => {
  let app: TestApp;
  let locationId: string;
  let maya: MadeOperator;
  let noor: MadeOperator;
  let supervisor: MadeUser;
  let campusIt: MadeUser;
  let id: string;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
    maya = await anOperator(app, { name: 'Maya Ortiz', locationIds: [locationId] });
    noor = await anOperator(app, { name: 'Noor Haddad', locationIds: [locationId] });
    for (const one of [maya, noor]) await onShift(app, locationId, one.id, SHIFT);
    supervisor = await aUser(app, 'supervisor', [locationId]);
    campusIt = await aUser(app, 'campus_it', [locationId]);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.clock.set(TEST_NOW);
    ({ id } = await aSupportRequest(app, locationId));
  });

  const path = (rest = '') => `/support-requests/${id}${rest}`;
  const note = (client: HttpClient, text: unknown = 'The lamp blinks') =>
    client.post(path('/notes'), { text });
  const noted = async (client: HttpClient, text?: string): Promise<string> =>
    succeeded(await note(client, text)).id;
  const removed = async (client: HttpClient, noteId: string, headers = {}): Promise<number> =>
    (await client.send('DELETE', path(`/notes/${noteId}`), undefined, headers)).status;
  const thread = async (client = app.admin): Promise<Answer['body'][]> =>
    succeeded(await client.get(path('/thread'))).items;

  describe('has notes', () => {
    it('of one or more lines, with their time', async () => {
      const answer = await note(maya.client, '  The lamp blinks.\nTwice.  ');
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({
        id: expect.any(String) as string,
        at: NOON,
        kind: 'note',
        text: 'The lamp blinks.\nTwice.',
        authorName: 'Maya',
        isOwn: true,
        assigneeName: null,
        file: null,
        version: 1,
      });
      expect((await thread(maya.client)).at(-1)).toEqual(answer.body);
    });

    it('keep their request from being taken back by who logged it', async () => {
      succeeded(await note(maya.client, 'It was the cable.'));
      const remove = () => app.admin.delete(`/support-requests/${id}`);
      expect(await remove()).toMatchObject({ status: 409, body: { code: 'OTHERS_WROTE' } });
      const [entry] = (await thread()).filter(({ kind }) => kind === 'note');
      succeeded(await app.admin.delete(`/support-requests/${id}/notes/${entry!.id}`));
      expect((await remove()).status).toBe(204);
    });

    it.each([[''], [' \n '], ['x'.repeat(4001)], [7], [null], ['a\0b'], [['x']]])(
      'but not %j',
      async (text) => {
        expect(await note(app.admin, text)).toMatchObject({ status: 400 });
        expect(await thread()).toHaveLength(1);
      },
    );

    it('without unknown fields, of 4000 characters at most, counted as people do', async () => {
      expect((await app.admin.post(path('/notes'))).status).toBe(400);
      const answer = await app.admin.post(path('/notes'), { text: 'x', authorId: maya.userId });
      expect(answer.status).toBe(400);
      expect(await noted(app.admin, '🎧'.repeat(4000))).toEqual(expect.any(String));
      expect((await note(app.admin, '🎧'.repeat(4001))).status).toBe(400);
    });

    it('written once for one idempotency key', async () => {
      const send = (text: string) =>
        maya.client.post(path('/notes'), { text }, { 'idempotency-key': `note-${id}` });
      const first = await send('Once');
      expect(await send('Once')).toMatchObject({ status: 201, body: { id: first.body.id } });
      expect((await send('Twice')).status).toBe(422);
      expect(await thread()).toHaveLength(2);
    });

    it('that leave the request as it was', async () => {
      const before = succeeded(await app.admin.get(path()));
      await noted(maya.client);
      expect(succeeded(await app.admin.get(path()))).toEqual(before);
    });

    it('after the resolution too, and for their author also then', async () => {
      await noted(maya.client);
      succeeded(await app.admin.patch(path(), { resolvedAt: NOON }));
      expect(await noted(maya.client, 'They came back to say thanks')).toEqual(expect.any(String));
      expect((await note(noor.client)).status).toBe(404);
    });
  });

  it('tells operators display names, staff full names, and of programs none', async () => {
    const key = await anApiKey(app, ['support:write', 'support:read']);
    await noted(maya.client);
    await noted(campusIt.client);
    await noted(key);
    succeeded(await app.admin.patch(path(), { assigneeId: noor.userId }));
    const names = async (client: HttpClient) =>
      (await thread(client))
        .slice(1)
        .map(({ authorName, assigneeName, isOwn }) => [authorName, assigneeName, isOwn]);
    const staffName = succeeded(await campusIt.client.get('/me')).name as string;
    const adminName = succeeded(await app.admin.get('/me')).name as string;
    expect(await names(supervisor.client)).toEqual([
      ['Maya Ortiz', null, false],
      [staffName, null, false],
      [null, null, false],
      [adminName, 'Noor Haddad', false],
    ]);
    const forOperators = await names(maya.client);
    expect(forOperators[0]).toEqual(['Maya', null, true]);
    expect(forOperators[2]).toEqual([null, null, false]);
    expect(forOperators[3]![1]).toBe('Noor');
    expect((await names(key)).map(([, , isOwn]) => isOwn)).toEqual([false, false, true, false]);
  });

  describe('loses a note', () => {
    it('by its author for a day, and not longer', async () => {
      const [first, second] = [await noted(maya.client), await noted(maya.client)];
      app.clock.set('2026-10-27T17:00:00Z');
      expect(await removed(maya.client, first)).toBe(204);
      app.clock.set('2026-10-27T17:00:00.001Z');
      expect(await removed(maya.client, second)).toBe(400);
      expect((await thread()).map(({ id: one }) => one as string | null)).toEqual([null, second]);
    });

    it('by a supervisor at any time, but not by others', async () => {
      const noteId = await noted(maya.client);
      expect(await removed(noor.client, noteId)).toBe(403);
      expect(await removed(campusIt.client, noteId)).toBe(403);
      app.clock.set('2027-03-26T17:00:00Z');
      expect(await removed(supervisor.client, noteId)).toBe(204);
      expect(await removed(supervisor.client, noteId)).toBe(404);
    });

    it('only as it is', async () => {
      const noteId = await noted(maya.client);
      expect(await removed(maya.client, noteId, { 'if-match': '"2"' })).toBe(412);
      expect(await removed(maya.client, noteId, { 'if-match': '"1"' })).toBe(204);
    });

    it('and nothing else that was done', async () => {
      succeeded(await app.admin.post(path('/escalate'), { text: 'x' }));
      const escalated = (await thread()).at(-1)!.id as string;
      expect(await removed(app.admin, escalated)).toBe(404);
      expect(await removed(app.admin, NOWHERE)).toBe(404);
      const noteId = await noted(app.admin);
      ({ id } = await aSupportRequest(app, locationId));
      expect(await removed(app.admin, noteId)).toBe(404);
    });
  });

  it('is for those who may see the request', async () => {
    const noteId = await noted(app.admin);
    const asked = (client: HttpClient): Promise<Answer[]> =>
      Promise.all([
        client.get(path('/thread')),
        client.get(path('/assignees')),
        note(client),
        client.post(path('/escalate'), { text: 'x' }),
        client.post(path('/return'), { text: 'x' }),
        client.delete(path(`/notes/${noteId}`)),
      ]);
    const statuses = async (client: HttpClient) => (await asked(client)).map(({ status }) => status);
    expect(await statuses((await aUser(app, 'supervisor')).client)).toEqual(Array(6).fill(404));
    expect(await statuses((await anOperator(app)).client)).toEqual([404, 403, 404, 404, 403, 404]);
    expect(await statuses((await aUser(app, 'analyst', [locationId])).client)).toEqual(Array(6).fill(403));
    expect(await statuses(app.anonymous)).toEqual(Array(6).fill(401));
    expect(await statuses(await anApiKey(app, ['support:read']))).toEqual([200, 403, 403, 403, 403, 403]);
    expect(await statuses(await anApiKey(app, ['metrics:read']))).toEqual(Array(6).fill(403));
    expect(await thread()).toHaveLength(2);
    id = NOWHERE;
    expect(await statuses(app.admin)).toEqual(Array(6).fill(404));
    id = 'none';
    expect(await statuses(app.admin)).toEqual(Array(6).fill(400));
  });

  it('stays visible for operators who did something, after the desk has closed', async () => {
    succeeded(await maya.client.post(path('/escalate'), { text: 'x' }));
    app.clock.set('2026-10-28T17:00:00Z');
    expect(await thread(maya.client)).toHaveLength(2);
    expect((await noor.client.get(path('/thread'))).status).toBe(404);
    const listed = async ({ client }: MadeOperator) =>
      succeeded(await client.get('/support-requests')).items.map((one: { id: string }) => one.id);
    expect(await listed(maya)).toContain(id);
    expect(await listed(noor)).not.toContain(id);
  });

  it('has 500 entries at most; the request itself can still be changed', async () => {
    await app.database.query(
      `INSERT INTO request_entries (id, request_id, at, kind, text, author_id)
       SELECT gen_random_uuid(), $1, $2, 'note', 'x', $1 FROM generate_series(1, 499)`,
      [id, app.clock.date()],
    );
    const last = await noted(app.admin);
    for (const refused of [
      await note(maya.client),
      await app.admin.post(path('/escalate'), { text: 'x' }),
      await app.admin.post(path('/return'), { text: 'x' }),
    ])
      expect(refused).toMatchObject({ status: 409, body: { code: 'THREAD_FULL' } });
    expect(await removed(app.admin, last)).toBe(204);
    await noted(app.admin);
    expect(succeeded(await app.admin.patch(path(), { resolvedAt: NOON })).resolvedAt).toBe(NOON);
  });

  it('leaves no word of it in the audit trail', async () => {
    const secrets = ['Zebra title', 'Zebra desk', 'Zebra person', 'Zebra note', 'Zebra try', 'Zebra back'];
    const [title, workstation, requester, ...texts] = secrets as [string, string, string, ...string[]];
    ({ id } = await aSupportRequest(app, locationId, { title, workstation, requester }));
    succeeded(
      await app.admin.patch(path(), { title: `${title} 2`, workstation: null, requester: 'Zebra 2' }),
    );
    const noteId = await noted(app.admin, texts[0]);
    succeeded(await app.admin.post(path('/escalate'), { text: texts[1], title, workstation }));
    succeeded(await app.admin.post(path('/return'), { text: texts[2] }));
    expect(await removed(app.admin, noteId)).toBe(204);
    succeeded(await app.admin.patch(path(), { escalatedAt: null }));
    expect((await app.admin.delete(path())).status).toBe(204);
    const { items } = succeeded(await app.admin.get(`/audit-events?entityId=${id}`));
    expect(items.map(({ action }: { action: string }) => action.split('.')[1]).toReversed()).toEqual([
      'created',
      'updated',
      'noted',
      'escalated',
      'returned',
      'note-removed',
      'updated',
      'deleted',
    ]);
    expect(items.at(-1).details.words).toEqual(['title', 'workstation', 'requester']);
    expect(items.at(-2).details.words).toEqual(['title', 'requester']);
    expect(JSON.stringify(items)).not.toContain('Zebra');
    const rows = await app.database.query(`SELECT FROM audit_events WHERE details::text LIKE '%Zebra%'`);
    expect(rows).toEqual([]);
  });
});
