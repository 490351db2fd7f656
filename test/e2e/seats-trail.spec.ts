import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, succeeded, type MadeOperator } from '../support/factories.js';
import type { HttpClient } from '../support/http-client.js';
import { assign } from '../support/assignments.js';
import { effectsOf } from '../support/seats/effects.js';

// The time is Monday, 26 October 2026, noon in Chicago.

const NOON = '2026-10-26T12:00:00-05:00';
const AFTERWARDS = '2026-10-28T09:00:00-05:00';
const LATER = { startsAt: '2026-10-29T20:00:00-05:00', endsAt: '2026-10-30T00:00:00-05:00' };

describe('the end of a claim ends its requests, with an entry in the trail and a message to both sides,', () => {
  let app: TestApp;
  let supervisor: HttpClient;
  let at: string;
  let maya: MadeOperator;
  let noor: MadeOperator;
  beforeAll(async () => {
    app = await startApp();
    at = (await aLocation(app, { tradesNeedApproval: true })).id;
    supervisor = (await aUser(app, 'supervisor', [at])).client;
  });
  beforeEach(async () => {
    app.clock.set(NOON);
    maya = await anOperator(app, { name: 'Maya Ortiz' });
    noor = await anOperator(app, { name: 'Noor Haddad' });
  });
  afterAll(() => app.close());

  interface Traded {
    shiftId: string;
    claimId: string;
    drop: string;
    swap: string;
  }
  /** Maya's shift, with an open drop request and a swap offered to Noor. */
  async function traded(): Promise<Traded> {
    const { id: shiftId } = await aShift(app, at);
    const { id: claimId } = await assign(app, shiftId, maya.id);
    const drop = succeeded(await maya.client.post(`/claims/${claimId}/drop-requests`, { reason: 'exam' })).id;
    const swap = succeeded(await maya.client.post('/swaps', { claimId, toOperatorId: noor.id })).id;
    return { shiftId, claimId, drop, swap };
  }
  const told = (kind: string, ...people: MadeOperator[]): string[] =>
    people.map(({ userId }) => `${kind} ${userId}`);

  it.each<[string, (traded: Traded) => Promise<unknown>]>([
    [
      'a supervisor cancels it',
      async ({ claimId }) => succeeded(await supervisor.post(`/claims/${claimId}/cancel`, { reason: 'ill' })),
    ],
    [
      'its operator leaves',
      async () =>
        succeeded(
          await app.admin.post(`/operators/${maya.id}/deactivate`, { on: '2026-10-27', reason: 'Left' }),
        ),
    ],
    [
      'its shift is cancelled',
      async ({ shiftId }) =>
        succeeded(await supervisor.post(`/shifts/${shiftId}/cancel`, { reason: 'heating' })),
    ],
    [
      'its day is closed',
      async ({ shiftId }) =>
        succeeded(
          await supervisor.post('/coverage-exceptions', {
            locationId: at,
            date: '2026-10-27',
            kind: 'closed',
            reason: 'snow',
            cancelShiftIds: [shiftId],
          }),
        ),
    ],
    [
      'time off is approved in it',
      async () => {
        const request = succeeded(
          await maya.client.post(`/operators/${maya.id}/time-off-requests`, {
            startsAt: '2026-10-27T00:00:00-05:00',
            endsAt: '2026-10-28T00:00:00-05:00',
          }),
        );
        return succeeded(
          await app.admin.post(`/time-off-requests/${request.id}/approve`, { freeSeats: true }),
        );
      },
    ],
    [
      'its approval is taken back',
      async ({ claimId }) =>
        expect(succeeded(await supervisor.post('/claims/reopen', { claimIds: [claimId] })).decided).toEqual([
          claimId,
        ]),
    ],
  ])('when %s', async (name, end) => {
    const trade = await traded();
    const left = await effectsOf(app, () => end(trade));
    const action = name === 'its approval is taken back' ? 'claim.reopened' : 'claim.cancelled';
    for (const row of [
      `${action} ${trade.claimId}`,
      `drop-request.cancelled ${trade.drop}`,
      `swap.cancelled ${trade.swap}`,
    ])
      expect(left.trail.filter((one) => one === row)).toHaveLength(1);
    for (const entity of ['drop-request', 'swap'])
      expect(left.live.filter((one) => one === entity)).toHaveLength(1);
    expect(left.messages.filter((message) => message.startsWith('swap-ended'))).toEqual(
      told('swap-ended', maya, noor).sort(),
    );
    expect(left.messages.filter((message) => message.startsWith('claims-decided'))).toEqual(
      told('claims-decided', maya),
    );
    if (name === 'its day is closed')
      succeeded(await app.admin.delete(`/coverage-exceptions/${(left.given as { id: string }).id}`));
  });

  it('when a part of it is given up', async () => {
    const trade = await traded();
    succeeded(await maya.client.post(`/drop-requests/${trade.drop}/cancel`));
    const part = {
      reason: 'exam',
      startsAt: '2026-10-27T22:00:00-05:00',
      endsAt: '2026-10-28T00:00:00-05:00',
    };
    const left = await effectsOf(app, async () =>
      succeeded(await maya.client.post(`/claims/${trade.claimId}/drop-requests`, part)),
    );
    expect(left.trail).toContain(`swap.cancelled ${trade.swap}`);
    expect(left.messages.filter((message) => message.startsWith('swap-ended'))).toEqual(
      told('swap-ended', noor),
    );
  });

  it('when a colleague takes it over', async () => {
    const trade = await traded();
    const third = await anOperator(app);
    const left = await effectsOf(app, async () =>
      succeeded(await supervisor.post(`/drop-requests/${trade.drop}/take`, { operatorId: third.id })),
    );
    expect(left.trail).toContain(`swap.cancelled ${trade.swap}`);
    expect(left.trail).toContain(`drop-request.completed ${trade.drop}`);
    expect(left.messages).toEqual(
      [...told('claims-decided', maya, third), ...told('swap-ended', maya, noor)].sort(),
    );
  });

  it('when the relieving colleague is approved, which open pages of trades hear', async () => {
    const trade = await traded();
    const third = await anOperator(app);
    const taken = succeeded(await third.client.post(`/drop-requests/${trade.drop}/take`, {}));
    const left = await effectsOf(app, async () =>
      succeeded(await supervisor.post(`/claims/${taken.id}/approve`)),
    );
    expect(left.trail).toContain(`drop-request.completed ${trade.drop}`);
    expect(left.live).toContain('drop-request');
  });

  it('and a relieving colleague keeps the seat', async () => {
    const trade = await traded();
    const third = await anOperator(app);
    const taken = succeeded(await third.client.post(`/drop-requests/${trade.drop}/take`, {}));
    const left = await effectsOf(app, async () =>
      succeeded(await supervisor.post(`/claims/${trade.claimId}/cancel`, { reason: 'ill' })),
    );
    expect(left.trail).toContain(`claim.relief-ended ${taken.id}`);
  });

  it('when a colleague worked it in the end, and the operator who was to relieve it is rejected', async () => {
    const trade = await traded();
    const third = await anOperator(app);
    const taken = succeeded(await third.client.post(`/drop-requests/${trade.drop}/take`, {}));
    app.clock.set(AFTERWARDS);
    const leo = await anOperator(app);
    const left = await effectsOf(app, async () =>
      succeeded(
        await supervisor.post(`/claims/${trade.claimId}/covered-by`, { operatorId: leo.id, reason: 'ill' }),
      ),
    );
    expect(left.trail).toEqual(
      [
        `claim.assigned ${left.given.id}`,
        `claim.attendance-corrected ${left.given.id}`,
        `claim.cancelled ${trade.claimId}`,
        `claim.rejected ${taken.id}`,
        `drop-request.cancelled ${trade.drop}`,
        `swap.cancelled ${trade.swap}`,
      ].sort(),
    );
    expect(left.messages).toEqual(
      [...told('claims-decided', maya, third, leo), ...told('swap-ended', maya, noor)].sort(),
    );
  });

  it('and a request whose taker is gone is open again, which is in the trail', async () => {
    const trade = await traded();
    const third = await anOperator(app);
    const taken = succeeded(await third.client.post(`/drop-requests/${trade.drop}/take`, {}));
    const left = await effectsOf(app, async () =>
      succeeded(await third.client.post(`/claims/${taken.id}/withdraw`)),
    );
    expect(left.trail).toEqual([`claim.withdrawn ${taken.id}`, `drop-request.reopened ${trade.drop}`]);
  });

  it('and restores them with its shift, with messages to both', async () => {
    const trade = await traded();
    succeeded(await supervisor.post(`/shifts/${trade.shiftId}/cancel`, { reason: 'heating' }));
    const left = await effectsOf(app, async () =>
      succeeded(await supervisor.post(`/shifts/${trade.shiftId}/restore`)),
    );
    expect(left.trail).toEqual(
      [
        `claim.restored ${trade.claimId}`,
        `drop-request.restored ${trade.drop}`,
        `shift.restored ${trade.shiftId}`,
        `swap.restored ${trade.swap}`,
      ].sort(),
    );
    expect(left.messages).toEqual([...told('claims-decided', maya), ...told('swap-offered', noor)].sort());
  });

  it('and offers to a deactivated operator end', async () => {
    const trade = await traded();
    const left = await effectsOf(app, async () =>
      succeeded(
        await app.admin.post(`/operators/${noor.id}/deactivate`, { on: '2026-10-27', reason: 'Left' }),
      ),
    );
    expect(left.trail).toEqual([`operator.deactivated ${noor.id}`, `swap.cancelled ${trade.swap}`]);
    expect(left.messages).toEqual(told('swap-ended', maya, noor).sort());
  });

  it('and an entry on the waitlist that is taken or left is in the trail', async () => {
    const { id: shiftId } = await aShift(app, at, LATER);
    const { id: claimId } = await assign(app, shiftId, maya.id);
    const waits = succeeded(await noor.client.post(`/shifts/${shiftId}/waitlist`, {}));
    const leo = await anOperator(app);
    const alsoWaits = succeeded(await leo.client.post(`/shifts/${shiftId}/waitlist`, {}));
    const leaves = await effectsOf(app, async () =>
      succeeded(
        await app.admin.post(`/operators/${leo.id}/deactivate`, { on: '2026-10-27', reason: 'Left' }),
      ),
    );
    expect(leaves.trail).toContain(`waitlist.left ${alsoWaits.id}`);
    succeeded(await supervisor.post(`/claims/${claimId}/cancel`, { reason: 'ill' }));
    await app.jobsDone();
    const takes = await effectsOf(app, async () =>
      succeeded(await noor.client.post(`/waitlist-entries/${waits.id}/accept`)),
    );
    expect(takes.trail).toEqual([`claim.created ${takes.given.id}`, `waitlist.taken ${waits.id}`]);
    expect(takes.live).toEqual(['claim', 'waitlist-entry']);
  });
});
