import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anApiKey,
  anOperator,
  aShift,
  aUser,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { assign, recordAttendance, onShift } from '../support/assignments.js';

// The time is Monday, 26 October 2026, noon in Chicago.

let app: TestApp;
let locationId: string;
let supervisor: HttpClient;
let maya: MadeOperator;

beforeAll(async () => {
  app = await startApp();
  succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago' }));
  locationId = (await aLocation(app)).id;
  supervisor = (await aUser(app, 'supervisor', [locationId])).client;
});
beforeEach(async () => {
  maya = await anOperator(app, { locationIds: [locationId] });
});
afterAll(() => app.close());

/** From Friday evening to Monday morning, over the clock change: 61 hours instead of 60. */
const WEEKEND = { startsAt: '2026-10-30T18:00:00-05:00', endsAt: '2026-11-02T06:00:00-06:00' };
const SATURDAY = { startsAt: '2026-10-31T22:00:00-05:00', endsAt: '2026-11-01T02:00:00-06:00' };
const ask = (body: object = {}, { id, client }: MadeOperator = maya): Promise<Answer> =>
  client.post(`/operators/${id}/time-off-requests`, { ...WEEKEND, reason: 'a wedding', ...body });
const act = (id: string, what: string, body: object = {}, client = supervisor): Promise<Answer> =>
  client.post(`/time-off-requests/${id}/${what}`, body);

describe('time off', () => {
  it('forbids nothing until it is approved, then acts like any absence; the operator is notified', async () => {
    const made = succeeded(await ask());
    expect(made).toMatchObject({ operatorId: maya.id, status: 'pending', ...WEEKEND, seatsHeld: 0 });
    const shift = await aShift(app, locationId, SATURDAY);
    const { id } = succeeded(await maya.client.post(`/shifts/${shift.id}/claims`));
    succeeded(await maya.client.post(`/claims/${id}/withdraw`));
    expect((await act(made.id, 'approve', {}, maya.client)).status).toBe(403);
    expect(succeeded(await act(made.id, 'approve'))).toMatchObject({ status: 'approved' });
    expect((await maya.client.post(`/shifts/${shift.id}/claims`)).body.code).toBe('UNAVAILABLE');
    expect((await act(made.id, 'approve')).body.code).toBe('TIME_OFF_DECIDED');
    await app.jobsDone();
    const [message] = (await app.admin.get(`/messages?userId=${maya.userId}`)).body.items;
    expect(message.subject).toBe('Time off approved: Fri 30 Oct, 18:00 CDT–Mon 2 Nov, 06:00 CST');
  });

  it('is approved over the operator’s seats only when they are to be freed', async () => {
    const approved = await assign(app, (await aShift(app, locationId, SATURDAY)).id, maya.id);
    const sunday = { startsAt: '2026-11-01T20:00:00-06:00', endsAt: '2026-11-01T23:00:00-06:00' };
    const other = await aShift(app, locationId, sunday);
    const { id: pending } = succeeded(await maya.client.post(`/shifts/${other.id}/claims`));
    const { id } = succeeded(await ask());
    expect((await supervisor.get(`/time-off-requests/${id}`)).body.seatsHeld).toBe(2);
    expect((await act(id, 'approve')).body.code).toBe('HOLDS_SEATS');
    succeeded(await act(id, 'approve', { freeSeats: true }));
    const statuses = await Promise.all(
      [approved.id, pending].map(async (one) => (await app.admin.get(`/claims/${one}`)).body.status),
    );
    expect(statuses).toEqual(['cancelled', 'rejected']);
  });

  it('does not change shifts that have begun, worked or missed, and is approved anyway', async () => {
    const today = { startsAt: '2026-10-26T00:00:00-05:00', endsAt: '2026-10-27T00:00:00-05:00' };
    const morning = { startsAt: '2026-10-26T08:00:00-05:00', endsAt: '2026-10-26T10:00:00-05:00' };
    const early = { startsAt: '2026-10-26T05:00:00-05:00', endsAt: '2026-10-26T07:00:00-05:00' };
    const evening = { startsAt: '2026-10-26T20:00:00-05:00', endsAt: '2026-10-26T22:00:00-05:00' };
    const worked = await onShift(app, locationId, maya.id, morning);
    await recordAttendance(app, worked.id, morning.startsAt, morning.endsAt);
    const missed = await onShift(app, locationId, maya.id, early);
    const ahead = await onShift(app, locationId, maya.id, evening);
    const made = succeeded(await ask(today));
    expect(made.seatsHeld).toBe(1);
    succeeded(await act(made.id, 'approve', { freeSeats: true }));
    const statuses = [worked, missed, ahead].map(
      async ({ id }) => (await app.admin.get(`/claims/${id}`)).body.status,
    );
    expect(await Promise.all(statuses)).toEqual(['approved', 'approved', 'cancelled']);
  });

  it('is rejected with a reason, and cancelled with its absence', async () => {
    const first = succeeded(await ask());
    expect((await act(first.id, 'reject', { reason: 'exams' })).body).toMatchObject({
      status: 'rejected',
      decisionReason: 'exams',
    });
    const second = succeeded(await ask());
    succeeded(await act(second.id, 'approve'));
    expect((await act(second.id, 'cancel', {}, maya.client)).body.status).toBe('cancelled');
    expect((await maya.client.get(`/operators/${maya.id}/unavailability`)).body.items).toEqual([]);
    expect((await act(second.id, 'cancel', {}, maya.client)).body.code).toBe('TIME_OFF_DECIDED');
  });

  it('is for the operator and their supervisors; keys and the trail hide its reason', async () => {
    const { id } = succeeded(await ask());
    const noor = await anOperator(app, { locationIds: [locationId] });
    expect((await noor.client.get(`/time-off-requests/${id}`)).status).toBe(404);
    expect((await ask({}, { ...maya, client: noor.client })).status).toBe(404);
    const elsewhere = (await aUser(app, 'supervisor', [(await aLocation(app)).id])).client;
    expect((await elsewhere.get('/time-off-requests')).body.items).toEqual([]);
    const key = await anApiKey(app, ['schedule:read']);
    expect((await key.get(`/time-off-requests/${id}`)).body.reason).toBeNull();
    const trail = (await app.admin.get(`/audit-events?entityId=${id}`)).body.items;
    expect(JSON.stringify(trail)).not.toContain('wedding');
  });

  it.each([
    ['an end before its start', { endsAt: '2026-10-30T17:00:00-05:00' }],
    ['an end in the past', { startsAt: '2026-10-01T08:00:00Z', endsAt: '2026-10-02T08:00:00Z' }],
    ['more than a year', { endsAt: '2028-01-01T00:00:00Z' }],
  ])('is refused with %s', async (_name, body) => {
    const answer = await ask(body);
    expect([answer.status, answer.body.violations[0].field]).toEqual([400, 'endsAt']);
  });

  it('approved while the operator claims leaves one of the two', async () => {
    const shift = await aShift(app, locationId, SATURDAY);
    const { id } = succeeded(await ask());
    const [claim, approval] = await Promise.all([
      maya.client.post(`/shifts/${shift.id}/claims`),
      act(id, 'approve'),
    ]);
    expect([claim.status, approval.status].sort()).toEqual([claim.status === 201 ? 201 : 200, 409]);
  });
});
