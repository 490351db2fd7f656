import { fillProduct } from '../test/support/hostile/full-product.js';
import { line, measureThreadTime } from '../test/support/hostile/thread-time.js';
import { hostileRequests } from '../test/support/hostile/requests.js';
import { HttpClient } from '../test/support/http-client.js';
import { startProduct } from './support/product.js';
import type { Benchmark } from './support/report.js';
import type { BenchServer } from './support/server.js';

const GOAL_MILLISECONDS = 100;

/** The longest time for which one of some 700 hostile requests, each sent alone, blocks the event loop. */
export const hostile =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const database = await server.createDatabase('hostile');
    const product = await startProduct(database.url);
    const admin = new HttpClient(product.url, product.headers);
    const requests = hostileRequests(await fillProduct(database, admin));
    const found = await measureThreadTime(admin, requests, say);
    await product.stop();
    await database.close();
    const sorted = found.toSorted((a, b) => b.held - a.held);
    for (const one of sorted.slice(0, 10)) say(line(one));
    const [worst] = sorted;
    return [
      {
        what: `the longest block of the event loop by one of ${found.length} hostile requests`,
        product: `${worst!.request.kind}, ${worst!.request.name}`,
        baseline: 'none',
        figure: worst!.held,
        unit: 'ms',
        goal: { 'at-most': GOAL_MILLISECONDS },
      },
    ];
  };
