import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { LOCATION, seededId, seedLocations } from '../test/support/seeds.js';
import { startProduct, type Product } from './support/product.js';
import { round, type Benchmark } from './support/report.js';
import type { BenchServer } from './support/server.js';

const TICKETS = 50_000;
const PAGE = 500;

/** A first load of 50,000 tickets from a system that answers at once, compared with the bare fetch of the same pages. */
export const collecting =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const database = await server.createDatabase('collecting');
    const system = await startSystem();
    const product = await startProduct({
      DATABASE_URL: database.url,
      SECRETS_KEY: Buffer.alloc(32, 'bench').toString('base64'),
      PRIVATE_HOSTS: system.host,
    });
    await seedLocations(database, 1);
    const theirs = await fetchAll(system.host);
    say(`fetch: ${round(theirs)} s`);
    const begun = performance.now();
    await collect(product, system.host);
    const ours = (performance.now() - begun) / 1000;
    say(`collecting: ${round(ours)} s`);
    await product.stop();
    await system.stop();
    await database.close();
    return [
      {
        what: `a first load of ${TICKETS.toLocaleString('en')} tickets from a system that answers at once`,
        product: `${round(TICKETS / ours)} tickets/s`,
        baseline: `${round(TICKETS / theirs)} tickets/s (fetch of the same pages)`,
        figure: ours / theirs,
        unit: '×',
        goal: null,
      },
    ];
  };

/** Tickets in pages by id. */
async function startSystem(): Promise<{ host: string; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const after = Number(new URL(request.url!, 'http://system').searchParams.get('after'));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ tickets: pageAfter(after) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pageAfter(after: number): object[] {
  const count = Math.max(0, Math.min(PAGE, TICKETS - after));
  return Array.from({ length: count }, (_, offset) => {
    const id = after + offset + 1;
    const at = Date.UTC(2026, 0, 1) + id * 60_000;
    return {
      id,
      created_at: new Date(at).toISOString(),
      updated_at: new Date(at + 3_600_000).toISOString(),
      first_response_at: new Date(at + 300_000).toISOString(),
      resolved_at: new Date(at + 3_600_000).toISOString(),
      title: `Ticket ${id} about something that does not work`,
      category: `category ${id % 40}`,
    };
  });
}

async function fetchAll(host: string): Promise<number> {
  const begun = performance.now();
  for (let after = 0; after < TICKETS; after += PAGE)
    await (await fetch(`http://${host}/tickets?after=${after}`)).json();
  return (performance.now() - begun) / 1000;
}

async function collect({ url, headers }: Product, host: string): Promise<void> {
  const sources = `${url}/api/v1/support-sources`;
  const answer = await fetch(sources, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'tickets',
      kind: 'declarative',
      locationId: seededId(LOCATION, 1),
      everyMinutes: 60,
      enabled: true,
      settings: {
        baseUrl: `http://${host}`,
        auth: { kind: 'none' },
        list: { method: 'GET', path: '/tickets', query: { after: '{afterId}' }, items: '$.tickets' },
        paging: { kind: 'keyset', first: '0', sizeParameter: 'size', size: PAGE },
        stop: 'empty',
        fields: {
          externalId: '$.id',
          updatedAt: '$.updated_at',
          openedAt: '$.created_at',
          firstResponseAt: '$.first_response_at',
          resolvedAt: '$.resolved_at',
          title: '$.title',
          category: '$.category',
        },
        time: { format: 'iso', zone: 'UTC' },
        perMinute: 6_000,
      },
    }),
  });
  const source = (await answer.json()) as { id: string; state: string; lastSuccessAt: string | null };
  for (let now = source; now.lastSuccessAt === null;) {
    if (!['new', 'collecting'].includes(now.state))
      throw new Error(`collecting ended ${JSON.stringify(now)}`);
    await delay(50);
    now = (await (await fetch(`${sources}/${source.id}`, { headers })).json()) as typeof source;
  }
}
