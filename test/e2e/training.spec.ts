import { startApp, type TestApp } from '../support/app.js';
import {
  aLocation,
  anOperator,
  aPosition,
  aShift,
  aUser,
  coverageHours,
  succeeded,
  type MadeOperator,
} from '../support/factories.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { assign, recordAttendance } from '../support/assignments.js';

// The time is Monday, 26 October 2026, noon in Chicago.

const NOON = '2026-10-26T12:00:00-05:00';
let app: TestApp;
let locationId: string;
let positionId: string;
let supervisor: HttpClient;
let mentor: MadeOperator;
let trainee: MadeOperator;

beforeAll(async () => {
  app = await startApp();
  succeeded(await app.admin.patch('/settings', { timeZone: 'America/Chicago' }));
});
beforeEach(async () => {
  app.clock.set(NOON);
  locationId = (await aLocation(app)).id;
  positionId = (await aPosition(app, { shadowShifts: 2 })).id;
  supervisor = (await aUser(app, 'supervisor', [locationId])).client;
  mentor = await anOperator(app, { positionIds: [positionId], locationIds: [locationId] });
  trainee = await anOperator(app, { positionIds: [], locationIds: [locationId] });
  succeeded(await train(trainee, 'in-training'));
});
afterAll(() => app.close());

const train = ({ id }: MadeOperator, status: string, more: object = {}): Promise<Answer> =>
  supervisor.post(`/operators/${id}/qualifications`, { positionId, status, ...more });
const shiftOf = (overrides: object = {}): Promise<{ id: string; startsAt: string; endsAt: string }> =>
  aShift(app, locationId, { positionId, ...overrides });
const claim = ({ client }: MadeOperator, shiftId: string): Promise<Answer> =>
  client.post(`/shifts/${shiftId}/claims`);
const qualification = async ({ id }: MadeOperator): Promise<Answer['body']> =>
  (await app.admin.get(`/operators/${id}`)).body.qualifications[0];
const gaps = async (basis: string): Promise<{ assigned: number }[]> => {
  const query = `locationId=${locationId}&from=2026-10-27T00:00:00Z&to=2026-10-29T00:00:00Z&basis=${basis}`;
  return (await app.admin.get(`/coverage/gaps?${query}`)).body.items;
};

