import { addDays } from '../../src/domain/local-date.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aUser, succeeded, type MadeOperator } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { recordAttendance, onShift } from '../support/assignments.js';

// The time is noon in Chicago on Monday, 16 November 2026, two weeks after the autumn clock change.

const NOW = '2026-11-16T12:00:00-06:00';
let app: TestApp;
let locationId: string;
let supervisor: HttpClient;
let maya: MadeOperator;

beforeAll(async () => {
  app = await startApp({ now: NOW });
  succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago' }));
  locationId = (await aLocation(app, { name: 'Main Library' })).id;
  supervisor = (await aUser(app, 'supervisor', [locationId])).client;
});
beforeEach(async () => {
  app.clock.set(NOW);
  maya = await anOperator(app, { name: 'Maya Ortiz', employeeId: 'E-7', locationIds: [locationId] });
});
afterAll(() => app.close());

const EVENING = { startsAt: '2026-11-12T20:00:00-06:00', endsAt: '2026-11-12T23:00:00-06:00' };
const NIGHT = { startsAt: '2026-10-31T22:00:00-05:00', endsAt: '2026-11-01T06:00:00-06:00' };
const claimOf = async (id: string): Promise<Answer['body']> => (await app.admin.get(`/claims/${id}`)).body;
const period = async (startsOn: string, endsOn: string): Promise<string> =>
  succeeded(await app.admin.post('/pay-periods', { startsOn, endsOn })).id;
const gone = async (id: string): Promise<void> => {
  const { version } = (await app.admin.get(`/pay-periods/${id}`)).body;
  await app.admin.with({ 'if-match': `"${version}"` }).delete(`/pay-periods/${id}`);
};
const sheet = async (id: string, client = app.admin): Promise<Answer['body']> =>
  succeeded(await client.get(`/pay-periods/${id}/timesheet`));

describe('checking in', () => {
  it('shows lateness and leaving early beyond the grace', async () => {
    const { id } = await onShift(app, locationId, maya.id, EVENING);
    expect(await claimOf(id)).toMatchObject({ lateMinutes: null, leftEarlyMinutes: null });
    await recordAttendance(app, id, '2026-11-12T20:05:30-06:00', '2026-11-12T22:40:00-06:00');
    expect(await claimOf(id)).toMatchObject({ lateMinutes: 0, leftEarlyMinutes: 20 });
    succeeded(await app.admin.patch('/settings', { graceMinutes: 0 }));
    expect(await claimOf(id)).toMatchObject({ lateMinutes: 5, leftEarlyMinutes: 20 });
    succeeded(await app.admin.patch('/settings', { graceMinutes: 5 }));
  });

  it('is possible only from the location’s networks, when it names some', async () => {
    const tonight = { startsAt: '2026-11-16T12:10:00-06:00', endsAt: '2026-11-16T14:00:00-06:00' };
    const { id } = await onShift(app, locationId, maya.id, tonight);
    succeeded(await app.admin.patch(`/locations/${locationId}`, { checkInNetworks: ['10.4.0.0/16'] }));
    const refused = await maya.client.post(`/claims/${id}/check-in`);
    expect([refused.status, refused.body.code]).toEqual([409, 'NOT_ON_NETWORK']);
    succeeded(await app.admin.patch(`/locations/${locationId}`, { checkInNetworks: ['127.0.0.0/8'] }));
    expect((await maya.client.post(`/claims/${id}/check-in`)).status).toBe(200);
    const wrong = await app.admin.patch(`/locations/${locationId}`, { checkInNetworks: ['10.4.0.0/64'] });
    expect([wrong.status, wrong.body.violations[0].field]).toEqual([400, 'checkInNetworks']);
    succeeded(await app.admin.patch(`/locations/${locationId}`, { checkInNetworks: [] }));
  });
});

