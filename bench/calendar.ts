import { LOCATION, seedLocations, seededId, seedShifts } from '../test/support/seeds.js';
import { startProduct } from './support/product.js';
import { round, type Benchmark } from './support/report.js';
import { compare, measure } from './support/requests.js';
import type { BenchServer } from './support/server.js';

const DAYS = 365;
const SHIFTS_A_DAY = 3;
const LOCATIONS = 5;
const REQUESTS = 200;
const CONNECTIONS = 4;

/** The calendar of a location with a year of three shifts a day, and the answer to whoever has it already. */
export const calendar =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const database = await server.createDatabase('calendar');
    const product = await startProduct(database.url);
    await seedLocations(database, LOCATIONS);
    await seedShifts(database, {
      shifts: DAYS * SHIFTS_A_DAY * LOCATIONS,
      locations: LOCATIONS,
      from: new Date(),
      days: DAYS,
      seats: 3,
      claims: 2,
    });
    const locationId = seededId(LOCATION, 2);
    const made = await fetch(`${product.url}/api/v1/calendar-feeds`, {
      method: 'POST',
      headers: { ...product.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'location', locationId }),
    });
    const { url } = (await made.json()) as { url: string };
    const path = new URL(url).pathname;
    const asked = { requests: REQUESTS, connections: CONNECTIONS };
    const compared = await compare(
      product,
      { name: 'calendar-server', database },
      { ...asked, rounds: 5, warmUps: 1, paths: { product: path, baseline: `/?locationId=${locationId}` } },
      say,
    );
    const etag = (await fetch(`${product.url}${path}`)).headers.get('etag')!;
    const unchanged = await measure(product, database, { ...asked, status: 304 }, () => ({
      path,
      headers: { 'if-none-match': etag },
    }));
    await product.stop();
    await database.close();
    const cpu = unchanged.node + unchanged.postgres;
    return [
      {
        what: `a location's calendar of ${DAYS * SHIFTS_A_DAY} shifts over HTTP, CPU a request`,
        ...compared,
        baseline: `${compared.baseline} (a template, node:http + pg)`,
        goal: null,
      },
      {
        what: 'the same for whoever has it already (304)',
        product: `${round(cpu)} ms CPU (Node ${round(unchanged.node)})`,
        baseline: '',
        figure: cpu,
        unit: 'ms',
        goal: null,
      },
    ];
  };
