import { Client } from 'pg';
import { migrations } from '../../../migrations/index.js';
import { COULD_REWRITE_TRAIL } from './server-role.js';

/** PostgreSQL's own version number for version 15. */
export const OLDEST_SERVER = 150_000;
const CONNECT_MILLISECONDS = 5_000;

/** Facts about a database that can be read without changing it. */
export interface DatabaseFacts {
  version: string;
  versionNumber: number;
  role: string;
  hasGist: boolean;
  mayMakeTables: boolean;
  couldRewriteTrail: boolean;
  isEmpty: boolean;
  /**
   * Names of migrations. `pending`: of this version, not run yet. `unknown`: run, but not of this version.
   */
  pending: string[];
  unknown: string[];
}

const SERVER = `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS "versionNumber",
  current_user AS role, EXISTS (SELECT FROM pg_available_extensions WHERE name = 'btree_gist') AS "hasGist",
  has_schema_privilege('public', 'CREATE') AS "mayMakeTables", to_regclass('public.migrations') IS NULL AS "isEmpty"`;

export async function inspectDatabase(url: string): Promise<DatabaseFacts> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    application_name: 'afterhours check',
  });
  await client.connect();
  try {
    const { rows } =
      await client.query<Omit<DatabaseFacts, 'pending' | 'unknown' | 'couldRewriteTrail'>>(SERVER);
    const server = rows[0]!;
    const known = migrations.map(({ name }) => name);
    if (server.isEmpty) return { ...server, couldRewriteTrail: true, pending: known, unknown: [] };
    const run = await client.query<{ name: string }>('SELECT name FROM public.migrations');
    const names = run.rows.map(({ name }) => name);
    const trail = await client.query<{ could: boolean }>(COULD_REWRITE_TRAIL);
    return {
      ...server,
      couldRewriteTrail: trail.rows[0]?.could ?? true,
      pending: known.filter((name) => !names.includes(name)),
      unknown: names.filter((name) => !known.includes(name)),
    };
  } finally {
    await client.end();
  }
}
