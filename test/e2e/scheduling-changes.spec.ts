import { actionsOn, codesOf, refusedFieldsOf } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aPosition,
  aShift,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import type { Answer } from '../support/http-client.js';

const at = (day: number, from: number, to: number): { startsAt: string; endsAt: string } => ({
  startsAt: `2026-11-${day}T${String(from).padStart(2, '0')}:00:00-06:00`,
  endsAt: `2026-11-${day}T${String(to).padStart(2, '0')}:00:00-06:00`,
});

describe('changing a shift', () => {
  let app: TestApp;
  let location: { id: string };
  beforeAll(async () => {
    app = await startApp();
    succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago' }));
    location = await aLocation(app);
  });
  afterAll(() => app.close());

  const shiftAt = (day: number, from: number, to: number, overrides = {}): Promise<{ id: string }> =>
    aShift(app, location.id, { ...at(day, from, to), ...overrides });
  const assigned = async (shiftId: string, operator: MadeOperator): Promise<{ id: string }> =>
    succeeded(await app.admin.post(`/shifts/${shiftId}/claims`, { operatorId: operator.id }));
  const shiftNow = async (id: string): Promise<Answer['body']> =>
    succeeded(await app.admin.get(`/shifts/${id}`));
  const claimNow = async (id: string): Promise<Answer['body']> =>
    succeeded(await app.admin.get(`/claims/${id}`));

  it('publishes it, makes it a draft again while it has no claims, moves and resizes it', async () => {
    const { id } = await shiftAt(10, 10, 14, { status: 'draft' });
    const path = `/shifts/${id}`;
    expect((await app.admin.patch(path, { status: 'published' })).body).toMatchObject({
      status: 'published',
      version: 2,
    });
    expect((await app.admin.patch(path, { status: 'draft' })).body.status).toBe('draft');
    const moved = await app.admin.patch(path, { ...at(11, 12, 20), seats: 9 });
    expect(moved.body).toMatchObject({ ...at(11, 12, 20), seats: 9, version: 4 });
    expect(moved.headers.get('etag')).toBe('"4"');
    expect(await actionsOn(app, id)).toEqual(['shift.created', ...Array(3).fill('shift.updated')]);
  });

  it('allows only what would be allowed when creating it', async () => {
    const { id } = await shiftAt(10, 10, 14);
    const before = await shiftNow(id);
    for (const [change, field] of [
      [{ endsAt: '2026-11-10T10:00:00-06:00' }, 'endsAt'],
      [{ startsAt: '2026-11-10T14:00:00-06:00' }, 'endsAt'],
      [{ startsAt: '2026-11-09T13:59:59-06:00' }, 'endsAt'],
      [{ startsAt: null }, 'startsAt'],
      [{ seats: 0 }, 'seats'],
      [{ seats: null }, 'seats'],
      [{ status: 'cancelled' }, 'status'],
      [{ positionId: '01890000-0000-7000-8000-000000000000' }, 'positionId'],
      [{ locationId: location.id }, 'locationId'],
      [{ version: 7 }, 'version'],
    ] as const) {
      expect(refusedFieldsOf(await app.admin.patch(`/shifts/${id}`, change))).toEqual({
        status: 400,
        fields: [field],
      });
    }
    expect(codesOf(await app.admin.patch(`/shifts/${id}`, { seats: 2 }, { 'if-match': '"2"' }))).toEqual([
      'PRECONDITION_FAILED',
    ]);
    expect(await shiftNow(id)).toEqual(before);
    expect((await app.admin.patch(`/shifts/${id}`, { seats: 2 }, { 'if-match': '"1"' })).status).toBe(200);
  });

  it('moves its claims too, including decided ones', async () => {
    const shift = await shiftAt(12, 10, 14, { seats: 3 });
    const [first, second] = [await anOperator(app), await anOperator(app)];
    const approved = await assigned(shift.id, first);
    const pending = succeeded(await second.client.post(`/shifts/${shift.id}/claims`));
    succeeded(await app.admin.patch(`/shifts/${shift.id}`, at(13, 9, 15)));
    for (const claim of [approved, pending]) {
      expect(await claimNow(claim.id)).toMatchObject(at(13, 9, 15));
    }
    const freed = await shiftAt(12, 10, 14);
    expect((await first.client.post(`/shifts/${freed.id}/claims`)).status).toBe(201);
  });

  it('may overlap its own old time', async () => {
    const shift = await shiftAt(12, 15, 19);
    const claim = await assigned(shift.id, await anOperator(app));
    expect((await app.admin.patch(`/shifts/${shift.id}`, at(12, 16, 20))).status).toBe(200);
    expect(await claimNow(claim.id)).toMatchObject(at(12, 16, 20));
  });

  it('may not move it onto another shift of its operators', async () => {
    const operator = await anOperator(app);
    const [shift, other] = [await shiftAt(14, 8, 10), await shiftAt(14, 12, 14)];
    const claim = await assigned(shift.id, operator);
    await assigned(other.id, operator);
    const before = await shiftNow(shift.id);
    const refused = await app.admin.patch(`/shifts/${shift.id}`, at(14, 9, 13));
    expect(refused.status).toBe(409);
    expect(codesOf(refused)).toEqual(['OVERLAPPING_SHIFT']);
    expect(refused.body.violations).toHaveLength(1);
    expect(await shiftNow(shift.id)).toEqual(before);
    expect(await claimNow(claim.id)).toMatchObject(at(14, 8, 10));
    expect(await actionsOn(app, shift.id)).toEqual(['shift.created']);
    expect((await app.admin.patch(`/shifts/${shift.id}`, at(14, 10, 12))).status).toBe(200);
  });

  it('may not give it a position that one of its operators lacks', async () => {
    const position = await aPosition(app);
    const shift = await shiftAt(15, 8, 10, { seats: 2 });
    const both = ['00000000-0000-7000-8000-000000000001', position.id];
    await assigned(shift.id, await anOperator(app, { positionIds: both }));
    expect((await app.admin.patch(`/shifts/${shift.id}`, { positionId: position.id })).status).toBe(200);
    expect((await app.admin.patch(`/shifts/${shift.id}`, { positionId: both[0] })).status).toBe(200);
    await assigned(shift.id, await anOperator(app));
    const refused = await app.admin.patch(`/shifts/${shift.id}`, { positionId: position.id });
    expect(refused.status).toBe(409);
    expect(codesOf(refused)).toEqual(['NOT_QUALIFIED']);
    expect((await shiftNow(shift.id)).positionId).toBe(both[0]);
  });

  it('may not exceed the weekly hours of its operators, by length or by another week', async () => {
    const operator = await anOperator(app, { weeklyHourCap: 8 });
    const [shift, sameWeek, nextWeek] = [
      await shiftAt(16, 8, 12),
      await shiftAt(17, 8, 12),
      await shiftAt(23, 8, 14),
    ];
    for (const { id } of [shift, sameWeek, nextWeek]) await assigned(id, operator);
    const longer = await app.admin.patch(`/shifts/${shift.id}`, at(16, 8, 13));
    expect(longer.status).toBe(409);
    expect(codesOf(longer)).toEqual(['WEEKLY_CAP_EXCEEDED']);
    expect(codesOf(await app.admin.patch(`/shifts/${shift.id}`, at(24, 8, 12)))).toEqual([
      'WEEKLY_CAP_EXCEEDED',
    ]);
    expect(await shiftNow(shift.id)).toMatchObject({ ...at(16, 8, 12), version: 1 });
    expect((await app.admin.patch(`/shifts/${shift.id}`, at(24, 8, 10))).status).toBe(200);
  });

  it('reports all reasons against a move, for all operators', async () => {
    const position = await aPosition(app);
    const [busy, capped] = [await anOperator(app), await anOperator(app, { weeklyHourCap: 2 })];
    const [shift, other] = [await shiftAt(18, 8, 10, { seats: 2 }), await shiftAt(18, 12, 14)];
    await assigned(shift.id, busy);
    await assigned(shift.id, capped);
    await assigned(other.id, busy);
    const change = { ...at(18, 9, 13), positionId: position.id };
    const refused = await app.admin.patch(`/shifts/${shift.id}`, change);
    expect(refused.status).toBe(409);
    expect(codesOf(refused).toSorted()).toEqual([
      'NOT_QUALIFIED',
      'NOT_QUALIFIED',
      'OVERLAPPING_SHIFT',
      'WEEKLY_CAP_EXCEEDED',
    ]);
    expect(await shiftNow(shift.id)).toMatchObject({ ...at(18, 8, 10), version: 1 });
  });

  it('may extend it while it is worked', async () => {
    const shift = await aShift(app, location.id, {
      startsAt: '2026-10-26T10:00:00-05:00',
      endsAt: '2026-10-26T14:00:00-05:00',
    });
    const body = { operatorId: (await anOperator(app)).id, overrideReason: 'They were there' };
    succeeded(await app.admin.post(`/shifts/${shift.id}/claims`, body));
    const longer = await app.admin.patch(`/shifts/${shift.id}`, { endsAt: '2026-10-26T15:00:00-05:00' });
    expect(longer.status).toBe(200);
  });

  it('may remove free seats, renumbering the taken ones, but no taken seat', async () => {
    const shift = await shiftAt(19, 8, 10, { seats: 4 });
    const claims: { id: string }[] = [];
    for (let seat = 1; seat <= 4; seat++) claims.push(await assigned(shift.id, await anOperator(app)));
    for (const index of [0, 2]) {
      succeeded(await app.admin.post(`/claims/${claims[index]!.id}/cancel`, { reason: 'Ill' }));
    }
    const path = `/shifts/${shift.id}`;
    expect(await app.admin.patch(path, { seats: 1 })).toMatchObject({
      status: 409,
      body: { code: 'SEATS_TAKEN' },
    });
    expect(await shiftNow(shift.id)).toMatchObject({ seats: 4, seatsTaken: 2 });
    expect((await app.admin.patch(path, { seats: 2 })).body).toMatchObject({ seats: 2, seatsTaken: 2 });
    const seats = await app.database.query<{ seat: number }>(
      `SELECT seat FROM claims WHERE shift_id = $1 AND status = 'approved' ORDER BY seat`,
      [shift.id],
    );
    expect(seats).toEqual([{ seat: 1 }, { seat: 2 }]);
    const late = await anOperator(app);
    expect(codesOf(await late.client.post(`${path}/claims`))).toEqual(['SHIFT_FULL']);
    succeeded(await app.admin.patch(path, { seats: 3 }));
    expect((await late.client.post(`${path}/claims`)).status).toBe(201);
  });

  it('may not make it a draft while it has claims', async () => {
    const shift = await shiftAt(20, 8, 10);
    const claim = await assigned(shift.id, await anOperator(app));
    const refused = await app.admin.patch(`/shifts/${shift.id}`, { status: 'draft' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'SHIFT_CLAIMED' } });
    succeeded(await app.admin.post(`/claims/${claim.id}/cancel`, { reason: 'Ill' }));
    expect((await app.admin.patch(`/shifts/${shift.id}`, { status: 'draft' })).status).toBe(200);
  });

  it('cancels it for good, with all its claims', async () => {
    const shift = await shiftAt(21, 8, 10, { seats: 3 });
    const [kept, asking, gone] = [await anOperator(app), await anOperator(app), await anOperator(app)];
    const approved = await assigned(shift.id, kept);
    const pending = succeeded(await asking.client.post(`/shifts/${shift.id}/claims`));
    const withdrawn = succeeded(await gone.client.post(`/shifts/${shift.id}/claims`));
    succeeded(await gone.client.post(`/claims/${withdrawn.id}/withdraw`));
    const path = `/shifts/${shift.id}`;
    expect(refusedFieldsOf(await app.admin.post(`${path}/cancel`, {}))).toEqual({
      status: 400,
      fields: ['reason'],
    });
    expect((await app.admin.post(`${path}/cancel`, { reason: 'x'.repeat(501) })).status).toBe(400);
    const cancelled = await app.admin.post(`${path}/cancel`, { reason: ' Flood ' });
    expect(cancelled).toMatchObject({
      status: 200,
      body: { status: 'cancelled', cancelReason: 'Flood', seatsTaken: 0, claims: [], version: 2 },
    });
    for (const claim of [approved, pending]) {
      expect(await claimNow(claim.id)).toMatchObject({ status: 'cancelled', reason: 'Flood' });
    }
    expect((await claimNow(withdrawn.id)).status).toBe('withdrawn');
    for (const change of [{ seats: 5 }, { status: 'published' }, at(22, 8, 10), {}]) {
      const refused = await app.admin.patch(path, change);
      expect(refused).toMatchObject({ status: 409, body: { code: 'SHIFT_CANCELLED' } });
    }
    expect(codesOf(await app.admin.post(`${path}/cancel`, { reason: 'Again' }))).toEqual(['SHIFT_CANCELLED']);
    expect(codesOf(await app.admin.post(`/claims/${approved.id}/cancel`, { reason: 'Again' }))).toEqual([
      'CLAIM_NOT_APPROVED',
    ]);
    const again = await shiftAt(21, 8, 10);
    expect((await kept.client.post(`/shifts/${again.id}/claims`)).status).toBe(201);
    expect(await actionsOn(app, shift.id)).toEqual(['shift.created', 'shift.cancelled']);
  });
});
