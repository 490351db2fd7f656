// `npm run kept-databases <folder>`: starts PostgreSQL on the databases of failed tests, until Ctrl-C. Delete
// the folder yourself afterwards.
import pg from 'pg';

const { startEmbeddedPostgres } = await import(
  new URL('../../dist/src/platform/database/embedded/embedded-postgres.js', import.meta.url)
);
const [folder] = process.argv.slice(2);
if (!folder) {
  process.stderr.write('Give the folder that the failed run printed.\n');
  process.exit(2);
}
const server = await startEmbeddedPostgres({ dataDir: folder, durable: false });
const client = new pg.Client({ connectionString: server.url });
await client.connect();
const { rows } = await client.query(
  `SELECT datname FROM pg_database WHERE datname LIKE 'afterhours\\_%' ORDER BY datname`,
);
await client.end();
for (const { datname } of rows) {
  const url = new URL(server.url);
  url.pathname = datname;
  process.stdout.write(`${url.href}\n`);
}
process.once('SIGINT', () => void server.stop().then(() => process.exit(0)));
process.stdin.resume();
