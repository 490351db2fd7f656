import type { TestApp } from '../support/app.js';
import { aLocation, anOperator, succeeded } from '../support/factories.js';
import type { FakeRequestTracker } from '../support/fake-request-tracker.js';
import type { Answer } from '../support/http-client.js';
import { aPush, aPusher } from '../support/pushes.js';
import {
  aSource,
  clearSources,
  collected,
  recheckNext,
  startWithTracker,
  storedIds,
} from '../support/sources.js';

// The time is Monday, 26 October 2026, noon in Chicago.

const MORNING = '2026-10-26T15:00:00Z';
let app: TestApp;
let tracker: FakeRequestTracker;
let locationId: string;

beforeAll(async () => {
  ({ app, tracker } = await startWithTracker());
  locationId = (await aLocation(app)).id;
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

const only = async (query = ''): Promise<Answer['body']> => {
  const { items } = succeeded(await app.admin.get(`/support-requests?locationId=${locationId}${query}`));
  expect(items).toHaveLength(1);
  return items[0];
};

describe('the words of a pushed request', () => {
  it('are kept by a push that does not tell them, and cleared by one that tells null', async () => {
    const kiosk = await aPusher(app, { locationId });
    await kiosk.sent(aPush('7', { title: 'Paper jam', workstation: 'PC-07' }));
    expect(await only('&search=pc-07')).toMatchObject({
      title: 'Paper jam',
      workstation: 'PC-07',
      version: 1,
    });
    app.clock.advance(1);
    expect(await kiosk.sent(aPush('7', { title: 'Paper jam again' }))).toMatchObject({ updated: 1 });
    expect(await only()).toMatchObject({ title: 'Paper jam again', workstation: 'PC-07', version: 2 });
    app.clock.advance(1);
    expect(await kiosk.sent(aPush('7'))).toMatchObject({ unchanged: 1 });
    app.clock.advance(1);
    expect(await kiosk.sent(aPush('7', { workstation: 'PC-08' }))).toMatchObject({ updated: 1 });
    expect(await only()).toMatchObject({ title: 'Paper jam again', workstation: 'PC-08' });
    app.clock.advance(1);
    expect(await kiosk.sent(aPush('7', { workstation: null }))).toMatchObject({ updated: 1 });
    expect(await only()).toMatchObject({ title: 'Paper jam again', workstation: null });
  });

  it.each([
    ['who asks', { requester: 'Quentin' }, 'requester'],
    ['that nobody asks', { requester: null }, 'requester'],
    ['who works on it', { assigneeId: null }, 'assigneeId'],
    ['a workstation of two lines', { workstation: 'PC\n07' }, 'workstation'],
    ['a workstation that is too long', { workstation: 'P'.repeat(101) }, 'workstation'],
    ['a workstation that is a number', { workstation: 7 }, 'workstation'],
  ])('may not tell %s', async (_name, body, field) => {
    const kiosk = await aPusher(app, { locationId });
    for (const [push, path] of [
      [aPush('7', body), field],
      [{ items: [aPush('8'), aPush('7', body)] }, `items.1.${field}`],
    ] as const)
      expect(await kiosk.send(push)).toMatchObject({ status: 400, body: { violations: [{ field: path }] } });
    expect((await app.admin.get('/support-requests')).body.items).toEqual([]);
  });

  it('may be written here, and a push leaves who works on it and who asks', async () => {
    const kiosk = await aPusher(app, { locationId });
    const maya = await anOperator(app);
    await kiosk.sent(aPush('7', { title: 'Paper jam' }));
    const { id } = await only();
    const here = { requester: 'Quentin', workstation: 'PC-07', assigneeId: maya.userId };
    succeeded(await app.admin.patch(`/support-requests/${id}`, here));
    for (const told of [
      { title: 'Mine' },
      { openedAt: MORNING },
      { resolvedAt: MORNING },
      { tier: 'campus-it' },
    ])
      expect((await app.admin.patch(`/support-requests/${id}`, told)).body.code).toBe('COLLECTED');
    app.clock.advance(1);
    await kiosk.sent(aPush('7', { title: 'Paper jam again' }));
    expect(await only()).toMatchObject({ ...here, title: 'Paper jam again' });
  });
});

describe('the thread of a ticket', () => {
  const idOf = async (externalId: number): Promise<string> => {
    const [row] = await app.database.query<{ id: string }>(
      'SELECT id FROM support_requests WHERE external_id = $1',
      [String(externalId)],
    );
    return row!.id;
  };
  const threadOf = async (id: string): Promise<Answer['body'][]> =>
    succeeded(await app.admin.get(`/support-requests/${id}/thread`)).items;
  const wordsOf = async (id: string): Promise<unknown[]> =>
    (await threadOf(id)).filter(({ id: entry }) => entry !== null).map(({ kind, text }) => [kind, text]);
  const note = async (id: string, text: string): Promise<void> => {
    succeeded(await app.admin.post(`/support-requests/${id}/notes`, { text }));
    app.clock.advance(1);
  };
  const attach = async (id: string): Promise<Answer['body']> => {
    const form = new FormData();
    form.append('text', 'The screen');
    form.append('file', new Blob(['black']), 'screen.txt');
    return succeeded(await app.admin.post(`/support-requests/${id}/attachments`, form));
  };
  let sourceId: string;
  beforeEach(async () => {
    tracker.openMany(20, MORNING);
    ({ id: sourceId } = await aSource(app, tracker, { locationId }));
  });
  const rechecked = async (): Promise<void> => {
    await recheckNext(app, sourceId);
    await collected(app, sourceId);
  };

  it('goes with its notes and files to the ticket that it was merged into', async () => {
    const maya = await anOperator(app);
    const [merged, survivor, bystander] = [await idOf(5), await idOf(6), await idOf(7)];
    await note(merged, 'First');
    await note(survivor, 'Second');
    const { id: fileId } = await attach(merged);
    app.clock.advance(1);
    await note(survivor, 'Third');
    await note(bystander, 'Elsewhere');
    succeeded(await app.admin.patch(`/support-requests/${merged}`, { assigneeId: maya.userId }));
    tracker.merge(5, 6);
    await rechecked();
    expect((await app.admin.get(`/support-requests/${merged}`)).status).toBe(404);
    expect(await wordsOf(survivor)).toEqual([
      ['note', 'First'],
      ['note', 'Second'],
      ['attached', 'The screen'],
      ['note', 'Third'],
    ]);
    const file = await app.admin.get(`/support-requests/${survivor}/attachments/${fileId}`);
    expect([file.status, file.body]).toEqual([200, 'black']);
    expect(await wordsOf(bystander)).toEqual([['note', 'Elsewhere']]);
    expect(succeeded(await app.admin.get(`/support-requests/${survivor}`)).assigneeId).toBeNull();
  });

  it('goes there also when several are merged into one, one by another', async () => {
    for (const number of [3, 4, 5]) await note(await idOf(number), `Of ${number}`);
    tracker.merge(3, 4);
    tracker.merge(4, 5);
    await rechecked();
    expect(await storedIds(app)).toHaveLength(18);
    expect(await wordsOf(await idOf(5))).toEqual([
      ['note', 'Of 3'],
      ['note', 'Of 4'],
      ['note', 'Of 5'],
    ]);
  });

  it('ends with a ticket that is deleted', async () => {
    const [gone, other] = [await idOf(3), await idOf(4)];
    await note(gone, 'Lost');
    await attach(gone);
    await note(other, 'Kept');
    tracker.change(3, MORNING, { Status: 'deleted' });
    await rechecked();
    const [left] = await app.database.query(
      `SELECT (SELECT array_agg(text) FROM request_entries) AS words, (SELECT count(*)::int FROM request_files) AS files`,
    );
    expect(left).toEqual({ words: ['Kept'], files: 0 });
  });
});
