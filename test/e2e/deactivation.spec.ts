import { startApp, waitFor, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, succeeded } from '../support/factories.js';
import { holdLocks, pidWaitingFor, countLockWaits } from '../support/lock-holder.js';

describe('a deactivated operator', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
    succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago' }));
  });
  afterAll(() => app.close());

  const leaving = { on: '2026-10-28', reason: 'Studies abroad' };

  it('keeps the shift of the last evening, and loses those from the date on', async () => {
    const location = await aLocation(app);
    const operator = await anOperator(app);
    const kept = await aShift(app, location.id, { endsAt: '2026-10-28T02:00:00-05:00' });
    const freed = await aShift(app, location.id, {
      startsAt: '2026-10-28T20:00:00-05:00',
      endsAt: '2026-10-29T00:00:00-05:00',
    });
    for (const shift of [kept, freed]) {
      succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: operator.id }));
    }
    const answer = await app.admin.post(`/operators/${operator.id}/deactivate`, leaving);
    const told = { id: operator.id, deactivatedOn: '2026-10-28', deactivationReason: 'Studies abroad' };
    expect(answer).toMatchObject({ status: 200, body: told });
    expect((await app.admin.get(`/shifts/${kept.id}`)).body.seatsTaken).toBe(1);
    expect((await app.admin.get(`/shifts/${freed.id}`)).body.seatsTaken).toBe(0);
    const claims = (await app.admin.get(`/claims?operatorId=${operator.id}&status=cancelled`)).body.items;
    expect(claims).toMatchObject([{ shiftId: freed.id, reason: 'Studies abroad' }]);

    const again = await app.admin.post(`/shifts/${freed.id}/claims`, { operatorId: operator.id });
    expect(again).toMatchObject({ status: 409, body: { code: 'OPERATOR_INACTIVE' } });
    const back = succeeded(await app.admin.post(`/operators/${operator.id}/reactivate`));
    expect(back).toMatchObject({ deactivatedOn: null, deactivationReason: null });
    expect((await app.admin.post(`/shifts/${freed.id}/claims`, { operatorId: operator.id })).status).toBe(
      201,
    );
  });

  it('does not end a claim again that another request ends meanwhile', async () => {
    const location = await aLocation(app);
    const operator = await anOperator(app);
    const shift = await aShift(app, location.id, {
      startsAt: '2026-10-29T20:00:00-05:00',
      endsAt: '2026-10-30T00:00:00-05:00',
    });
    const claim = succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, { operatorId: operator.id }));
    const holder = await holdLocks(app.database, 'SELECT FROM shifts WHERE id = $1 FOR UPDATE', [shift.id]);
    const cancelled = app.admin.post(`/shifts/${shift.id}/cancel`, { reason: 'The power is off' });
    await pidWaitingFor(app.database, holder);
    const deactivated = app.admin.post(`/operators/${operator.id}/deactivate`, leaving);
    await waitFor(async () => (await countLockWaits(app.database)) === 2);
    await holder.query('COMMIT');
    await holder.end();
    succeeded(await cancelled);
    succeeded(await deactivated);
    expect((await app.admin.get(`/claims/${claim.id}`)).body).toMatchObject({
      status: 'cancelled',
      reason: 'The power is off',
    });
    const trail = (await app.admin.get(`/audit-events?entity=claim&entityId=${claim.id}`)).body.items;
    const actions = trail.map(({ action }: { action: string }) => action);
    expect(actions.toSorted()).toEqual(['claim.assigned', 'claim.cancelled']);
  });

  it('can sign in until that date begins in the institution’s zone', async () => {
    const operator = await anOperator(app);
    succeeded(await app.admin.post(`/operators/${operator.id}/deactivate`, leaving));
    app.clock.set('2026-10-28T04:59:59Z');
    expect((await operator.client.get('/me')).status).toBe(200);
    app.clock.set('2026-10-28T05:00:00Z');
    expect((await operator.client.get('/me')).status).toBe(401);
  });

  it('is not for supervisors of other locations, nor for operators', async () => {
    const [home, other] = [await aLocation(app), await aLocation(app)];
    const operator = await anOperator(app, { locationIds: [home.id] });
    const stranger = await aUser(app, 'supervisor', [other.id]);
    expect((await stranger.client.post(`/operators/${operator.id}/deactivate`, leaving)).status).toBe(404);
    expect((await operator.client.post(`/operators/${operator.id}/deactivate`, leaving)).status).not.toBe(
      200,
    );
    expect(
      (await app.admin.post(`/operators/${operator.id}/deactivate`, { on: 'soon', reason: '' })).status,
    ).toBe(400);
  });
});

describe('a deactivation with a past date', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
    succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago' }));
  });
  afterAll(() => app.close());

  it('frees future seats, and leaves past or begun shifts as they were', async () => {
    const location = await aLocation(app);
    const operator = await anOperator(app);
    const past = await aShift(app, location.id, {
      startsAt: '2026-10-20T20:00:00-05:00',
      endsAt: '2026-10-21T00:00:00-05:00',
    });
    const ahead = await aShift(app, location.id);
    for (const shift of [past, ahead]) {
      const body = { operatorId: operator.id, overrideReason: 'recorded' };
      succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, body));
    }
    const body = { on: '2026-10-19', reason: 'Left' };
    expect((await app.admin.post(`/operators/${operator.id}/deactivate`, body)).status).toBe(200);
    expect((await app.admin.get(`/shifts/${past.id}`)).body.seatsTaken).toBe(1);
    expect((await app.admin.get(`/shifts/${ahead.id}`)).body.seatsTaken).toBe(0);
  });

  it('is not for a supervisor of only some of the operator’s locations', async () => {
    const [home, other] = [await aLocation(app), await aLocation(app)];
    const supervisor = await aUser(app, 'supervisor', [home.id]);
    for (const locationIds of [[home.id, other.id], []]) {
      const operator = await anOperator(app, { locationIds });
      const path = `/operators/${operator.id}/deactivate`;
      expect((await supervisor.client.post(path, { on: '2026-11-01', reason: 'x' })).status).toBe(403);
    }
    const own = await anOperator(app, { locationIds: [home.id] });
    const path = `/operators/${own.id}/deactivate`;
    expect((await supervisor.client.post(path, { on: '2026-11-01', reason: 'x' })).status).toBe(200);
  });

  it('makes their password useless', async () => {
    const invited = succeeded(await app.admin.post('/operators', { name: 'Ana', email: 'ana@example.edu' }));
    const token = invited.invitationUrl.split('/').at(-1);
    succeeded(await app.anonymous.post(`/auth/invitations/${token}`, { password: 'a long enough one' }));
    const credentials = { email: 'ana@example.edu', password: 'a long enough one' };
    expect((await app.anonymous.post('/auth/login', credentials)).status).toBe(200);
    succeeded(
      await app.admin.post(`/operators/${invited.id}/deactivate`, { on: '2026-10-26', reason: 'Left' }),
    );
    expect(await app.anonymous.post('/auth/login', credentials)).toMatchObject({
      status: 401,
      body: { code: 'WRONG_CREDENTIALS' },
    });
  });
});
