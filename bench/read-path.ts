import { memoryMegabytes } from './support/processes.js';
import { startProduct } from './support/product.js';
import { round, type Benchmark } from './support/report.js';
import { compare } from './support/requests.js';
import { LOCATION, seedLocations, seededId, seedShifts } from '../test/support/seeds.js';
import type { BenchServer } from './support/server.js';

const REQUESTS = 2_000;
const ROUNDS = 5;
const CONNECTIONS = 8;
const MOST_MEGABYTES = 300;
const FROM = new Date('2026-10-05T05:00:00Z');

/** The 56 shifts of one location in one week with their claims, from a database of 22,400 shifts. */
export const readPath =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const database = await server.createDatabase('read_path');
    const product = await startProduct(database.url);
    await seedLocations(database, 100);
    await seedShifts(database, { shifts: 22_400, locations: 100, from: FROM, seats: 3, claims: 2 });
    const asked = new URLSearchParams({
      locationId: seededId(LOCATION, 7),
      from: new Date(FROM.getTime() + 7 * 86_400_000).toISOString(),
      to: new Date(FROM.getTime() + 14 * 86_400_000).toISOString(),
      limit: '200',
    });
    const compared = await compare(
      product,
      { name: 'shifts-server', database },
      {
        requests: REQUESTS,
        connections: CONNECTIONS,
        rounds: ROUNDS,
        warmUps: 1,
        paths: { product: `/api/v1/shifts?${asked.toString()}`, baseline: `/?${asked.toString()}` },
      },
      say,
    );
    const megabytes = memoryMegabytes(product.pid, 'VmHWM');
    await product.stop();
    await database.close();
    return [
      {
        what: "a location's week of shifts over HTTP, CPU a request",
        ...compared,
        baseline: `${compared.baseline} (node:http + pg)`,
        goal: { 'at-most': 1.5 },
      },
      {
        what: 'memory at its highest meanwhile',
        product: `${round(megabytes)} MB`,
        baseline: '',
        figure: megabytes,
        unit: 'MB',
        goal: { 'at-most': MOST_MEGABYTES },
      },
    ];
  };
