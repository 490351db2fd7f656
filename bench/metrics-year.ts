import { LOCATION, seededId, seedLocations, seedRequests, seedShifts } from '../test/support/seeds.js';
import { startProduct } from './support/product.js';
import type { Benchmark } from './support/report.js';
import { compare } from './support/requests.js';
import type { BenchServer } from './support/server.js';

const DAYS = 364;
const SHIFTS = 4_000;
const REQUESTS = 30_000;
const ROUNDS = 5;
const FROM = new Date('2025-09-01T05:00:00Z');

/**
 * The metrics by week of a one-year pilot, half of it baseline: 30,000 requests, 4,000 shifts with two claims
 * each.
 */
export const metricsYear =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const database = await server.createDatabase('metrics_year');
    const product = await startProduct(database.url);
    await seedLocations(database, 1);
    await seedShifts(database, { shifts: SHIFTS, locations: 1, from: FROM, seats: 3, claims: 2, days: DAYS });
    await seedRequests(database, { requests: REQUESTS, from: FROM, days: DAYS });
    const locationId = seededId(LOCATION, 1);
    const dates = [0, DAYS / 2, DAYS].map((day) => new Date(FROM.getTime() + day * 86_400_000).toISOString());
    const [from, middleOfYear, to] = dates.map((date) => date.slice(0, 10));
    const answer = await fetch(`${product.url}/api/v1/pilots`, {
      method: 'POST',
      headers: { ...product.headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'A year',
        locationIds: [locationId],
        baseline: { from, to: middleOfYear },
        pilot: { from: middleOfYear, to },
      }),
    });
    const { id } = (await answer.json()) as { id: string };
    const facts = new URLSearchParams({ locationId, from: dates[0]!, to: dates[2]! });
    const compared = await compare(
      product,
      { name: 'facts-server', database },
      {
        requests: 8,
        connections: 1,
        rounds: ROUNDS,
        paths: {
          product: `/api/v1/pilots/${id}/metrics?phase=both&bucket=week`,
          baseline: `/?${facts.toString()}`,
        },
      },
      say,
    );
    await product.stop();
    await database.close();
    return [
      {
        what: 'metrics of a year by weeks, 30,000 requests and 8,000 claims, CPU',
        ...compared,
        baseline: `${compared.baseline} (the rows alone)`,
        goal: null,
      },
    ];
  };
