import 'reflect-metadata';
import './platform/luxon-settings.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './bootstrap.js';
import { readConfig, type Config } from './platform/config/config.js';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from './platform/database/embedded/embedded-postgres.js';

const SHUTDOWN_MILLISECONDS = 40_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const embedded =
    config.databaseUrl === null ? await startEmbeddedPostgres({ dataDir: config.dataDir }) : null;
  let app: NestFastifyApplication | null = null;
  try {
    app = await createApp(config, config.databaseUrl ?? embedded!.url);
    await app.listen(config.port, config.host);
  } catch (error) {
    await app?.close();
    await embedded?.stop();
    throw error;
  }
  stopOnSignal(app, embedded);
  await greet(app, config);
}

async function greet(app: NestFastifyApplication, config: Config): Promise<void> {
  const where = config.port === 0 ? await app.getUrl() : config.baseUrl;
  process.stderr.write(`Afterhours is at ${where} (API documentation: ${where}/api/docs)\n`);
  if (!config.rateLimits)
    process.stderr.write('RATE_LIMITS=off: sign-in and all else is unlimited. For load tests only.\n');
}

/** Finishes what is in hand, then the database; a second signal, or 40 s, ends it at once. */
function stopOnSignal(app: NestFastifyApplication, embedded: EmbeddedPostgres | null): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    process.stderr.write(`${signal}: finishing what is in hand.\n`);
    setTimeout(() => process.exit(1), SHUTDOWN_MILLISECONDS).unref();
    app
      .close()
      .then(() => embedded?.stop())
      .then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env['LOG_LEVEL'] === 'debug' && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  process.exit(1);
}

main().catch(fail);
