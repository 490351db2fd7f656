import { actionsOn, codesOf, refusedFieldsOf } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aPosition,
  aShift,
  aUser,
  succeeded,
} from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';

const NOWHERE = '01890000-0000-7000-8000-000000000000';
const STARTED = { startsAt: '2026-10-26T11:00:00-05:00', endsAt: '2026-10-26T15:00:00-05:00' };

describe('claims and assignments', () => {
  let app: TestApp;
  let location: { id: string };
  let supervisor: HttpClient;
  beforeAll(async () => {
    app = await startApp();
    succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago' }));
    location = await aLocation(app);
    supervisor = (await aUser(app, 'supervisor', [location.id])).client;
  });
  afterAll(() => app.close());

  const stored = async (shiftId: string): Promise<number> => {
    const sql = 'SELECT count(*)::int AS count FROM claims WHERE shift_id = $1';
    return (await app.database.query<{ count: number }>(sql, [shiftId]))[0]!.count;
  };

  it('are pending when an operator claims, approved when a supervisor assigns', async () => {
    const shift = await aShift(app, location.id, { seats: 2 });
    const [claimer, assigned] = [await anOperator(app), await anOperator(app)];
    const claim = await claimer.client.post(`/shifts/${shift.id}/claims`);
    expect(claim).toMatchObject({
      status: 201,
      body: {
        shiftId: shift.id,
        locationId: location.id,
        operatorId: claimer.id,
        status: 'pending',
        startsAt: '2026-10-27T20:00:00-05:00',
        endsAt: '2026-10-28T00:00:00-05:00',
        createdAt: '2026-10-26T12:00:00-05:00',
        decidedAt: null,
        overrideReason: null,
        noShow: false,
      },
    });
    const assignment = await supervisor.post(`/shifts/${shift.id}/claims`, { operatorId: assigned.id });
    expect(assignment).toMatchObject({
      status: 201,
      body: { operatorId: assigned.id, status: 'approved', decidedAt: '2026-10-26T12:00:00-05:00' },
    });
    expect(await actionsOn(app, claim.body.id)).toEqual(['claim.created']);
    expect(await actionsOn(app, assignment.body.id)).toEqual(['claim.assigned']);
    expect(succeeded(await supervisor.get(`/shifts/${shift.id}`))).toMatchObject({
      seatsTaken: 2,
      claims: [
        { id: claim.body.id, operatorId: claimer.id, status: 'pending' },
        { id: assignment.body.id, operatorId: assigned.id, status: 'approved' },
      ],
    });
  });

  it('may name the operator themselves, also in upper case', async () => {
    const shift = await aShift(app, location.id);
    const operator = await anOperator(app);
    const answer = await operator.client.post(`/shifts/${shift.id}/claims`, {
      operatorId: operator.id.toUpperCase(),
    });
    expect(answer).toMatchObject({ status: 201, body: { operatorId: operator.id, status: 'pending' } });
  });

  /**
   * Expects the same refusal for a claim and for the question about eligibility, and that nothing is stored.
   */
  async function expectRefused(
    client: HttpClient,
    shiftId: string,
    operatorId: string,
    codes: string[],
  ): Promise<void> {
    const before = await stored(shiftId);
    const path = `/shifts/${shiftId}`;
    const { body } = await client.get(`${path}/eligibility?operatorId=${operatorId}`);
    expect(body).toMatchObject({ eligible: false, violations: codes.map((code) => ({ code })) });
    expect(body.violations).toHaveLength(codes.length);
    const refused = await client.post(`${path}/claims`, { operatorId });
    expect(refused).toMatchObject({ status: 409, body: { code: codes[0] } });
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(codesOf(refused)).toEqual(codes);
    expect(await stored(shiftId)).toBe(before);
  }

  /** Nobody learns about a draft: neither whether an operator would be eligible nor other reasons against. */
  async function expectUnseen(client: HttpClient, shiftId: string, operatorId: string): Promise<void> {
    const before = await stored(shiftId);
    const path = `/shifts/${shiftId}`;
    expect((await client.get(`${path}/eligibility?operatorId=${operatorId}`)).status).toBe(404);
    const refused = await client.post(`${path}/claims`, { operatorId });
    expect(refused.status).toBe(409);
    expect(codesOf(refused)).toEqual(['SHIFT_NOT_PUBLISHED']);
    expect(await stored(shiftId)).toBe(before);
  }

  it('are refused on a draft when claimed, but not when assigned', async () => {
    const shift = await aShift(app, location.id, { status: 'draft' });
    const operator = await anOperator(app);
    await expectUnseen(operator.client, shift.id, operator.id);
    const body = { operatorId: operator.id };
    expect((await supervisor.post(`/shifts/${shift.id}/claims`, body)).body.status).toBe('approved');
  });

  it('are refused on a cancelled shift, for everybody', async () => {
    const shift = await aShift(app, location.id);
    succeeded(await app.admin.post(`/shifts/${shift.id}/cancel`, { reason: 'Flood' }));
    const operator = await anOperator(app);
    await expectRefused(operator.client, shift.id, operator.id, ['SHIFT_CANCELLED']);
    await expectRefused(supervisor, shift.id, operator.id, ['SHIFT_CANCELLED']);
  });

  it('are refused once the shift has started, from its first instant on', async () => {
    const shift = await aShift(app, location.id, { ...STARTED, startsAt: '2026-10-26T12:00:00-05:00' });
    const operator = await anOperator(app);
    await expectRefused(operator.client, shift.id, operator.id, ['SHIFT_STARTED']);
    await expectRefused(supervisor, shift.id, operator.id, ['SHIFT_STARTED']);
    const soon = await aShift(app, location.id, { ...STARTED, startsAt: '2026-10-26T12:00:01-05:00' });
    expect((await operator.client.post(`/shifts/${soon.id}/claims`)).status).toBe(201);
  });

  it('are refused when full; pending claims hold their seats', async () => {
    const shift = await aShift(app, location.id);
    const [holder, late] = [await anOperator(app), await anOperator(app)];
    succeeded(await holder.client.post(`/shifts/${shift.id}/claims`));
    await expectRefused(late.client, shift.id, late.id, ['SHIFT_FULL']);
    await expectRefused(supervisor, shift.id, late.id, ['SHIFT_FULL']);
  });

  it('are limited to one per shift and operator', async () => {
    const shift = await aShift(app, location.id, { seats: 2 });
    const operator = await anOperator(app);
    succeeded(await operator.client.post(`/shifts/${shift.id}/claims`));
    await expectRefused(operator.client, shift.id, operator.id, ['ALREADY_CLAIMED']);
    await expectRefused(supervisor, shift.id, operator.id, ['ALREADY_CLAIMED']);
  });

  it('are refused when another shift of the operator overlaps, at any location, but not when it touches', async () => {
    const elsewhere = await aLocation(app, { timeZone: 'Europe/Berlin' });
    const operator = await anOperator(app);
    const other = await aShift(app, elsewhere.id, {
      startsAt: '2026-10-28T03:00:00+01:00',
      endsAt: '2026-10-28T06:00:00+01:00',
    });
    succeeded(await operator.client.post(`/shifts/${other.id}/claims`));
    const over = await aShift(app, location.id);
    await expectRefused(operator.client, over.id, operator.id, ['OVERLAPPING_SHIFT']);
    await expectRefused(supervisor, over.id, operator.id, ['OVERLAPPING_SHIFT']);
    const beside = await aShift(app, location.id, {
      startsAt: '2026-10-28T00:00:00-05:00',
      endsAt: '2026-10-28T02:00:00-05:00',
    });
    expect((await operator.client.post(`/shifts/${beside.id}/claims`)).status).toBe(201);
  });

  it('are refused without the position', async () => {
    const position = await aPosition(app);
    const shift = await aShift(app, location.id, { positionId: position.id });
    const operator = await anOperator(app);
    await expectRefused(operator.client, shift.id, operator.id, ['NOT_QUALIFIED']);
    await expectRefused(supervisor, shift.id, operator.id, ['NOT_QUALIFIED']);
    succeeded(await app.admin.patch(`/operators/${operator.id}`, { positionIds: [position.id] }));
    expect((await operator.client.post(`/shifts/${shift.id}/claims`)).status).toBe(201);
  });

  it('are refused with all reasons at once', async () => {
    const position = await aPosition(app);
    const operator = await anOperator(app, { weeklyHourCap: 3 });
    const held = await aShift(app, location.id, {
      startsAt: '2026-10-26T13:00:00-05:00',
      endsAt: STARTED.endsAt,
    });
    succeeded(await operator.client.post(`/shifts/${held.id}/claims`));
    const shift = await aShift(app, location.id, { ...STARTED, status: 'draft', positionId: position.id });
    const other = await anOperator(app, { positionIds: [position.id] });
    const body = { operatorId: other.id, overrideReason: 'Was there' };
    succeeded(await supervisor.post(`/shifts/${shift.id}/claims`, body));
    const fit = ['OVERLAPPING_SHIFT', 'NOT_QUALIFIED', 'WEEKLY_CAP_EXCEEDED'];
    await expectUnseen(operator.client, shift.id, operator.id);
    await expectRefused(supervisor, shift.id, operator.id, ['SHIFT_STARTED', 'SHIFT_FULL', ...fit]);
  });

  it('can be overridden when the rule allows it, with a reason that is stored', async () => {
    const shift = await aShift(app, location.id, { ...STARTED, seats: 3 });
    const operator = await anOperator(app, { weeklyHourCap: 3 });
    const path = `/shifts/${shift.id}/claims`;
    expect(codesOf(await supervisor.post(path, { operatorId: operator.id }))).toEqual([
      'SHIFT_STARTED',
      'WEEKLY_CAP_EXCEEDED',
    ]);
    const body = { operatorId: operator.id, overrideReason: '  They were there  ' };
    const made = await supervisor.post(path, body);
    expect(made).toMatchObject({
      status: 201,
      body: { status: 'approved', overrideReason: 'They were there' },
    });
    expect((await supervisor.get(`/claims/${made.body.id}`)).body).toEqual(made.body);
    const [event] = await app.database.query<{ details: object }>(
      'SELECT details FROM audit_events WHERE entity_id = $1',
      [made.body.id],
    );
    expect(event!.details).toMatchObject({ operatorId: operator.id, overrideReason: true });
  });

  it('cannot be overridden when one of the rules does not allow it', async () => {
    const position = await aPosition(app);
    const started = await aShift(app, location.id, { ...STARTED, positionId: position.id });
    const operator = await anOperator(app);
    const body = { operatorId: operator.id, overrideReason: 'I insist' };
    expect(codesOf(await supervisor.post(`/shifts/${started.id}/claims`, body))).toEqual([
      'SHIFT_STARTED',
      'NOT_QUALIFIED',
    ]);
    const full = await aShift(app, location.id);
    succeeded(await supervisor.post(`/shifts/${full.id}/claims`, { operatorId: (await anOperator(app)).id }));
    expect(codesOf(await supervisor.post(`/shifts/${full.id}/claims`, body))).toEqual(['SHIFT_FULL']);
    expect(await stored(started.id)).toBe(0);
  });

  it('accept a reason that was not needed, but not one that is blank, too long or null', async () => {
    const shift = await aShift(app, location.id);
    const operatorId = (await anOperator(app)).id;
    for (const overrideReason of ['', ' ', 'x'.repeat(501), null, 5]) {
      const answer = await supervisor.post(`/shifts/${shift.id}/claims`, { operatorId, overrideReason });
      expect(refusedFieldsOf(answer)).toEqual({ status: 400, fields: ['overrideReason'] });
    }
    const body = { operatorId, overrideReason: 'To be safe' };
    expect((await supervisor.post(`/shifts/${shift.id}/claims`, body)).body.overrideReason).toBe(
      'To be safe',
    );
  });

  it('are for the operator themselves only, without a reason to set rules aside', async () => {
    const shift = await aShift(app, location.id);
    const [operator, other] = [await anOperator(app), await anOperator(app)];
    const path = `/shifts/${shift.id}`;
    expect((await operator.client.post(`${path}/claims`, { operatorId: other.id })).status).toBe(403);
    expect((await operator.client.post(`${path}/claims`, { operatorId: NOWHERE })).status).toBe(403);
    expect((await operator.client.post(`${path}/claims`, { overrideReason: 'Please' })).status).toBe(403);
    expect((await operator.client.get(`${path}/eligibility?operatorId=${other.id}`)).status).toBe(403);
    expect((await operator.client.get(`${path}/eligibility`)).body.eligible).toBe(true);
    expect(await stored(shift.id)).toBe(0);
  });

  it('name an existing operator and shift, in valid form', async () => {
    const shift = await aShift(app, location.id);
    const path = `/shifts/${shift.id}`;
    for (const body of [{}, { operatorId: null }, { operatorId: 'somebody' }]) {
      expect(refusedFieldsOf(await supervisor.post(`${path}/claims`, body))).toEqual({
        status: 400,
        fields: ['operatorId'],
      });
    }
    expect((await supervisor.get(`${path}/eligibility`)).status).toBe(400);
    expect((await supervisor.get(`${path}/eligibility?operatorId=${NOWHERE}`)).status).toBe(404);
    expect((await supervisor.post(`${path}/claims`, { operatorId: NOWHERE })).status).toBe(404);
    const operator = await anOperator(app);
    expect((await operator.client.post(`/shifts/${NOWHERE}/claims`)).status).toBe(404);
    expect((await operator.client.get(`/shifts/${NOWHERE}/eligibility`)).status).toBe(404);
    const unknown = await operator.client.post(`${path}/claims`, { shiftId: shift.id });
    expect(refusedFieldsOf(unknown)).toEqual({ status: 400, fields: ['shiftId'] });
  });

  it('stay within the caller’s locations', async () => {
    const foreign = await aLocation(app);
    const shift = await aShift(app, foreign.id);
    const own = await aShift(app, location.id);
    const bound = await anOperator(app, { locationIds: [location.id] });
    const outsider = await anOperator(app, { locationIds: [foreign.id] });
    for (const answer of [
      await bound.client.post(`/shifts/${shift.id}/claims`),
      await bound.client.get(`/shifts/${shift.id}/eligibility`),
      await supervisor.post(`/shifts/${shift.id}/claims`, { operatorId: bound.id }),
      await supervisor.get(`/shifts/${shift.id}/eligibility?operatorId=${bound.id}`),
      await supervisor.post(`/shifts/${own.id}/claims`, { operatorId: outsider.id }),
      await supervisor.get(`/shifts/${own.id}/eligibility?operatorId=${outsider.id}`),
    ]) {
      expect(answer.status).toBe(404);
    }
    const campusIt = (await aUser(app, 'campus_it', [location.id])).client;
    expect((await campusIt.post(`/shifts/${own.id}/claims`, { operatorId: bound.id })).status).toBe(403);
    expect((await campusIt.get(`/shifts/${own.id}/eligibility?operatorId=${bound.id}`)).status).toBe(403);
    expect([await stored(shift.id), await stored(own.id)]).toEqual([0, 0]);
  });

  it('may be made with a key that writes schedules, as assignments', async () => {
    const shift = await aShift(app, location.id);
    const key = await anApiKey(app, ['schedule:write']);
    expect((await key.post(`/shifts/${shift.id}/claims`)).status).toBe(400);
    const operatorId = (await anOperator(app)).id;
    expect((await key.post(`/shifts/${shift.id}/claims`, { operatorId })).body.status).toBe('approved');
    const reader = await anApiKey(app, ['schedule:read']);
    expect((await reader.post(`/shifts/${shift.id}/claims`, { operatorId })).status).toBe(403);
    expect((await reader.get(`/shifts/${shift.id}/eligibility?operatorId=${operatorId}`)).status).toBe(200);
  });

  it('give the first answer again under the same idempotency key', async () => {
    const shift = await aShift(app, location.id, { seats: 2 });
    const operator = await anOperator(app);
    const claim = (): Promise<Answer> =>
      operator.client.post(`/shifts/${shift.id}/claims`, {}, { 'idempotency-key': 'tonight' });
    const first = await claim();
    expect(first.status).toBe(201);
    expect((await claim()).body).toEqual(first.body);
    expect(await stored(shift.id)).toBe(1);
  });
});
