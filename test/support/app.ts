import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { AddressInfo } from 'node:net';
import { sessionCookieName } from '../../src/access/sessions.service.js';
import { AppModule } from '../../src/app.module.js';
import { prepare } from '../../src/bootstrap.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { readConfig } from '../../src/platform/config/config.js';
import { DatabaseAddress } from '../../src/platform/database/database-address.js';
import { fastifyAdapter } from '../../src/platform/http/http-server.js';
import { PACE } from '../../src/platform/jobs/jobs.js';
import { digestOf, newId } from '../../src/platform/ids.js';
import { TestClock } from './clock.js';
import { createDatabase, type TestDatabase } from './database.js';
import { HttpClient } from './http-client.js';

export const ADMIN = { email: 'admin@example.edu', password: 'correct horse' };
/** A Monday noon in Chicago, with the autumn clock change (1 November 2026) in the week ahead. */
export const TEST_NOW = '2026-10-26T17:00:00Z';

/** The app with its own database. It listens on a free port, and an admin is signed in. */
export interface TestApp {
  app: NestFastifyApplication;
  url: string;
  clock: TestClock;
  database: TestDatabase;
  anonymous: HttpClient;
  admin: HttpClient;
  /** Creates a session for a user without a password, and returns a client with it. */
  signedIn(userId: string): Promise<HttpClient>;
  /** Waits until every job enqueued so far is done. */
  jobsDone(): Promise<void>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  env?: Record<string, string>;
  now?: string;
  /** The database of another app; the new app is then a second replica. */
  database?: TestDatabase;
  /** Whether scheduled jobs begin by themselves. Otherwise a minute that passes changes no test's outcome. */
  timers?: boolean;
}

function stopTimers(app: INestApplicationContext): void {
  const scheduler = app.get(SchedulerRegistry);
  for (const name of scheduler.getCronJobs().keys()) scheduler.deleteCronJob(name);
  for (const name of scheduler.getIntervals()) scheduler.deleteInterval(name);
}

export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  PACE.wake = 10;
  const database = options.database ?? (await createDatabase());
  const config = readConfig({
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: 'silent',
    RATE_LIMITS: 'off',
    SECRETS_KEY: Buffer.alloc(32, 'secret').toString('base64'),
    PORT: '0',
    ...options.env,
  });
  const clock = new TestClock(options.now ?? TEST_NOW);
  const module = await Test.createTestingModule({
    imports: [AppModule.forRoot(config, new DatabaseAddress(database.addresses.server))],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(fastifyAdapter(config), {
    bodyParser: false,
    logger: false,
  });
  await prepare(app, config, database.addresses.server);
  await app.listen(config.port, '127.0.0.1');
  if (!options.timers) stopTimers(app);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const anonymous = new HttpClient(url);

  const signedIn = async (userId: string): Promise<HttpClient> => {
    const token = `test-${newId()}`;
    await database.query(
      `INSERT INTO sessions (id, user_id, digest, created_at, seen_at, expires_at, ends_at, confirmed_at, is_kept)
       SELECT $1, $2, $3, now, now, now + year, now + year, now + year, true
       FROM (SELECT $4::timestamptz AS now, interval '365 days' AS year) AS given`,
      [newId(), userId, digestOf(token), clock.date()],
    );
    return anonymous.with({ cookie: `${sessionCookieName(config)}=${token}` });
  };
  const [adminRow] = await database.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [
    ADMIN.email,
  ]);
  return {
    app,
    url,
    clock,
    database,
    anonymous,
    admin: await signedIn(adminRow!.id),
    signedIn,
    jobsDone: () => waitFor(async () => (await openJobs(database)) === 0),
    close: async () => {
      await app.close();
      if (!options.database) await database.drop();
    },
  };
}

async function openJobs(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ count: string }>(
    `SELECT count(*) FROM pgboss.job WHERE state IN ('created', 'retry', 'active') AND name NOT LIKE '\\_\\_pgboss%'`,
  );
  return Number(row!.count);
}

/** Repeats a check until it returns true; fails after a minute. */
export async function waitFor(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('waited a minute without success');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
