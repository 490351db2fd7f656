// A tiny app, run straight by Node: `node embedded-app.ts <dataDir>`. Prints one JSON line once it is up.
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
