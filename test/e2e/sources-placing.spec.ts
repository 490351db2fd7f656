import type { TestApp } from '../support/app.js';
import { aLocation, anApiKey, anOperator, aUser, succeeded, type MadeUser } from '../support/factories.js';
import type { FakeRequestTracker } from '../support/fake-request-tracker.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import {
  aSource,
  clearSources,
  collected,
  shown,
  startWithTracker,
  stored,
  storedIds,
  storedRequests,
} from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago. Rules and people give requests their locations.

const MORNING = '2026-10-26T15:00:00Z';
const NO_ID = '00000000-0000-4000-8000-000000000000';
let app: TestApp;
let tracker: FakeRequestTracker;
let lab: string;
let mediaLab: string;
let elsewhere: string;
let atLab: MadeUser;
let atBoth: MadeUser;
let atElsewhere: MadeUser;

beforeAll(async () => {
  ({ app, tracker } = await startWithTracker());
  lab = (await aLocation(app)).id;
  mediaLab = (await aLocation(app)).id;
  elsewhere = (await aLocation(app)).id;
  atLab = await aUser(app, 'supervisor', [lab]);
  atBoth = await aUser(app, 'supervisor', [lab, mediaLab]);
  atElsewhere = await aUser(app, 'supervisor', [elsewhere]);
});
beforeEach(async () => {
  app.clock.set('2026-10-26T17:00:00Z');
  tracker.reset();
  await clearSources(app);
});
afterAll(async () => {
  await app.close();
  await tracker.stop();
});

const rule = (equals: string, locationId: string): object => ({ equals, locationId });
const changeRules = async (id: string, change: object): Promise<Answer['body']> => {
  succeeded(await app.admin.patch(`/support-sources/${id}`, change));
  await app.jobsDone();
  return shown(app, id);
};
const placed = async (): Promise<unknown[]> =>
  (await storedRequests(app)).map(({ locationId }) => locationId);
const waiting = async (client: HttpClient = app.admin): Promise<Answer['body'][]> =>
  succeeded(await client.get('/support-requests?unassigned=true')).items as Answer['body'][];
const requestId = async (): Promise<string> => {
  const [row] = await app.database.query<{ id: string }>('SELECT id FROM support_requests');
  return row!.id;
};
const assign = async (client: HttpClient, locationId: string): Promise<Answer> =>
  client.post(`/support-requests/${await requestId()}/assign`, { locationId });
const unassign = async (client: HttpClient): Promise<Answer> =>
  client.post(`/support-requests/${await requestId()}/unassign`);

describe('rules', () => {
  it('give the location of the first that matches, else that of the source, else none', async () => {
    for (const Queue of ['Library Desk', 'Media Lab']) tracker.open(MORNING, { Queue });
    const rules = [rule('LIBRARY desk', lab), rule('library desk', mediaLab)];
    const { id } = await aSource(app, tracker, { locationRules: rules });
    expect(await placed()).toEqual([lab, null]);
    await changeRules(id, { locationId: elsewhere });
    expect(await placed()).toEqual([lab, elsewhere]);
  });

  it('move the requests that are stored when they change, without reading tickets again', async () => {
    for (const Queue of ['Library Desk', 'Media Lab', 'Campus IT']) tracker.open(MORNING, { Queue });
    const { id } = await aSource(app, tracker, { locationRules: [rule('Library Desk', lab)] });
    tracker.openMany(2, '2026-10-26T17:00:00Z');
    tracker.open('2026-10-01T17:00:00Z', { id: 99, LastUpdated: '2026-10-01T17:00:00Z' });
    const rules = [rule('Library Desk', elsewhere), rule('Media Lab', mediaLab)];
    expect(await changeRules(id, { locationRules: rules })).toMatchObject({
      unassigned: 1,
      unmatched: [{ place: 'Campus IT', count: 1 }],
    });
    expect(await placed()).toEqual([elsewhere, mediaLab, null, elsewhere, elsewhere]);
    await changeRules(id, { locationRules: [] });
    expect(await placed()).toEqual([null, null, null, null, null]);
  });

  it('that change while the source is off hold once it is switched on', async () => {
    tracker.open(MORNING);
    const { id } = await aSource(app, tracker, { locationRules: [rule('Library Desk', lab)] });
    await changeRules(id, { enabled: false, locationRules: [rule('Library Desk', mediaLab)] });
    expect(await placed()).toEqual([lab]);
    await changeRules(id, { enabled: true });
    expect(await placed()).toEqual([mediaLab]);
  });

  it('leave what came by a file or a program where it is, unless they say another place', async () => {
    for (const externalId of ['1', 'A-1'])
      succeeded(
        await app.admin.post('/support-requests', {
          locationId: elsewhere,
          source: 'rt',
          externalId,
          openedAt: MORNING,
        }),
      );
    const ticket = tracker.open(MORNING);
    const { id } = await aSource(app, tracker, { locationRules: [rule('Media Lab', mediaLab)] });
    expect(await stored(app, ticket)).toMatchObject({ locationId: elsewhere, place: 'Library Desk' });
    await changeRules(id, { locationRules: [rule('Library Desk', lab)] });
    expect((await storedRequests(app)).map(({ externalId, locationId }) => [externalId, locationId])).toEqual(
      [
        ['1', lab],
        ['A-1', elsewhere],
      ],
    );
  });
});

