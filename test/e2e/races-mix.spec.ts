import { hoursWithin, weeksTouched } from '../../src/domain/week.js';
import { startApp, type TestApp } from '../support/app.js';
import { withQuery } from '../support/answers.js';
import { randomFrom } from '../support/random.js';
import { aLocation, anOperator, aPosition, succeeded, type MadeOperator } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';

const SEED = 20261026;
const STEPS = 1500;
const AT_ONCE = 8;
const DEFAULT_POSITION = '00000000-0000-7000-8000-000000000001';
const ACTIVE = `status IN ('pending', 'approved')`;

describe('everybody at once', () => {
  let app: TestApp;
  let locations: string[];
  let positions: string[];
  let operators: MadeOperator[];
  const shifts: string[] = [];
  const claims: { id: string; operator: MadeOperator }[] = [];
  const hours: string[] = [];
  const answers: { step: string; answer: Answer }[] = [];
  const random = randomFrom(SEED);
  const upTo = (n: number): number => Math.floor(random() * n);
  const pick = <T>(from: readonly T[]): T => from[upTo(from.length)]!;

  beforeAll(async () => {
    app = await startApp();
    locations = [(await aLocation(app)).id, (await aLocation(app, { timeZone: 'Asia/Kathmandu' })).id];
    positions = [DEFAULT_POSITION, (await aPosition(app)).id];
    operators = [];
    for (let i = 0; i < 16; i++) {
      const positionIds = i % 3 === 0 ? positions : [positions[i % 2]!];
      operators.push(await anOperator(app, { positionIds, weeklyHourCap: i % 2 ? 12 : null }));
    }
    for (let i = 0; i < 12; i++) await steps.createShift!();
  });
  afterAll(() => app.close());

  const span = (): { startsAt: string; endsAt: string } => {
    const start = Date.UTC(2026, 9, 28 + upTo(12), upTo(24));
    const end = start + (1 + upTo(8)) * 3_600_000;
    return { startsAt: new Date(start).toISOString(), endsAt: new Date(end).toISOString() };
  };
  const onClaim =
    (act: string, body: object = {}) =>
    async (): Promise<Answer> => {
      const { id, operator } = pick(claims);
      return (act === 'withdraw' ? operator.client : app.admin).post(`/claims/${id}/${act}`, body);
    };
  const steps: Record<string, () => Promise<Answer>> = {
    createShift: async () => {
      const answer = await app.admin.post('/shifts', {
        locationId: pick(locations),
        positionId: pick(positions),
        seats: 1 + upTo(3),
        status: random() < 0.9 ? 'published' : 'draft',
        ...span(),
      });
      shifts.push(answer.body.id);
      return answer;
    },
    claim: async () => {
      const operator = pick(operators);
      const answer = await operator.client.post(`/shifts/${pick(shifts)}/claims`);
      if (answer.status === 201) claims.push({ id: answer.body.id, operator });
      return answer;
    },
    assign: async () => {
      const operator = pick(operators);
      const answer = await app.admin.post(`/shifts/${pick(shifts)}/claims`, { operatorId: operator.id });
      if (answer.status === 201) claims.push({ id: answer.body.id, operator });
      return answer;
    },
    approve: onClaim('approve'),
    reject: onClaim('reject', { reason: 'No' }),
    withdraw: onClaim('withdraw'),
    cancelClaim: onClaim('cancel', { reason: 'Ill' }),
    checkIn: onClaim('check-in'),
    move: () => app.admin.patch(`/shifts/${pick(shifts)}`, span()),
    resize: () => app.admin.patch(`/shifts/${pick(shifts)}`, { seats: 1 + upTo(3) }),
    reposition: () => app.admin.patch(`/shifts/${pick(shifts)}`, { positionId: pick(positions) }),
    republish: () => app.admin.patch(`/shifts/${pick(shifts)}`, { status: pick(['draft', 'published']) }),
    cancelShift: () => app.admin.post(`/shifts/${pick(shifts)}/cancel`, { reason: 'Flood' }),
    addHours: async () => {
      const answer = await app.admin.post('/coverage-hours', {
        locationId: pick(locations),
        positionId: pick(positions),
        weekdays: [1 + upTo(7)],
        startsAt: `${10 + upTo(10)}:00`,
        endsAt: '23:30',
        required: upTo(3),
        effectiveFrom: '2026-10-29',
        effectiveTo: '2026-11-12',
      });
      hours.push(answer.body.id);
      return answer;
    },
    dropHours: () => app.admin.delete(`/coverage-hours/${pick(hours)}`),
    except: () =>
      app.admin.post('/coverage-exceptions', {
        locationId: pick(locations),
        date: `2026-11-${10 + upTo(3)}`,
        kind: 'closed',
        reason: 'Holiday',
      }),
    scan: () => app.admin.post('/coverage/scans'),
  };
  const weights: [string, number][] = [
    ['createShift', 5],
    ['claim', 40],
    ['assign', 10],
    ['approve', 14],
    ['reject', 4],
    ['withdraw', 4],
    ['cancelClaim', 4],
    ['checkIn', 1],
    ['move', 8],
    ['resize', 6],
    ['reposition', 2],
    ['republish', 3],
    ['cancelShift', 2],
    ['addHours', 2],
    ['dropHours', 1],
    ['except', 1],
    ['scan', 1],
  ];
  const bag = weights.flatMap(([step, weight]) => Array<string>(weight).fill(step));

  const count = async (sql: string): Promise<number> =>
    (await app.database.query<{ count: number }>(`SELECT count(*)::int AS count ${sql}`))[0]!.count;

  it(`takes ${STEPS} steps, ${AT_ONCE} at once, without a failure of ours`, async () => {
    let left = STEPS;
    const worker = async (): Promise<void> => {
      while (left-- > 0) {
        const step = pick(bag);
        if (step === 'dropHours' && hours.length === 0) continue;
        if (claims.length === 0 && !['createShift', 'claim', 'assign'].includes(step)) continue;
        answers.push({ step, answer: await steps[step]!() });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const unexpected = answers.filter(({ answer }) => ![200, 201, 204, 404, 409].includes(answer.status));
    expect(unexpected.map(({ step, answer }) => [step, answer.status, answer.body])).toEqual([]);
    const successful = new Set(answers.filter(({ answer }) => answer.status < 300).map(({ step }) => step));
    expect([...successful].toSorted()).toEqual(
      Object.keys(steps)
        .filter((step) => step !== 'checkIn')
        .toSorted(),
    );
  }, 300_000);

  it('leaves nobody in two places, no seat taken twice, and nobody on a cancelled shift', async () => {
    expect(await count(`FROM claims WHERE ${ACTIVE}`)).toBeGreaterThan(20);
    expect(
      await count(
        `FROM claims a JOIN claims b ON a.operator_id = b.operator_id AND a.id < b.id
         WHERE a.${ACTIVE} AND b.${ACTIVE} AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at`,
      ),
    ).toBe(0);
    expect(
      await count(
        `FROM shifts s WHERE s.seats < (SELECT count(*) FROM claims WHERE shift_id = s.id AND ${ACTIVE})`,
      ),
    ).toBe(0);
    expect(
      await count(
        `FROM claims c JOIN shifts s ON s.id = c.shift_id WHERE s.status = 'cancelled' AND c.${ACTIVE}`,
      ),
    ).toBe(0);
    expect(
      await count(
        `FROM claims c JOIN shifts s ON s.id = c.shift_id
         WHERE (c.starts_at, c.ends_at, c.seats) IS DISTINCT FROM (s.starts_at, s.ends_at, s.seats)`,
      ),
    ).toBe(0);
  });

  it('leaves everybody within her cap, and on positions she holds', async () => {
    const calendar = { zone: 'UTC', weekStartsOn: 1 } as const;
    for (const operator of operators) {
      const { weeklyHourCap, positionIds } = succeeded(await app.admin.get(`/operators/${operator.id}`));
      const rows = await app.database.query<{ startsAt: Date; endsAt: Date; positionId: string }>(
        `SELECT c.starts_at AS "startsAt", c.ends_at AS "endsAt", s.position_id AS "positionId"
         FROM claims c JOIN shifts s ON s.id = c.shift_id WHERE c.operator_id = $1 AND c.${ACTIVE}`,
        [operator.id],
      );
      for (const row of rows) expect(positionIds).toContain(row.positionId);
      const spans = rows.map((row) => ({ start: row.startsAt.getTime(), end: row.endsAt.getTime() }));
      for (const week of spans.flatMap((one) => weeksTouched(one, calendar))) {
        expect(hoursWithin(spans, week.span)).toBeLessThanOrEqual(weeklyHourCap ?? 168);
      }
    }
  });

  it('leaves a trail of each change, and none of a refusal', async () => {
    const rows = await app.database.query<{ requestId: string; count: number }>(
      'SELECT request_id AS "requestId", count(*)::int AS count FROM audit_events GROUP BY 1',
    );
    const events = new Map(rows.map((row) => [row.requestId, row.count]));
    const wrong = answers.filter(
      ({ answer }) =>
        (events.get(answer.headers.get('x-request-id')!) ?? 0) !== (answer.status < 300 ? 1 : 0),
    );
    expect(wrong.map(({ step, answer }) => [step, answer.status])).toEqual([]);
  });

  it('leaves alerts that say what the gaps say', async () => {
    await app.jobsDone();
    for (const locationId of locations) {
      const query = { locationId, from: '2026-10-26T17:00:00Z', to: '2026-11-25T17:00:00Z' };
      const gaps = succeeded(await app.admin.get(withQuery('/coverage/gaps', query)));
      const alerts = succeeded(
        await app.admin.get(withQuery('/coverage/alerts', { locationId, status: 'open', limit: '200' })),
      ).items as { stretches: { startsAt: string; endsAt: string; missing: number }[] }[];
      const missing = alerts
        .flatMap((alert) => alert.stretches)
        .reduce(
          (sum, one) => sum + ((Date.parse(one.endsAt) - Date.parse(one.startsAt)) / 60_000) * one.missing,
          0,
        );
      expect(missing).toBe(gaps.summary.missingMinutes);
    }
  });
});
