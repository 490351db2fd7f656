import { LOCATION, seededId, seedLocations, seedRequests, seedShifts } from '../test/support/seeds.js';
import { untilCounted } from './support/counted.js';
import { startProduct } from './support/product.js';
import type { Benchmark } from './support/report.js';
import { compare } from './support/requests.js';
import type { BenchServer } from './support/server.js';

const DAYS = 364;
const LOCATIONS = 20;
const REQUESTS = 200_000;
/** As many as an evaluation compares. */
const WORKS = 20;
const FROM = new Date('2025-09-01T05:00:00Z');

/**
 * The evaluation of half a year of pilot against half a year of baseline: 20 locations, 4 of them for comparison, 200,000
 * requests, 40,000 claims. Its baseline are the rows of one location alone.
 */
export const evaluation =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const database = await server.createDatabase('evaluation');
    const product = await startProduct(database.url);
    await seedLocations(database, LOCATIONS);
    const shifts = { shifts: 20_000, locations: LOCATIONS, from: FROM, seats: 3, claims: 2, days: DAYS };
    await seedShifts(database, shifts);
    await seedRequests(database, { requests: REQUESTS, locations: LOCATIONS, from: FROM, days: DAYS });
    const dates = [0, DAYS / 2, DAYS].map((day) => new Date(FROM.getTime() + day * 86_400_000).toISOString());
    const [from, start, to] = dates.map((date) => date.slice(0, 10));
    const ids = Array.from({ length: LOCATIONS }, (_, index) => seededId(LOCATION, index + 1));
    const answer = await fetch(`${product.url}/api/v1/pilots`, {
      method: 'POST',
      headers: { ...product.headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'A year',
        locationIds: ids.slice(4),
        comparisonLocationIds: ids.slice(0, 4),
        baseline: { from, to: start },
        pilot: { from: start, to },
        targets: [{ metric: 'firstResponseWallMinutesP50', comparison: 'at-most', value: 15 }],
      }),
    });
    const { id } = (await answer.json()) as { id: string };
    say(`counted in ${Math.round(await untilCounted(database, LOCATIONS * DAYS))} s`);
    const facts = new URLSearchParams({ locationId: ids[0]!, from: dates[0]!, to: dates[2]! });
    const measured = (): ReturnType<typeof compare> =>
      compare(
        product,
        { name: 'facts-server', database },
        {
          requests: 2,
          connections: 1,
          rounds: 5,
          warmUps: 1,
          paths: { product: `/api/v1/pilots/${id}/evaluation`, baseline: `/?${facts.toString()}` },
        },
        say,
      );
    const compared = await measured();
    await database.query(
      `INSERT INTO maintenance_windows (id, location_id, starts_at, ends_at, reason, division)
       SELECT gen_random_uuid(), location, $2::timestamptz + work.day * interval '1 day',
              $2::timestamptz + work.day * interval '1 day' + interval '3 hours', 'Cables', 'library'
       FROM unnest($1::uuid[]) AS location, (VALUES (91), (273)) AS work (day)`,
      [ids.slice(4, 4 + WORKS / 2), dates[0]],
    );
    const withWorks = await measured();
    await product.stop();
    await database.close();
    return [
      {
        what: 'evaluation of a year, 20 locations, 200,000 requests, CPU',
        ...compared,
        baseline: `${compared.baseline} (the rows of one location alone)`,
        goal: null,
      },
      {
        what: `the same with ${WORKS} works to compare before and after`,
        ...withWorks,
        baseline: `${withWorks.baseline} (the rows of one location alone)`,
        goal: null,
      },
    ];
  };
