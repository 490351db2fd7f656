import { Jobs } from '../../src/platform/jobs/jobs.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, succeeded, type MadeOperator } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { assign } from '../support/assignments.js';

// The time is Monday, 26 October 2026, noon in Chicago; offers last two hours.

const NOON = '2026-10-26T12:00:00-05:00';
let app: TestApp;
let locationId: string;
let supervisor: HttpClient;
let holder: MadeOperator;

beforeAll(async () => {
  app = await startApp();
  locationId = (await aLocation(app)).id;
  supervisor = (await aUser(app, 'supervisor', [locationId])).client;
});
beforeEach(async () => {
  app.clock.set(NOON);
  holder = await anOperator(app);
});
afterAll(() => app.close());

const join = ({ client }: MadeOperator, shiftId: string): Promise<Answer> =>
  client.post(`/shifts/${shiftId}/waitlist`);
const claim = ({ client }: MadeOperator, shiftId: string): Promise<Answer> =>
  client.post(`/shifts/${shiftId}/claims`);
const entry = async (id: string): Promise<Answer['body']> =>
  (await app.admin.get(`/waitlist-entries/${id}`)).body;
async function settled(): Promise<void> {
  await app.app.get(Jobs).enqueue('waitlist', {});
  await app.jobsDone();
}

/** A full shift of one seat, its claim, and the operators who wait for it. */
async function full(
  count: number,
  overrides: object = {},
): Promise<{ shiftId: string; claimId: string; waiting: MadeOperator[]; entries: string[] }> {
  const { id: shiftId } = await aShift(app, locationId, overrides);
  const { id: claimId } = await assign(app, shiftId, holder.id);
  const waiting: MadeOperator[] = [];
  const entries: string[] = [];
  for (let at = 0; at < count; at++) {
    const operator = await anOperator(app);
    waiting.push(operator);
    entries.push(succeeded(await join(operator, shiftId)).id);
  }
  return { shiftId, claimId, waiting, entries };
}
const freed = async (claimId: string): Promise<void> => {
  succeeded(await supervisor.post(`/claims/${claimId}/cancel`, { reason: 'ill' }));
  await app.jobsDone();
};

