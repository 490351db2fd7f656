import './platform/heap.js';
import 'reflect-metadata';
import './platform/luxon-settings.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { weaknessOf } from './access/weak-passwords.js';
import { readConfig, type Config } from './platform/config/config.js';
import { Database } from './platform/database/database.js';
import { startEmbeddedPostgres } from './platform/database/embedded/embedded-postgres.js';
import { couldRewriteTrail } from './platform/database/server-role.js';
import { exitWithError, serveUntilSignal } from './shutdown.js';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  // The database starts while the app's modules load.
  const [{ createApp }, embedded] = await Promise.all([
    import('./bootstrap.js'),
    config.databaseAddresses === null ? startEmbeddedPostgres({ dataDir: config.dataDir }) : null,
  ]);
  let app: NestFastifyApplication | null = null;
  try {
    app = await createApp(config, config.databaseAddresses ?? embedded!.addresses);
    await app.listen(config.port, config.host);
  } catch (error) {
    await app?.close();
    await embedded?.stop();
    throw error;
  }
  await serveUntilSignal(app, embedded, () => greet(app, config));
}

async function greet(app: NestFastifyApplication, config: Config): Promise<void> {
  const where = config.port === 0 ? await app.getUrl() : config.baseUrl;
  process.stderr.write(`Afterhours is at ${where} (API documentation: ${where}/api/docs)\n`);
  if (!config.rateLimits)
    process.stderr.write('RATE_LIMITS=off: sign-in and all else is unlimited. For load tests only.\n');
  if (config.databaseAddresses !== null && config.secretsKey === null)
    process.stderr.write(
      'There is no SECRETS_KEY, so sources of requests cannot be saved until it is set: docs/operations.md, "Secrets of other systems".\n',
    );
  if (await couldRewriteTrail(app.get(Database)))
    process.stderr.write(
      'The database role of DATABASE_URL could rewrite the audit trail. Give the server a role of its own, and the owner’s ' +
        'address as MIGRATIONS_DATABASE_URL: docs/operations.md, "Two database roles".\n',
    );
  await warnOfWeakPassword(config);
  await tellSetupCode(app);
}

/**
 * Warns only. The password may belong to an account that follows another rule, and a server that does not
 * start helps nobody.
 */
async function warnOfWeakPassword({ adminEmail, adminPassword }: Config): Promise<void> {
  if (adminEmail === null || adminPassword === null) return;
  const weakness = await weaknessOf(adminPassword, { email: adminEmail, name: '' });
  if (weakness)
    process.stderr.write(
      `ADMIN_PASSWORD is weak (${String(weakness.params?.['rule'])}), and whoever guesses it is admin here. Sign in and change it under Account.\n`,
    );
}

/** Prints the code only on the terminal of the person who started the server, never in a log line. */
async function tellSetupCode(app: NestFastifyApplication): Promise<void> {
  const { FirstAdminService } = await import('./access/first-admin.service.js');
  const code = await app.get(FirstAdminService, { strict: false }).issueCode();
  if (code !== null)
    process.stderr.write(`Nobody is here yet. Whoever sets it up needs this setup code: ${code}\n`);
}

main().catch(exitWithError);
