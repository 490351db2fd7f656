// One PostgreSQL for the whole run, with one migrated template database that every test file clones.
// TEST_DATABASE_URL names another server to run on (the real lane uses Debian's PostgreSQL 15).
import 'reflect-metadata';
import { mkdtemp, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { PgBoss } from 'pg-boss';

const built = new URL('../../dist/src/', import.meta.url);

export default async function setUp() {
  const { startEmbeddedPostgres } = await import(
    new URL('platform/database/embedded/embedded-postgres.js', built)
  );
  const { migrate } = await import(new URL('platform/database/migrate.js', built));
  let serverUrl = process.env.TEST_DATABASE_URL;
  if (!serverUrl) {
    const folder = await mkdtemp(join(tmpdir(), 'afterhours-test-'));
    await chmod(folder, 0o755);
    const server = await startEmbeddedPostgres({ dataDir: folder, durable: false });
    serverUrl = server.url;
    globalThis.afterhoursTestServer = { server, folder };
  }
  const template = `afterhours_template_${process.pid}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${template}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = template;
  await migrate(url.href);
  const boss = new PgBoss({ connectionString: url.href, schedule: false, supervise: false });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.stop({ graceful: false });
  process.env.AFTERHOURS_TEST_SERVER = serverUrl;
  process.env.AFTERHOURS_TEST_TEMPLATE = template;
}
