// Starts one PostgreSQL for the whole run, with a migrated template database that every test file clones.
// TEST_DATABASE_URL names another server to use instead (`npm run test:real` uses Debian's PostgreSQL 15).
// Beside it the built server writes its openapi.json; only the build adds all descriptions.
import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { mkdtemp, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { BrowserKeeper } from './browser-keeper.ts';

const built = new URL('../../dist/src/', import.meta.url);

export default async function setUp() {
  const { startEmbeddedPostgres } = await import(
    new URL('platform/database/embedded/embedded-postgres.js', built)
  );
  const { migrate } = await import(new URL('platform/database/migrate.js', built));
  const documents = await mkdtemp(join(tmpdir(), 'afterhours-openapi-'));
  globalThis.afterhoursTestDocuments = documents;
  process.env.AFTERHOURS_TEST_OPENAPI = join(documents, 'openapi.json');
  const documented = promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('openapi.js', built)),
    process.env.AFTERHOURS_TEST_OPENAPI,
  ]);
  let serverUrl = process.env.TEST_DATABASE_URL;
  let roleUrl;
  if (!serverUrl) {
    const folder = await mkdtemp(join(tmpdir(), 'afterhours-test-'));
    await chmod(folder, 0o755);
    const server = await startEmbeddedPostgres({ dataDir: folder, durable: false });
    serverUrl = server.url;
    roleUrl = new URL(server.addresses.server);
    globalThis.afterhoursTestServer = { server, folder };
  }
  const template = `afterhours_template_${process.pid}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${template}`);
  roleUrl ??= await makeServerRole(client, serverUrl);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = template;
  roleUrl.pathname = template;
  await migrate({ owner: url.href, server: roleUrl.href });
  process.env.AFTERHOURS_TEST_SERVER = serverUrl;
  process.env.AFTERHOURS_TEST_SERVER_ROLE = roleUrl.href;
  process.env.AFTERHOURS_TEST_TEMPLATE = template;
  await documented;
  const browsers = new BrowserKeeper((line) => process.stderr.write(`${line}\n`));
  process.env.AFTERHOURS_TEST_BROWSERS = await browsers.listen();
  globalThis.afterhoursTestBrowsers = browsers;
}

/** On another server: concurrent runs share the role, so its password is always the same. */
async function makeServerRole(client, serverUrl) {
  const { rowCount } = await client.query(`SELECT FROM pg_roles WHERE rolname = 'afterhours_test_server'`);
  if (rowCount === 0)
    await client.query(`CREATE ROLE afterhours_test_server LOGIN PASSWORD 'afterhours-test'`);
  const url = new URL(serverUrl);
  url.username = 'afterhours_test_server';
  url.password = 'afterhours-test';
  return url;
}
