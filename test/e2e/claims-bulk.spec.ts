import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, aUser, succeeded, type MadeOperator } from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';

let app: TestApp;
let locationId: string;
let supervisor: HttpClient;
beforeAll(async () => {
  app = await startApp();
  locationId = (await aLocation(app)).id;
  supervisor = (await aUser(app, 'supervisor', [locationId])).client;
});
afterAll(() => app.close());

/** A pending claim on its own shift. */
async function pending(at = locationId): Promise<{ id: string; operator: MadeOperator }> {
  const operator = await anOperator(app);
  const shift = await aShift(app, at);
  return { id: succeeded(await operator.client.post(`/shifts/${shift.id}/claims`)).id as string, operator };
}
const statusOf = async (id: string): Promise<string> => (await app.admin.get(`/claims/${id}`)).body.status;
const codes = ({ body }: Answer): [string, string][] =>
  body.undecided.map(({ claimId, violations }: { claimId: string; violations: { code: string }[] }) => [
    claimId,
    violations[0]!.code,
  ]);
const NOWHERE = '00000000-0000-4000-8000-000000000000';

describe('approving many', () => {
  it('approves those that break no rule, and names the others', async () => {
    const [good, capped, decided, foreign] = [
      await pending(),
      await pending(),
      await pending(),
      await pending((await aLocation(app)).id),
    ];
    await app.admin.patch(`/operators/${capped.operator.id}`, { weeklyHourCap: 1 });
    await supervisor.post(`/claims/${decided.id}/reject`, { reason: 'no' });
    const claimIds = [good.id, capped.id, decided.id, foreign.id, NOWHERE];
    const answer = await supervisor.post('/claims/approve', { claimIds });
    expect([answer.status, answer.body.decided]).toEqual([200, [good.id]]);
    expect(new Map(codes(answer))).toEqual(
      new Map([
        [capped.id, 'WEEKLY_CAP_EXCEEDED'],
        [decided.id, 'CLAIM_NOT_PENDING'],
        [foreign.id, 'NOT_FOUND'],
        [NOWHERE, 'NOT_FOUND'],
      ]),
    );
    expect(await Promise.all(claimIds.slice(0, 4).map(statusOf))).toEqual([
      'approved',
      'pending',
      'rejected',
      'pending',
    ]);
  });

  it('twice at once decides each claim once', async () => {
    const claims = [await pending(), await pending(), await pending()];
    const claimIds = claims.map(({ id }) => id);
    const answers = await Promise.all([
      supervisor.post('/claims/approve', { claimIds }),
      supervisor.post('/claims/approve', { claimIds: claimIds.toReversed() }),
    ]);
    expect(answers.flatMap(({ body }) => body.decided as string[]).sort()).toEqual(claimIds.toSorted());
    const events = await app.database.query(
      `SELECT FROM audit_events WHERE action = 'claim.approved' AND entity_id = ANY($1::uuid[])`,
      [claimIds],
    );
    expect(events).toHaveLength(3);
  });

  it('leaves trades to be approved one by one', async () => {
    const strict = (await aLocation(app, { tradesNeedApproval: true })).id;
    const { id: claimId, operator } = await pending(strict);
    succeeded(await app.admin.post(`/claims/${claimId}/approve`));
    const drop = succeeded(await operator.client.post(`/claims/${claimId}/drop-requests`, { reason: 'x' }));
    const { client } = await anOperator(app);
    const relief = succeeded(await client.post(`/drop-requests/${drop.id}/take`));
    const answer = await app.admin.post('/claims/approve', { claimIds: [relief.id] });
    expect(codes(answer)).toEqual([[relief.id, 'CLAIM_IS_RELIEF']]);
  });
});

