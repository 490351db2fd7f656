import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EmbeddedPostgres } from './platform/database/embedded/embedded-postgres.js';

const SHUTDOWN_MILLISECONDS = 40_000;

/**
 * On SIGTERM or SIGINT: finishes running requests and jobs, then stops the database. A second signal, or 40
 * s, ends the process at once. Returns whether a signal has come.
 */
export function stopOnSignal(app: NestFastifyApplication, embedded: EmbeddedPostgres | null): () => boolean {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    process.stderr.write(`${signal}: finishing running requests and jobs.\n`);
    setTimeout(() => process.exit(1), SHUTDOWN_MILLISECONDS).unref();
    app
      .close()
      .then(() => embedded?.stop())
      .then(() => process.exit(0), exitWithError);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return () => stopping;
}

/** Prints only the error's message and ends the process; LOG_LEVEL=debug also prints the stack. */
export function exitWithError(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env['LOG_LEVEL'] === 'debug' && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  process.exit(1);
}
