import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { fillProduct } from '../support/hostile/full-product.js';
import { line, measureThreadTime } from '../support/hostile/thread-time.js';
import { hostileRequests, type FullProduct, type HostileRequest } from '../support/hostile/requests.js';
import type { HttpClient } from '../support/http-client.js';
import { OwnPostgres } from './own-postgres.js';
import { freePort, Product } from './product.js';
import { until } from './wait-until.js';

/**
 * Generous: the goal on a quiet machine is a tenth of a second, but on a busy one the time between two turns
 * is longer.
 */
const LONGEST_HELD = 500;
/** The idle server uses some 200 MB, and two threads may use up to 1 GB each. */
const MOST_MEGABYTES = 2_000;

describe('a hostile client', () => {
  let postgres: OwnPostgres;
  let product: Product;
  let admin: HttpClient;
  let full: FullProduct;
  beforeAll(async () => {
    postgres = await OwnPostgres.create();
    product = new Product(await freePort(), { DATABASE_URL: postgres.url });
    await product.start();
    admin = await product.signIn();
    const database = new Client({ connectionString: postgres.url });
    await database.connect();
    full = await fillProduct(database, admin);
    await database.end();
  });
  afterAll(async () => {
    await product.end('SIGKILL');
    await postgres.remove();
  });

  const residentMegabytes = (): number =>
    Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${product.pid}/status`, 'utf8'))![1]) / 1024;

  it('never blocks the event loop for long', async () => {
    const found = await measureThreadTime(admin, hostileRequests(full));
    const worst = found.toSorted((a, b) => b.held - a.held).slice(0, 25);
    process.stderr.write(`${found.length} requests; the worst:\n${worst.map(line).join('\n')}\n`);
    process.stderr.write(`at most ${residentMegabytes().toFixed(0)} MB resident\n`);
    expect(found.filter(({ status }) => typeof status === 'number' && status >= 500).map(line)).toEqual([]);
    expect(worst.filter(({ held }) => held > LONGEST_HELD).map(line)).toEqual([]);
    expect(residentMegabytes()).toBeLessThan(MOST_MEGABYTES);
  });

  it('does not delay other clients’ light requests', async () => {
    const heavy = hostileRequests(full).filter(({ kind }) => kind === 'heavy' || kind === 'JSON');
    let isOver = false;
    const waits: number[] = [];
    const light = (async () => {
      while (!isOver) {
        const since = performance.now();
        await admin.get('/me');
        waits.push(performance.now() - since);
        await sleep(20);
      }
    })();
    const left = [...heavy];
    const send = async (): Promise<void> => {
      for (let next = left.pop(); next; next = left.pop()) await sent(admin, next);
    };
    await Promise.all(Array.from({ length: 8 }, send));
    isOver = true;
    await light;
    const sorted = waits.toSorted((a, b) => a - b);
    process.stderr.write(
      `beside ${heavy.length} requests, eight at once: ${sorted.length} light ones, median ${sorted[sorted.length >> 1]!.toFixed(0)} ms, longest ${sorted.at(-1)!.toFixed(0)} ms\n`,
    );
    expect(sorted.at(-1)).toBeLessThan(5_000);
    expect(residentMegabytes()).toBeLessThan(MOST_MEGABYTES);
  });

  it('that sends a byte now and then gets 408 and is disconnected', async () => {
    const cookie = `cookie: ${admin.headers['cookie']}`;
    const answers = await Promise.all(
      ['application/json', 'multipart/form-data; boundary=x', 'text/calendar'].map((type, index) => {
        const path = ['/locations', '/support-imports', `/operators/${full.operatorId}/timetable`][index];
        return slowSender(admin.baseUrl, [
          `POST /api/v1${path} HTTP/1.1`,
          'host: localhost',
          cookie,
          `content-type: ${type}`,
          'content-length: 9000',
        ]);
      }),
    );
    for (const answer of answers) expect(answer).toContain('HTTP/1.1 408');
  });

  it('that opens 600 streams gets twelve', async () => {
    const streams = await Promise.all(
      Array.from({ length: 600 }, () => fetch(`${admin.baseUrl}/api/v1/events`, { headers: admin.headers })),
    );
    const statuses = Map.groupBy(streams, ({ status }) => status);
    expect([statuses.get(200)?.length, statuses.get(429)?.length]).toEqual([12, 588]);
    for (const stream of streams) await stream.body?.cancel();
    await until('the streams are gone', async () => {
      const again = await fetch(`${admin.baseUrl}/api/v1/events`, { headers: admin.headers });
      await again.body?.cancel();
      return again.status === 200;
    });
  });

  it('that never ends its headers is disconnected', async () => {
    const socket = connect(Number(new URL(admin.baseUrl).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET /api/v1/me HTTP/1.1\r\nhost: localhost\r\nx: ');
    const drip = setInterval(() => socket.write('x'), 1_000);
    await closed(socket);
    clearInterval(drip);
  });
});

async function sent(client: HttpClient, { method, path, body, headers }: HostileRequest): Promise<void> {
  const answer = await fetch(`${client.baseUrl}/api/v1${path}`, {
    method,
    headers: { ...client.headers, ...headers },
    ...(body !== undefined && { body }),
  }).catch(() => null);
  await answer?.arrayBuffer().catch(() => undefined);
}

const closed = (socket: Socket): Promise<unknown> => new Promise((resolve) => socket.once('close', resolve));

/** Sends headers, and then one byte per second. */
async function slowSender(url: string, head: readonly string[]): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.on('error', () => undefined);
  socket.write([...head, '', '{'].join('\r\n'));
  const drip = setInterval(() => socket.write(' '), 1_000);
  await closed(socket);
  clearInterval(drip);
  return answer;
}
