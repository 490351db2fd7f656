import { rm } from 'node:fs/promises';
import pg from 'pg';

export default async function tearDown() {
  const client = new pg.Client({ connectionString: process.env.AFTERHOURS_TEST_SERVER });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${process.env.AFTERHOURS_TEST_TEMPLATE} WITH (FORCE)`);
  await client.end();
  const { server, folder } = globalThis.afterhoursTestServer ?? {};
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
}
