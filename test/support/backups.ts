import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'pg';

export interface Outcome {
  code: number | null;
  output: string;
}

/** Starts what `npm run backup`, `restore` or `rotate-secrets` starts, from the last build and without npm. */
export function spawnProgram(
  program: 'backup' | 'restore' | 'rotate-secrets',
  env: Record<string, string>,
  ...args: string[]
): ChildProcess {
  const script = join(process.cwd(), 'dist/src', `${program}.js`);
  return spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function runProgram(...args: Parameters<typeof spawnProgram>): Promise<Outcome> {
  const child = spawnProgram(...args);
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => (output += String(text)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

/**
 * The contents of a database by name: each table with its row count and a digest of its rows; each index,
 * constraint, function and sequence with its definition.
 */
export async function contentsOf(url: string): Promise<Map<string, string>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SET timezone = UTC; SET search_path = public, pgboss');
    const { rows: shape } = await client.query<{ name: string; value: string }>(
      `SELECT 'index ' || indexname AS name, indexdef AS value FROM pg_indexes WHERE schemaname IN ('public', 'pgboss')
       UNION ALL
       SELECT format('constraint %s on %s', conname, conrelid::regclass), pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace IN ('public'::regnamespace, 'pgboss'::regnamespace) AND contype <> 'n'
       UNION ALL
       SELECT 'function ' || p.oid::regprocedure, md5(prosrc) FROM pg_proc p WHERE pronamespace = 'pgboss'::regnamespace
       UNION ALL
       SELECT 'sequence ' || sequencename, last_value::text FROM pg_sequences`,
    );
    const contents = new Map(shape.map(({ name, value }) => [name, value]));
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')`,
    );
    for (const { name } of tables) {
      const { rows } = await client.query<{ digest: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS digest FROM ${name} t`,
      );
      contents.set(`table ${name}`, rows[0]!.digest);
    }
    return contents;
  } finally {
    await client.end();
  }
}