describe('a correction', () => {
  const times = { checkedInAt: '2026-11-12T19:55:00-06:00', checkedOutAt: '2026-11-12T23:10:00-06:00' };
  const asked = async (id: string, body: object = {}, client: HttpClient = maya.client): Promise<Answer> =>
    client.post(`/claims/${id}/attendance-corrections`, { ...times, reason: 'forgot', ...body });

  it('waits for a supervisor, takes effect once approved, and the operator is notified', async () => {
    const { id } = await onShift(app, locationId, maya.id, EVENING);
    const made = succeeded(await asked(id));
    expect(made).toMatchObject({ claimId: id, status: 'pending', ...times });
    expect((await claimOf(id)).checkedInAt).toBeNull();
    expect((await asked(id)).body.code).toBe('CORRECTION_PENDING');
    expect((await maya.client.post(`/attendance-corrections/${made.id}/approve`)).status).toBe(403);
    succeeded(await supervisor.post(`/attendance-corrections/${made.id}/approve`));
    expect(await claimOf(id)).toMatchObject({ ...times, noShow: false });
    expect((await supervisor.post(`/attendance-corrections/${made.id}/approve`)).body.code).toBe(
      'CORRECTION_DECIDED',
    );
    await app.jobsDone();
    const [message] = (await app.admin.get(`/messages?userId=${maya.userId}`)).body.items;
    expect(message.body).toContain('Recorded as worked: Thu 12 Nov, 19:55–23:10 CST');
  });

  it('is rejected with a reason, and changes nothing then', async () => {
    const { id } = await onShift(app, locationId, maya.id, EVENING);
    const made = succeeded(await asked(id));
    const rejected = await supervisor.post(`/attendance-corrections/${made.id}/reject`, { reason: 'closed' });
    expect(rejected.body).toMatchObject({ status: 'rejected', decisionReason: 'closed' });
    expect((await claimOf(id)).checkedInAt).toBeNull();
    expect((await asked(id)).status).toBe(201);
  });

  it("of a supervisor's takes effect at once, over what was recorded and over a no-show", async () => {
    const { id } = await onShift(app, locationId, maya.id, EVENING);
    succeeded(await supervisor.post(`/claims/${id}/no-show`));
    expect(succeeded(await asked(id, {}, supervisor)).status).toBe('approved');
    expect(await claimOf(id)).toMatchObject({ ...times, noShow: false });
  });

  it.each([
    ['an end before its start', { checkedOutAt: '2026-11-12T19:00:00-06:00' }, 400],
    ['an end ahead', { checkedOutAt: '2026-11-17T19:00:00-06:00' }, 400],
    ['times of another day', { checkedInAt: '2026-11-10T19:00:00-06:00' }, 400],
  ])('is refused with %s', async (_name, body, status) => {
    const { id } = await onShift(app, locationId, maya.id, EVENING);
    expect((await asked(id, body)).status).toBe(status);
  });

  it('can be seen and made by nobody else', async () => {
    const { id } = await onShift(app, locationId, maya.id, EVENING);
    const made = succeeded(await asked(id));
    const noor = await anOperator(app, { locationIds: [locationId] });
    expect((await noor.client.get(`/attendance-corrections/${made.id}`)).status).toBe(404);
    expect((await asked(id, {}, noor.client)).status).toBe(404);
    expect((await noor.client.get('/attendance-corrections')).body.items).toEqual([]);
    expect((await maya.client.get(`/attendance-corrections?claimId=${id}`)).body.items).toHaveLength(1);
  });
});

describe('covering a shift', () => {
  it('replaces the absent operator’s claim with a worked one', async () => {
    const { id, shiftId } = await onShift(app, locationId, maya.id, EVENING);
    const noor = await anOperator(app, { locationIds: [locationId] });
    const body = { operatorId: noor.id, reason: 'Noor stood in' };
    expect((await maya.client.post(`/claims/${id}/covered-by`, body)).status).toBe(403);
    const covered = await supervisor.post(`/claims/${id}/covered-by`, body);
    expect(covered.body).toMatchObject({
      shiftId,
      operatorId: noor.id,
      status: 'approved',
      checkedInAt: EVENING.startsAt,
      checkedOutAt: EVENING.endsAt,
    });
    expect(await claimOf(id)).toMatchObject({ status: 'cancelled', noShow: true, reason: 'Noor stood in' });
    expect((await supervisor.get(`/shifts/${shiftId}`)).body.seatsTaken).toBe(1);
  });

  it('is refused for the same operator, a future shift, a worked one, and an operator who was elsewhere', async () => {
    const { id } = await onShift(app, locationId, maya.id, EVENING);
    const noor = await anOperator(app, { locationIds: [locationId] });
    const by = (claimId: string, operatorId: string): Promise<Answer> =>
      supervisor.post(`/claims/${claimId}/covered-by`, { operatorId, reason: 'stood in' });
    expect((await by(id, maya.id)).status).toBe(400);
    await onShift(app, locationId, noor.id, EVENING);
    const { violations } = (await by(id, noor.id)).body;
    expect(violations.map(({ code }: { code: string }) => code)).toContain('OVERLAPPING_SHIFT');
    const ahead = await onShift(app, locationId, maya.id, {
      startsAt: '2026-11-20T20:00:00-06:00',
      endsAt: '2026-11-20T23:00:00-06:00',
    });
    const olu = await anOperator(app, { locationIds: [locationId] });
    expect((await by(ahead.id, olu.id)).body.code).toBe('SHIFT_NOT_STARTED');
    await recordAttendance(app, id, EVENING.startsAt);
    expect((await by(id, olu.id)).body.code).toBe('SHIFT_WORKED');
  });
});

