import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { LOCATION, seededId } from '../../test/support/seeds.js';

const LINES_AT_ONCE = 500;
/** All of them are over, because an import refuses the future. */
const LAST_OPENED = Date.UTC(2026, 0, 1);
const EVERY_MILLIS = 60_000;
const CATEGORIES = 40;
const BOUNDARY = 'afterhours-bench';

/** A ticket of a file of so many: its key, and when it was opened, answered and resolved. */
function ticket(index: number, count: number): { key: string; times: string[]; category: string } {
  const opened = LAST_OPENED - (count - index) * EVERY_MILLIS;
  const times = [opened, opened + 300_000, opened + 3_600_000].map((millis) =>
    new Date(millis).toISOString(),
  );
  return { key: `T-${index}`, times, category: `category ${index % CATEGORIES}` };
}

/** The text of so many lines, some hundred at once. */
function* linesOf(count: number, line: (index: number) => string): Generator<string> {
  for (let from = 0; from < count; from += LINES_AT_ONCE) {
    const length = Math.min(LINES_AT_ONCE, count - from);
    yield Array.from({ length }, (_, offset) => line(from + offset)).join('');
  }
}

/** A request that sends a file of tickets, line by line as it is read: no more of it is in memory than is under way. */
export function ticketUpload(count: number): { headers: Record<string, string>; body: ReadableStream } {
  const columns = {
    externalId: 'key',
    openedAt: 'opened',
    firstResponseAt: 'answered',
    resolvedAt: 'resolved',
    category: 'what',
  };
  const mapping = { locationId: seededId(LOCATION, 1), source: 'tickets', shape: 'rows', columns };
  const part = (name: string, more = ''): string =>
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`;
  function* form(): Generator<Buffer> {
    yield Buffer.from(`${part('mapping')}${JSON.stringify(mapping)}\r\n`);
    yield Buffer.from(`${part('file', '; filename="tickets.csv"')}key,opened,answered,resolved,what\n`);
    for (const text of linesOf(count, (index) => {
      const { key, times, category } = ticket(index, count);
      return `${key},${times.join()},${category}\n`;
    }))
      yield Buffer.from(text);
    yield Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
  }
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    body: Readable.toWeb(Readable.from(form(), { highWaterMark: 1 })) as ReadableStream,
  };
}

/** Copies the same tickets into a table like the one for requests; how many seconds that took. */
export async function copyTickets(url: string, table: string, count: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const location = seededId(LOCATION, 1);
  const lines = linesOf(count, (index) => {
    const { key, times, category } = ticket(index, count);
    return `${crypto.randomUUID()},${location},tickets,${key},${times.join()},${times[2]},${category}\n`;
  });
  const columns =
    'id, location_id, source, external_id, opened_at, first_response_at, first_resolved_at, resolved_at, category';
  const begun = performance.now();
  await pipeline(
    Readable.from(lines),
    client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN WITH (FORMAT csv)`)),
  );
  const seconds = (performance.now() - begun) / 1000;
  await client.end();
  return seconds;
}
