import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { sessionCookieName } from './access/sessions.service.js';
import { UsersService } from './access/users.service.js';
import { AppModule } from './app.module.js';
import { Clock } from './platform/clock/clock.js';
import type { Config } from './platform/config/config.js';
import { DatabaseAddress, type DatabaseAddresses } from './platform/database/database-address.js';
import { migrate } from './platform/database/migrate.js';
import { Metrics } from './platform/health/metrics.js';
import { configureHttp, fastifyAdapter } from './platform/http/http-server.js';
import { Jobs } from './platform/jobs/jobs.js';
import { serveOpenApi } from './openapi-document.js';

/** Creates the app on a migrated database, ready to listen. A clock may be given instead of the machine's. */
export async function createApp(
  config: Config,
  addresses: DatabaseAddresses,
  clock?: Clock,
): Promise<NestFastifyApplication> {
  await migrate(addresses);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config, new DatabaseAddress(addresses.server), clock),
    fastifyAdapter(config),
    { bodyParser: false, bufferLogs: true, abortOnError: false },
  );
  app.useLogger(app.get(Logger));
  await prepare(app, config, addresses.server);
  return app;
}

/** The set-up between the modules and the first request. */
export async function prepare(
  app: NestFastifyApplication,
  config: Config,
  databaseUrl: string,
): Promise<void> {
  await configureHttp(app, config, app.get(Metrics), sessionCookieName(config), app.get(Clock));
  serveOpenApi(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  await app.get(UsersService, { strict: false }).createFirstAdminFromEnvironment();
  await app.get(Jobs).start(databaseUrl);
}