describe('a waitlist', () => {
  it('orders entries by their time', async () => {
    const { shiftId, waiting, entries } = await full(2);
    expect(await entry(entries[1]!)).toEqual(
      expect.objectContaining({ shiftId, operatorId: waiting[1]!.id, status: 'waiting', rank: 2 }),
    );
    expect((await waiting[0]!.client.get('/waitlist-entries')).body.items).toMatchObject([{ rank: 1 }]);
    expect((await supervisor.get(`/waitlist-entries?shiftId=${shiftId}`)).body.items).toHaveLength(2);
    expect((await waiting[0]!.client.get(`/waitlist-entries/${entries[1]!}`)).status).toBe(404);
  });

  it('is for full shifts, once per operator, and for operators who could work them', async () => {
    const { shiftId, waiting } = await full(1);
    expect((await join(waiting[0]!, shiftId)).body.code).toBe('ALREADY_WAITING');
    expect((await join(holder, shiftId)).body.code).toBe('ALREADY_CLAIMED');
    const open = await aShift(app, locationId);
    expect((await join(waiting[0]!, open.id)).body.code).toBe('SHIFT_NOT_FULL');
    const capped = await anOperator(app, { weeklyHourCap: 1 });
    expect((await join(capped, shiftId)).body.code).toBe('WEEKLY_CAP_EXCEEDED');
    const draft = await aShift(app, locationId, { status: 'draft' });
    expect((await supervisor.post(`/shifts/${draft.id}/waitlist`, { operatorId: capped.id })).body.code).toBe(
      'SHIFT_NOT_PUBLISHED',
    );
  });

  it('offers a free seat to the first, and holds it from all others', async () => {
    const { shiftId, claimId, waiting, entries } = await full(2);
    const other = await anOperator(app);
    await freed(claimId);
    expect(await entry(entries[0]!)).toMatchObject({
      status: 'offered',
      offerEndsAt: '2026-10-26T14:00:00-05:00',
    });
    const messages = (await app.admin.get(`/messages?userId=${waiting[0]!.userId}`)).body.items;
    expect(messages[0]).toMatchObject({ kind: 'waitlist-offer' });
    for (const somebody of [other, waiting[1]!]) {
      const refused = await claim(somebody, shiftId);
      expect([refused.status, refused.body.code]).toEqual([409, 'SHIFT_FULL']);
      expect(refused.body.detail).toContain('waitlist');
    }
    expect((await supervisor.post(`/shifts/${shiftId}/claims`, { operatorId: other.id })).body.code).toBe(
      'SHIFT_FULL',
    );
    const [mine, theirs] = await Promise.all(
      [waiting[0]!, other].map(async ({ client }) =>
        (await client.get('/shifts?claimable=true')).body.items.some(
          ({ id }: { id: string }) => id === shiftId,
        ),
      ),
    );
    expect([mine, theirs]).toEqual([true, false]);
    const taken = await waiting[0]!.client.post(`/waitlist-entries/${entries[0]!}/accept`);
    expect([taken.status, taken.body.status]).toEqual([201, 'pending']);
    expect(await entry(entries[0]!)).toMatchObject({ status: 'taken', rank: null });
    expect(await entry(entries[1]!)).toMatchObject({ status: 'waiting', rank: 1 });
  });

  it('holds the seat from the moment it is free', async () => {
    const { shiftId, claimId, waiting, entries } = await full(1);
    const others = await Promise.all(Array.from({ length: 6 }, () => anOperator(app)));
    const [, ...answers] = await Promise.all([
      supervisor.post(`/claims/${claimId}/cancel`, { reason: 'ill' }),
      ...others.map((one) => claim(one, shiftId)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(others.map(() => 409));
    await app.jobsDone();
    expect(await entry(entries[0]!)).toMatchObject({ status: 'offered' });
    expect((await claim(waiting[0]!, shiftId)).status).toBe(201);
    expect(await entry(entries[0]!)).toMatchObject({ status: 'taken' });
  });

  it('goes to the next after a declined or expired offer, and then to anybody', async () => {
    const { shiftId, claimId, waiting, entries } = await full(2);
    await freed(claimId);
    succeeded(await waiting[0]!.client.post(`/waitlist-entries/${entries[0]!}/leave`));
    await app.jobsDone();
    expect(await entry(entries[0]!)).toMatchObject({ status: 'left' });
    expect(await entry(entries[1]!)).toMatchObject({ status: 'offered' });
    app.clock.set('2026-10-26T13:59:59-05:00');
    await settled();
    expect(await entry(entries[1]!)).toMatchObject({ status: 'offered' });
    app.clock.set('2026-10-26T14:00:00-05:00');
    expect((await waiting[1]!.client.post(`/waitlist-entries/${entries[1]!}/accept`)).body.code).toBe(
      'NO_OFFER',
    );
    await settled();
    expect(await entry(entries[1]!)).toMatchObject({ status: 'expired' });
    expect((await claim(await anOperator(app), shiftId)).status).toBe(201);
  });

  it('skips operators who may not work it now, and asks them again for the next seat', async () => {
    const { shiftId, claimId, waiting, entries } = await full(1);
    const elsewhere = await aShift(app, locationId);
    const busy = await assign(app, elsewhere.id, waiting[0]!.id);
    await freed(claimId);
    expect(await entry(entries[0]!)).toMatchObject({ status: 'waiting', rank: 1 });
    const other = await anOperator(app);
    const { id } = succeeded(await claim(other, shiftId));
    succeeded(await supervisor.post(`/claims/${busy.id}/cancel`, { reason: 'not needed' }));
    succeeded(await other.client.post(`/claims/${id}/withdraw`));
    await app.jobsDone();
    expect(await entry(entries[0]!)).toMatchObject({ status: 'offered' });
  });

  it.each([
    ['rejected', (client: HttpClient, id: string) => client.post(`/claims/${id}/reject`, { reason: 'no' })],
    [
      'rejected with others',
      (client: HttpClient, id: string) => client.post('/claims/reject', { claimIds: [id], reason: 'no' }),
    ],
  ])('is used when a claim is %s', async (_name, end) => {
    const { id: shiftId } = await aShift(app, locationId);
    const { id: claimId } = succeeded(await claim(holder, shiftId));
    const next = await anOperator(app);
    const { id } = succeeded(await join(next, shiftId));
    succeeded(await end(supervisor, claimId));
    await app.jobsDone();
    expect(await entry(id)).toMatchObject({ status: 'offered' });
  });

  it('is used for added seats, as many as there are, and when an operator is released or deactivated', async () => {
    const { shiftId, claimId, entries } = await full(4);
    succeeded(await supervisor.patch(`/shifts/${shiftId}`, { seats: 3 }));
    await app.jobsDone();
    const statuses = async (): Promise<string[]> =>
      Promise.all(entries.map(async (id) => (await entry(id)).status));
    expect(await statuses()).toEqual(['offered', 'offered', 'waiting', 'waiting']);
    const drop = succeeded(
      await holder.client.post(`/claims/${claimId}/drop-requests`, { reason: 'an exam' }),
    );
    succeeded(await supervisor.post(`/drop-requests/${drop.id}/release`, { reason: 'fine' }));
    await app.jobsDone();
    expect(await statuses()).toEqual(['offered', 'offered', 'offered', 'waiting']);
  });

  it('is used when the seat’s operator is deactivated', async () => {
    const { entries } = await full(1);
    succeeded(
      await app.admin.post(`/operators/${holder.id}/deactivate`, { on: '2026-10-26', reason: 'left' }),
    );
    await app.jobsDone();
    expect(await entry(entries[0]!)).toMatchObject({ status: 'offered' });
  });

  it('ends for operators who get a seat otherwise or are deactivated, and protects offered seats from removal', async () => {
    const { shiftId, claimId, waiting, entries } = await full(2, { seats: 1 });
    const drop = succeeded(
      await holder.client.post(`/claims/${claimId}/drop-requests`, { reason: 'an exam' }),
    );
    succeeded(await waiting[0]!.client.post(`/drop-requests/${drop.id}/take`));
    expect(await entry(entries[0]!)).toMatchObject({ status: 'taken' });
    succeeded(await supervisor.patch(`/shifts/${shiftId}`, { seats: 2 }));
    await app.jobsDone();
    expect(await entry(entries[1]!)).toMatchObject({ status: 'offered' });
    expect((await supervisor.patch(`/shifts/${shiftId}`, { seats: 1 })).body.code).toBe('SEATS_OFFERED');
    const left = { on: '2026-10-26', reason: 'left' };
    succeeded(await app.admin.post(`/operators/${waiting[1]!.id}/deactivate`, left));
    expect(await entry(entries[1]!)).toMatchObject({ status: 'left' });
    expect((await claim(await anOperator(app), shiftId)).status).toBe(201);
  });

  it('loses several entries at once without a deadlock', async () => {
    const { waiting, entries } = await full(6);
    const before = await app.database.query<{ deadlocks: string }>(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    );
    const answers = await Promise.all(
      waiting.map(({ client }, index) => client.post(`/waitlist-entries/${entries[index]!}/leave`)),
    );
    expect(answers.map(({ status }) => status)).toEqual(waiting.map(() => 200));
    const after = await app.database.query<{ deadlocks: string }>(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(after).toEqual(before);
  });

  it('closes with its shift', async () => {
    const cancelled = await full(1);
    succeeded(await supervisor.post(`/shifts/${cancelled.shiftId}/cancel`, { reason: 'flood' }));
    await app.jobsDone();
    expect(await entry(cancelled.entries[0]!)).toMatchObject({ status: 'closed' });
    holder = await anOperator(app);
    const begun = await full(1);
    app.clock.set('2026-10-27T20:00:00-05:00');
    await settled();
    expect(await entry(begun.entries[0]!)).toMatchObject({ status: 'closed' });
  });

  it('ends offers at the start of the shift, whatever the clock change', async () => {
    const { claimId, entries } = await full(1, {
      startsAt: '2026-11-01T01:30:00-06:00',
      endsAt: '2026-11-01T06:00:00-06:00',
    });
    app.clock.set('2026-11-01T01:00:00-05:00');
    await freed(claimId);
    expect((await entry(entries[0]!)).offerEndsAt).toBe('2026-11-01T01:30:00-06:00');
  });

  it('fills no more seats than are free, with any number of simultaneous requests', async () => {
    const { id: shiftId } = await aShift(app, locationId, { seats: 5 });
    const holders = await Promise.all(Array.from({ length: 5 }, () => anOperator(app)));
    const claims: string[] = [];
    for (const one of holders) claims.push(succeeded(await claim(one, shiftId)).id);
    const waiting = await Promise.all(Array.from({ length: 8 }, () => anOperator(app)));
    for (const one of waiting) succeeded(await join(one, shiftId));
    await Promise.all(
      claims
        .slice(0, 3)
        .map((id, index) => holders[index]!.client.post(`/claims/${id}/withdraw`).then(succeeded)),
    );
    await app.jobsDone();
    const offered = (await supervisor.get(`/waitlist-entries?shiftId=${shiftId}&status=offered`)).body.items;
    expect(offered).toHaveLength(3);
    const answers = await Promise.all(waiting.map((one) => claim(one, shiftId)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect((await supervisor.get(`/shifts/${shiftId}`)).body).toMatchObject({ seats: 5, seatsTaken: 5 });
    await settled();
  });
});
