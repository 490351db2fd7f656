import { actionsOn, refusedFieldsOf } from '../support/answers.js';
import { startApp, TEST_NOW, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, succeeded, type MadeOperator } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';

/** 20:00 to midnight in Chicago, the day after the tests' noon. */
const START = '2026-10-27T20:00:00-05:00';
const END = '2026-10-28T00:00:00-05:00';

describe('attendance', () => {
  let app: TestApp;
  let location: { id: string };
  let supervisor: HttpClient;
  beforeAll(async () => {
    app = await startApp();
    location = await aLocation(app);
    supervisor = (await aUser(app, 'supervisor', [location.id])).client;
  });
  beforeEach(() => app.clock.set(TEST_NOW));
  afterAll(() => app.close());

  async function approvedClaim(): Promise<{ id: string; operator: MadeOperator }> {
    const operator = await anOperator(app);
    const shift = await aShift(app, location.id, { startsAt: START, endsAt: END });
    const body = { operatorId: operator.id };
    return { ...succeeded(await supervisor.post(`/shifts/${shift.id}/claims`, body)), operator };
  }
  const expectRefused = (answer: Answer, code: string): void =>
    expect(answer).toMatchObject({ status: 409, body: { code } });

  it('begins with a check-in and ends with a check-out, each with its audit event', async () => {
    const { id, operator } = await approvedClaim();
    app.clock.set('2026-10-27T20:03:00-05:00');
    const checkedIn = await operator.client.post(`/claims/${id}/check-in`);
    expect(checkedIn).toMatchObject({
      status: 200,
      body: { checkedInAt: '2026-10-27T20:03:00-05:00', checkedOutAt: null, noShow: false },
    });
    app.clock.set('2026-10-27T23:58:00-05:00');
    const checkedOut = await operator.client.post(`/claims/${id}/check-out`);
    expect(checkedOut).toMatchObject({
      status: 200,
      body: { checkedInAt: '2026-10-27T20:03:00-05:00', checkedOutAt: '2026-10-27T23:58:00-05:00' },
    });
    expect((await operator.client.get(`/claims/${id}`)).body).toEqual(checkedOut.body);
    expect(await actionsOn(app, id)).toEqual(['claim.assigned', 'claim.checked-in', 'claim.checked-out']);
  });

  it.each([
    ['2026-10-27T19:44:59-05:00', 'CHECK_IN_NOT_OPEN'],
    ['2026-10-28T00:00:00-05:00', 'CHECK_IN_CLOSED'],
    ['2026-10-29T00:00:00-05:00', 'CHECK_IN_CLOSED'],
  ])('does not begin at %s', async (now, code) => {
    const { id, operator } = await approvedClaim();
    app.clock.set(now);
    for (const client of [operator.client, supervisor]) {
      expectRefused(await client.post(`/claims/${id}/check-in`), code);
    }
    expect(await actionsOn(app, id)).toEqual(['claim.assigned']);
  });

  it.each(['2026-10-27T19:45:00-05:00', '2026-10-27T23:59:59-05:00'])('may begin at %s', async (now) => {
    const { id, operator } = await approvedClaim();
    app.clock.set(now);
    expect((await operator.client.post(`/claims/${id}/check-in`)).body.checkedInAt).toBe(now);
  });

  it('neither begins nor ends twice, nor ends before it begins', async () => {
    const { id, operator } = await approvedClaim();
    app.clock.set(START);
    expectRefused(await operator.client.post(`/claims/${id}/check-out`), 'NOT_CHECKED_IN');
    succeeded(await operator.client.post(`/claims/${id}/check-in`));
    expectRefused(await operator.client.post(`/claims/${id}/check-in`), 'ALREADY_CHECKED_IN');
    expectRefused(await operator.client.post(`/claims/${id}/check-out`), 'CHECK_OUT_TOO_EARLY');
    const before = { at: '2026-10-27T19:59:00-05:00' };
    expectRefused(await supervisor.post(`/claims/${id}/check-out`, before), 'CHECK_OUT_TOO_EARLY');
    app.clock.set('2026-10-27T21:00:00-05:00');
    succeeded(await operator.client.post(`/claims/${id}/check-out`));
    expectRefused(await operator.client.post(`/claims/${id}/check-out`), 'ALREADY_CHECKED_OUT');
    expectRefused(await operator.client.post(`/claims/${id}/check-in`), 'ALREADY_CHECKED_IN');
  });

  it('ends within a day of the shift; a later check-out is recorded by a supervisor', async () => {
    const { id, operator } = await approvedClaim();
    app.clock.set(START);
    succeeded(await operator.client.post(`/claims/${id}/check-in`));
    app.clock.set('2026-10-29T00:00:01-05:00');
    expectRefused(await operator.client.post(`/claims/${id}/check-out`), 'CHECK_OUT_CLOSED');
    expectRefused(await supervisor.post(`/claims/${id}/check-out`), 'CHECK_OUT_CLOSED');
    const answer = await supervisor.post(`/claims/${id}/check-out`, { at: END });
    expect(answer.body.checkedOutAt).toBe(END);
  });

  it('is recorded once for ten simultaneous requests', async () => {
    const { id, operator } = await approvedClaim();
    app.clock.set(START);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => operator.client.post(`/claims/${id}/check-in`)),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.body.code === 'ALREADY_CHECKED_IN')).toHaveLength(9);
  });

  it('may be recorded afterwards by a supervisor, at a past moment near the shift', async () => {
    const { id, operator } = await approvedClaim();
    app.clock.set('2026-10-30T12:00:00-05:00');
    const path = `/claims/${id}/check-in`;
    expect((await operator.client.post(path, { at: START })).status).toBe(403);
    for (const at of [
      '2026-10-30T12:00:01-05:00',
      '2026-10-26T19:59:59-05:00',
      '2026-10-29T00:00:01-05:00',
    ]) {
      expect(refusedFieldsOf(await supervisor.post(path, { at }))).toEqual({ status: 400, fields: ['at'] });
    }
    for (const at of ['2026-10-27T20:00:00', null, 5, '']) {
      expect(refusedFieldsOf(await supervisor.post(path, { at }))).toEqual({ status: 400, fields: ['at'] });
    }
    expect((await supervisor.post(path, { at: '2026-10-28T01:00:00Z' })).body.checkedInAt).toBe(START);
    const out = await supervisor.post(`/claims/${id}/check-out`, { at: END });
    expect(out.body).toMatchObject({ checkedInAt: START, checkedOutAt: END });
  });

  it('may be a no-show from the start on, until a check-in replaces it', async () => {
    const { id, operator } = await approvedClaim();
    expectRefused(await supervisor.post(`/claims/${id}/no-show`), 'SHIFT_NOT_STARTED');
    app.clock.set(START);
    expect((await operator.client.post(`/claims/${id}/no-show`)).status).toBe(403);
    expect((await supervisor.post(`/claims/${id}/no-show`)).body.noShow).toBe(true);
    expectRefused(await operator.client.post(`/claims/${id}/check-out`), 'NOT_CHECKED_IN');
    const late = await operator.client.post(`/claims/${id}/check-in`);
    expect(late.body).toMatchObject({ checkedInAt: START, noShow: false });
    expectRefused(await supervisor.post(`/claims/${id}/no-show`), 'ALREADY_CHECKED_IN');
    expect(await actionsOn(app, id)).toEqual(['claim.assigned', 'claim.no-show', 'claim.checked-in']);
  });

  it.each(['pending', 'rejected', 'withdrawn', 'cancelled'])(
    'is not possible for a %s claim',
    async (state) => {
      const operator = await anOperator(app);
      const shift = await aShift(app, location.id, { startsAt: START, endsAt: END });
      const { id } = succeeded(await operator.client.post(`/shifts/${shift.id}/claims`));
      const reason = { reason: 'Because' };
      if (state === 'rejected') succeeded(await supervisor.post(`/claims/${id}/reject`, reason));
      if (state === 'withdrawn') succeeded(await operator.client.post(`/claims/${id}/withdraw`));
      if (state === 'cancelled') succeeded(await supervisor.post(`/shifts/${shift.id}/cancel`, reason));
      app.clock.set(START);
      for (const act of ['check-in', 'check-out', 'no-show']) {
        expectRefused(await supervisor.post(`/claims/${id}/${act}`), 'CLAIM_NOT_APPROVED');
      }
    },
  );

  it('is recorded by the operator or their supervisor, and by nobody else', async () => {
    const { id, operator } = await approvedClaim();
    app.clock.set(START);
    const stranger = (await aUser(app, 'supervisor', [(await aLocation(app)).id])).client;
    const campusIt = (await aUser(app, 'campus_it', [location.id])).client;
    const colleague = (await anOperator(app)).client;
    for (const act of ['check-in', 'check-out', 'no-show']) {
      expect((await stranger.post(`/claims/${id}/${act}`)).status).toBe(404);
      expect((await campusIt.post(`/claims/${id}/${act}`)).status).toBe(403);
      expect((await colleague.post(`/claims/${id}/${act}`)).status).toBe(act === 'no-show' ? 403 : 404);
    }
    expect((await supervisor.post(`/claims/${id}/check-in`)).status).toBe(200);
    expect((await operator.client.get(`/claims/${id}`)).body.checkedInAt).toBe(START);
  });
});
