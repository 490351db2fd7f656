import { actionsOn } from '../support/answers.js';
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
import type { Answer } from '../support/http-client.js';
import { sourceAt } from '../support/sources.js';

const NOON = '2026-10-26T12:00:00-05:00';
const LATER = '2026-10-26T12:30:00-05:00';

interface Told {
  kind: string;
  at: string;
  text: string | null;
  authorName: string | null;
  assigneeName: string | null;
}

describe('a request between the library and Campus IT', () => {
  let app: TestApp;
  let locationId: string;
  let maya: MadeOperator;
  let supervisor: MadeUser;
  let campusIt: MadeUser;
  let id: string;
  beforeAll(async () => {
    app = await startApp();
    locationId = (await aLocation(app)).id;
    maya = await anOperator(app, { name: 'Maya Ortiz', locationIds: [locationId] });
    supervisor = await aUser(app, 'supervisor', [locationId]);
    campusIt = await aUser(app, 'campus_it', [locationId]);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.clock.set(TEST_NOW);
    ({ id } = await aSupportRequest(app, locationId, { title: 'No sound', workstation: 'PC 12' }));
    succeeded(await patch({ assigneeId: maya.userId }));
  });

  const path = (rest = '') => `/support-requests/${id}${rest}`;
  const patch = (body: object, client = app.admin) => client.patch(path(), body);
  const escalate = (body: object = { text: 'Needs a new cable' }, client = app.admin) =>
    client.post(path('/escalate'), body);
  const giveBack = (client = app.admin, text = 'It was muted') => client.post(path('/return'), { text });
  const read = async (): Promise<Answer['body']> => succeeded(await app.admin.get(path()));
  const thread = async (): Promise<Told[]> => succeeded(await app.admin.get(path('/thread'))).items;
  /** What the thread tells after the opening and the first assignment. */
  const kinds = async () => (await thread()).slice(2).map(({ kind, at }) => [kind, at]);

  describe('that is escalated', () => {
    it('takes the words along, and is nobody’s until Campus IT takes it', async () => {
      const body = { text: '  Swapped the cable\nnothing ', title: 'No sound at all', workstation: null };
      const answer = await escalate(body, maya.client);
      expect(answer).toMatchObject({
        status: 200,
        body: {
          tier: 'campus-it',
          escalatedAt: NOON,
          assigneeId: null,
          assigneeName: null,
          title: 'No sound at all',
          workstation: null,
          version: 3,
        },
      });
      expect(answer.headers.get('etag')).toBe('"3"');
      expect((await thread()).slice(2)).toMatchObject([
        { kind: 'escalated', at: NOON, text: 'Swapped the cable\nnothing', authorName: 'Maya Ortiz' },
      ]);
      expect(await read()).toEqual(succeeded(await app.admin.get(path())));
    });

    it('keeps the words that are left out', async () => {
      expect(succeeded(await escalate())).toMatchObject({ title: 'No sound', workstation: 'PC 12' });
    });

    it('a second time keeps the first time in the figures, and tells both', async () => {
      succeeded(await escalate());
      app.clock.advance(10);
      expect(succeeded(await giveBack())).toMatchObject({ tier: 'library', escalatedAt: NOON });
      app.clock.set(LATER);
      succeeded(await patch({ assigneeId: maya.userId }));
      expect(succeeded(await escalate())).toMatchObject({
        tier: 'campus-it',
        escalatedAt: NOON,
        assigneeId: null,
      });
      expect(await kinds()).toEqual([
        ['escalated', NOON],
        ['returned', '2026-10-26T12:10:00-05:00'],
        ['assigned', LATER],
        ['escalated', LATER],
      ]);
    });

    it.each([
      ['no text', {}, ['text']],
      ['a blank text', { text: ' \n ' }, ['text']],
      ['a long text', { text: 'x'.repeat(4001) }, ['text']],
      ['a text that is a number', { text: 7 }, ['text']],
      ['a long title', { text: 'x', title: 'x'.repeat(201) }, ['title']],
      ['a workstation of two lines', { text: 'x', workstation: 'PC\n12' }, ['workstation']],
      ['who asks', { text: 'x', requester: 'Sam' }, ['requester']],
      ['another tier', { text: 'x', tier: 'library' }, ['tier']],
    ])('is refused with %s', async (_name, body, fields) => {
      const answer = await escalate(body);
      expect(answer.status).toBe(400);
      expect(answer.body.violations.map(({ field }: { field: string }) => field)).toEqual(fields);
      expect((await read()).tier).toBe('library');
    });

    it('is refused when it is there already, or resolved', async () => {
      succeeded(await escalate());
      expect(await escalate()).toMatchObject({ status: 409, body: { code: 'WITH_CAMPUS_IT_ALREADY' } });
      succeeded(await patch({ resolvedAt: NOON }));
      for (const refused of [await escalate(), await giveBack()])
        expect(refused).toMatchObject({ status: 409, body: { code: 'RESOLVED_ALREADY' } });
      expect((await kinds()).map(([kind]) => kind)).toEqual(['escalated', 'resolved']);
    });
  });

  describe('that is given back', () => {
    it('is the library’s again, stays escalated in the figures, and is nobody’s', async () => {
      succeeded(await escalate());
      succeeded(await patch({ assigneeId: campusIt.id }));
      const answer = await giveBack(campusIt.client);
      expect(answer).toMatchObject({
        status: 200,
        body: { tier: 'library', escalatedAt: NOON, assigneeId: null, resolvedAt: null },
      });
      expect((await thread()).at(-1)).toMatchObject({ kind: 'returned', text: 'It was muted' });
      expect(await giveBack()).toMatchObject({ status: 409, body: { code: 'NOT_WITH_CAMPUS_IT' } });
    });

    it('is so by staff or a program, with words', async () => {
      succeeded(await escalate({ text: 'x' }, maya.client));
      expect((await giveBack(maya.client)).status).toBe(403);
      expect((await giveBack(await anApiKey(app, ['support:read']))).status).toBe(403);
      for (const text of ['', ' ', 'x'.repeat(4001)])
        expect((await giveBack(app.admin, text)).status).toBe(400);
      expect((await read()).tier).toBe('campus-it');
      succeeded(await giveBack(await anApiKey(app, ['support:write'])));
      expect((await thread()).at(-1)).toMatchObject({ kind: 'returned', authorName: null });
    });
  });

  it('that was escalated by mistake is taken back, and counts as never escalated', async () => {
    succeeded(await escalate({ text: 'x' }, maya.client));
    app.clock.set(LATER);
    const answer = await patch({ tier: 'library', escalatedAt: null }, maya.client);
    expect(succeeded(answer)).toMatchObject({ tier: 'library', escalatedAt: null });
    expect(await kinds()).toEqual([
      ['escalated', NOON],
      ['withdrawn', LATER],
    ]);
    expect(succeeded(await escalate())).toMatchObject({ escalatedAt: LATER });
  });

  it('that is opened again has its first resolution still', async () => {
    succeeded(await patch({ resolvedAt: NOON }));
    app.clock.set(LATER);
    expect(succeeded(await patch({ resolvedAt: null }))).toMatchObject({
      resolvedAt: null,
      firstResolvedAt: NOON,
    });
    succeeded(await escalate());
    succeeded(await patch({ resolvedAt: LATER }));
    expect(await kinds()).toEqual([
      ['resolved', NOON],
      ['reopened', LATER],
      ['escalated', LATER],
      ['resolved', LATER],
    ]);
  });

  describe('that somebody works on', () => {
    it('is taken and put back by operators themselves', async () => {
      const noor = await anOperator(app, { name: 'Noor Haddad', locationIds: [locationId] });
      const client = noor.client;
      succeeded(await patch({ assigneeId: noor.userId }));
      const own = (assigneeId: string | null) => patch({ assigneeId }, client);
      expect(await own(maya.userId)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
      expect(succeeded(await own(null)).assigneeId).toBeNull();
      expect(succeeded(await own(noor.userId.toUpperCase()))).toMatchObject({ assigneeId: noor.userId });
      succeeded(await own(noor.userId.toUpperCase()));
      succeeded(await patch({ assigneeId: maya.userId }));
      expect((await own(null)).status).toBe(403);
      expect(succeeded(await own(maya.userId)).assigneeName).toBe('Maya');
      expect((await thread()).slice(2).map(({ assigneeName }) => assigneeName)).toEqual([
        'Noor Haddad',
        null,
        'Noor Haddad',
        'Maya Ortiz',
      ]);
    });

    it('goes to anybody who may work there, and to nobody else', async () => {
      const elsewhere = await aUser(app, 'supervisor');
      const far = await anOperator(app, { locationIds: [(await aLocation(app)).id] });
      const analyst = await aUser(app, 'analyst', [locationId]);
      const anywhere = await anOperator(app);
      const { items } = succeeded(await supervisor.client.get(path('/assignees')));
      const ids = items.map((one: { id: string }) => one.id);
      for (const one of [maya.userId, supervisor.id, campusIt.id, anywhere.userId]) {
        expect(succeeded(await patch({ assigneeId: one }, supervisor.client)).assigneeId).toBe(one);
        expect(ids).toContain(one);
      }
      for (const one of [elsewhere.id, far.userId, analyst.id, id]) {
        expect(await patch({ assigneeId: one }, supervisor.client)).toMatchObject({
          status: 409,
          body: { code: 'UNKNOWN_ASSIGNEE' },
        });
        expect(ids).not.toContain(one);
      }
      expect((await patch({ assigneeId: 'maya' })).status).toBe(400);
      expect((await maya.client.get(path('/assignees'))).status).toBe(403);
    });

    it('goes to no operator from the day on which they are deactivated, and stays with them', async () => {
      succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago' }));
      const noor = await anOperator(app, { name: 'Noor Haddad', locationIds: [locationId] });
      const anywhere = await anOperator(app);
      const leaving = { on: '2026-10-27', reason: 'Studies abroad' };
      for (const one of [noor, anywhere])
        succeeded(await app.admin.post(`/operators/${one.id}/deactivate`, leaving));
      const offered = async (): Promise<string[]> =>
        succeeded(await app.admin.get(path('/assignees'))).items.map((one: { id: string }) => one.id);
      // The last second of their last day in the institution's zone.
      app.clock.set('2026-10-27T04:59:59Z');
      expect(await offered()).toEqual(expect.arrayContaining([noor.userId, anywhere.userId]));
      for (const one of [anywhere, noor])
        expect(succeeded(await patch({ assigneeId: one.userId })).assigneeId).toBe(one.userId);
      app.clock.set('2026-10-27T05:00:00Z');
      for (const one of [noor, anywhere]) expect(await offered()).not.toContain(one.userId);
      const kept = { assigneeId: noor.userId, assigneeName: 'Noor Haddad' };
      expect(await read()).toMatchObject(kept);
      expect(succeeded(await patch({ assigneeId: noor.userId, category: 'sound' }))).toMatchObject(kept);
      const refused = { status: 409, body: { code: 'UNKNOWN_ASSIGNEE' } };
      expect(await patch({ assigneeId: anywhere.userId })).toMatchObject(refused);
      succeeded(await patch({ assigneeId: null }));
      expect(await patch({ assigneeId: noor.userId })).toMatchObject(refused);
      succeeded(await app.admin.post(`/operators/${noor.id}/reactivate`));
      expect(await offered()).toContain(noor.userId);
      expect(succeeded(await patch({ assigneeId: noor.userId }))).toMatchObject(kept);
    });

    it('goes to nobody whose account was removed, and stays with them', async () => {
      const leaver = await aUser(app, 'supervisor', [locationId]);
      succeeded(await patch({ assigneeId: leaver.id }));
      const { name, version } = succeeded(await app.admin.get(`/users/${leaver.id}`));
      const removed = await app.admin.delete(`/users/${leaver.id}`, { 'if-match': `"${version}"` });
      expect(removed.status).toBe(204);
      expect(succeeded(await app.admin.get(path('/assignees'))).items).not.toContainEqual(
        expect.objectContaining({ id: leaver.id }),
      );
      expect(await read()).toMatchObject({ assigneeId: leaver.id, assigneeName: name });
      succeeded(await patch({ assigneeId: null }));
      expect(await patch({ assigneeId: leaver.id })).toMatchObject({
        status: 409,
        body: { code: 'UNKNOWN_ASSIGNEE' },
      });
    });
  });

  it('that a source tells is escalated and given back there, but has notes and somebody here', async () => {
    const source = sourceAt(locationId) as { name: string };
    succeeded(await app.admin.post('/support-sources', source));
    await app.database.query(
      `UPDATE support_requests SET source = $2, external_id = '7', source_changed_at = now() WHERE id = $1`,
      [id, source.name],
    );
    const told = await read();
    for (const refused of [
      await escalate(),
      await giveBack(),
      await patch({ escalatedAt: NOON }),
      await patch({ tier: 'campus-it' }),
      await patch({ resolvedAt: NOON }),
    ])
      expect(refused).toMatchObject({ status: 409, body: { code: 'COLLECTED' } });
    expect(await read()).toEqual(told);
    succeeded(await app.admin.post(path('/notes'), { text: 'They called' }));
    succeeded(await patch({ assigneeId: campusIt.id, workstation: 'PC 13' }));
    expect((await kinds()).map(([kind]) => kind)).toEqual(['note', 'assigned']);
  });

  it('is in the audit trail each time', async () => {
    succeeded(await escalate());
    succeeded(await giveBack());
    expect((await actionsOn(app, id)).slice(2)).toEqual([
      'support-request.escalated',
      'support-request.returned',
    ]);
  });
});
