import { LOCATION, OPERATOR, seedLocations, seededId, seedShifts } from '../test/support/seeds.js';
import { startProduct } from './support/product.js';
import type { Benchmark } from './support/report.js';
import { compare } from './support/requests.js';
import type { BenchDatabase, BenchServer } from './support/server.js';

const SHIFTS = 500;
const CLASSES = 200;
const REQUESTS = 150;
const ROUNDS = 5;
const DAY = 86_400_000;

/**
 * An operator with a timetable requests 200 of a month's 500 open shifts, with all reasons against a claim.
 */
export const claimable =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const database = await server.createDatabase('claimable');
    const product = await startProduct(database.url);
    const from = new Date(Date.now() + DAY);
    await seedLocations(database, 1);
    await seedShifts(database, { shifts: SHIFTS, locations: 1, from, seats: 3, claims: 2 });
    await seedTimetable(database, from);
    const asked = new URLSearchParams({
      locationId: seededId(LOCATION, 1),
      from: from.toISOString(),
      to: new Date(from.getTime() + 30 * DAY).toISOString(),
      limit: '200',
    });
    const compared = await compare(
      { ...product, headers: { cookie: 'afterhours_session=seeded-1' } },
      { name: 'shifts-server', database },
      {
        requests: REQUESTS,
        connections: 4,
        rounds: ROUNDS,
        warmUps: 1,
        paths: {
          product: `/api/v1/shifts?eligibility=true&${asked.toString()}`,
          baseline: `/?${asked.toString()}`,
        },
      },
      say,
    );
    await product.stop();
    await database.close();
    return [
      {
        what: 'which of 200 open shifts an operator may claim, with reasons, CPU a request',
        ...compared,
        baseline: `${compared.baseline} (the rows alone, node:http + pg)`,
        goal: { 'at-most': 2.5 },
      },
    ];
  };

/** Gives the first operator 200 classes and a weekly cap, and creates a term. */
async function seedTimetable(database: BenchDatabase, from: Date): Promise<void> {
  const id = seededId(OPERATOR, 1);
  await database.query(
    `INSERT INTO timetables (operator_id, uploaded_at, understood, ignored) VALUES ($1, now(), '[]', '[]')`,
    [id],
  );
  await database.query(
    `INSERT INTO timetable_classes (operator_id, ordinal, starts_at, ends_at)
     SELECT $1, n, $2::timestamptz + n * interval '5 hours', $2::timestamptz + n * interval '5 hours' + interval '50 minutes'
     FROM generate_series(1, $3::int) n`,
    [id, from, CLASSES],
  );
  await database.query('UPDATE operators SET weekly_hour_cap = 20 WHERE id = $1', [id]);
  await database.query(
    `INSERT INTO terms (id, name, starts_on, ends_on, periods, cap_classes, cap_exams, cap_break)
     VALUES ($1, 'Term', $2::date - 7, $2::date + 90, '[]', 20, 20, 40)`,
    [id, from],
  );
  await database.query('ANALYZE');
}
