import type { LoadRequest } from '../test/support/load.js';
import {
  LOCATION,
  seedLocations,
  seededId,
  seedOperators,
  seedShifts,
  SHIFT,
} from '../test/support/seeds.js';
import { startProduct, type Product } from './support/product.js';
import { startBaseline, stop } from './support/processes.js';
import { round, type Benchmark } from './support/report.js';
import { figuresText, measure } from './support/requests.js';
import type { BenchDatabase, BenchServer } from './support/server.js';

const OPERATORS = 500;
const TIMES = 2_000;
const CLIENTS = 16;

/** A change to measure, and the request that makes it over HTTP. */
interface Change {
  what: string;
  baseline: string;
  name: string;
  /** The number of shifts that exist before the run. */
  shifts: number;
  request: (index: number, product: Product) => LoadRequest;
}

/** Registration night: 500 operators claim 2,000 seats through 16 clients, until all are taken. */
export const claims = changing({
  what: 'claims over HTTP, throughput',
  name: 'claims',
  baseline: 'claims',
  shifts: TIMES,
  request: (index) => ({
    method: 'POST',
    path: `/api/v1/shifts/${seededId(SHIFT, index + 1)}/claims`,
    headers: { cookie: `afterhours_session=seeded-${(index % OPERATORS) + 1}` },
  }),
});

/** 16 clients create 2,000 published shifts, one per request. */
export const newShifts = changing({
  what: 'new shifts over HTTP, throughput',
  name: 'new_shifts',
  baseline: 'new-shifts',
  shifts: 0,
  request: (index, { headers }) => {
    const startsAt = Date.now() + (index + 1) * 600_000;
    return {
      method: 'POST',
      path: '/api/v1/shifts',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        locationId: seededId(LOCATION, (index % 10) + 1),
        startsAt: new Date(startsAt).toISOString(),
        endsAt: new Date(startsAt + 3_600_000).toISOString(),
        seats: 2,
        status: 'published',
      }),
    };
  },
});

function changing({ what, name, baseline, shifts, request }: Change) {
  return (server: BenchServer): Benchmark =>
    async (say) => {
      const seeded = async (name: string): Promise<BenchDatabase> => {
        const database = await server.createDatabase(name);
        await (await startProduct(database.url)).stop();
        await seedLocations(database, 10);
        await seedOperators(database, OPERATORS);
        const from = new Date(Date.now() + 86_400_000);
        if (shifts > 0) await seedShifts(database, { shifts, locations: 10, from, seats: 1, claims: 0 });
        return database;
      };
      const [ours, theirs] = [await seeded(name), await seeded(`${name}_raw`)];
      const before = theirs.cpuMillis();
      const bare = await startBaseline<{ seconds: number; cpu: number }>(
        baseline,
        theirs.url,
        String(TIMES),
        String(CLIENTS),
        String(OPERATORS),
      );
      await stop(bare);
      const its = { node: bare.cpu / TIMES, postgres: (theirs.cpuMillis() - before) / TIMES };
      const raw = TIMES / bare.seconds;
      const rawText = `${round(its.node + its.postgres)} ms CPU (Node ${round(its.node)}, PostgreSQL ${round(its.postgres)}), ${round(raw)}/s`;
      say(`raw pg: ${rawText}`);
      const product = await startProduct(ours.url);
      const amount = { requests: TIMES, connections: CLIENTS, status: 201 };
      const figures = await measure(product, ours, amount, (index) => request(index, product));
      say(`over HTTP: ${figuresText(figures)}`);
      await product.stop();
      await ours.close();
      await theirs.close();
      return [
        {
          what,
          product: figuresText(figures),
          baseline: `${rawText} (the same statements over pg)`,
          figure: figures.throughput / raw,
          unit: '×',
          goal: { 'at-least': 0.5 },
        },
      ];
    };
}
