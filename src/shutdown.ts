import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EmbeddedPostgres } from './platform/database/embedded/embedded-postgres.js';

const SHUTDOWN_MILLISECONDS = 40_000;

/** Finishes what is in hand, then the database; a second signal, or 40 s, ends it at once. */
export function stopOnSignal(app: NestFastifyApplication, embedded: EmbeddedPostgres | null): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    process.stderr.write(`${signal}: finishing what is in hand.\n`);
    setTimeout(() => process.exit(1), SHUTDOWN_MILLISECONDS).unref();
    app
      .close()
      .then(() => embedded?.stop())
      .then(() => process.exit(0), exitWithError);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** Ends the process with the reason alone; LOG_LEVEL=debug shows where it came from. */
export function exitWithError(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env['LOG_LEVEL'] === 'debug' && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  process.exit(1);
}
