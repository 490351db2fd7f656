import { actionsOn, withQuery } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aUser,
  coverageHours,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { onShift } from '../support/assignments.js';

/** On Tuesday, 27 October 2026, in Chicago. */
const at = (time: string): string => `2026-10-27T${time}:00-05:00`;
const SHIFTS = [
  { startsAt: at('18:00'), endsAt: at('22:00') },
  { startsAt: at('22:00'), endsAt: at('23:30') },
] as const;

describe('two shifts of one person in a row', () => {
  let app: TestApp;
  let locationId: string;
  let elsewhere: string;
  let supervisor: HttpClient;
  let maya: MadeOperator;
  let first: { id: string };
  let second: { id: string };
  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    app.clock.set(at('17:00'));
    locationId = (await aLocation(app)).id;
    elsewhere = (await aLocation(app)).id;
    supervisor = (await aUser(app, 'supervisor', [locationId])).client;
    maya = await anOperator(app);
    first = await onShift(app, locationId, maya.id, SHIFTS[0]);
    second = await onShift(app, elsewhere, maya.id, SHIFTS[1]);
  });
  afterAll(() => app.close());

  const claimOf = async (id: string): Promise<Answer['body']> => (await app.admin.get(`/claims/${id}`)).body;
  const act = (claim: { id: string }, name: string, time?: string): Promise<Answer> =>
    app.admin.post(`/claims/${claim.id}/${name}`, time ? { at: at(time) } : {});
  const recorded = async (claim: { id: string }, from: string, to?: string): Promise<void> => {
    succeeded(await act(claim, 'check-in', from));
    if (to) succeeded(await act(claim, 'check-out', to));
  };
  const expectOverlap = (answer: Answer): void => {
    expect(answer).toMatchObject({ status: 409, body: { code: 'OVERLAPPING_ATTENDANCE' } });
    expect(answer.body.detail).toContain('Tue 27 Oct, 18:00 to 22:00');
    expect(answer.body.detail).toContain('Tue 27 Oct, 22:00 to 23:30');
  };
  const correction = (claim: { id: string }, from: string, to: string, client = app.admin): Promise<Answer> =>
    client.post(`/claims/${claim.id}/attendance-corrections`, {
      checkedInAt: at(from),
      checkedOutAt: at(to),
      reason: 'as it was',
    });

  it('a check-in to the second ends the first at that moment, is reported and is in the audit trail', async () => {
    app.clock.set(at('18:00'));
    expect((await maya.client.post(`/claims/${first.id}/check-in`)).body.ended).toBeNull();
    app.clock.set(at('21:50'));
    const answer = await maya.client.post(`/claims/${second.id}/check-in`);
    expect(answer).toMatchObject({
      status: 200,
      body: { checkedInAt: at('21:50'), ended: { claimId: first.id, checkedOutAt: at('21:50') } },
    });
    expect(await claimOf(first.id)).toMatchObject({ checkedInAt: at('18:00'), checkedOutAt: at('21:50') });
    expect(await actionsOn(app, first.id)).toEqual([
      'claim.assigned',
      'claim.checked-in',
      'claim.checked-out',
    ]);
    app.clock.set(at('22:15'));
    const late = await maya.client.post(`/claims/${first.id}/check-out`);
    expect(late).toMatchObject({ status: 409, body: { code: 'ALREADY_CHECKED_OUT' } });
  });

  it('a first shift without a check-out for long stays open, and counts to its end', async () => {
    app.clock.set(at('18:00'));
    await recorded(first, '18:00');
    app.clock.set(at('22:16'));
    expect((await maya.client.post(`/claims/${second.id}/check-in`)).body.ended).toBeNull();
    expect((await claimOf(first.id)).checkedOutAt).toBeNull();
    app.clock.set(at('22:30'));
    expectOverlap(await maya.client.post(`/claims/${first.id}/check-out`));
    app.clock.set(at('23:00'));
    succeeded(await act(first, 'check-out', '22:10'));
  });

  it('a later record is refused when it overlaps, and both shifts are named', async () => {
    app.clock.set('2026-10-28T12:00:00-05:00');
    await recorded(first, '18:00', '22:15');
    expectOverlap(await act(second, 'check-in', '21:50'));
    expectOverlap(await correction(second, '22:14', '23:30'));
    expectOverlap(await correction(second, '17:00', '23:30', maya.client));
    expect((await claimOf(second.id)).checkedInAt).toBeNull();
    await recorded(second, '22:15', '23:30');
    expectOverlap(await correction(first, '18:00', '22:16'));
    expect((await correction(first, '18:00', '22:15')).status).toBe(201);
  });

  it('a correction is not approved when it overlaps at the time of the decision', async () => {
    app.clock.set('2026-10-28T12:00:00-05:00');
    const { id } = succeeded(await correction(second, '21:50', '23:30', maya.client));
    await recorded(first, '18:00', '22:15');
    expectOverlap(await app.admin.post(`/attendance-corrections/${id}/approve`));
    succeeded(await correction(first, '18:00', '21:50'));
    expect((await app.admin.post(`/attendance-corrections/${id}/approve`)).status).toBe(200);
  });

  it('an operator recorded as covering a shift cannot have been at another then', async () => {
    app.clock.set('2026-10-28T12:00:00-05:00');
    await recorded(first, '18:00', '22:00');
    const noor = await anOperator(app);
    const theirs = await onShift(app, locationId, noor.id, { startsAt: at('22:00'), endsAt: at('22:30') });
    succeeded(await act(second, 'no-show'));
    succeeded(await app.admin.post(`/claims/${second.id}/cancel`, { reason: 'did not come' }));
    const covered = await supervisor.post(`/claims/${theirs.id}/covered-by`, {
      operatorId: maya.id,
      reason: 'stood in',
      checkedInAt: at('21:30'),
    });
    expect(covered).toMatchObject({ status: 409, body: { code: 'OVERLAPPING_ATTENDANCE' } });
  });

  it('a simultaneous check-in to both succeeds for one', async () => {
    app.clock.set(at('21:50'));
    const answers = await Promise.all(
      [first, second].map(({ id }) => maya.client.post(`/claims/${id}/check-in`)),
    );
    const [one, other] = [await claimOf(first.id), await claimOf(second.id)];
    const open = [one, other].filter(({ checkedInAt, checkedOutAt }) => checkedInAt && !checkedOutAt);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(open).toHaveLength(1);
  });

  describe('with overlapping records from before', () => {
    beforeEach(async () => {
      app.clock.set('2026-10-29T12:00:00-05:00');
      await recorded(first, '18:00', '22:15');
      // A record from before overlapping attendance was refused.
      await app.database.query('UPDATE claims SET checked_in_at = $2, checked_out_at = $3 WHERE id = $1', [
        second.id,
        at('21:50'),
        at('23:30'),
      ]);
    });

    it('counts once in the timesheet, with a remark', async () => {
      const period = succeeded(
        await app.admin.post('/pay-periods', { startsOn: '2026-10-27', endsOn: '2026-10-28' }),
      );
      const { lines, totals } = succeeded(await app.admin.get(`/pay-periods/${period.id}/timesheet`));
      const own = lines.filter(({ operatorId }: { operatorId: string }) => operatorId === maya.id);
      expect(own).toMatchObject([
        { minutes: 230, remark: 'overlap', checkedOutAt: at('22:15') },
        { minutes: 100, remark: null },
      ]);
      expect(totals.find(({ operatorId }: { operatorId: string }) => operatorId === maya.id).minutes).toBe(
        330,
      );
      succeeded(await app.admin.with({ 'if-match': '"1"' }).delete(`/pay-periods/${period.id}`));
    });

    it('counts once in attended coverage, even when the second shift is at another location', async () => {
      for (const id of [locationId, elsewhere])
        await coverageHours(app, id, { weekdays: [2], startsAt: '18:00', endsAt: '23:30' });
      const staffed = async (id: string): Promise<number> => {
        const query = { locationId: id, from: at('00:00'), to: at('23:59'), basis: 'attended' };
        return succeeded(await app.admin.get(withQuery('/coverage/gaps', query))).summary.staffedMinutes;
      };
      expect([await staffed(locationId), await staffed(elsewhere)]).toEqual([230, 100]);
    });

    it('counts once in staffed hours', async () => {
      const pilot = succeeded(
        await app.admin.post('/pilots', {
          name: 'Nights',
          locationIds: [locationId, elsewhere],
          baseline: { from: '2026-10-01', to: '2026-10-20' },
          pilot: { from: '2026-10-20', to: '2026-11-20' },
        }),
      );
      const { totals } = succeeded(await app.admin.get(`/pilots/${pilot.id}/metrics`));
      expect(totals.pilot.staffedHours).toBe(5.5);
    });
  });
});
