import { Jobs } from '../../src/platform/jobs/jobs.js';
import { actionsOn } from '../support/answers.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aUser, succeeded, type MadeUser } from '../support/factories.js';
import { startMailedApp, type MailedApp } from '../support/mailed-app.js';
import { subjectsOf } from '../support/mail.js';

// The time is Monday, 26 October 2026, noon in Chicago.

let mailed: MailedApp;
let app: TestApp;
let locationId: string;
let supervisor: MadeUser;
let campusIt: MadeUser;
let pilotId: string;
let count = 0;
beforeAll(async () => {
  mailed = await startMailedApp();
  ({ app } = mailed);
  app.clock.set(TEST_NOW);
  succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago' }));
  locationId = (await aLocation(app)).id;
  supervisor = await aUser(app, 'supervisor', [locationId]);
  campusIt = await aUser(app, 'campus_it', [locationId]);
});
beforeEach(async () => {
  app.clock.set(TEST_NOW);
  pilotId = succeeded(
    await app.admin.post('/pilots', {
      name: `Reviewed ${++count}`,
      locationIds: [locationId],
      baseline: { from: '2025-08-24', to: '2025-10-01' },
      pilot: { from: '2026-10-01', to: '2026-10-20' },
    }),
  ).id as string;
});
afterAll(() => mailed.close());

const path = (id = ''): string => `/pilots/${pilotId}/reviews${id && `/${id}`}`;
const body = (overrides: object = {}): object => ({
  heldOn: '2026-10-25',
  people: ['Dana Reyes', 'Noor Haddad'],
  decision: 'go-on',
  why: 'Covered and used',
  ...overrides,
});
const anAction = (overrides: object = {}): object => ({
  text: 'Hire two operators',
  owner: supervisor.id,
  dueOn: '2026-10-30',
  ...overrides,
});
const create = (overrides: object = {}, client = supervisor.client) => client.post(path(), body(overrides));

