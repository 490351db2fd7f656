import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { LOCATION, seededId, seedLocations } from '../test/support/seeds.js';
import { memoryMegabytes } from './support/processes.js';
import { startProduct, type Product } from './support/product.js';
import { round, type Benchmark } from './support/report.js';
import type { BenchServer } from './support/server.js';

const ROWS = 200_000;
const MOST_MEGABYTES = 300;

/**
 * The upload and merge of a file of 200,000 tickets, compared with COPY of the same tickets into the same
 * table.
 */
export const importing =
  (server: BenchServer): Benchmark =>
  async (say) => {
    const database = await server.createDatabase('import');
    const product = await startProduct(database.url);
    await seedLocations(database, 1);
    const form = ticketForm();
    const begun = performance.now();
    await importFile(product, form);
    const ours = (performance.now() - begun) / 1000;
    const megabytes = memoryMegabytes(product.pid, 'VmHWM');
    say(`import: ${round(ours)} s, ${round(megabytes)} MB`);
    await database.query('CREATE TABLE copied (LIKE support_requests INCLUDING ALL)');
    const theirs = await copySeconds(database.url);
    say(`COPY: ${round(theirs)} s`);
    await product.stop();
    await database.close();
    return [
      {
        what: `import of ${ROWS.toLocaleString('en')} rows, rows a second`,
        product: `${round(ROWS / ours)}/s`,
        baseline: `${round(ROWS / theirs)}/s (COPY into the same table)`,
        figure: theirs / ours,
        unit: '×',
        goal: { 'at-least': 0.25 },
      },
      {
        what: 'memory at its highest during that import',
        product: `${round(megabytes)} MB`,
        baseline: '',
        figure: megabytes,
        unit: 'MB',
        goal: { 'at-most': MOST_MEGABYTES },
      },
    ];
  };

const opened = (index: number): number => Date.UTC(2026, 0, 1) + index * 60_000;
const instant = (millis: number): string => new Date(millis).toISOString();

function* ticketLines(): Generator<string> {
  yield 'key,opened,answered,resolved,what\n';
  for (let index = 0; index < ROWS; index++) {
    const [answered, resolved] = [opened(index) + 300_000, opened(index) + 3_600_000];
    yield `T-${index},${instant(opened(index))},${instant(answered)},${instant(resolved)},category ${index % 40}\n`;
  }
}

function ticketForm(): FormData {
  const form = new FormData();
  const columns = {
    externalId: 'key',
    openedAt: 'opened',
    firstResponseAt: 'answered',
    resolvedAt: 'resolved',
    category: 'what',
  };
  const mapping = { locationId: seededId(LOCATION, 1), source: 'tickets', shape: 'rows', columns };
  form.append('mapping', JSON.stringify(mapping));
  form.append('file', new Blob([[...ticketLines()].join('')], { type: 'text/csv' }), 'tickets.csv');
  return form;
}

async function importFile({ url, headers }: Product, form: FormData): Promise<void> {
  const answer = await fetch(`${url}/api/v1/support-imports`, { method: 'POST', headers, body: form });
  let job = (await answer.json()) as { id: string; status: string; created: number };
  while (['queued', 'running'].includes(job.status)) {
    await delay(50);
    job = (await (await fetch(`${url}/api/v1/support-imports/${job.id}`, { headers })).json()) as typeof job;
  }
  if (job.created !== ROWS) throw new Error(`the import ended ${JSON.stringify(job)}`);
}

async function copySeconds(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const location = seededId(LOCATION, 1);
  const line = (index: number): string => {
    const at = opened(index);
    const times = [at, at + 300_000, at + 3_600_000, at + 3_600_000].map(instant).join();
    return `${crypto.randomUUID()},${location},tickets,T-${index},${times},category ${index % 40}\n`;
  };
  const chunks = function* (): Generator<string> {
    for (let from = 0; from < ROWS; from += 1_000)
      yield Array.from({ length: 1_000 }, (_, offset) => line(from + offset)).join('');
  };
  const begun = performance.now();
  const columns =
    'id, location_id, source, external_id, opened_at, first_response_at, first_resolved_at, resolved_at, category';
  await pipeline(
    Readable.from(chunks()),
    client.query(copyFrom(`COPY copied (${columns}) FROM STDIN WITH (FORMAT csv)`)),
  );
  const seconds = (performance.now() - begun) / 1000;
  await client.end();
  return seconds;
}
