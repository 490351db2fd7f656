import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import { Client } from 'pg';
import { withoutServerMarks } from './server-marks.js';

const NEWEST_SERVER = 18;
const SCHEMAS = ['public', 'pgboss'];
const READY_FOR_QUERY = 0x5a;
const TERMINATE = 0x58;
const ENCRYPTION_REQUESTS = [80_877_103, 80_877_104];
const PARAMETERS = [
  'server_version',
  'client_encoding',
  'standard_conforming_strings',
  'is_superuser',
  'integer_datetimes',
  'DateStyle',
];
const worker = fileURLToPath(
  new URL(`./pg-dump-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url),
);

/**
 * The output of pg_dump for one section of the schema, in a snapshot that another session exported. Leaves
 * out owners and rights, because the target has other users.
 */
export async function dumpSchema(
  url: string,
  snapshot: string,
  section: 'pre-data' | 'post-data',
): Promise<string> {
  const client = new Client({ connectionString: url, application_name: 'afterhours pg_dump' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const parameters = await readParameters(client);
    const args = ['--schema-only', `--section=${section}`, `--snapshot=${snapshot}`];
    const leftOut = ['--no-owner', '--no-privileges', '--no-comments', '--no-tablespaces'];
    const schemas = SCHEMAS.map((name) => `--schema=${name}`);
    const sql = await run([...args, ...leftOut, ...schemas, '--extension=btree_gist'], client, parameters);
    return withoutServerMarks(sql)
      .replace(/^CREATE SCHEMA public;$/m, 'CREATE SCHEMA IF NOT EXISTS public;')
      .replace(/^SET transaction_timeout = 0;\n/m, ''); // PostgreSQL 15 and 16 do not know this setting.
  } finally {
    await client.end();
  }
}

async function readParameters(client: Client): Promise<Buffer> {
  const { rows } = await client.query<{ name: string; value: string }>(
    'SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name',
    [PARAMETERS],
  );
  const version = rows.find(({ name }) => name === 'server_version')!.value;
  if (Number.parseInt(version, 10) > NEWEST_SERVER)
    throw new Error(
      `The server is PostgreSQL ${version}; the bundled pg_dump supports up to ${NEWEST_SERVER}. ` +
        'Back up with that server’s own pg_dump and restore with its pg_restore.',
    );
  return Buffer.concat(rows.map(({ name, value }) => message('S', `${name}\0${value}\0`)));
}

/** Lends the client's connection, which is signed in and perhaps encrypted, to pg_dump in its thread. */
async function run(args: string[], client: Client, parameters: Buffer): Promise<string> {
  const { port1: port, port2 } = new MessageChannel();
  const bell = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(worker, { workerData: { args, port: port2, bell }, transferList: [port2] });
  const { stream } = client.connection;
  const answer = (bytes: Uint8Array | null): void => {
    port.postMessage(bytes);
    Atomics.store(bell, 0, 1);
    Atomics.notify(bell, 0);
  };
  const reply = (bytes: Uint8Array): void => {
    answer(bytes);
    answer(null);
  };
  const welcome = Buffer.concat([
    message('R', Buffer.alloc(4)),
    parameters,
    message('K', Buffer.alloc(8)),
    message('Z', 'I'),
  ]);
  port.on('message', (request: Uint8Array) => {
    const bytes = Buffer.from(request);
    const isStartup = bytes[0] === 0;
    if (isStartup && ENCRYPTION_REQUESTS.includes(bytes.readUInt32BE(4))) reply(Buffer.from('N'));
    else if (isStartup) reply(welcome);
    else if (bytes[0] === TERMINATE) answer(null);
    else stream.write(bytes);
  });
  stream.removeAllListeners('data');
  stream.on('data', wholeMessages(answer));
  const lost = once(stream, 'close').then(() => {
    throw new Error('The connection to the database was lost.');
  });
  try {
    const [sql] = (await Promise.race([once(thread, 'message'), lost])) as [string];
    return sql;
  } finally {
    lost.catch(() => undefined);
    port.close();
    await thread.terminate();
  }
}

/** Passes on complete messages, and null when the server waits for the next request. */
function wholeMessages(answer: (bytes: Uint8Array | null) => void): (chunk: Buffer) => void {
  let pending = Buffer.alloc(0);
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    let end = 0;
    let isReady = false;
    while (pending.length >= end + 5) {
      const next = end + 1 + pending.readUInt32BE(end + 1);
      if (next > pending.length) break;
      isReady = pending[end] === READY_FOR_QUERY;
      end = next;
    }
    if (end > 0) answer(pending.subarray(0, end));
    pending = pending.subarray(end);
    if (isReady) answer(null);
  };
}

function message(type: string, body: string | Buffer): Buffer {
  const content = Buffer.from(body as string);
  const header = Buffer.alloc(5);
  header.write(type);
  header.writeUInt32BE(content.length + 4, 1);
  return Buffer.concat([header, content]);
}
