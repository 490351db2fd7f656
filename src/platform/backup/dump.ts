import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { MIGRATION_LOCK } from '../database/migration-lock.js';
import { BackupFile } from './backup-file.js';
import { END_OF_ROWS, FORMAT, TABLE, type Facts } from './format.js';
import { dumpSchema } from './pg-dump.js';

export interface BackupReport {
  path: string;
  tables: number;
  rows: number;
  bytes: number;
}

interface Table {
  name: string;
  columns: string;
}

const TABLES = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name,
         COALESCE((SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                   WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''), '') AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname IN ('public', 'pgboss')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
  ORDER BY 1`;
const SEQUENCES = `
  SELECT format('SELECT pg_catalog.setval(%L, %s, %L);', format('%I.%I', schemaname, sequencename),
                coalesce(last_value, start_value), last_value IS NOT NULL) AS sql
  FROM pg_sequences WHERE schemaname IN ('public', 'pgboss') ORDER BY 1`;

/**
 * Writes all of Afterhours' data in a database, as of one instant, to a new file. Other work continues
 * meanwhile.
 */
export async function backUp(
  url: string,
  path: string,
  takenAt: Date,
  onStep: (what: string) => void = () => undefined,
): Promise<BackupReport> {
  const client = new Client({ connectionString: url, application_name: 'afterhours backup' });
  client.on('error', () => undefined);
  await client.connect();
  let file: BackupFile | null = null;
  try {
    const { snapshot, tables } = await openSnapshot(client);
    file = await BackupFile.create(path, await readFacts(client, tables, takenAt));
    const sections = ['pre-data', 'post-data'] as const;
    const [before, after] = await Promise.all(sections.map((name) => dumpSchema(url, snapshot, name)));
    await file.text(before!);
    let rows = 0;
    for (const [index, table] of tables.entries()) {
      onStep(`${table.name}, table ${index + 1} of ${tables.length}`);
      rows += await copyOut(client, table, file);
    }
    const sequences = await client.query<{ sql: string }>(SEQUENCES);
    await file.text(`${sequences.rows.map(({ sql }) => sql).join('\n')}\n`);
    await file.text(after!);
    return { path: file.path, tables: tables.length, rows, bytes: await file.commit({ rows }) };
  } catch (error) {
    await file?.abort();
    throw error;
  } finally {
    await client.end();
  }
}

/**
 * Opens a snapshot during which no migration runs. The migrations' lock is held until the session ends.
 * Otherwise a migration would wait for a table and make pg_dump wait behind it, and so this session too: a
 * deadlock that PostgreSQL does not see.
 */
async function openSnapshot(client: Client): Promise<{ snapshot: string; tables: Table[] }> {
  await client.query('SET statement_timeout = 0');
  await client.query('SET idle_in_transaction_session_timeout = 0');
  await client.query('SET extra_float_digits = 3');
  await client.query('SET DateStyle = ISO');
  await client.query('SET IntervalStyle = postgres');
  await client.query('SELECT pg_advisory_lock_shared($1)', [MIGRATION_LOCK]);
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const exported = await client.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
  const { rows: tables } = await client.query<Table>(TABLES);
  if (!tables.some(({ name }) => name === 'public.migrations'))
    throw new Error('There is nothing of Afterhours in this database.');
  await client.query(`LOCK TABLE ${tables.map(({ name }) => name).join(', ')} IN ACCESS SHARE MODE`);
  return { snapshot: exported.rows[0]!.snapshot, tables };
}

async function readFacts(client: Client, tables: readonly Table[], takenAt: Date): Promise<Facts> {
  const hasJobs = tables.some(({ name }) => name === 'pgboss.version');
  const migrations = await client.query<{ name: string }>('SELECT name FROM public.migrations ORDER BY id');
  const jobs = hasJobs ? await client.query<{ version: number }>('SELECT version FROM pgboss.version') : null;
  const server = await client.query<{ server_version: string }>('SHOW server_version');
  return {
    format: FORMAT,
    takenAt: takenAt.toISOString(),
    server: server.rows[0]!.server_version,
    tables: tables.length,
    migrations: migrations.rows.map(({ name }) => name),
    jobs: jobs?.rows[0]?.version ?? null,
  };
}

async function copyOut(client: Client, { name, columns }: Table, file: BackupFile): Promise<number> {
  await file.text(`${TABLE}${name}\nCOPY ${name} (${columns}) FROM stdin;\n`);
  const stream = client.query(copyTo(`COPY ${name} (${columns}) TO STDOUT`));
  await file.rows(stream);
  await file.text(`${END_OF_ROWS}\n\n`);
  // The server reports the number of rows after the rows; this waits for it.
  await client.query('SELECT');
  return stream.rowCount;
}
