import { rm } from 'node:fs/promises';
import pg from 'pg';

export default async function tearDown() {
  await globalThis.afterhoursTestBrowsers.close();
  await rm(globalThis.afterhoursTestDocuments, { recursive: true });
  const client = new pg.Client({ connectionString: process.env.AFTERHOURS_TEST_SERVER });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${process.env.AFTERHOURS_TEST_TEMPLATE} WITH (FORCE)`);
  const { rows } = await client.query(`SELECT 1 FROM pg_database WHERE datname LIKE 'afterhours\\_%'`);
  await client.end();
  const { server, folder } = globalThis.afterhoursTestServer ?? {};
  await server?.stop();
  if (folder && rows.length > 0 && !process.env.CI) return tellKept(folder);
  if (folder) await rm(folder, { recursive: true, force: true });
}

function tellKept(folder) {
  process.stderr.write(
    `The databases of failed tests are kept in ${folder}. To open them: npm run kept-databases ${folder}\n`,
  );
}
