import { LOCATION, seededId, seedLocations, seedShifts } from '../test/support/seeds.js';
import { median } from './support/median.js';
import { cost, memoryMegabytes, startBaseline, stop, type Cost } from './support/processes.js';
import { startProduct, type Product } from './support/product.js';
import { round, type Benchmark, type Result } from './support/report.js';
import { compare } from './support/requests.js';
import type { BenchDatabase, BenchServer } from './support/server.js';

const LOCATIONS = 1_000;
const SIZES = [10_000, 100_000, 1_000_000];
const ROUNDS = 3;
const MOST_MEGABYTES = 500;

/** A scan of all locations. All shifts are in the next 30 days, each with one approved claim. */
export const gapScan =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const results: Result[] = [];
    const millisecondsBySize = new Map<number, number>();
    for (const shifts of SIZES) {
      const database = await server.createDatabase(`gap_scan_${shifts}`);
      const product = await startProduct(database.url);
      await seedLocations(database, LOCATIONS);
      const from = new Date(new Date().setUTCMinutes(0, 0, 0) + 3_600_000);
      await seedShifts(database, { shifts, locations: LOCATIONS, from, seats: 2, claims: 1 });
      const bare = await startBaseline('rows-server', database.url);
      // The first scan opens all alerts. Only the next ones are measured: a server runs such scans every few
      // minutes.
      await scan(product);
      const ours: Cost[] = [];
      const theirs: Cost[] = [];
      for (let i = 0; i < ROUNDS; i++) {
        ours.push(await cost(product, () => scan(product)));
        theirs.push(await cost(bare, async () => (await fetch(bare.url)).text()));
        say(`${shifts} shifts: ${text([ours[i]!])} against ${text([theirs[i]!])}`);
      }
      const megabytes = memoryMegabytes(product.pid, 'VmHWM');
      millisecondsBySize.set(shifts, median(ours.map((cost) => cost.cpu)));
      results.push({
        what: `gap scan of ${shifts.toLocaleString('en')} shifts, CPU`,
        product: text(ours),
        baseline: `${text(theirs)} (the rows alone, one statement)`,
        figure: millisecondsBySize.get(shifts)! / median(theirs.map((cost) => cost.cpu)),
        unit: '×',
        goal: shifts === SIZES.at(-1) ? { 'at-most': 1.5 } : null,
      });
      if (shifts === SIZES.at(-1)) {
        results.push({
          what: 'memory at its highest during that scan',
          product: `${round(megabytes)} MB`,
          baseline: '',
          figure: megabytes,
          unit: 'MB',
          goal: { 'at-most': MOST_MEGABYTES },
        });
      }
      await stop(bare);
      if (shifts === SIZES.at(-1)) results.push(await locationWeek(product, database, from, say));
      await product.stop();
      await database.close();
    }
    results.push({
      what: 'the largest scan against ten times the one before, CPU',
      product: '',
      baseline: '',
      figure: millisecondsBySize.get(SIZES[2]!)! / (10 * millisecondsBySize.get(SIZES[1]!)!),
      unit: '×',
      goal: { 'at-most': 1.2 },
    });
    return results;
  };

/** The gaps of one location in one week, with all these shifts in the database. */
async function locationWeek(
  product: Product,
  database: BenchDatabase,
  from: Date,
  say: (line: string) => void,
): Promise<Result> {
  const asked = new URLSearchParams({
    locationId: seededId(LOCATION, 7),
    from: new Date(from.getTime() + 7 * 86_400_000).toISOString(),
    to: new Date(from.getTime() + 14 * 86_400_000).toISOString(),
  });
  const compared = await compare(
    product,
    { name: 'gaps-server', database },
    {
      requests: 1_000,
      connections: 8,
      rounds: ROUNDS,
      paths: { product: `/api/v1/coverage/gaps?${asked.toString()}`, baseline: `/?${asked.toString()}` },
    },
    say,
  );
  return {
    what: 'gaps of one location-week out of 1,000,000 shifts over HTTP, CPU a request',
    ...compared,
    baseline: `${compared.baseline} (its raw SQL, node:http + pg)`,
    goal: { 'at-most': 2 },
  };
}

async function scan({ url, headers }: Product): Promise<void> {
  const answer = await fetch(`${url}/api/v1/coverage/scans`, { method: 'POST', headers });
  if (answer.status !== 201) throw new Error(`a scan answered ${answer.status} ${await answer.text()}`);
}

const text = (costs: readonly Cost[]): string =>
  `${round(median(costs.map(({ cpu }) => cpu)) / 1000)} s CPU, ${round(median(costs.map(({ elapsed }) => elapsed)) / 1000)} s`;
