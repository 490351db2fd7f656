import { startProduct } from './support/product.js';
import { startBaseline, stop } from './support/processes.js';
import { type Benchmark } from './support/report.js';
import { figuresText, measure, middle, type Figures } from './support/requests.js';
import { LOCATION, seedLocations, seededId, seedShifts } from '../test/support/seeds.js';
import type { BenchServer } from './support/server.js';

const REQUESTS = 2_000;
const ROUNDS = 5;
const CONNECTIONS = 8;
const FROM = new Date('2026-10-05T05:00:00Z');

/** One week of one location's 56 shifts with their claims, out of 22,400 shifts. */
export const readPath =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const database = await server.createDatabase('read_path');
    const product = await startProduct(database.url);
    await seedLocations(database, 100);
    await seedShifts(database, { shifts: 22_400, locations: 100, from: FROM, seats: 3, claims: 2 });
    const bare = await startBaseline('shifts-server', database.url);
    const asked = new URLSearchParams({
      locationId: seededId(LOCATION, 7),
      from: new Date(FROM.getTime() + 7 * 86_400_000).toISOString(),
      to: new Date(FROM.getTime() + 14 * 86_400_000).toISOString(),
      limit: '200',
    });
    const path = (base: string): string => `${base}?${asked.toString()}`;
    const amount = { requests: REQUESTS, connections: CONNECTIONS };
    const ours: Figures[] = [];
    const theirs: Figures[] = [];
    for (let done = -1; done < ROUNDS; done++) {
      const pair = [
        await measure(product, amount, () => ({ path: path('/api/v1/shifts'), headers: product.headers })),
        await measure(bare, amount, () => ({ path: path('/'), headers: {} })),
      ] as const;
      say(`cpu ms a request: ${pair[0].cpu.toFixed(3)} against ${pair[1].cpu.toFixed(3)}`);
      if (done < 0) continue;
      ours.push(pair[0]);
      theirs.push(pair[1]);
    }
    await stop(bare);
    await product.stop();
    await database.close();
    const [mine, its] = [middle(ours), middle(theirs)];
    return [
      {
        what: "a location's week of shifts over HTTP, CPU a request",
        product: figuresText(mine),
        baseline: `${figuresText(its)} (node:http + pg)`,
        figure: mine.cpu / its.cpu,
        unit: '×',
        goal: { 'at-most': 1.5 },
      },
    ];
  };
