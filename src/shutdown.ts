import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EmbeddedPostgres } from './platform/database/embedded/embedded-postgres.js';

const SHUTDOWN_MILLISECONDS = 40_000;

/**
 * Greets, and on SIGTERM or SIGINT finishes running requests and jobs, then stops the database. A second
 * signal, or 40 s, ends the process at once. A greeting that fails because of the stop is no error.
 */
export async function serveUntilSignal(
  app: NestFastifyApplication,
  embedded: EmbeddedPostgres | null,
  greet: () => Promise<void>,
): Promise<void> {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    process.stderr.write(`${signal}: finishing running requests and jobs.\n`);
    setTimeout(() => process.exit(1), SHUTDOWN_MILLISECONDS).unref();
    app
      .close()
      .then(() => embedded?.stop())
      .then(() => process.exit(0), exitWithError);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    await greet();
  } catch (error) {
    if (!isStopping) throw error;
  }
}

/** Prints only the error's message and ends the process; LOG_LEVEL=debug also prints the stack. */
export function exitWithError(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env['LOG_LEVEL'] === 'debug' && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  process.exit(1);
}