describe('a request that no rule gives a location', () => {
  beforeEach(async () => {
    tracker.open(MORNING, { Queue: 'Media Lab', Subject: 'A lens is lost' });
    await aSource(app, tracker, { locationRules: [rule('Library Desk', lab)] });
  });

  it('waits, seen by those who look after the source, and is in no list of a location', async () => {
    for (const client of [app.admin, atLab.client])
      expect(await waiting(client)).toEqual([
        expect.objectContaining({
          externalId: '1',
          title: 'A lens is lost',
          place: 'Media Lab',
          locationId: null,
        }),
      ]);
    expect(await waiting(atElsewhere.client)).toEqual([]);
    expect(await waiting((await anOperator(app)).client)).toEqual([]);
    expect(await waiting((await aUser(app, 'campus_it', [lab])).client)).toHaveLength(1);
    expect(await waiting(await anApiKey(app, ['support:read']))).toHaveLength(1);
    const id = await requestId();
    expect((await atLab.client.get(`/support-requests/${id}`)).status).toBe(200);
    expect((await atElsewhere.client.get(`/support-requests/${id}`)).status).toBe(404);
    expect(succeeded(await app.admin.get('/support-requests')).items).toEqual([]);
    expect((await app.admin.get(`/support-requests?unassigned=true&locationId=${lab}`)).status).toBe(400);
  });

  it('cannot be changed or removed before it has a location', async () => {
    const path = `/support-requests/${await requestId()}`;
    for (const answer of [await app.admin.patch(path, { channel: 'chat' }), await app.admin.delete(path)])
      expect([answer.status, answer.body.code]).toEqual([409, 'UNASSIGNED']);
  });

  /** All that is done at its thread, by people who look after it. */
  const acts = async (): Promise<[name: string, act: (client: HttpClient) => Promise<Answer>][]> => {
    const path = `/support-requests/${await requestId()}`;
    const text = { text: 'They called' };
    const file = (): FormData => {
      const form = new FormData();
      form.append('file', new Blob(['%PDF-1.7']), 'screen.pdf');
      return form;
    };
    return [
      ['the thread', (by) => by.get(`${path}/thread`)],
      ['who may work on it', (by) => by.get(`${path}/assignees`)],
      ['a new note', (by) => by.post(`${path}/notes`, text)],
      ['a note', (by) => by.get(`${path}/notes/${NO_ID}`)],
      ['a note to remove', (by) => by.delete(`${path}/notes/${NO_ID}`)],
      ['a new file', (by) => by.send('POST', `${path}/attachments`, file())],
      ['a file', (by) => by.get(`${path}/attachments/${NO_ID}`)],
      ['an escalation', (by) => by.post(`${path}/escalate`, text)],
      ['a return', (by) => by.post(`${path}/return`, text)],
    ];
  };

  it('has a thread and is handed on only once it has a location, as those who see it are told', async () => {
    const known = await acts();
    const campusIt = await aUser(app, 'campus_it', [lab]);
    for (const [name, act] of known) {
      for (const { client } of [{ client: app.admin }, atLab, campusIt]) {
        const { status, body } = await act(client);
        expect([name, status, body.code]).toEqual([name, 409, 'UNASSIGNED']);
      }
      expect([name, (await act(atElsewhere.client)).status]).toEqual([name, 404]);
    }
    const operator = await anOperator(app, { locationIds: [lab] });
    const key = await anApiKey(app, ['support:read', 'support:write']);
    for (const [name, act] of known) {
      const isForStaff = ['who may work on it', 'a return'].includes(name);
      expect([name, (await act(operator.client)).status]).toEqual([name, isForStaff ? 403 : 404]);
      expect([name, (await act(key)).status]).toEqual([name, name === 'who may work on it' ? 403 : 409]);
    }
    succeeded(await assign(atLab.client, lab));
    for (const [name, act] of known)
      expect([name, (await act(atLab.client)).body?.code]).not.toEqual([name, 'UNASSIGNED']);
    expect(succeeded(await atLab.client.get(`/support-requests/${await requestId()}/thread`)).items).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'opened' })]),
    );
    succeeded(await unassign(atLab.client));
    for (const [name, act] of known)
      expect([name, (await act(app.admin)).body.code]).toEqual([name, 'UNASSIGNED']);
  });

  it('is assigned by hand, and stays there whatever the ticket or the rules say', async () => {
    const { body, status } = await assign(atLab.client, lab);
    expect([status, body]).toEqual([200, expect.objectContaining({ locationId: lab, placedByHand: true })]);
    expect(await waiting()).toEqual([]);
    const [source] = succeeded(await app.admin.get('/support-sources')).items as { id: string }[];
    tracker.move(1, '2026-10-26T16:59:00Z', 'Library Desk');
    await collected(app, source!.id);
    await changeRules(source!.id, { locationId: elsewhere, locationRules: [rule('Media Lab', mediaLab)] });
    expect(await stored(app, { id: 1 })).toMatchObject({ locationId: lab, place: 'Library Desk' });
    const again = await assign(app.admin, mediaLab);
    expect([again.status, again.body.code]).toEqual([409, 'NOT_UNASSIGNED']);
  });

  it('waits again when that is undone, or is where the rules say', async () => {
    succeeded(await assign(atLab.client, lab));
    expect((await unassign(atElsewhere.client)).status).toBe(404);
    expect(succeeded(await unassign(atLab.client))).toMatchObject({ locationId: null, placedByHand: false });
    expect(await waiting()).toHaveLength(1);
    succeeded(await assign(atLab.client, lab));
    const [source] = succeeded(await app.admin.get('/support-sources')).items as { id: string }[];
    await changeRules(source!.id, {
      locationRules: [rule('Library Desk', lab), rule('Media Lab', mediaLab)],
    });
    const foreign = await unassign(atLab.client);
    expect([foreign.status, foreign.body.code]).toEqual([403, 'FOREIGN_LOCATION']);
    expect(await placed()).toEqual([lab]);
    expect(succeeded(await unassign(atBoth.client))).toMatchObject({
      locationId: mediaLab,
      placedByHand: false,
    });
    const twice = await unassign(app.admin);
    expect([twice.status, twice.body.code]).toEqual([409, 'NOT_PLACED_BY_HAND']);
  });

  it('is assigned only by those who see it, to locations of theirs', async () => {
    const answers = [
      await assign(atElsewhere.client, elsewhere),
      await assign(atLab.client, mediaLab),
      await assign(app.admin, NO_ID),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 403, 404]);
    expect(await placed()).toEqual([null]);
    expect((await assign(atLab.client, lab)).status).toBe(200);
    const trail = await app.database.query(
      `SELECT action FROM audit_events WHERE entity_id = $1 ORDER BY id`,
      [await requestId()],
    );
    expect(trail).toEqual([{ action: 'support-request.assigned' }]);
  });

  it('stays waiting when its source is deleted, and is the admins’ then', async () => {
    const [source] = succeeded(await app.admin.get('/support-sources')).items as { id: string }[];
    expect((await app.admin.delete(`/support-sources/${source!.id}`)).status).toBe(204);
    expect(await waiting(atLab.client)).toEqual([]);
    expect(await waiting()).toHaveLength(1);
    expect(await storedIds(app)).toEqual(['1']);
    expect((await assign(app.admin, lab)).status).toBe(200);
  });
});