describe('an operator in training', () => {
  it('works beside a qualified operator, takes no seat, and is not coverage', async () => {
    await coverageHours(app, locationId, {
      positionId,
      weekdays: [2],
      startsAt: '20:00',
      endsAt: '00:00',
      required: 2,
      effectiveTo: '2026-10-27',
    });
    const { id } = await shiftOf();
    const alone = await claim(trainee, id);
    expect([alone.status, alone.body.code]).toEqual([409, 'IN_TRAINING']);
    succeeded(await claim(mentor, id));
    const beside = succeeded(await claim(trainee, id));
    expect(beside).toMatchObject({ status: 'pending', isShadow: true });
    const shift = (await supervisor.get(`/shifts/${id}`)).body;
    expect(shift).toMatchObject({ seats: 1, seatsTaken: 1 });
    expect(shift.claims.map(({ isShadow }: { isShadow: boolean }) => isShadow)).toEqual([false, true]);
    succeeded(
      await supervisor.post('/claims/approve', {
        claimIds: shift.claims.map((one: { id: string }) => one.id),
      }),
    );
    expect(await gaps('approved')).toMatchObject([{ assigned: 1, required: 2, missing: 1 }]);
    expect(await gaps('claimed')).toMatchObject([{ assigned: 1 }]);
  });

  it('is in no figure of staffed, attended or missed time', async () => {
    const { id } = await shiftOf();
    const work = await assign(app, id, mentor.id);
    const learning = await assign(app, id, trainee.id);
    const pilot = await app.admin.post('/pilots', {
      name: 'With a trainee',
      locationIds: [locationId],
      baseline: { from: '2026-10-01', to: '2026-10-20' },
      pilot: { from: '2026-10-20', to: '2026-11-20' },
    });
    const figures = async (): Promise<number[]> => {
      const path = `/pilots/${succeeded(pilot).id}/metrics?phase=pilot`;
      const { staffedHours, attendanceRate, noShowRate } = (await app.admin.get(path)).body.totals.pilot;
      return [staffedHours, attendanceRate, noShowRate];
    };
    app.clock.set('2026-10-29T12:00:00-05:00');
    await recordAttendance(app, work.id, '2026-10-27T20:00:00-05:00', '2026-10-27T23:00:00-05:00');
    expect(await figures()).toEqual([3, 0.75, 0]);
    succeeded(await supervisor.post(`/claims/${learning.id}/no-show`));
    expect(await figures()).toEqual([3, 0.75, 0]);
    await recordAttendance(app, learning.id, '2026-10-27T20:00:00-05:00', '2026-10-28T00:00:00-05:00');
    expect(await figures()).toEqual([3, 0.75, 0]);
  });

  it('has a qualified operator to themselves, also with simultaneous requests', async () => {
    const { id } = await shiftOf({ seats: 3 });
    await assign(app, id, mentor.id);
    const others = await Promise.all([1, 2, 3].map(() => anOperator(app, { positionIds: [] })));
    for (const other of others)
      succeeded(
        await app.admin.post(`/operators/${other.id}/qualifications`, { positionId, status: 'in-training' }),
      );
    const answers = await Promise.all([trainee, ...others].map((one) => claim(one, id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it('is not approved without a qualified operator on the shift', async () => {
    const { id } = await shiftOf();
    const { id: mentors } = succeeded(await claim(mentor, id));
    const { id: shadow } = succeeded(await claim(trainee, id));
    succeeded(await mentor.client.post(`/claims/${mentors}/withdraw`));
    expect((await supervisor.post(`/claims/${shadow}/approve`)).body.code).toBe('IN_TRAINING');
    const { decided, undecided } = (await supervisor.post('/claims/approve', { claimIds: [shadow] })).body;
    expect([decided, undecided[0].violations[0].code]).toEqual([[], 'IN_TRAINING']);
  });

  it('cannot trade or join a waitlist', async () => {
    const { id } = await shiftOf();
    await assign(app, id, mentor.id);
    const { id: shadow } = await assign(app, id, trainee.id);
    const drop = await trainee.client.post(`/claims/${shadow}/drop-requests`, { reason: 'an exam' });
    expect(drop.body.code).toBe('SHADOW_CLAIM');
    const swap = await trainee.client.post('/swaps', { claimId: shadow, toOperatorId: mentor.id });
    expect(swap.body.code).toBe('SHADOW_CLAIM');
    const later = { startsAt: '2026-10-28T20:00:00-05:00', endsAt: '2026-10-28T23:00:00-05:00' };
    const other = await shiftOf(later);
    await assign(app, other.id, (await anOperator(app, { positionIds: [positionId] })).id);
    expect((await trainee.client.post(`/shifts/${other.id}/waitlist`)).body.code).toBe('IN_TRAINING');
    expect((await supervisor.post(`/claims/${shadow}/cancel`, { reason: 'moved' })).status).toBe(200);
  });

  it('protects the seat beside theirs from removal, and the shift’s position from changes', async () => {
    const { id } = await shiftOf({ seats: 2 });
    const second = await anOperator(app, { positionIds: [positionId] });
    const first = await assign(app, id, mentor.id);
    await assign(app, id, second.id);
    await assign(app, id, trainee.id);
    succeeded(await supervisor.post(`/claims/${first.id}/cancel`, { reason: 'ill' }));
    expect((await supervisor.patch(`/shifts/${id}`, { seats: 1 })).status).toBe(200);
    const other = (await aPosition(app)).id;
    expect((await supervisor.patch(`/shifts/${id}`, { positionId: other })).body.code).toBe(
      'SHIFT_HAS_TRAINEES',
    );
  });
});

describe('a qualification', () => {
  /** A shift worked in training, on a day in October. */
  async function shadowed(day: number): Promise<string> {
    const span = { startsAt: `2026-10-${day}T20:00:00-05:00`, endsAt: `2026-10-${day}T23:00:00-05:00` };
    const { id } = await shiftOf(span);
    await assign(app, id, mentor.id);
    const { id: claimId } = await assign(app, id, trainee.id);
    await recordAttendance(app, claimId, span.startsAt, span.endsAt);
    return claimId;
  }
  const signOff = (claimId: string): Promise<Answer> => supervisor.post(`/claims/${claimId}/sign-off`);

  it('is earned with the last shadow shift that is signed off', async () => {
    expect(succeeded(await signOff(await shadowed(20)))).toMatchObject({
      status: 'in-training',
      signedOffShifts: 1,
    });
    const last = await shadowed(21);
    expect(succeeded(await signOff(last))).toMatchObject({ status: 'qualified', signedOffShifts: 2 });
    expect((await signOff(last)).body.code).toBe('SIGNED_OFF');
    const { id } = await shiftOf();
    expect(succeeded(await claim(trainee, id)).isShadow).toBe(false);
  });

  it('is not earned by a shift that was not worked, nor by an ordinary one', async () => {
    const { id } = await shiftOf({
      startsAt: '2026-10-20T20:00:00-05:00',
      endsAt: '2026-10-20T23:00:00-05:00',
    });
    const ordinary = await assign(app, id, mentor.id);
    expect((await signOff(ordinary.id)).body.code).toBe('NOT_A_SHADOW');
    const missed = await assign(app, id, trainee.id);
    expect((await signOff(missed.id)).body.code).toBe('SHIFT_NOT_WORKED');
    expect((await trainee.client.post(`/claims/${missed.id}/sign-off`)).status).toBe(403);
  });

  it('is set by hand, until a date or with the term, and needed again after that', async () => {
    succeeded(await train(trainee, 'qualified', { expiresOn: '2026-10-26' }));
    const { id } = await shiftOf();
    const late = await claim(trainee, id);
    expect([late.body.code, late.body.detail]).toEqual([
      'NOT_QUALIFIED',
      'The qualification for this position ends on 26 October 2026, before this shift.',
    ]);
    const term = await app.admin.post('/terms', {
      name: 'Autumn',
      startsOn: '2026-08-24',
      endsOn: '2026-12-18',
    });
    succeeded(term);
    succeeded(await app.admin.patch(`/positions/${positionId}`, { expiresWithTerm: true }));
    expect(succeeded(await train(trainee, 'qualified'))).toMatchObject({ expiresOn: '2026-12-18' });
    expect((await claim(trainee, id)).status).toBe(201);
    expect(succeeded(await train(mentor, 'qualified', { expiresOn: null })).expiresOn).toBeNull();
  });

  it('cannot be undone while future seats depend on it', async () => {
    const { id } = await shiftOf();
    const held = await assign(app, id, mentor.id);
    expect((await train(mentor, 'in-training')).body.code).toBe('QUALIFICATION_IN_USE');
    succeeded(await supervisor.post(`/claims/${held.id}/cancel`, { reason: 'training' }));
    expect((await train(mentor, 'in-training')).status).toBe(200);
    expect(await qualification(mentor)).toMatchObject({ positionId, status: 'in-training' });
  });

  it('stays as it is when positions are set again', async () => {
    const other = (await aPosition(app)).id;
    succeeded(await app.admin.patch(`/operators/${trainee.id}`, { positionIds: [positionId, other] }));
    const { qualifications } = (await app.admin.get(`/operators/${trainee.id}`)).body;
    expect(
      Object.fromEntries(
        qualifications.map((one: { positionId: string; status: string }) => [one.positionId, one.status]),
      ),
    ).toEqual({ [positionId]: 'in-training', [other]: 'qualified' });
  });

  it('from positions ends with its term, and sign-offs of earlier training do not count again', async () => {
    succeeded(await signOff(await shadowed(20)));
    succeeded(await signOff(await shadowed(21)));
    expect(await qualification(trainee)).toMatchObject({ status: 'qualified', signedOffShifts: 2 });
    app.clock.set('2026-10-27T12:00:00-05:00');
    succeeded(await train(trainee, 'in-training'));
    expect(await qualification(trainee)).toMatchObject({ status: 'in-training', signedOffShifts: 0 });
    const { items } = (await app.admin.get('/terms')).body;
    if (items.length === 0)
      succeeded(
        await app.admin.post('/terms', { name: 'Fall', startsOn: '2026-08-24', endsOn: '2026-12-18' }),
      );
    const seasonal = (await aPosition(app, { expiresWithTerm: true })).id;
    const made = await anOperator(app, { positionIds: [seasonal], locationIds: [locationId] });
    expect((await qualification(made)).expiresOn).toBe('2026-12-18');
  });
});

describe('claimable shifts', () => {
  it('for an operator in training are full shifts with somebody to work beside', async () => {
    const { id } = await shiftOf();
    await assign(app, id, mentor.id);
    const listed = async ({ client }: MadeOperator): Promise<string[]> =>
      (await client.get(`/shifts?claimable=true&locationId=${locationId}`)).body.items.map(
        (one: { id: string }) => one.id,
      );
    expect(await listed(trainee)).toEqual([id]);
    expect(
      await listed(await anOperator(app, { positionIds: [positionId], locationIds: [locationId] })),
    ).toEqual([]);
  });

  it('a decision cannot be undone for an operator who is in training by now, nor can they cover the shift', async () => {
    const { id } = await shiftOf();
    const { id: claimId } = succeeded(await claim(mentor, id));
    succeeded(await supervisor.post(`/claims/${claimId}/reject`, { reason: 'no' }));
    succeeded(await train(mentor, 'in-training'));
    const { undecided } = (await supervisor.post('/claims/reopen', { claimIds: [claimId] })).body;
    expect(undecided[0].violations[0].code).toBe('QUALIFICATION_CHANGED');
  });
});
