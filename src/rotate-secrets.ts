import { runProgram, UsageError } from './platform/backup/program.js';
import { withDatabase } from './platform/backup/source.js';
import { commandText } from './platform/command-text.js';
import { readConfig } from './platform/config/config.js';
import { rotateSecrets } from './platform/secrets/rotation.js';

const USAGE = `Usage: ${commandText('rotate-secrets')}
Encrypts the stored secrets with a new key: SECRETS_KEY, while SECRETS_KEY_PREVIOUS still reads the old ones. Restart all
servers with both variables first. Without SECRETS_KEY, the embedded database gets a new key in DATA_DIR.`;

await runProgram(USAGE, {}, async (_options, file) => {
  if (file !== undefined) throw new UsageError('It takes no file.');
  const config = readConfig(process.env);
  if (config.databaseAddresses !== null && !config.secretsKey)
    throw new UsageError('With DATABASE_URL, SECRETS_KEY must be set.');
  return withDatabase(config, async (url) => {
    const count = await rotateSecrets(config, url);
    return `${count} secrets are encrypted with the new key. The old one is needed for old backups only.`;
  });
});