describe('reviews', () => {
  it('are stored with all their fields, and listed, latest first', async () => {
    const first = await create({
      actions: [anAction(), anAction({ owner: 'Facilities', text: 'Fix the door' })],
    });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      ...body(),
      pilotId,
      version: 1,
      actions: [
        { text: 'Hire two operators', owner: supervisor.id, dueOn: '2026-10-30', done: false },
        { text: 'Fix the door', owner: 'Facilities', ownerName: 'Facilities' },
      ],
    });
    expect(first.body.actions[0].ownerName).toMatch(/^User/);
    const later = succeeded(await create({ heldOn: '2026-10-26' }));
    const earlier = succeeded(await create({ heldOn: '2026-10-01' }));
    const list = async (query = '') => (await campusIt.client.get(`${path()}${query}`)).body;
    const ids = (page: { items: { id: string }[] }): string[] => page.items.map(({ id }) => id);
    expect(ids(await list())).toEqual([later.id, first.body.id, earlier.id]);
    const page = await list('?limit=2');
    expect(ids(await list(`?limit=2&cursor=${page.nextCursor}`))).toEqual([earlier.id]);
    expect((await supervisor.client.get(path(first.body.id as string))).body).toEqual(first.body);
  });

  it.each<[string, object, string]>([
    ['nobody', { people: [] }, 'people'],
    ['a name of nothing', { people: ['Dana', ' '] }, 'people'],
    ['names as text', { people: 'Dana' }, 'people'],
    ['more than fifty people', { people: Array.from({ length: 51 }, (_, at) => `P${at}`) }, 'people'],
    ['a day ahead', { heldOn: '2026-10-27' }, 'heldOn'],
    ['another decision', { decision: 'wait' }, 'decision'],
    ['no reason', { why: '' }, 'why'],
    ['an action of nobody', { actions: [{ text: 'x', dueOn: '2026-10-30' }] }, 'actions.0.owner'],
    ['an action without a day', { actions: [{ text: 'x', owner: 'Dana' }] }, 'actions.0.dueOn'],
    [
      'an owner who is nobody',
      { actions: [{ text: 'x', owner: '00000000-0000-4000-8000-000000000000', dueOn: '2026-10-30' }] },
      'actions.0.owner',
    ],
    [
      'an id of nothing',
      {
        actions: [{ id: '00000000-0000-4000-8000-000000000000', text: 'x', owner: 'D', dueOn: '2026-10-30' }],
      },
      'actions.0.id',
    ],
  ])('are refused with %s', async (_name, overrides, field) => {
    const { status, body: problem } = await create(overrides);
    expect([status, problem.violations[0].field]).toEqual([400, field]);
  });

  it('have owners who may see the pilot and its reviews', async () => {
    const { items } = (await supervisor.client.get(`/pilots/${pilotId}/owners`)).body;
    const ids = items.map(({ id }: { id: string }) => id);
    const admin = (await app.admin.get('/me')).body.id;
    expect(ids).toEqual(expect.arrayContaining([supervisor.id, campusIt.id, admin]));
    const others = [
      (await aUser(app, 'supervisor')).id,
      (await aUser(app, 'analyst', [locationId])).id,
      (await anOperator(app, { locationIds: [locationId] })).userId,
    ];
    for (const owner of others) {
      expect(ids).not.toContain(owner);
      expect((await create({ actions: [anAction({ owner })] })).status).toBe(400);
    }
  });

  it('are corrected: named actions stay as done as they were, others go', async () => {
    const review = succeeded(await create({ actions: [anAction(), anAction({ text: 'Second' })] }));
    const [kept] = review.actions;
    succeeded(await supervisor.client.post(`/review-actions/${kept.id}/done`));
    const stale = await supervisor.client.patch(
      path(review.id as string),
      { why: 'x' },
      { 'if-match': '"1"' },
    );
    expect(stale.status).toBe(412);
    const { body: corrected } = await supervisor.client.patch(
      path(review.id as string),
      {
        why: 'Corrected',
        actions: [anAction({ text: 'New' }), { ...anAction({ text: 'Kept' }), id: kept.id }],
      },
      { 'if-match': '"2"' },
    );
    expect(corrected).toMatchObject({
      why: 'Corrected',
      heldOn: '2026-10-25',
      version: 3,
      actions: [
        { text: 'New', done: false },
        { id: kept.id, text: 'Kept', done: true },
      ],
    });
    expect((await supervisor.client.delete(path(review.id as string), { 'if-match': '"3"' })).status).toBe(
      204,
    );
    expect((await supervisor.client.get(path(review.id as string))).status).toBe(404);
    expect(await actionsOn(app, review.id as string)).toEqual([
      'pilot-review.created',
      'pilot-review.action-done',
      'pilot-review.updated',
      'pilot-review.deleted',
    ]);
  });

  it('have actions that supervisors tick, and those who own them', async () => {
    const review = succeeded(await create({ actions: [anAction(), anAction({ owner: campusIt.id })] }));
    const [theirs, own] = review.actions;
    const tick = (id: string, done = 'done') => campusIt.client.post(`/review-actions/${id}/${done}`);
    expect((await tick(theirs.id as string)).status).toBe(403);
    expect((await tick(own.id as string)).body.actions[1].done).toBe(true);
    expect((await tick(own.id as string)).body.version).toBe(2);
    expect((await tick(own.id as string, 'undone')).body.actions[1].done).toBe(false);
    expect((await supervisor.client.post(`/review-actions/${own.id}/done`)).status).toBe(200);
  });

  it('lose no tick when two are set at once', async () => {
    const actions = [1, 2, 3, 4].map(() => anAction());
    const review = succeeded(await create({ actions }));
    await Promise.all(
      review.actions.map(({ id }: { id: string }) => supervisor.client.post(`/review-actions/${id}/done`)),
    );
    const { body: ticked } = await supervisor.client.get(path(review.id as string));
    expect(ticked.actions.map(({ done }: { done: boolean }) => done)).toEqual([true, true, true, true]);
  });

  it('are not for analysts, operators or other locations', async () => {
    const { id } = succeeded(await create());
    for (const [role, status] of [
      ['analyst', 403],
      ['supervisor', 404],
    ] as const) {
      const { client } = await aUser(app, role, role === 'analyst' ? [locationId] : []);
      expect((await client.get(path())).status).toBe(status);
      expect((await client.get(path(id as string))).status).toBe(status);
    }
    expect((await (await anOperator(app)).client.get(path())).status).toBe(403);
  });
});