describe('a timesheet', () => {
  it('pays the night of nine hours and, in spring, of seven; parts of a shift belong to their periods', async () => {
    const autumn = await onShift(app, locationId, maya.id, NIGHT);
    await recordAttendance(app, autumn.id, NIGHT.startsAt, NIGHT.endsAt);
    const october = await period('2026-10-19', '2026-10-31');
    const november = await period('2026-11-01', '2026-11-15');
    const minutes = async (id: string): Promise<number[]> =>
      (await sheet(id, maya.client)).lines.map((line: { minutes: number }) => line.minutes);
    expect([await minutes(october), await minutes(november)]).toEqual([[120], [420]]);
    app.clock.set('2027-03-15T12:00:00-05:00');
    const spring = { startsAt: '2027-03-13T22:00:00-06:00', endsAt: '2027-03-14T06:00:00-05:00' };
    const { id } = await onShift(app, locationId, maya.id, spring);
    await recordAttendance(app, id, spring.startsAt, spring.endsAt);
    const march = await period('2027-03-08', '2027-03-14');
    expect(await minutes(march)).toEqual([420]);
    for (const one of [october, november, march]) await gone(one);
  });

  it.each([
    ['autumn', '2026-10-31T22:00:30-05:00', '2026-11-01T06:00:15-06:00', '2026-11-01', [120, 420]],
    ['spring', '2027-03-13T22:00:30-06:00', '2027-03-14T06:00:15-05:00', '2027-03-14', [120, 300]],
  ])(
    'rounds the night of the clock change in %s once, so that its periods add up to the whole',
    async (_name, from, to, cut, shares) => {
      app.clock.set('2027-03-16T12:00:00-05:00');
      const startsAt = from.replace(':30', ':00');
      const { id } = await onShift(app, locationId, maya.id, { startsAt, endsAt: to.replace(':15', ':00') });
      await recordAttendance(app, id, from, to);
      const before = await period(addDays(cut, -2), addDays(cut, -1));
      const after = await period(cut, addDays(cut, 1));
      const minutes = async (id: string): Promise<number> => (await sheet(id, maya.client)).totals[0].minutes;
      expect([await minutes(before), await minutes(after)]).toEqual(shares);
      for (const one of [before, after]) await gone(one);
    },
  );

  it('has remarks on what needs attention, and totals by person', async () => {
    const late = await onShift(app, locationId, maya.id, EVENING);
    await recordAttendance(app, late.id, '2026-11-12T20:20:00-06:00');
    const on = (day: number): object => ({
      startsAt: `2026-11-${day}T20:00:00-06:00`,
      endsAt: `2026-11-${day}T23:00:00-06:00`,
    });
    await onShift(app, locationId, maya.id, on(13));
    const missed = await onShift(app, locationId, maya.id, on(14));
    succeeded(await supervisor.post(`/claims/${missed.id}/no-show`));
    await onShift(app, locationId, maya.id, on(17));
    const id = await period('2026-11-09', '2026-11-22');
    const { lines, totals } = await sheet(id, maya.client);
    expect(lines).toMatchObject([
      { date: '2026-11-12', minutes: 160, lateMinutes: 20, remark: 'no-check-out', employeeId: 'E-7' },
      { date: '2026-11-13', minutes: 0, remark: 'no-check-in' },
      { date: '2026-11-14', minutes: 0, remark: 'no-show' },
      { date: '2026-11-17', minutes: 0, remark: 'ahead' },
    ]);
    expect(totals).toEqual([
      { operatorId: maya.id, operatorName: 'Maya Ortiz', employeeId: 'E-7', minutes: 160 },
    ]);
    await gone(id);
  });

  it('is CSV on request, for the caller’s own locations, without formulas', async () => {
    const evil = await anOperator(app, { name: '=HYPERLINK("x")', employeeId: '+1' });
    const { id: claimId } = await onShift(app, locationId, evil.id, EVENING);
    await recordAttendance(app, claimId, EVENING.startsAt, EVENING.endsAt);
    const id = await period('2026-11-09', '2026-11-15');
    const csv = await app.admin.with({ accept: 'text/csv' }).get(`/pay-periods/${id}/timesheet`);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const text = String(csv.body);
    expect(text.split('\n')[0]).toBe(
      'employeeId,operatorName,date,locationName,positionName,startsAt,endsAt,checkedInAt,checkedOutAt,minutes,lateMinutes,leftEarlyMinutes,remark,operatorId,claimId',
    );
    expect(text).toContain("'+1");
    expect(text).not.toContain(',=HYPERLINK');
    const elsewhere = (await aUser(app, 'supervisor', [(await aLocation(app)).id])).client;
    expect((await sheet(id, elsewhere)).lines).toEqual([]);
    await gone(id);
  });
});

