import { load, percentile } from '../test/support/load.js';
import { LOCATION, seededId, seedLocations, seedRequests, seedShifts } from '../test/support/seeds.js';
import { untilCounted } from './support/counted.js';
import { median } from './support/median.js';
import { memoryMegabytes } from './support/processes.js';
import { startProduct, type Product } from './support/product.js';
import { round, type Benchmark, type Result } from './support/report.js';
import { compare } from './support/requests.js';
import type { BenchDatabase, BenchServer } from './support/server.js';

const DAYS = 364;
const LOCATIONS = 20;
const ROUNDS = 5;
const LIGHT_REQUESTS = 400;
const FROM = new Date('2025-09-01T05:00:00Z');

interface Size {
  requests: number;
  shifts: number;
  /** Waits of any second, which differ more than those of whole minutes. */
  toTheSecond: boolean;
}
const SIZES: Record<'small' | 'large' | 'seconds', Size> = {
  small: { requests: 100_000, shifts: 500_000, toTheSecond: false },
  large: { requests: 10_000_000, shifts: 500_000, toTheSecond: false },
  seconds: { requests: 10_000_000, shifts: 5_000, toTheSecond: true },
};

/**
 * The metrics by week of a one-year pilot at 20 locations with a million claims, half of it baseline: over 100,000 requests,
 * and over 10 million. The baseline sums plain tables of counts in SQL.
 */
export const metricsYear =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const results: Result[] = [];
    const cpu = new Map<string, number>();
    for (const [name, size] of Object.entries(SIZES)) {
      const database = await server.createDatabase(`metrics_${name}`);
      const product = await startProduct(database.url);
      await seed(database, size);
      const path = `/api/v1/pilots/${await pilotOf(product)}/metrics?phase=both&bucket=week`;
      const counted = await untilCounted(database, LOCATIONS * DAYS);
      say(`counted in ${round(counted)} s`);
      const told = `${size.requests.toLocaleString('en')} requests${size.toTheSecond ? ' to the second' : ''}, ${(size.shifts * 2).toLocaleString('en')} claims`;
      const idle = memoryMegabytes(product.pid, 'VmRSS');
      const compared = await compare(
        product,
        { name: 'counts-server', database },
        { requests: 3, connections: 1, rounds: ROUNDS, warmUps: 1, paths: { product: path, baseline: '/' } },
        say,
      );
      const above = memoryMegabytes(product.pid, 'VmHWM') - idle;
      cpu.set(name, Number(/^[\d.]+/.exec(compared.product)![0]));
      results.push({
        what: `metrics of a year by weeks at 20 locations, ${told}, CPU`,
        ...compared,
        baseline: `${compared.baseline} (SQL over plain counts)`,
        goal: name === 'small' ? null : { 'at-most': 1.5 },
      });
      results.push({
        what: 'memory above idle at its highest meanwhile',
        product: `${round(above)} MB`,
        baseline: `${round(idle)} MB (idle)`,
        figure: above,
        unit: 'MB',
        goal: { 'at-most': 200 },
      });
      if (name === 'large') results.push(await besides(product, path, say));
      await product.stop();
      await database.close();
    }
    const [small, large] = [cpu.get('small')!, cpu.get('large')!];
    results.push({
      what: 'the same over 10,000,000 requests as over 100,000, CPU',
      product: `${large} ms`,
      baseline: `${small} ms`,
      figure: large / small,
      unit: '×',
      goal: { 'at-most': 1.5 },
    });
    return results;
  };

/** The p99 of a light request while metrics are computed all the time, against the same alone. */
async function besides(product: Product, path: string, say: (line: string) => void): Promise<Result> {
  const light = async (): Promise<number> => {
    const { latencies } = await load(product.url, LIGHT_REQUESTS, 2, () => ({
      path: '/api/v1/locations',
      headers: product.headers,
    }));
    return percentile(latencies, 99);
  };
  await light();
  const rounds: [number, number][] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const alone = await light();
    let isOver = false;
    const heavy = (async () => {
      while (!isOver) await load(product.url, 1, 1, () => ({ path, headers: product.headers }));
    })();
    const beside = await light();
    isOver = true;
    await heavy;
    rounds.push([beside, alone]);
    say(`light requests: p99 ${round(beside)} ms beside, ${round(alone)} ms alone`);
  }
  const [beside, alone] = [0, 1].map((index) => median(rounds.map((pair) => pair[index]!)));
  return {
    what: 'p99 of a light request while metrics of 10,000,000 requests are computed',
    product: `${round(beside!)} ms`,
    baseline: `${round(alone!)} ms (alone)`,
    figure: beside! / alone!,
    unit: '×',
    goal: { 'at-most': 3 },
  };
}

/** Fills a database, and beside it the plain tables of the baseline. */
async function seed(database: BenchDatabase, { requests, shifts, toTheSecond }: Size): Promise<void> {
  await seedLocations(database, LOCATIONS);
  await seedShifts(database, { shifts, locations: LOCATIONS, from: FROM, seats: 3, claims: 2, days: DAYS });
  const indexes = await database.query<{ name: string; sql: string }>(
    `SELECT indexname AS name, indexdef AS sql FROM pg_indexes WHERE tablename = 'support_requests' AND indexname <> 'support_requests_pkey'`,
  );
  for (const { name } of indexes) await database.query(`DROP INDEX ${name}`);
  await database.query('SET session_replication_role = replica');
  await seedRequests(database, { requests, locations: LOCATIONS, from: FROM, days: DAYS, toTheSecond });
  await database.query('SET session_replication_role = origin');
  for (const { sql } of indexes) await database.query(sql);
  await database.query(
    `CREATE TABLE plain_counts AS
     SELECT location_id, date_trunc('hour', opened_at) AS hour, tier, channel, category, directional,
            extract(epoch FROM first_response_at - opened_at)::int AS seconds, count(*)::int AS asked,
            count(escalated_at)::int AS escalated, count(resolved_at)::int AS resolved
     FROM support_requests GROUP BY 1, 2, 3, 4, 5, 6, 7`,
  );
  await database.query(
    `CREATE TABLE plain_staffing AS
     SELECT s.location_id, s.position_id, date_trunc('hour', c.starts_at) AS hour, sum(extract(epoch FROM c.ends_at - c.starts_at))::bigint AS staffed
     FROM shifts s JOIN claims c ON c.shift_id = s.id GROUP BY 1, 2, 3`,
  );
  await database.query('VACUUM ANALYZE');
}

async function pilotOf(product: Product): Promise<string> {
  const [from, middle, to] = [0, DAYS / 2, DAYS].map((day) =>
    new Date(FROM.getTime() + day * 86_400_000).toISOString().slice(0, 10),
  );
  const answer = await fetch(`${product.url}/api/v1/pilots`, {
    method: 'POST',
    headers: { ...product.headers, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'A year',
      locationIds: Array.from({ length: LOCATIONS }, (_, index) => seededId(LOCATION, index + 1)),
      baseline: { from, to: middle },
      pilot: { from: middle, to },
    }),
  });
  return ((await answer.json()) as { id: string }).id;
}
