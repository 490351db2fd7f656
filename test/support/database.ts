import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { DatabaseAddresses } from '../../src/platform/database/database-address.js';

declare global {
  // Set by the test environment (native/environment.mjs).
  var hasFailedTest: boolean | undefined;
}

/** The database of one test file: a clone of the migrated template, or an empty one. */
export interface TestDatabase {
  /** The address for the role that owns the database. */
  url: string;
  addresses: DatabaseAddresses;
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

export async function createDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const name = `afterhours_${randomBytes(6).toString('hex')}`;
  const template = empty ? 'template1' : process.env['AFTERHOURS_TEST_TEMPLATE'];
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(process.env['AFTERHOURS_TEST_SERVER']!);
  url.pathname = name;
  const serverUrl = new URL(process.env['AFTERHOURS_TEST_SERVER_ROLE']!);
  serverUrl.pathname = name;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  return {
    url: url.href,
    addresses: { owner: url.href, server: serverUrl.href },
    query: async <Row extends object>(sql: string, values: unknown[] = []) =>
      (await client.query<Row>(sql, values)).rows,
    drop: async () => {
      await client.end();
      if (globalThis.hasFailedTest && !process.env['CI']) return keep(url);
      await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/**
 * After a failed test the database is not dropped, so that a person can inspect it. If it is on the run's
 * embedded PostgreSQL, test/support/kept-databases.mjs opens it.
 */
function keep(url: URL): void {
  process.stderr.write(`A test failed; its database is kept: ${url.pathname.slice(1)}\n`);
}

async function onServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: process.env['AFTERHOURS_TEST_SERVER'] });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