describe('rejecting many', () => {
  it('rejects pending claims with one reason', async () => {
    const [one, two] = [await pending(), await pending()];
    await supervisor.post(`/claims/${two.id}/approve`);
    const answer = await supervisor.post('/claims/reject', { claimIds: [one.id, two.id], reason: 'Closed.' });
    expect([answer.body.decided, codes(answer)]).toEqual([[one.id], [[two.id, 'CLAIM_NOT_PENDING']]]);
    expect((await app.admin.get(`/claims/${one.id}`)).body).toMatchObject({
      status: 'rejected',
      reason: 'Closed.',
    });
    expect(await statusOf(two.id)).toBe('approved');
  });

  it.each([
    ['nothing', []],
    ['something twice', [NOWHERE, NOWHERE]],
    ['no ids', ['x']],
  ])('refuses %s', async (_name, claimIds) => {
    expect((await supervisor.post('/claims/reject', { claimIds, reason: 'x' })).status).toBe(400);
  });
});

describe('undoing decisions', () => {
  const decide = (how: string, claimIds: string[]): Promise<Answer> =>
    supervisor.post(`/claims/${how}`, { claimIds, ...(how === 'reject' && { reason: 'no' }) });

  it('makes approved and rejected claims pending again, each with a seat', async () => {
    const [approved, rejected] = [await pending(), await pending()];
    await decide('approve', [approved.id]);
    await decide('reject', [rejected.id]);
    const claimIds = [approved.id, rejected.id];
    const answer = await decide('reopen', claimIds);
    expect(new Set(answer.body.decided)).toEqual(new Set(claimIds));
    expect(await Promise.all(claimIds.map(statusOf))).toEqual(['pending', 'pending']);
    expect((await decide('approve', claimIds)).body.undecided).toEqual([]);
  });

  it('names claims that cannot come back: seat taken, overlap, withdrawn, or shift begun', async () => {
    const [full, busy, withdrawn, begun] = [
      await pending(),
      await pending(),
      await pending(),
      await pending(),
    ];
    await decide('reject', [full.id, busy.id]);
    await decide('approve', [begun.id]);
    await withdrawn.operator.client.post(`/claims/${withdrawn.id}/withdraw`);
    const { shiftId } = (await app.admin.get(`/claims/${full.id}`)).body;
    succeeded(await (await anOperator(app)).client.post(`/shifts/${shiftId}/claims`));
    const other = await aShift(app, locationId);
    succeeded(await busy.operator.client.post(`/shifts/${other.id}/claims`));
    app.clock.set('2026-10-27T20:00:00-05:00');
    const [started] = codes(await decide('reopen', [begun.id]));
    app.clock.set('2026-10-26T12:00:00-05:00');
    const answer = await decide('reopen', [full.id, busy.id, withdrawn.id, NOWHERE]);
    expect(answer.body.decided).toEqual([]);
    expect(new Map([started!, ...codes(answer)])).toEqual(
      new Map([
        [full.id, 'SHIFT_FULL'],
        [busy.id, 'OVERLAPPING_SHIFT'],
        [withdrawn.id, 'CLAIM_NOT_DECIDED'],
        [NOWHERE, 'NOT_FOUND'],
        [begun.id, 'SHIFT_WORKED'],
      ]),
    );
  });

  it('restores one of two overlapping claims, and ends their trades', async () => {
    const operator = await anOperator(app);
    const ids: string[] = [];
    for (const _each of [1, 2]) {
      const shift = await aShift(app, locationId);
      const { id } = succeeded(await operator.client.post(`/shifts/${shift.id}/claims`));
      await decide('reject', [id]);
      ids.push(id);
    }
    const { decided, undecided } = (await decide('reopen', ids)).body;
    expect([decided.length, undecided.length]).toEqual([1, 1]);
    await decide('approve', decided);
    const drop = succeeded(
      await operator.client.post(`/claims/${decided[0]}/drop-requests`, { reason: 'an exam' }),
    );
    expect((await decide('reopen', decided)).body.decided).toEqual(decided);
    expect((await operator.client.get(`/drop-requests/${drop.id}`)).body.status).toBe('cancelled');
  });
});
