import { Pool } from 'pg';
import type { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { secretsKey } from './sealing.js';
import { Secrets } from './secrets.js';
import { SecretsKeys } from './secrets-keys.js';
import { SecretsRepository } from './secrets.repository.js';

/**
 * Encrypts all stored secrets with SECRETS_KEY, or with a new key in DATA_DIR. Servers may run meanwhile. Returns how many
 * secrets that were.
 */
export async function rotateSecrets(config: Config, databaseUrl: string): Promise<number> {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 1,
    application_name: 'afterhours rotate-secrets',
  });
  try {
    const database = new Database(pool, pool);
    const keys = new SecretsKeys(config);
    const secrets = new Secrets(keys, new SecretsRepository(database), database);
    return await (config.secretsKey
      ? secrets.reseal(secretsKey(config.secretsKey), () => Promise.resolve())
      : secrets.reseal(await keys.beginNext(), () => keys.endNext()));
  } finally {
    await pool.end();
  }
}
