import { startApp, type TestApp } from '../support/app.js';
import { load, percentile, type LoadRequest, type LoadResult } from '../support/load.js';
import { brokenInvariants } from '../support/races/invariants.js';
import { Random } from '../support/random.js';
import { seedLocations, seedOperators, seededId, seedShifts, SHIFT } from '../support/seeds.js';

const OPERATORS = 1_000;
const SHIFTS = 2_500;
const SEATS = 3;
const CLAIMS = 2_500;
const CLIENTS = 16;
const random = new Random();
const FROM = new Date('2026-11-02T06:00:00Z');

/** Registration night: all operators claim in the same second. */
describe(`registration night, seed ${random.seed}`, () => {
  let app: TestApp;
  const lines: string[] = [];

  beforeAll(async () => {
    app = await startApp();
    await seedLocations(app.database, 10);
    await seedOperators(app.database, OPERATORS);
    await seedShifts(app.database, { shifts: SHIFTS, locations: 10, from: FROM, seats: SEATS, claims: 0 });
  });
  afterAll(async () => {
    process.stderr.write(`${lines.join('\n')}\n`);
    await app.close();
  });

  const claim = (operator: number, shift: number): LoadRequest => ({
    method: 'POST',
    path: `/api/v1/shifts/${seededId(SHIFT, shift)}/claims`,
    headers: { cookie: `afterhours_session=seeded-${operator}` },
  });
  const count = async (sql: string, values: unknown[] = []): Promise<number> =>
    (await app.database.query<{ count: number }>(`SELECT count(*)::int AS count ${sql}`, values))[0]!.count;
  const report = (what: string, { latencies, seconds }: LoadResult): void => {
    const [middle, slow] = [percentile(latencies, 50), percentile(latencies, 99)].map(Math.round);
    lines.push(`${what}: ${Math.round(latencies.length / seconds)}/s, p50 ${middle} ms, p99 ${slow} ms`);
  };

  it('a thousand operators want one seat: one gets it, and all others are refused', async () => {
    const shift = seededId(SHIFT, SHIFTS);
    await app.database.query('UPDATE shifts SET seats = 1 WHERE id = $1', [shift]);
    const result = await load(app.url, OPERATORS, OPERATORS, (index) => claim(index + 1, SHIFTS));
    report('1,000 claims on one seat', result);
    expect(Object.fromEntries(result.statuses)).toEqual({ 201: 1, 409: OPERATORS - 1 });
    expect(await count('FROM claims WHERE shift_id = $1', [shift])).toBe(1);
  }, 180_000);

  it('five hundred operators want a hundred and twenty shifts: each seat is taken once, and all are answered', async () => {
    const [operators, shifts, first] = [500, 120, 2_000];
    const before = await count('FROM claims');
    const result = await load(app.url, operators * 3, operators, (index) =>
      claim((index % operators) + 1, first + random.upTo(shifts)),
    );
    report('500 operators for 120 shifts of three seats', result);
    const { 201: taken = 0, 409: refused = 0, ...others } = Object.fromEntries(result.statuses);
    expect(others).toEqual({});
    expect(taken + refused).toBe(operators * 3);
    expect(await count('FROM claims')).toBe(before + taken);
    expect(taken).toBeLessThanOrEqual(shifts * SEATS);
    expect(await brokenInvariants(app.database)).toEqual([]);
  }, 180_000);

  it(`sixteen clients on ${SHIFTS} shifts of ${SEATS} seats: never a fourth claim, nobody in two places`, async () => {
    const before = await count('FROM claims');
    // Most operators want the same evenings: a quarter of the claims go to forty shifts.
    const wanted = (): number => 1 + (random.next() < 0.25 ? random.upTo(40) : random.upTo(SHIFTS - 1));
    const result = await load(app.url, CLAIMS, CLIENTS, () => claim(1 + random.upTo(OPERATORS), wanted()));
    report(`${CLAIMS} claims by ${CLIENTS} clients`, result);
    const { 201: taken = 0, 409: refused = 0, ...others } = Object.fromEntries(result.statuses);
    expect(others).toEqual({});
    expect(refused).toBeGreaterThan(100);
    expect(await count('FROM claims')).toBe(before + taken);
    expect(await count(`FROM audit_events WHERE action = 'claim.created'`)).toBe(before + taken);
    expect(
      await count(`FROM (SELECT FROM claims GROUP BY shift_id HAVING count(*) = ${SEATS}) AS sold_out`),
    ).toBeGreaterThanOrEqual(40);
    expect(await brokenInvariants(app.database)).toEqual([]);
  }, 300_000);
});