describe('a pay period', () => {
  it('overlaps no other, must end after it starts, and can be deleted while open', async () => {
    const id = await period('2026-11-09', '2026-11-15');
    const overlapping = { startsOn: '2026-11-15', endsOn: '2026-11-20' };
    expect((await app.admin.post('/pay-periods', overlapping)).body.code).toBe('OVERLAPPING_PAY_PERIOD');
    const backwards = { startsOn: '2026-12-15', endsOn: '2026-12-01' };
    expect((await app.admin.post('/pay-periods', backwards)).status).toBe(400);
    expect((await supervisor.post('/pay-periods', overlapping)).status).toBe(403);
    await gone(id);
    expect((await app.admin.get(`/pay-periods/${id}`)).status).toBe(404);
  });

  it('once locked protects recorded work from every change, including simultaneous ones', async () => {
    const { id: claimId } = await onShift(app, locationId, maya.id, EVENING);
    const { id: other } = await onShift(app, locationId, (await anOperator(app)).id, EVENING);
    const id = await period('2026-11-09', '2026-11-15');
    const early = await period('2026-11-16', '2026-11-30');
    expect((await app.admin.post(`/pay-periods/${early}/lock`)).body.code).toBe('PERIOD_NOT_OVER');
    const correction = { checkedInAt: EVENING.startsAt, checkedOutAt: EVENING.endsAt, reason: 'forgot' };
    const asked = succeeded(await maya.client.post(`/claims/${claimId}/attendance-corrections`, correction));
    expect((await app.admin.post(`/pay-periods/${id}/lock`)).body.code).toBe('CORRECTIONS_PENDING');
    succeeded(await supervisor.post(`/attendance-corrections/${asked.id}/approve`));
    for (const { id: left } of (await supervisor.get('/attendance-corrections?status=pending')).body.items)
      succeeded(await supervisor.post(`/attendance-corrections/${left}/reject`, { reason: 'too late' }));
    const [lock, ...changes] = await Promise.all([
      app.admin.post(`/pay-periods/${id}/lock`),
      ...[1, 2, 3].map(() => supervisor.post(`/claims/${other}/check-in`, { at: EVENING.startsAt })),
    ]);
    expect(lock.status).toBe(200);
    const before = await sheet(id);
    expect(changes.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    const fixed = { ...correction, checkedOutAt: '2026-11-12T22:00:00-06:00' };
    for (const answer of [
      await supervisor.post(`/claims/${claimId}/attendance-corrections`, fixed),
      await supervisor.post(`/claims/${other}/covered-by`, {
        operatorId: (await anOperator(app)).id,
        reason: 'x',
      }),
    ])
      expect(['PERIOD_LOCKED', 'SHIFT_WORKED']).toContain(answer.body.code);
    expect((await sheet(id)).lines).toEqual(before.lines);
    expect(
      (await app.admin.post(`/pay-periods/${id}/unlock`, { reason: 'a mistake' })).body.lockedAt,
    ).toBeNull();
    expect((await supervisor.post(`/claims/${claimId}/attendance-corrections`, fixed)).status).toBe(201);
    for (const one of [id, early]) await gone(one);
  });
});
