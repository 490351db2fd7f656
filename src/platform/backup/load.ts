import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { withoutServerMarks } from './server-marks.js';
import { from as copyFrom } from 'pg-copy-streams';
import { migrations } from '../../../migrations/index.js';
import { MIGRATION_LOCK } from '../database/migration-lock.js';
import type { Facts, Sum } from './format.js';
import { openBackup } from './read-backup.js';

const OLDEST_SERVER = 150_000;
const { pgboss } = createRequire(import.meta.url)('pg-boss/package.json') as { pgboss: { schema: number } };

/**
 * Reads a backup to its end, so that a broken one is found before anything is changed. Refuses one from a
 * newer version.
 */
export async function checkBackup(path: string): Promise<Facts> {
  const { facts, pieces } = await openBackup(path);
  const unknown = facts.migrations.filter((name) => !migrations.some((migration) => migration.name === name));
  if (unknown.length > 0 || (facts.jobs ?? 0) > pgboss.schema) {
    await pieces.return({ rows: 0, sha256: '' });
    throw new Error(
      `${path} was made by a newer Afterhours (${unknown.join(', ') || 'its job queue is newer'}): restore it with that one.`,
    );
  }
  for await (const piece of pieces) if ('rows' in piece) for await (const chunk of piece.rows) void chunk;
  return facts;
}

/** Loads a backup into an empty database, completely or not at all. */
export async function load(
  path: string,
  url: string,
  onStep: (what: string) => void = () => undefined,
): Promise<Sum> {
  const client = new Client({ connectionString: url, application_name: 'afterhours restore' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await requireEmpty(client);
    const sum = await fill(client, path, onStep);
    await client.query('COMMIT');
    await client.query('ANALYZE');
    return sum;
  } finally {
    await client.end();
  }
}

async function requireEmpty(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number; found: string | null }>(
    `SELECT current_setting('server_version_num')::int AS version,
       (SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('public', 'pgboss')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
        ORDER BY c.relkind = 'r' DESC, n.nspname DESC, c.relname LIMIT 1) AS found`,
  );
  const { version, found } = rows[0]!;
  if (version < OLDEST_SERVER) throw new Error('Afterhours needs PostgreSQL 15 or newer.');
  if (found !== null)
    throw new Error(
      `The database is not empty (it has ${found}): create a new one, and restore into that (DATABASE_URL).`,
    );
}

async function fill(client: Client, path: string, onStep: (what: string) => void): Promise<Sum> {
  const { facts, pieces } = await openBackup(path);
  let ordinal = 0;
  let rows = 0;
  for (;;) {
    const { value, done } = await pieces.next();
    if (done && value.rows !== rows) throw new Error(`${path} says ${value.rows} rows and has ${rows}.`);
    if (done) return value;
    if ('sql' in value) {
      if (ordinal === facts.tables) onStep('indexes and constraints');
      await client.query(withoutServerMarks(value.sql));
      continue;
    }
    onStep(`${value.table}, table ${(ordinal += 1)} of ${facts.tables}`);
    const stream = client.query(copyFrom(value.copy));
    await pipeline(Readable.from(value.rows), stream);
    rows += stream.rowCount;
  }
}
