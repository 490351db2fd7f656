import { actionsOn, codesOf, refusedFieldsOf, withQuery } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aPosition,
  aShift,
  aUser,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';

const STATES = ['pending', 'approved', 'rejected', 'withdrawn', 'cancelled'] as const;
const idsOf = (answer: Answer): string[] => succeeded(answer).items.map((item: { id: string }) => item.id);

describe('decisions about a claim', () => {
  let app: TestApp;
  let location: { id: string };
  let supervisor: HttpClient;
  beforeAll(async () => {
    app = await startApp();
    location = await aLocation(app);
    supervisor = (await aUser(app, 'supervisor', [location.id])).client;
  });
  afterAll(() => app.close());

  const decide = (client: HttpClient, id: string, act: string): Promise<Answer> =>
    client.post(`/claims/${id}/${act}`, ['reject', 'cancel'].includes(act) ? { reason: 'Because' } : {});

  /** A claim with a given status, and its operator. */
  async function aClaim(state: (typeof STATES)[number]): Promise<{ id: string; operator: MadeOperator }> {
    const operator = await anOperator(app);
    const shift = await aShift(app, location.id);
    const { id } = succeeded(await operator.client.post(`/shifts/${shift.id}/claims`));
    if (state === 'approved' || state === 'cancelled') succeeded(await decide(supervisor, id, 'approve'));
    if (state === 'cancelled') succeeded(await decide(supervisor, id, 'cancel'));
    if (state === 'rejected') succeeded(await decide(supervisor, id, 'reject'));
    if (state === 'withdrawn') succeeded(await decide(operator.client, id, 'withdraw'));
    return { id, operator };
  }

  it.each([
    ['approve', 'pending', 'approved'],
    ['reject', 'pending', 'rejected'],
    ['withdraw', 'pending', 'withdrawn'],
    ['cancel', 'approved', 'cancelled'],
  ] as const)('after %s: a %s claim is then %s, decided now', async (act, from, to) => {
    const { id, operator } = await aClaim(from);
    const answer = await decide(act === 'withdraw' ? operator.client : supervisor, id, act);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        id,
        status: to,
        decidedAt: '2026-10-26T12:00:00-05:00',
        reason: act === 'reject' || act === 'cancel' ? 'Because' : null,
      },
    });
    const verb = { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn', cancel: 'cancelled' }[act];
    expect((await actionsOn(app, id)).at(-1)).toBe(`claim.${verb}`);
    const { shiftId } = answer.body;
    const seatsTaken = succeeded(await supervisor.get(`/shifts/${shiftId}`)).seatsTaken as number;
    expect(seatsTaken).toBe(to === 'approved' ? 1 : 0);
    if (to !== 'approved') expect((await operator.client.post(`/shifts/${shiftId}/claims`)).status).toBe(201);
  });

  it.each(
    STATES.flatMap((state) =>
      ['approve', 'reject', 'withdraw', 'cancel']
        .filter((act) => (act === 'cancel' ? state !== 'approved' : state !== 'pending'))
        .map((act) => [state, act] as const),
    ),
  )('leave it %s when somebody tries to %s it', async (state, act) => {
    const { id, operator } = await aClaim(state);
    const before = succeeded(await supervisor.get(`/claims/${id}`));
    const trail = await actionsOn(app, id);
    const refused = await decide(act === 'withdraw' ? operator.client : supervisor, id, act);
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe(act === 'cancel' ? 'CLAIM_NOT_APPROVED' : 'CLAIM_NOT_PENDING');
    expect((await supervisor.get(`/claims/${id}`)).body).toEqual(before);
    expect(await actionsOn(app, id)).toEqual(trail);
  });

  it.each(['reject', 'cancel'])('need a reason to %s', async (act) => {
    const { id } = await aClaim(act === 'reject' ? 'pending' : 'approved');
    for (const body of [{}, { reason: ' ' }, { reason: 'x'.repeat(501) }, { reason: null }]) {
      const answer = await supervisor.post(`/claims/${id}/${act}`, body);
      expect(refusedFieldsOf(answer)).toEqual({ status: 400, fields: ['reason'] });
    }
  });

  it('are made by supervisors of its location, and withdrawing by its operator', async () => {
    const { id, operator } = await aClaim('pending');
    const foreign = (await aUser(app, 'supervisor', [(await aLocation(app)).id])).client;
    const campusIt = (await aUser(app, 'campus_it', [location.id])).client;
    const colleague = (await anOperator(app)).client;
    for (const act of ['approve', 'reject', 'cancel']) {
      expect((await decide(foreign, id, act)).status).toBe(404);
      for (const client of [campusIt, colleague, operator.client]) {
        expect((await decide(client, id, act)).status).toBe(403);
      }
    }
    expect((await decide(foreign, id, 'withdraw')).status).toBe(404);
    expect((await decide(colleague, id, 'withdraw')).status).toBe(404);
    expect((await decide(campusIt, id, 'withdraw')).status).toBe(403);
    expect((await app.anonymous.post(`/claims/${id}/withdraw`)).status).toBe(401);
    expect(succeeded(await operator.client.get(`/claims/${id}`)).status).toBe('pending');
    const nowhere = '01890000-0000-7000-8000-000000000000';
    expect((await decide(supervisor, nowhere, 'approve')).status).toBe(404);
  });

  it('need a supervisor’s reason while an overridable rule forbids it', async () => {
    const operator = await anOperator(app, { weeklyHourCap: 4 });
    const shift = await aShift(app, location.id);
    const { id } = succeeded(await operator.client.post(`/shifts/${shift.id}/claims`));
    succeeded(await app.admin.patch(`/operators/${operator.id}`, { weeklyHourCap: 3 }));
    const refused = await decide(supervisor, id, 'approve');
    expect(refused.status).toBe(409);
    expect(codesOf(refused)).toEqual(['WEEKLY_CAP_EXCEEDED']);
    expect((await supervisor.get(`/claims/${id}`)).body.status).toBe('pending');
    const overridden = await supervisor.post(`/claims/${id}/approve`, { overrideReason: 'Exams' });
    expect(overridden.body).toMatchObject({ status: 'approved', overrideReason: 'Exams' });
  });

  it('do not approve an operator who lost the position, with any reason', async () => {
    const operator = await anOperator(app);
    const shift = await aShift(app, location.id);
    const { id } = succeeded(await operator.client.post(`/shifts/${shift.id}/claims`));
    const position = await aPosition(app);
    succeeded(await app.admin.patch(`/operators/${operator.id}`, { positionIds: [position.id] }));
    const refused = await supervisor.post(`/claims/${id}/approve`, { overrideReason: 'Please' });
    expect(codesOf(refused)).toEqual(['NOT_QUALIFIED']);
    expect((await decide(supervisor, id, 'reject')).body.status).toBe('rejected');
  });

  it('can be listed by status, location, shift and person, only by those concerned', async () => {
    const place = await aLocation(app);
    const [mine, theirs] = [await anOperator(app), await anOperator(app)];
    const shift = await aShift(app, place.id, { seats: 3 });
    const claims = [];
    for (const operator of [mine, theirs]) {
      claims.push(succeeded(await operator.client.post(`/shifts/${shift.id}/claims`)).id);
    }
    succeeded(await app.admin.post(`/claims/${claims[1]}/approve`));
    const overseer = (await aUser(app, 'supervisor', [place.id])).client;
    const find = async (client: HttpClient, query: Record<string, string>): Promise<string[]> =>
      idsOf(await client.get(withQuery('/claims', query)));
    expect(await find(overseer, {})).toEqual(claims);
    expect(await find(overseer, { status: 'pending' })).toEqual([claims[0]]);
    expect(await find(overseer, { operatorId: theirs.id })).toEqual([claims[1]]);
    expect(await find(app.admin, { shiftId: shift.id, status: 'approved' })).toEqual([claims[1]]);
    expect(await find(app.admin, { locationId: place.id })).toEqual(claims);
    expect(await find(supervisor, { shiftId: shift.id })).toEqual([]);
    expect(await find(mine.client, {})).toEqual([claims[0]]);
    expect(await find(mine.client, { operatorId: mine.id.toUpperCase() })).toEqual([claims[0]]);
    expect(await find(mine.client, { operatorId: theirs.id })).toEqual([]);
    expect((await mine.client.get(`/claims/${claims[1]}`)).status).toBe(404);
    expect((await supervisor.get(`/claims/${claims[1]}`)).status).toBe(404);
    expect((await overseer.get(`/claims/${claims[1]}`)).status).toBe(200);
    const first = await overseer.get('/claims?limit=1');
    const second = await overseer.get(`/claims?limit=1&cursor=${first.body.nextCursor}`);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(claims);
    expect(second.body.nextCursor).toBeNull();
    for (const [field, value] of [
      ['status', 'open'],
      ['operatorId', 'somebody'],
      ['state', 'pending'],
    ] as const) {
      const answer = await overseer.get(withQuery('/claims', { [field]: value }));
      expect(refusedFieldsOf(answer)).toEqual({ status: 400, fields: [field] });
    }
  });

  it('show colleagues on a shared shift by display name, and never an e-mail address', async () => {
    const shift = await aShift(app, location.id, { seats: 4 });
    const ada = await anOperator(app, { name: 'Ada Byron', email: 'ada@example.edu' });
    const grace = await anOperator(app, { name: 'Grace Hopper', email: 'grace@example.edu' });
    const mary = await anOperator(app, { name: 'Mary Shelley', email: 'mary@example.edu' });
    for (const { id: operatorId } of [ada, grace]) {
      succeeded(await supervisor.post(`/shifts/${shift.id}/claims`, { operatorId }));
    }
    succeeded(await mary.client.post(`/shifts/${shift.id}/claims`));
    const shared = await ada.client.get(`/shifts/${shift.id}`);
    expect(shared.body.claims).toEqual([
      {
        id: expect.any(String),
        operatorId: ada.id,
        operatorName: 'Ada Byron',
        status: 'approved',
        isShadow: false,
      },
      { id: expect.any(String), operatorName: 'Grace', status: 'approved', isShadow: false },
    ]);
    const stranger = await anOperator(app);
    const unshared = succeeded(await stranger.client.get(`/shifts/${shift.id}`));
    expect(unshared).toMatchObject({ seatsTaken: 3, claims: [] });
    const everything = [
      shared,
      await ada.client.get(withQuery('/shifts', { locationId: location.id, limit: '200' })),
      await ada.client.get('/claims'),
      await stranger.client.get(withQuery('/shifts', { locationId: location.id, limit: '200' })),
    ].map((answer) => JSON.stringify(answer.body));
    for (const text of everything) expect(text).not.toMatch(/@|Hopper|Shelley/);
    const full = succeeded(await supervisor.get(`/shifts/${shift.id}`));
    expect(full.claims.map((claim: { operatorName: string }) => claim.operatorName)).toEqual([
      'Ada Byron',
      'Grace Hopper',
      'Mary Shelley',
    ]);
    expect(JSON.stringify(full)).not.toContain('@');
  });
});
