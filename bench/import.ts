import { setTimeout as delay } from 'node:timers/promises';
import { seedLocations } from '../test/support/seeds.js';
import { lightRequests, type Light } from './support/light-requests.js';
import { forgetHighest, memoryMegabytes } from './support/processes.js';
import { startProduct, type Product } from './support/product.js';
import { round, type Benchmark, type Result } from './support/report.js';
import type { BenchDatabase, BenchServer } from './support/server.js';
import { copyTickets, ticketUpload } from './support/tickets.js';

/** A million; another number only to try something out. */
const ROWS = Number(process.env['BENCH_IMPORT_ROWS'] ?? 1_000_000);
const MOST_MEGABYTES = 300;
const ALONE_SECONDS = 10;

/** The answer to an import, and to the question how far it is. */
interface ImportAnswer {
  id: string;
  status: string;
  rows: number;
  created: number;
  takeBackStatus: string | null;
  removed: number;
  error: string | null;
}

/** What was measured while the product worked. */
interface Measured {
  seconds: number;
  megabytes: number;
  p99: number;
}

/**
 * The upload and merge of a file of a million tickets, compared with COPY of the same tickets into the same table; then it
 * is taken back, compared with a plain DELETE of the same rows. Other requests come meanwhile.
 */
export const importing =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const database = await server.createDatabase('import');
    const product = await startProduct(database.url);
    await seedLocations(database, 1);
    const alone = await aloneMillis(product);
    const idle = memoryMegabytes(product.pid, 'VmRSS');
    say(`idle: ${round(idle)} MB, p99 of a light request ${round(alone)} ms`);
    const { id, ...ours } = await importFile(product, say);
    say(`import: ${told(ours)}`);
    await settle(database);
    await database.query('CREATE TABLE copied (LIKE support_requests INCLUDING ALL)');
    const copying = await copyTickets(database.url, 'copied', ROWS);
    say(`COPY: ${round(copying)} s`);
    await settle(database);
    const deleting = await deleteSeconds(database);
    say(`DELETE: ${round(deleting)} s`);
    await settle(database);
    forgetHighest(product.pid);
    const takingBack = await measured(product, () => takeBack(product, id));
    say(`taking it back: ${told(takingBack)}`);
    await product.stop();
    await database.close();
    const rows = ROWS.toLocaleString('en');
    return [
      {
        what: `import of ${rows} rows, rows a second`,
        product: `${round(ROWS / ours.seconds)}/s`,
        baseline: `${round(ROWS / copying)}/s (COPY into the same table)`,
        figure: copying / ours.seconds,
        unit: '×',
        goal: { 'at-least': 0.25 },
      },
      memory('memory at its highest during that import', ours, idle),
      latency('p99 of a light request during that import', ours, alone),
      {
        what: `taking back that import of ${rows} rows`,
        product: `${round(takingBack.seconds)} s`,
        baseline: `${round(deleting)} s (DELETE of the same rows, rolled back)`,
        figure: takingBack.seconds / deleting,
        unit: '×',
        goal: null,
      },
      memory('memory at its highest while it is taken back', takingBack, idle),
      latency('p99 of a light request while it is taken back', takingBack, alone),
    ];
  };

const memory = (what: string, { megabytes }: Measured, idle: number): Result => ({
  what,
  product: `${round(megabytes)} MB`,
  baseline: `${round(idle)} MB (idle)`,
  figure: megabytes,
  unit: 'MB',
  goal: { 'at-most': MOST_MEGABYTES },
});

const latency = (what: string, { p99 }: Measured, alone: number): Result => ({
  what,
  product: `${round(p99)} ms`,
  baseline: `${round(alone)} ms (alone)`,
  figure: p99 / alone,
  unit: '×',
  goal: null,
});

const told = ({ seconds, megabytes, p99 }: Measured): string =>
  `${round(seconds)} s, ${round(megabytes)} MB, p99 of a light request ${round(p99)} ms`;

async function aloneMillis(product: Product): Promise<number> {
  await (await light(product, 2)).ended();
  return (await light(product, ALONE_SECONDS)).ended();
}

async function light(product: Product, seconds: number): Promise<Light> {
  const requests = lightRequests(product);
  await delay(seconds * 1000);
  return requests;
}

/** The highest memory and the latency of other requests while the product does some work. */
async function measured(product: Product, work: () => Promise<unknown>): Promise<Measured> {
  const requests = lightRequests(product);
  try {
    const seconds = await secondsOf(work);
    return { seconds, megabytes: memoryMegabytes(product.pid, 'VmHWM'), p99: await requests.ended() };
  } finally {
    await requests.ended();
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** Work that PostgreSQL put off belongs to who caused it, not to who is measured next. */
async function settle(database: BenchDatabase): Promise<void> {
  await database.query('VACUUM ANALYZE support_requests');
  await database.query('CHECKPOINT');
}

/** One statement deletes the imported rows, which come back with the end of its transaction. */
async function deleteSeconds(database: BenchDatabase): Promise<number> {
  await database.query('BEGIN');
  const seconds = await secondsOf(() =>
    database.query(`DELETE FROM support_requests WHERE source = 'tickets'`),
  );
  await database.query('ROLLBACK');
  return seconds;
}

async function importFile(product: Product, say: (line: string) => void): Promise<Measured & { id: string }> {
  let id = '';
  const figures = await measured(product, async () => {
    const begun = performance.now();
    const { headers, body } = ticketUpload(ROWS);
    const asked: RequestInit & { duplex: 'half' } = { method: 'POST', body, duplex: 'half' };
    const queued = await answered(product, '', { ...asked, headers });
    const phase = (name: string): void =>
      say(
        `${name} after ${round((performance.now() - begun) / 1000)} s, ${round(memoryMegabytes(product.pid, 'VmHWM'))} MB`,
      );
    phase('received');
    id = queued.id;
    const ended = await ending(product, id, ({ status }) => status);
    phase('ended');
    if (ended.created !== ROWS) throw new Error(`the import ended ${briefly(ended)}`);
  });
  return { ...figures, id };
}

async function takeBack(product: Product, id: string): Promise<void> {
  await answered(product, `/${id}/take-back`, { method: 'POST' });
  const ended = await ending(product, id, ({ takeBackStatus }) => takeBackStatus);
  if (ended.removed !== ROWS) throw new Error(`taking it back ended ${briefly(ended)}`);
}

async function ending(
  product: Product,
  id: string,
  statusOf: (answer: ImportAnswer) => string | null,
): Promise<ImportAnswer> {
  for (;;) {
    const answer = await answered(product, `/${id}`, {});
    if (!['queued', 'running'].includes(statusOf(answer) ?? '')) return answer;
    await delay(200);
  }
}

async function answered({ url, headers }: Product, path: string, asked: RequestInit): Promise<ImportAnswer> {
  const answer = await fetch(`${url}/api/v1/support-imports${path}`, {
    ...asked,
    headers: { ...headers, ...(asked.headers as Record<string, string>) },
  });
  if (!answer.ok) throw new Error(`${path || 'the upload'}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as ImportAnswer;
}

/** An answer without the lists of its first thousand remarks, but with the first of them. */
const briefly = (answer: ImportAnswer): string =>
  JSON.stringify(answer, (_, value: unknown) => (Array.isArray(value) ? value.slice(0, 1) : value));
