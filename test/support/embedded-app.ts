// Starts an embedded PostgreSQL: `node embedded-app.ts <dataDir>`. Prints one line of JSON when it is ready.
import './typescript.mjs';

const { startEmbeddedPostgres } = await import('../../src/platform/database/embedded/embedded-postgres.js');

try {
  const { url, stop } = await startEmbeddedPostgres({
    dataDir: process.argv[2] ?? '',
    onLog: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${JSON.stringify({ url })}\n`);
  process.stdin.resume().once('end', () => void stop().then(() => process.exit(0)));
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
  process.exitCode = 1;
}
