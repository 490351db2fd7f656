import { codesOf } from '../support/answers.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLocation, anOperator, aShift, succeeded, type MadeOperator } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';

const at = (day: number, hour: number, minute = 0): string =>
  new Date(Date.UTC(2026, 10, day, hour, minute)).toISOString();
const statuses = (answers: readonly Answer[]): number[] => answers.map((answer) => answer.status);
const won = (answers: readonly Answer[]): Answer[] => answers.filter((answer) => answer.status < 300);
const lost = (answers: readonly Answer[]): Answer[] => answers.filter((answer) => answer.status >= 300);

describe('races over HTTP', () => {
  let app: TestApp;
  let location: { id: string };
  let crowd: MadeOperator[];
  beforeAll(async () => {
    app = await startApp();
    location = await aLocation(app);
    crowd = [];
    for (let i = 0; i < 60; i++) crowd.push(await anOperator(app));
  }, 120_000);
  afterAll(() => app.close());

  const shiftAt = (day: number, from: number, to: number, overrides = {}): Promise<{ id: string }> =>
    aShift(app, location.id, { startsAt: at(day, from), endsAt: at(day, to), ...overrides });
  const claim = (operator: MadeOperator, shift: { id: string }): Promise<Answer> =>
    operator.client.post(`/shifts/${shift.id}/claims`);
  const count = async (sql: string, values: unknown[] = []): Promise<number> =>
    (await app.database.query<{ count: number }>(`SELECT count(*)::int AS count ${sql}`, values))[0]!.count;
  const activeOn = (shift: { id: string }): Promise<number> =>
    count(`FROM claims WHERE shift_id = $1 AND status IN ('pending', 'approved')`, [shift.id]);

  it('sixty operators want one seat: one gets it, the others are refused', async () => {
    const shift = await shiftAt(2, 10, 12);
    const answers = await Promise.all(crowd.map((operator) => claim(operator, shift)));
    expect(won(answers)).toHaveLength(1);
    expect(statuses(lost(answers))).toEqual(Array(59).fill(409));
    expect(new Set(lost(answers).map((answer) => answer.body.code))).toEqual(new Set(['SHIFT_FULL']));
    expect(await activeOn(shift)).toBe(1);
  });

  it('sixty operators want seven seats: seven get a different one each', async () => {
    const shift = await shiftAt(2, 12, 14, { seats: 7 });
    const answers = await Promise.all(crowd.map((operator) => claim(operator, shift)));
    expect(won(answers)).toHaveLength(7);
    expect(new Set(lost(answers).map((answer) => answer.body.code))).toEqual(new Set(['SHIFT_FULL']));
    const seats = await app.database.query<{ seat: number }>(
      'SELECT seat FROM claims WHERE shift_id = $1 ORDER BY seat',
      [shift.id],
    );
    expect(seats.map((row) => row.seat)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('one operator takes two overlapping shifts at once: exactly one succeeds, twenty times', async () => {
    for (let round = 0; round < 20; round++) {
      const operator = crowd[round]!;
      const shifts = [await shiftAt(3, 8, 12), await shiftAt(3, 11, 14)];
      const answers = await Promise.all(shifts.map((shift) => claim(operator, shift)));
      expect(statuses(answers).toSorted()).toEqual([201, 409]);
      expect(codesOf(lost(answers)[0]!)).toEqual(['OVERLAPPING_SHIFT']);
    }
  });

  it('one operator takes the same shift ten times at once: one claim', async () => {
    const shift = await shiftAt(4, 8, 12, { seats: 10 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => claim(crowd[0]!, shift)));
    expect(won(answers)).toHaveLength(1);
    expect(new Set(lost(answers).map((answer) => answer.body.code))).toEqual(new Set(['ALREADY_CLAIMED']));
  });

  it('one operator takes a week of shifts at once: never more than their cap', async () => {
    const operator = await anOperator(app, { weeklyHourCap: 7 });
    const shifts = [];
    for (let hour = 0; hour < 20; hour += 2) shifts.push(await shiftAt(5, hour, hour + 2));
    const answers = await Promise.all(shifts.map((shift) => claim(operator, shift)));
    expect(won(answers)).toHaveLength(3);
    expect(new Set(lost(answers).map((answer) => answer.body.code))).toEqual(
      new Set(['WEEKLY_CAP_EXCEEDED']),
    );
  });

  it('approve, reject and withdraw a claim at once: one succeeds', async () => {
    for (let round = 0; round < 10; round++) {
      const operator = crowd[round]!;
      const { id } = succeeded(await claim(operator, await shiftAt(6, 8, 10)));
      const answers = await Promise.all([
        app.admin.post(`/claims/${id}/approve`),
        app.admin.post(`/claims/${id}/reject`, { reason: 'No' }),
        operator.client.post(`/claims/${id}/withdraw`),
      ]);
      expect(won(answers)).toHaveLength(1);
      expect(lost(answers).map((answer) => answer.body.code)).toEqual(Array(2).fill('CLAIM_NOT_PENDING'));
      const after = succeeded(await app.admin.get(`/claims/${id}`));
      expect(after.status).toBe(won(answers)[0]!.body.status);
      if (after.status === 'approved')
        succeeded(await app.admin.post(`/claims/${id}/cancel`, { reason: 'Next' }));
    }
  });

  it('a shift is cancelled while it is claimed and approved: nobody stays on it', async () => {
    for (let round = 0; round < 10; round++) {
      const shift = await shiftAt(7, 8, 10, { seats: 9 });
      const pending = succeeded(await claim(crowd[8]!, shift));
      const answers = await Promise.all([
        ...crowd.slice(0, 4).map((operator) => claim(operator, shift)),
        app.admin.post(`/claims/${pending.id}/approve`),
        app.admin.post(`/shifts/${shift.id}/cancel`, { reason: 'Flood' }),
        ...crowd.slice(4, 8).map((operator) => claim(operator, shift)),
      ]);
      expect(answers[5]!.status).toBe(200);
      for (const answer of lost(answers))
        expect(['SHIFT_CANCELLED', 'CLAIM_NOT_PENDING']).toContain(answer.body.code);
      expect(await activeOn(shift)).toBe(0);
    }
  });

  it('seats are removed while they are claimed: never more claims than seats', async () => {
    for (let round = 0; round < 10; round++) {
      const shift = await shiftAt(8, 8, 10, { seats: 6 });
      const answers = await Promise.all([
        ...crowd.slice(0, 3).map((operator) => claim(operator, shift)),
        app.admin.patch(`/shifts/${shift.id}`, { seats: 2 }),
        ...crowd.slice(3, 6).map((operator) => claim(operator, shift)),
      ]);
      for (const answer of lost(answers)) expect(answer.status).toBe(409);
      const { seats, seatsTaken } = succeeded(await app.admin.get(`/shifts/${shift.id}`));
      expect(seatsTaken).toBeLessThanOrEqual(seats);
      succeeded(await app.admin.post(`/shifts/${shift.id}/cancel`, { reason: 'Next' }));
    }
  });

  it('seats are removed while others are freed: no error', async () => {
    for (let round = 0; round < 15; round++) {
      const shift = await shiftAt(9, 8, 10, { seats: 8 });
      const made = [];
      for (const operator of crowd.slice(0, 6)) made.push(succeeded(await claim(operator, shift)));
      succeeded(await app.admin.post(`/claims/${made[0].id}/reject`, { reason: 'A hole' }));
      const answers = await Promise.all([
        app.admin.patch(`/shifts/${shift.id}`, { seats: 5 }),
        ...made.slice(1, 6).map((one, index) => crowd[index + 1]!.client.post(`/claims/${one.id}/withdraw`)),
        app.admin.patch(`/shifts/${shift.id}`, { seats: 3 }),
      ]);
      for (const answer of lost(answers))
        expect(answer).toMatchObject({ status: 409, body: { code: 'SEATS_TAKEN' } });
    }
  });

  it('a shift moves onto one that is claimed at that moment: nobody is in two places', async () => {
    for (let round = 0; round < 15; round++) {
      const operator = crowd[round]!;
      const [moving, other] = [await shiftAt(10, 8, 10), await shiftAt(10, 12, 14)];
      succeeded(await claim(operator, moving));
      const answers = await Promise.all([
        app.admin.patch(`/shifts/${moving.id}`, { startsAt: at(10, 11), endsAt: at(10, 13) }),
        claim(operator, other),
      ]);
      expect(won(answers)).toHaveLength(1);
      expect(codesOf(lost(answers)[0]!)).toEqual(['OVERLAPPING_SHIFT']);
    }
    const twice = await count(
      `FROM claims a JOIN claims b ON a.operator_id = b.operator_id AND a.id < b.id
       WHERE a.status IN ('pending', 'approved') AND b.status IN ('pending', 'approved')
         AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at`,
    );
    expect(twice).toBe(0);
  });

  it('two shifts swap their times at once with the same people on both: clients see no deadlock', async () => {
    const people = crowd.slice(20, 24);
    const [one, two] = [await shiftAt(11, 8, 10, { seats: 4 }), await shiftAt(11, 12, 14, { seats: 4 })];
    for (const operator of people) {
      succeeded(await claim(operator, one));
      succeeded(await claim(operator, two));
    }
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all([
        app.admin.patch(`/shifts/${one.id}`, { endsAt: at(11, 10, round) }),
        app.admin.patch(`/shifts/${two.id}`, { endsAt: at(11, 14, round) }),
        app.admin.patch(`/shifts/${one.id}`, { startsAt: at(11, 7, round) }),
        app.admin.patch(`/shifts/${two.id}`, { startsAt: at(11, 11, round) }),
      ]);
      expect(statuses(answers)).toEqual([200, 200, 200, 200]);
    }
  });

  it('a location is deleted while something is created at it: one of the two is refused', async () => {
    for (let round = 0; round < 10; round++) {
      const { id: locationId } = await aLocation(app);
      const span = { startsAt: at(12, 8), endsAt: at(12, 10), seats: 1 };
      const answers = await Promise.all([
        app.admin.post('/shifts', { locationId, ...span }),
        app.admin.delete(`/locations/${locationId}`),
        app.admin.post('/coverage-exceptions', {
          locationId,
          date: '2026-11-26',
          kind: 'closed',
          reason: 'Race',
        }),
      ]);
      for (const answer of lost(answers)) expect([404, 409]).toContain(answer.status);
      expect(won(answers.slice(0, 2))).toHaveLength(1);
    }
  });
});
