import { actionsOn } from '../support/answers.js';
import { startApp, TEST_NOW, waitFor, type TestApp } from '../support/app.js';
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
import { assign, onShift } from '../support/assignments.js';

/** On Tuesday, 27 October 2026, in Chicago; the time is noon of the day before. */
const at = (time: string): string => `2026-10-27T${time}:00-05:00`;
const EVENING = { startsAt: at('18:00'), endsAt: at('22:00') };

let app: TestApp;
let locationId: string;
let supervisor: HttpClient;
let maya: MadeOperator;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  app.clock.set(TEST_NOW);
  locationId = (await aLocation(app)).id;
  supervisor = (await aUser(app, 'supervisor', [locationId])).client;
  maya = await anOperator(app);
});
afterAll(() => app.close());

const expectRefused = (answer: Answer, code: string): void =>
  expect(answer).toMatchObject({ status: 409, body: { code } });
const stateOf = async (claimId: string): Promise<Answer['body']> =>
  (await app.admin.get(`/claims/${claimId}`)).body;

describe('a check-out', () => {
  const worked = async (): Promise<string> => {
    const { id } = await onShift(app, locationId, maya.id, EVENING);
    app.clock.set(at('18:00'));
    succeeded(await maya.client.post(`/claims/${id}/check-in`));
    app.clock.set(at('21:00'));
    succeeded(await maya.client.post(`/claims/${id}/check-out`));
    return id;
  };

  it('can be undone by the operator for 15 minutes', async () => {
    const id = await worked();
    app.clock.set(at('21:15'));
    const undone = await maya.client.post(`/claims/${id}/undo-check-out`);
    expect(undone).toMatchObject({ status: 200, body: { checkedInAt: at('18:00'), checkedOutAt: null } });
    expectRefused(await maya.client.post(`/claims/${id}/undo-check-out`), 'NOT_CHECKED_OUT');
    expect((await actionsOn(app, id)).at(-1)).toBe('claim.check-out-undone');
    app.clock.set(at('21:30'));
    succeeded(await maya.client.post(`/claims/${id}/check-out`));
    app.clock.set(at('21:46'));
    expectRefused(await maya.client.post(`/claims/${id}/undo-check-out`), 'UNDO_TOO_LATE');
    expect((await supervisor.post(`/claims/${id}/undo-check-out`)).status).toBe(200);
  });

  it('stays when no check-out would be possible any more, or its pay period is locked', async () => {
    const id = await worked();
    app.clock.set('2026-10-28T22:00:01-05:00');
    expectRefused(await supervisor.post(`/claims/${id}/undo-check-out`), 'UNDO_TOO_LATE');
    app.clock.set('2026-10-28T21:59:00-05:00');
    const dates = { startsOn: '2026-10-27', endsOn: '2026-10-28' };
    const period = succeeded(await app.admin.post('/pay-periods', dates));
    app.clock.set('2026-10-28T21:59:00-05:00');
    succeeded(await app.admin.post(`/pay-periods/${period.id}/lock`));
    expectRefused(await supervisor.post(`/claims/${id}/undo-check-out`), 'PERIOD_LOCKED');
    succeeded(await app.admin.post(`/pay-periods/${period.id}/unlock`, { reason: 'test' }));
  });

  it('stays when another shift has begun since, which is named', async () => {
    const id = await worked();
    const next = await onShift(app, locationId, maya.id, { startsAt: at('22:00'), endsAt: at('23:00') });
    app.clock.set(at('21:50'));
    succeeded(await maya.client.post(`/claims/${next.id}/check-in`));
    const refused = await supervisor.post(`/claims/${id}/undo-check-out`);
    expectRefused(refused, 'OVERLAPPING_ATTENDANCE');
    expect(refused.body.detail).toContain('22:00 to 23:00');
  });
});

describe('a no-show', () => {
  it('can be undone, and is then neither present nor absent', async () => {
    const { id } = await onShift(app, locationId, maya.id, EVENING);
    expectRefused(await supervisor.post(`/claims/${id}/undo-no-show`), 'NOT_NO_SHOW');
    app.clock.set(at('18:30'));
    succeeded(await supervisor.post(`/claims/${id}/no-show`));
    expect((await maya.client.post(`/claims/${id}/undo-no-show`)).status).toBe(403);
    expect((await supervisor.post(`/claims/${id}/undo-no-show`)).body.noShow).toBe(false);
    expect((await actionsOn(app, id)).at(-1)).toBe('claim.no-show-undone');
    expect((await maya.client.post(`/claims/${id}/check-in`)).status).toBe(200);
  });

  it('stays when another operator was recorded as covering', async () => {
    const { id } = await onShift(app, locationId, maya.id, EVENING);
    app.clock.set('2026-10-28T12:00:00-05:00');
    const body = { operatorId: (await anOperator(app)).id, reason: 'stood in' };
    succeeded(await supervisor.post(`/claims/${id}/covered-by`, body));
    expectRefused(await supervisor.post(`/claims/${id}/undo-no-show`), 'CLAIM_NOT_APPROVED');
  });
});

