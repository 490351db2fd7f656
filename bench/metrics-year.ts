import { LOCATION, seededId, seedLocations, seedRequests, seedShifts } from '../test/support/seeds.js';
import { startBaseline, stop } from './support/processes.js';
import { startProduct } from './support/product.js';
import type { Benchmark } from './support/report.js';
import { figuresText, measure, middle, type Figures } from './support/requests.js';
import type { BenchServer } from './support/server.js';

const DAYS = 364;
const SHIFTS = 4_000;
const REQUESTS = 30_000;
const ROUNDS = 5;
const FROM = new Date('2025-09-01T05:00:00Z');

/** The metrics of a pilot of a year by weeks, half of it baseline: 30,000 requests, 4,000 shifts with two claims each. */
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
    const bare = await startBaseline('facts-server', database.url);
    const amount = { requests: 8, connections: 1 };
    const facts = new URLSearchParams({ locationId, from: dates[0]!, to: dates[2]! });
    const ours: Figures[] = [];
    const theirs: Figures[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const path = `/api/v1/pilots/${id}/metrics?phase=both&bucket=week`;
      ours.push(await measure(product, amount, () => ({ path, headers: product.headers })));
      theirs.push(await measure(bare, amount, () => ({ path: `/?${facts.toString()}`, headers: {} })));
      say(`${figuresText(ours[round]!)} against ${figuresText(theirs[round]!)}`);
    }
    await stop(bare);
    await product.stop();
    await database.close();
    const [mine, its] = [middle(ours), middle(theirs)];
    return [
      {
        what: 'metrics of a year by weeks, 30,000 requests and 8,000 claims, CPU',
        product: figuresText(mine),
        baseline: `${figuresText(its)} (the rows alone)`,
        figure: mine.cpu / its.cpu,
        unit: '×',
        goal: null,
      },
    ];
  };
