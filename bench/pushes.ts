import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../test/support/load.js';
import { signatureOf } from '../test/support/signatures.js';
import { LOCATION, seededId, seedLocations } from '../test/support/seeds.js';
import { startProduct, type Product } from './support/product.js';
import { round, type Benchmark } from './support/report.js';
import type { BenchDatabase, BenchServer } from './support/server.js';

/** 100,000 in ten minutes; unless told otherwise, a minute of it. */
const PUSHES = Number(process.env['BENCH_PUSHES'] ?? 10_000);
const PER_SECOND = 100_000 / 600;
/** Each so-many-th push is sent twice. */
const TWICE = 10;
const DESK_PER_SECOND = 20;
const ALONE_SECONDS = 20;

/** Pushes at the rate of 100,000 in ten minutes, and the desk beside them: its p99 against that of the desk alone. */
export const pushes =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const database = await server.createDatabase('pushes');
    const product = await startProduct({
      DATABASE_URL: database.url,
      SECRETS_KEY: Buffer.alloc(32, 'bench').toString('base64'),
    });
    await seedLocations(database, 1);
    const source = await addSource(product);
    await desk(product, 5);
    const alone = await desk(product, ALONE_SECONDS);
    say(`the desk alone: p99 ${round(alone)} ms`);
    let isOver = false;
    const sending = sendAll(source).finally(() => (isOver = true));
    const beside = await desk(product, Infinity, () => isOver);
    const { seconds, latencies, again } = await sending;
    say(`the desk beside the pushes: p99 ${round(beside)} ms`);
    await requireAll(database, again);
    await product.stop();
    await database.close();
    return [
      {
        what: `p99 of the desk (logging a request, and its list) while ${PUSHES.toLocaleString('en')} pushes and ${again.toLocaleString('en')} duplicates come, ${round(PUSHES / seconds)} pushes/s`,
        product: `${round(beside)} ms (of a push: ${round(percentile(latencies, 99))} ms)`,
        baseline: `${round(alone)} ms (alone)`,
        figure: beside / alone,
        unit: '×',
        goal: { 'at-most': 3 },
      },
    ];
  };

interface Source {
  pushUrl: string;
  secret: string;
}

async function addSource(product: Product): Promise<Source> {
  const { url } = product;
  const body = {
    name: 'kiosk',
    kind: 'push',
    locationId: seededId(LOCATION, 1),
    settings: {},
    everyMinutes: 60,
    enabled: true,
  };
  const source = (await post(product, '/support-sources', body)) as Source & { id: string };
  return { ...source, pushUrl: `${url}/api/v1/hooks/support/${source.id}` };
}

async function post({ url, headers }: Product, path: string, body: object): Promise<unknown> {
  const answer = await sent(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Once more where a kept connection was closed while it was used again. */
const sent = (url: string, asked: RequestInit): Promise<Response> =>
  fetch(url, asked).catch(() => fetch(url, asked));

async function sendAll(source: Source): Promise<{ seconds: number; latencies: number[]; again: number }> {
  const begun = performance.now();
  const latencies: number[] = [];
  const open: Promise<void>[] = [];
  let again = 0;
  for (let number = 0; number < PUSHES; number++) {
    const wait = begun + (number / PER_SECOND) * 1000 - performance.now();
    if (wait > 1) await delay(wait);
    open.push(send(source, number, latencies));
    if (number % TWICE === 0) {
      again++;
      open.push(send(source, number, []));
    }
  }
  await Promise.all(open);
  return { seconds: (performance.now() - begun) / 1000, latencies, again };
}

/** Until it is taken. */
async function send({ pushUrl, secret }: Source, number: number, latencies: number[]): Promise<void> {
  const openedAt = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
  const text = JSON.stringify({ externalId: `t-${number}`, openedAt, category: `category ${number % 40}` });
  for (;;) {
    const begun = performance.now();
    const headers = signatureOf(text, { secret, at: Date.now(), id: `msg_${number}` });
    // A kept connection may be closed while it is used again; senders send again then.
    const answer = await fetch(pushUrl, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: text,
    }).catch(() => null);
    const said = await answer?.text();
    latencies.push(performance.now() - begun);
    if (answer?.status === 200) return;
    if (answer && answer.status !== 503) throw new Error(`a push: ${answer.status} ${said}`);
    if (answer) await delay(1_000);
  }
}

/** The desk logs a request and looks at its list, in turn. Returns its p99 in milliseconds. */
async function desk(product: Product, seconds: number, isOver = (): boolean => false): Promise<number> {
  const { url, headers } = product;
  const locationId = seededId(LOCATION, 1);
  const latencies: number[] = [];
  const open: Promise<void>[] = [];
  const begun = performance.now();
  const measured = async (act: () => Promise<unknown>): Promise<void> => {
    const start = performance.now();
    await act();
    latencies.push(performance.now() - start);
  };
  for (let done = 0; done < seconds * DESK_PER_SECOND && !isOver(); done++) {
    const wait = begun + (done / DESK_PER_SECOND) * 1000 - performance.now();
    if (wait > 1) await delay(wait);
    open.push(
      measured(() =>
        done % 2 === 0
          ? post(product, '/support-requests', { locationId, openedAt: new Date().toISOString() })
          : sent(`${url}/api/v1/support-requests?locationId=${locationId}&limit=50`, { headers }).then(
              (answer) => answer.json(),
            ),
      ),
    );
  }
  await Promise.all(open);
  return percentile(latencies, 99);
}

/** None lost, and none twice. */
async function requireAll(database: BenchDatabase, again: number): Promise<void> {
  const [found] = await database.query<{ requests: string; ids: string; taken: string }>(
    `SELECT count(*) AS requests, count(DISTINCT external_id) AS ids, (SELECT count(*) FROM support_pushes) AS taken
     FROM support_requests WHERE source = 'kiosk'`,
  );
  const { requests, ids, taken } = found!;
  if (Number(requests) !== PUSHES || Number(ids) !== PUSHES || Number(taken) !== PUSHES)
    throw new Error(
      `${PUSHES} pushes and ${again} duplicates: ${requests} requests, ${ids} ids, ${taken} taken`,
    );
}