describe('a cancelled shift', () => {
  const cancel = async (id: string): Promise<void> =>
    void succeeded(await supervisor.post(`/shifts/${id}/cancel`, { reason: 'Flood' }));
  const restore = (id: string): Promise<Answer> => supervisor.post(`/shifts/${id}/restore`);

  it('is restored with the claims that were cancelled with it, with their status', async () => {
    const shift = await aShift(app, locationId, { ...EVENING, seats: 3 });
    const approved = await assign(app, shift.id, maya.id);
    const noor = await anOperator(app);
    const pending = succeeded(await noor.client.post(`/shifts/${shift.id}/claims`));
    const gone = await assign(app, shift.id, (await anOperator(app)).id);
    succeeded(await supervisor.post(`/claims/${gone.id}/cancel`, { reason: 'ill' }));
    await cancel(shift.id);
    const answer = await restore(shift.id);
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'published', cancelReason: null, seatsTaken: 2, notRestored: [] },
    });
    expect(answer.body.restored.toSorted()).toEqual([approved.id, pending.id].sort());
    expect(await stateOf(approved.id)).toMatchObject({ status: 'approved', reason: null });
    expect(await stateOf(pending.id)).toMatchObject({ status: 'pending', decidedAt: null });
    expect((await stateOf(gone.id)).status).toBe('cancelled');
    expect((await actionsOn(app, shift.id)).at(-1)).toBe('shift.restored');
    expect((await actionsOn(app, approved.id)).at(-1)).toBe('claim.restored');
    expectRefused(await restore(shift.id), 'SHIFT_NOT_CANCELLED');
  });

  it('names those that cannot be restored: busy elsewhere, no longer qualified', async () => {
    const positionId = (await aPosition(app)).id;
    const both = ['00000000-0000-7000-8000-000000000001', positionId];
    const noor = await anOperator(app, { positionIds: both });
    const shift = await aShift(app, locationId, { ...EVENING, positionId, seats: 2 });
    succeeded(await app.admin.patch(`/operators/${maya.id}`, { positionIds: both }));
    const [own, theirs] = [await assign(app, shift.id, maya.id), await assign(app, shift.id, noor.id)];
    await cancel(shift.id);
    await onShift(app, locationId, maya.id, { startsAt: at('21:00'), endsAt: at('23:00') });
    succeeded(await app.admin.patch(`/operators/${noor.id}`, { positionIds: both.slice(0, 1) }));
    const { restored, notRestored, seatsTaken } = succeeded(await restore(shift.id));
    expect([restored, seatsTaken]).toEqual([[], 0]);
    const codes = new Map(
      notRestored.map((one: { claimId: string; violations: { code: string }[] }) => [
        one.claimId,
        one.violations.map(({ code }) => code),
      ]),
    );
    expect([codes.get(own.id), codes.get(theirs.id)]).toEqual([['OVERLAPPING_SHIFT'], ['NOT_QUALIFIED']]);
    // A claim that stayed cancelled is not restored after a later cancellation.
    await cancel(shift.id);
    expect(succeeded(await restore(shift.id))).toMatchObject({ restored: [], notRestored: [] });
  });

  it('stays cancelled after its start, and cannot be restored by others', async () => {
    const shift = await aShift(app, locationId, EVENING);
    await cancel(shift.id);
    const elsewhere = (await aUser(app, 'supervisor', [(await aLocation(app)).id])).client;
    expect((await elsewhere.post(`/shifts/${shift.id}/restore`)).status).toBe(404);
    expect((await maya.client.post(`/shifts/${shift.id}/restore`)).status).toBe(403);
    app.clock.set(EVENING.startsAt);
    expectRefused(await restore(shift.id), 'SHIFT_STARTED');
  });

  it('is restored as a draft if it was one, and once for ten requests', async () => {
    const shift = await aShift(app, locationId, { ...EVENING, status: 'draft' });
    const { id } = await assign(app, shift.id, maya.id);
    await cancel(shift.id);
    const answers = await Promise.all(Array.from({ length: 10 }, () => restore(shift.id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.find(({ status }) => status === 200)!.body).toMatchObject({
      status: 'draft',
      restored: [id],
    });
  });

  describe('restores what depended on it:', () => {
    const stateAt = async (path: string): Promise<Answer['body']> => (await app.admin.get(path)).body;
    const dropped = async (id: string, { client } = maya): Promise<string> =>
      succeeded(await client.post(`/claims/${id}/drop-requests`, { reason: 'an exam' })).id;

    it('the waitlist in its order, also when the cancellation closed it', async () => {
      const shift = await aShift(app, locationId, { ...EVENING, seats: 1 });
      await assign(app, shift.id, maya.id);
      const waiting = [await anOperator(app), await anOperator(app)];
      const entries: string[] = [];
      for (const { client } of waiting)
        entries.push(succeeded(await client.post(`/shifts/${shift.id}/waitlist`)).id as string);
      await cancel(shift.id);
      const isClosed = async () => (await stateAt(`/waitlist-entries/${entries[1]}`)).status === 'closed';
      await waitFor(isClosed);
      expect(succeeded(await restore(shift.id)).waitlistEntries).toEqual(entries);
      for (const [index, id] of entries.entries())
        expect(await stateAt(`/waitlist-entries/${id}`)).toMatchObject({
          status: 'waiting',
          rank: index + 1,
        });
    });

    it('open drop requests and swaps, once their claims are restored', async () => {
      const shift = await aShift(app, locationId, { ...EVENING, seats: 2 });
      const noor = await anOperator(app);
      const [own, theirs] = [await assign(app, shift.id, maya.id), await assign(app, shift.id, noor.id)];
      const drop = await dropped(own.id);
      const lost = await dropped(theirs.id, noor);
      const other = await anOperator(app);
      const wanted = await onShift(app, locationId, other.id, {
        startsAt: '2026-10-28T18:00:00-05:00',
        endsAt: '2026-10-28T22:00:00-05:00',
      });
      const offer = (body: object) => maya.client.post('/swaps', { claimId: own.id, ...body });
      const swap = succeeded(await offer({ withClaimId: wanted.id }));
      const taken = succeeded(await offer({ toOperatorId: other.id }));
      succeeded(await maya.client.post(`/swaps/${taken.id}/cancel`));
      await cancel(shift.id);
      expect((await stateAt(`/drop-requests/${drop}`)).status).toBe('cancelled');
      await onShift(app, locationId, noor.id, { startsAt: at('21:00'), endsAt: at('23:00') });
      const answer = succeeded(await restore(shift.id));
      expect(answer).toMatchObject({ restored: [own.id], dropRequests: [drop], swaps: [swap.id] });
      expect(await stateAt(`/drop-requests/${drop}`)).toMatchObject({ status: 'open', decidedAt: null });
      expect((await stateAt(`/drop-requests/${lost}`)).status).toBe('cancelled');
      expect(await stateAt(`/swaps/${swap.id}`)).toMatchObject({ status: 'open', decidedAt: null });
      expect((await stateAt(`/swaps/${taken.id}`)).status).toBe('cancelled');
      expect(succeeded(await other.client.post(`/swaps/${swap.id}/accept`)).status).toBe('completed');
    });

    it('nothing that ended meanwhile: a swap without its other side stays cancelled', async () => {
      const { id, shiftId } = await onShift(app, locationId, maya.id, EVENING);
      const other = await anOperator(app);
      const wanted = await onShift(app, locationId, other.id, {
        startsAt: '2026-10-28T18:00:00-05:00',
        endsAt: '2026-10-28T22:00:00-05:00',
      });
      const swap = succeeded(await maya.client.post('/swaps', { claimId: id, withClaimId: wanted.id }));
      await cancel(shiftId);
      succeeded(await supervisor.post(`/claims/${wanted.id}/cancel`, { reason: 'ill' }));
      expect(succeeded(await restore(shiftId))).toMatchObject({ restored: [id], swaps: [] });
      expect((await stateAt(`/swaps/${swap.id}`)).status).toBe('cancelled');
    });

    it('a request that waited for approval, open again for another taker', async () => {
      succeeded(await app.admin.patch(`/locations/${locationId}`, { tradesNeedApproval: true }));
      const { id, shiftId } = await onShift(app, locationId, maya.id, EVENING);
      const drop = await dropped(id);
      const noor = await anOperator(app);
      succeeded(await noor.client.post(`/drop-requests/${drop}/take`));
      await cancel(shiftId);
      const { notRestored, dropRequests } = succeeded(await restore(shiftId));
      expect(notRestored[0].violations[0].code).toBe('CLAIM_IS_RELIEF');
      expect(dropRequests).toEqual([drop]);
      succeeded(await noor.client.post(`/drop-requests/${drop}/take`));
    });
  });
});