describe('the owner of an action', () => {
  // Those of other tests are due, too.
  beforeEach(() => app.database.query('DELETE FROM pilot_reviews'));

  const remindedAt = async (iso: string): Promise<string[]> => {
    app.clock.set(iso);
    mailed.mail.received.length = 0;
    for (const _twice of [1, 2]) {
      await app.app.get(Jobs).enqueue('telling', {});
      await app.jobsDone();
    }
    return subjectsOf(mailed.mail).filter((subject) => /^(Due today|A week late)/.test(subject));
  };

  it('is reminded on the morning of the day, and once more a week later, in the institution’s zone', async () => {
    succeeded(
      await create({
        actions: [anAction({ text: 'Hire two', dueOn: '2026-11-01' }), anAction({ owner: 'Dana' })],
      }),
    );
    expect(await remindedAt('2026-11-01T07:59:00-06:00')).toEqual([]);
    expect(await remindedAt('2026-11-01T08:00:00-06:00')).toEqual(['Due today: Hire two']);
    expect(await remindedAt('2026-11-01T20:00:00-06:00')).toEqual([]);
    expect(await remindedAt('2026-11-08T07:59:00-06:00')).toEqual([]);
    expect(await remindedAt('2026-11-08T08:00:00-06:00')).toEqual(['A week late: Hire two']);
    expect(await remindedAt('2026-11-30T12:00:00-06:00')).toEqual([]);
  });

  it('is told once, also by two replicas at the same time', async () => {
    succeeded(await create({ actions: [anAction({ text: 'Once', dueOn: '2026-10-27' })] }));
    const replica = await startApp({ database: app.database, now: '2026-10-27T09:00:00-05:00' });
    app.clock.set('2026-10-27T09:00:00-05:00');
    mailed.mail.received.length = 0;
    await Promise.all([app, replica].map((one) => one.app.get(Jobs).enqueue('telling', {})));
    await app.jobsDone();
    await replica.close();
    const told = await app.database.query(
      `SELECT FROM messages WHERE kind = 'review-action-due' AND facts ->> 'text' = 'Once'`,
    );
    expect(told).toHaveLength(1);
  });

  it('is not reminded of what is done, and again of a date that moves', async () => {
    const review = succeeded(
      await create({ actions: [anAction({ text: 'Done' }), anAction({ text: 'Moved' })] }),
    );
    const [done, moved] = review.actions;
    succeeded(await supervisor.client.post(`/review-actions/${done.id}/done`));
    expect(await remindedAt('2026-10-30T09:00:00-05:00')).toEqual(['Due today: Moved']);
    const actions = [done, moved].map(({ id, text, owner }: { id: string; text: string; owner: string }) => ({
      id,
      text,
      owner,
      dueOn: '2026-11-02',
    }));
    succeeded(await supervisor.client.patch(path(review.id as string), { actions }));
    expect(await remindedAt('2026-11-02T09:00:00-06:00')).toEqual(['Due today: Moved']);
  });

  it('is not reminded once they may not see the pilot any more', async () => {
    const leaving = await aUser(app, 'supervisor', [locationId]);
    succeeded(
      await create({ actions: [anAction({ owner: leaving.id, text: 'Gone', dueOn: '2026-10-29' })] }),
    );
    succeeded(await app.admin.patch(`/users/${leaving.id}`, { locationIds: [(await aLocation(app)).id] }));
    expect(await remindedAt('2026-10-29T09:00:00-05:00')).toEqual([]);
  });
});
