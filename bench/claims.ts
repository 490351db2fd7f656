import { seedLocations, seededId, seedOperators, seedShifts, SHIFT } from '../test/support/seeds.js';
import { startProduct } from './support/product.js';
import { startBaseline, stop } from './support/processes.js';
import { round, type Benchmark } from './support/report.js';
import { figuresText, measure } from './support/requests.js';
import type { BenchDatabase, BenchServer } from './support/server.js';

const OPERATORS = 500;
/** Of one seat each. */
const SHIFTS = 2_000;
const CLAIMS = 2_000;
const CLIENTS = 16;

/** Registration night for 2,000 seats, all of them taken: sixteen clients, five hundred operators. */
export const claims =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const seeded = async (name: string): Promise<BenchDatabase> => {
      const database = await server.createDatabase(name);
      await (await startProduct(database.url)).stop();
      await seedLocations(database, 10);
      await seedOperators(database, OPERATORS);
      const from = new Date(Date.now() + 86_400_000);
      await seedShifts(database, { shifts: SHIFTS, locations: 10, from, seats: 1, claims: 0 });
      return database;
    };
    const [ours, theirs] = [await seeded('claims'), await seeded('claims_raw')];
    const bare = await startBaseline<{ seconds: number; cpu: number }>(
      'claims',
      theirs.url,
      String(CLAIMS),
      String(CLIENTS),
      String(OPERATORS),
    );
    await stop(bare);
    const raw = CLAIMS / bare.seconds;
    say(`raw pg: ${round(raw)}/s`);
    const product = await startProduct(ours.url);
    const amount = { requests: CLAIMS, connections: CLIENTS, status: 201 };
    const figures = await measure(product, ours, amount, (index) => ({
      method: 'POST',
      path: `/api/v1/shifts/${seededId(SHIFT, index + 1)}/claims`,
      headers: { cookie: `afterhours_session=seeded-${(index % OPERATORS) + 1}` },
    }));
    say(`over HTTP: ${figuresText(figures)}`);
    await product.stop();
    await ours.close();
    await theirs.close();
    return [
      {
        what: 'claims over HTTP, throughput',
        product: figuresText(figures),
        baseline: `${round(bare.cpu / CLAIMS)} ms CPU, ${round(raw)}/s (the same statements over pg)`,
        figure: figures.throughput / raw,
        unit: '×',
        goal: { 'at-least': 0.5 },
      },
    ];
  };
