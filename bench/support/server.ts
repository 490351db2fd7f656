import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { postgresCpuMillis } from './processes.js';

/** The PostgreSQL of one run of the benchmarks, with fsync on. Product and baselines use its databases. */
export interface BenchServer {
  createDatabase(name: string): Promise<BenchDatabase>;
  stop(): Promise<void>;
}

/** A database of a benchmark. */
export interface BenchDatabase {
  url: string;
  /** The CPU time that PostgreSQL has used so far for all databases. */
  cpuMillis(): number;
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export async function startServer(): Promise<BenchServer> {
  const folder = await mkdtemp(join(tmpdir(), 'afterhours-bench-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedPostgres({ dataDir: folder });
  const [postmaster] = readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n');
  const cpuMillis = (): number => postgresCpuMillis(Number(postmaster));
  return {
    createDatabase: async (name) => {
      const admin = await open(server.url, cpuMillis);
      await admin.query(`CREATE DATABASE ${name}`);
      await admin.close();
      const url = new URL(server.url);
      url.pathname = name;
      return open(url.href, cpuMillis);
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function open(url: string, cpuMillis: () => number): Promise<BenchDatabase> {
  const client = new pg.Client({ connectionString: url });
  // Whoever asks next is told that the connection is lost. Without a listener the process would end, and not say why.
  client.on('error', () => undefined);
  await client.connect();
  return {
    url,
    cpuMillis,
    query: async <Row extends object>(sql: string, values: unknown[] = []) =>
      (await client.query<Row>(sql, values)).rows,
    close: () => client.end(),
  };
}
