import { actionsOn, codesOf, refusedFieldsOf } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aShift,
  aUser,
  coverageHours,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import { deadlocksOf } from '../support/races/deadlocks.js';
import { assign, recordAttendance } from '../support/assignments.js';

const NOWHERE = '01890000-0000-7000-8000-000000000000';

describe('closing dates', () => {
  let app: TestApp;
  let locationId: string;
  let maya: MadeOperator;
  let leo: MadeOperator;
  beforeAll(async () => {
    app = await startApp();
    succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago' }));
  });
  beforeEach(async () => {
    locationId = (await aLocation(app)).id;
    await coverageHours(app, locationId);
    maya = await anOperator(app, { name: 'Maya Lin' });
    leo = await anOperator(app, { name: 'Leo Park' });
  });
  afterAll(() => app.close());

  const closed = (overrides: object = {}): object => ({
    locationId,
    date: '2026-11-26',
    untilDate: '2026-11-29',
    kind: 'closed',
    reason: 'Thanksgiving',
    ...overrides,
  });
  const preview = (overrides: object = {}) => {
    const { reason: _reason, ...body } = closed(overrides) as { reason: string };
    return app.admin.post('/coverage-exceptions/preview', body);
  };
  const evening = (date: string, overrides: object = {}) =>
    aShift(app, locationId, {
      startsAt: `${date}T20:00:00-06:00`,
      endsAt: `${date}T23:00:00-06:00`,
      ...overrides,
    });
  const gaps = async (from: string, to: string) =>
    succeeded(
      await app.admin.get(
        `/coverage/gaps?${new URLSearchParams({ locationId, from: `${from}T12:00:00-06:00`, to: `${to}T12:00:00-06:00` }).toString()}`,
      ),
    );
  const statusOf = async (claimId: string): Promise<string> =>
    (await app.admin.get(`/claims/${claimId}`)).body.status;
  const messagesOf = (operator: MadeOperator) =>
    app.database.query<{ kind: string; facts: { decisions: object[] } }>(
      `SELECT kind, facts FROM messages WHERE user_id = $1 AND kind = 'claims-decided' ORDER BY id DESC`,
      [operator.userId],
    );

  it('shows the effects before anything is stored, and keeps shifts that are not named', async () => {
    const before = await evening('2026-11-25');
    const shift = await evening('2026-11-26', { seats: 2 });
    const draft = await evening('2026-11-29', { status: 'draft' });
    await evening('2026-11-30');
    const claim = await assign(app, shift.id, maya.id);
    const pending = succeeded(await leo.client.post(`/shifts/${shift.id}/claims`, {}));
    const asked = await preview();
    const affected = {
      shifts: [shift.id, draft.id],
      claims: expect.arrayContaining([claim.id, pending.id]),
      cancelled: [],
      worked: [],
    };
    expect(asked).toMatchObject({ status: 200, body: { affected } });
    expect(asked.body.shifts[0]).toMatchObject({
      id: shift.id,
      claims: expect.arrayContaining([expect.objectContaining({ operatorName: 'Maya Lin' })]),
    });
    expect((await app.admin.get(`/coverage-exceptions?locationId=${locationId}`)).body.items).toEqual([]);
    const made = await app.admin.post('/coverage-exceptions', closed());
    expect(made).toMatchObject({
      status: 201,
      body: { date: '2026-11-26', untilDate: '2026-11-29', affected },
    });
    expect(await statusOf(claim.id)).toBe('approved');
    expect(await statusOf(pending.id)).toBe('pending');
    expect((await app.admin.get(`/shifts/${before.id}`)).body.status).toBe('published');
  });

  it('shows remaining people as staffed while closed, beside the figures and not in them', async () => {
    const shift = await evening('2026-11-27');
    await assign(app, shift.id, maya.id);
    const open = await gaps('2026-11-25', '2026-11-30');
    expect(open).not.toHaveProperty('staffedWhileClosed');
    expect(open.summary).toMatchObject({ requiredMinutes: 5 * 360, staffedMinutes: 180 });
    succeeded(await app.admin.post('/coverage-exceptions', closed()));
    const after = await gaps('2026-11-25', '2026-11-30');
    expect(after.summary).toMatchObject({ requiredMinutes: 360, staffedMinutes: 0, missingMinutes: 360 });
    expect(after.staffedWhileClosed).toEqual({
      minutes: 180,
      items: [
        {
          startsAt: '2026-11-27T20:00:00-06:00',
          endsAt: '2026-11-27T23:00:00-06:00',
          positionId: expect.any(String),
          assigned: 1,
        },
      ],
    });
  });

  it('cancels the named shifts in the usual way: everybody gets one message, waitlists and trades end', async () => {
    const [first, second, kept] = [
      await evening('2026-11-26'),
      await evening('2026-11-27'),
      await evening('2026-11-28'),
    ];
    const claims = [await assign(app, first.id, maya.id), await assign(app, second.id, maya.id)];
    const stays = await assign(app, kept.id, maya.id);
    const drop = succeeded(
      await maya.client.post(`/claims/${claims[0]!.id}/drop-requests`, { reason: 'Going home' }),
    );
    succeeded(await leo.client.post(`/shifts/${second.id}/waitlist`, {}));
    const told = (await messagesOf(maya)).length;
    const made = await app.admin.post(
      '/coverage-exceptions',
      closed({ cancelShiftIds: [first.id, second.id] }),
    );
    expect(made.body.affected).toMatchObject({
      shifts: [first.id, second.id, kept.id],
      cancelled: [first.id, second.id],
    });
    for (const { id } of [first, second])
      expect((await app.admin.get(`/shifts/${id}`)).body).toMatchObject({
        status: 'cancelled',
        cancelReason: 'Thanksgiving',
      });
    for (const { id } of claims) expect(await statusOf(id)).toBe('cancelled');
    expect(await statusOf(stays.id)).toBe('approved');
    expect((await app.admin.get(`/drop-requests/${drop.id}`)).body.status).toBe('cancelled');
    const messages = await messagesOf(maya);
    expect(messages).toHaveLength(told + 1);
    expect(messages[0]!.facts.decisions).toMatchObject([
      { status: 'cancelled', reason: 'Thanksgiving' },
      { status: 'cancelled', reason: 'Thanksgiving' },
    ]);
    await app.jobsDone();
    const waiting = await app.database.query<{ status: string }>(
      'SELECT status FROM waitlist_entries WHERE shift_id = $1',
      [second.id],
    );
    expect(waiting.filter(({ status }) => status === 'offered')).toEqual([]);
    expect(await actionsOn(app, first.id)).toContain('shift.cancelled');
    const restored = await app.admin.post(`/shifts/${first.id}/restore`, {});
    expect(restored.body).toMatchObject({ status: 'published', restored: [claims[0]!.id] });
  });

  it('stores nothing when a shift to cancel is worked, or is not in the closed time', async () => {
    app.clock.set('2026-10-26T17:00:00Z');
    const worked = await aShift(app, locationId, {
      startsAt: '2026-10-26T11:00:00-05:00',
      endsAt: '2026-10-26T13:00:00-05:00',
    });
    const claim = await assign(app, worked.id, maya.id);
    await recordAttendance(app, claim.id, '2026-10-26T11:00:00-05:00');
    const today = { date: '2026-10-26', untilDate: '2026-10-26' };
    expect((await preview(today)).body.affected).toMatchObject({ shifts: [worked.id], worked: [worked.id] });
    const refused = await app.admin.post(
      '/coverage-exceptions',
      closed({ ...today, cancelShiftIds: [worked.id] }),
    );
    expect(refused).toMatchObject({ status: 409, body: { code: 'SHIFT_WORKED' } });
    const elsewhere = await evening('2026-11-25');
    const other = await app.admin.post(
      '/coverage-exceptions',
      closed({ cancelShiftIds: [elsewhere.id, NOWHERE] }),
    );
    expect(other).toMatchObject({
      status: 409,
      body: { code: 'NOT_AFFECTED', violations: [{ params: { count: 2 } }] },
    });
    expect((await app.admin.get(`/coverage-exceptions?locationId=${locationId}`)).body.items).toEqual([]);
    expect((await app.admin.get(`/shifts/${elsewhere.id}`)).body.status).toBe('published');
  });

  it('has special hours on each date, and affects shifts outside them', async () => {
    const within = await evening('2026-12-21', { endsAt: '2026-12-21T22:00:00-06:00' });
    const beyond = await evening('2026-12-22');
    const special = {
      date: '2026-12-21',
      untilDate: '2026-12-23',
      kind: 'special',
      hours: [{ startsAt: '18:00', endsAt: '22:00', required: 1 }],
    };
    expect((await preview(special)).body.affected.shifts).toEqual([beyond.id]);
    const made = succeeded(await app.admin.post('/coverage-exceptions', closed(special)));
    expect(made.affected.shifts).not.toContain(within.id);
    const { items } = succeeded(
      await app.admin.get(
        `/coverage/gaps?${new URLSearchParams({ locationId, from: '2026-12-21T12:00:00-06:00', to: '2026-12-24T06:00:00-06:00' }).toString()}`,
      ),
    );
    expect(items.map(({ startsAt }: { startsAt: string }) => startsAt.slice(0, 16))).toEqual([
      '2026-12-21T18:00',
      '2026-12-22T18:00',
      '2026-12-23T18:00',
    ]);
  });

  it.each([
    [
      'the night of 25 hours',
      '2026-10-30',
      '2026-11-02',
      '2026-11-01T01:30:00-06:00',
      '2026-11-01T02:00:00-06:00',
    ],
    [
      'the night of 23 hours',
      '2027-03-12',
      '2027-03-15',
      '2027-03-14T01:00:00-06:00',
      '2027-03-14T03:30:00-05:00',
    ],
  ])('lasts over %s', async (_what, date, untilDate, startsAt, endsAt) => {
    const shift = await aShift(app, locationId, { startsAt, endsAt });
    const made = succeeded(await app.admin.post('/coverage-exceptions', closed({ date, untilDate })));
    expect(made.affected.shifts).toEqual([shift.id]);
    const next = new Date(Date.parse(untilDate) + 86_400_000).toISOString().slice(0, 10);
    const { summary } = succeeded(
      await app.admin.get(
        `/coverage/gaps?${new URLSearchParams({ locationId, from: `${date}T12:00:00-05:00`, to: `${next}T12:00:00-06:00` }).toString()}`,
      ),
    );
    expect(summary.requiredMinutes).toBe(0);
  });

  it('moves with its exception, and ends with it', async () => {
    const [first, second] = [await evening('2026-11-26'), await evening('2026-12-10')];
    const { id } = succeeded(await app.admin.post('/coverage-exceptions', closed()));
    const path = `/coverage-exceptions/${id}`;
    const there = { exceptionId: id, date: '2026-12-10', untilDate: '2026-12-10' };
    expect((await preview(there)).body.affected.shifts).toEqual([second.id]);
    expect(refusedFieldsOf(await app.admin.patch(path, { date: '2026-12-10' }))).toEqual({
      status: 400,
      fields: ['untilDate'],
    });
    const moved = await app.admin.patch(path, {
      date: '2026-12-10',
      untilDate: '2026-12-10',
      cancelShiftIds: [second.id],
    });
    expect(moved).toMatchObject({
      status: 200,
      body: { version: 2, affected: { shifts: [second.id], cancelled: [second.id] } },
    });
    expect((await app.admin.patch(path, { date: '2026-12-11' })).body).toMatchObject({
      date: '2026-12-11',
      untilDate: '2026-12-11',
    });
    expect((await app.admin.get(`/shifts/${first.id}`)).body.status).toBe('published');
    expect((await app.admin.delete(path)).status).toBe(204);
    expect((await app.admin.get(`/shifts/${second.id}`)).body.status).toBe('cancelled');
  });

  it.each([
    ['ends before it begins', { untilDate: '2026-11-25' }, 'untilDate'],
    ['lasts longer than 400 days', { untilDate: '2027-12-31' }, 'untilDate'],
    ['ends on a date that does not exist', { untilDate: '2026-11-31' }, 'untilDate'],
    ['ends at an instant', { untilDate: '2026-11-30T00:00:00Z' }, 'untilDate'],
    ['ends on null', { untilDate: null }, 'untilDate'],
    ['cancels what is no id', { cancelShiftIds: ['x'] }, 'cancelShiftIds'],
    ['cancels a shift twice', { cancelShiftIds: [NOWHERE, NOWHERE] }, 'cancelShiftIds'],
  ])('is refused when it %s', async (_what, overrides, field) => {
    expect(refusedFieldsOf(await app.admin.post('/coverage-exceptions', closed(overrides)))).toEqual({
      status: 400,
      fields: [field],
    });
    if (field === 'untilDate')
      expect(refusedFieldsOf(await preview(overrides))).toEqual({ status: 400, fields: [field] });
  });

  it('may last 400 days', async () => {
    const made = await app.admin.post(
      '/coverage-exceptions',
      closed({ date: '2026-11-26', untilDate: '2027-12-30' }),
    );
    expect(made.status).toBe(201);
  });

  it.each([
    ['its end', { date: '2026-11-29', untilDate: '2026-12-02' }],
    ['its begin', { date: '2026-11-20', untilDate: '2026-11-26' }],
    ['the whole of it', { date: '2026-11-01', untilDate: '2026-12-24' }],
    ['one date of it', { date: '2026-11-27', untilDate: '2026-11-27' }],
  ])('overlaps no other at %s', async (_what, dates) => {
    succeeded(await app.admin.post('/coverage-exceptions', closed()));
    const refused = await app.admin.post('/coverage-exceptions', closed(dates));
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'EXCEPTION_EXISTS',
        params: { date: '2026-11-26', untilDate: '2026-11-29' },
      },
    });
    expect(
      (await app.admin.post('/coverage-exceptions', closed({ date: '2026-11-30', untilDate: '2026-11-30' })))
        .status,
    ).toBe(201);
  });

  it('is for those who run the location', async () => {
    const foreign = (await aUser(app, 'supervisor')).client;
    const body = { locationId, date: '2026-11-26', kind: 'closed' };
    expect(codesOf(await foreign.post('/coverage-exceptions/preview', body))).toEqual(['FOREIGN_LOCATION']);
    const own = (await aUser(app, 'supervisor', [locationId])).client;
    expect((await own.post('/coverage-exceptions/preview', body)).status).toBe(200);
    const { id } = succeeded(
      await app.admin.post('/coverage-exceptions', closed({ locationId: (await aLocation(app)).id })),
    );
    expect((await own.post('/coverage-exceptions/preview', { ...body, exceptionId: id })).status).toBe(404);
    expect((await app.admin.post('/coverage-exceptions/preview', { ...body, exceptionId: id })).status).toBe(
      400,
    );
    for (const client of [maya.client, (await aUser(app, 'campus_it', [locationId])).client])
      expect((await client.post('/coverage-exceptions/preview', body)).status).toBe(403);
  });

  it('inside the classes of a term is no break: the cap of classes stays', async () => {
    succeeded(
      await app.admin.post('/terms', {
        name: 'Spring',
        startsOn: '2027-01-11',
        endsOn: '2027-05-07',
        periods: [{ kind: 'break', startsOn: '2027-03-08', endsOn: '2027-03-14' }],
        weeklyHourCap: { classes: 4, exams: 4, break: 40 },
      }),
    );
    const dates = { date: '2027-02-01', untilDate: '2027-02-07' };
    succeeded(await app.admin.post('/coverage-exceptions', closed(dates)));
    const shift = await evening('2027-02-02', { endsAt: '2027-02-03T01:00:00-06:00' });
    const refused = await maya.client.post(`/shifts/${shift.id}/claims`, {});
    expect(codesOf(refused)).toEqual(['WEEKLY_CAP_EXCEEDED']);
    const inBreak = await evening('2027-03-09', { endsAt: '2027-03-10T01:00:00-06:00' });
    expect((await maya.client.post(`/shifts/${inBreak.id}/claims`, {})).status).toBe(201);
    const border = { date: '2027-05-03', untilDate: '2027-05-16' };
    succeeded(await app.admin.post('/coverage-exceptions', closed(border)));
    const last = await evening('2027-05-04', {
      startsAt: '2027-05-04T18:00:00-05:00',
      endsAt: '2027-05-04T23:00:00-05:00',
    });
    expect(codesOf(await maya.client.post(`/shifts/${last.id}/claims`, {}))).toEqual(['WEEKLY_CAP_EXCEEDED']);
    const after = await evening('2027-05-11', {
      startsAt: '2027-05-11T18:00:00-05:00',
      endsAt: '2027-05-11T23:00:00-05:00',
    });
    expect((await maya.client.post(`/shifts/${after.id}/claims`, {})).status).toBe(201);
  });

  it('twice at once with overlapping dates stores one; simultaneous claims are listed or refused', async () => {
    const shift = await evening('2026-11-27');
    const answers = await Promise.all([
      ...Array.from({ length: 8 }, (_, day) =>
        app.admin.post(
          '/coverage-exceptions',
          closed({ date: `2026-11-${20 + day}`, untilDate: '2026-11-28', cancelShiftIds: [shift.id] }),
        ),
      ),
      maya.client.post(`/shifts/${shift.id}/claims`, {}),
      leo.client.post(`/shifts/${shift.id}/claims`, {}),
    ]);
    const made = answers.slice(0, 8);
    expect(made.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(made.filter(({ body }) => body.code === 'EXCEPTION_EXISTS')).toHaveLength(7);
    for (const { status, body } of answers.slice(8)) {
      if (status === 201) expect(await statusOf(body.id)).toBe('cancelled');
      else expect(status).toBe(409);
    }
  });

  it('and PostgreSQL never had to break a deadlock', async () => {
    expect(await deadlocksOf(app.database, [app])).toBe(0);
  });
});
