import { readConfig, type Config } from '../platform/config/config.js';
import { examineDatabase } from './database.js';
import { examineEmbedded } from './embedded.js';
import { messageOf } from '../platform/error-message.js';
import { failed, ok, type Finding } from './finding.js';
import { examineMail } from './mail.js';
import { examinePort } from './port.js';

/**
 * Checks whether this machine can run the server with these settings. Changes nothing, and prints no secret.
 */
export async function examine(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const node = ok('Node', process.versions.node);
  let config: Config;
  try {
    config = readConfig(env);
  } catch (error) {
    const [, ...wrong] = messageOf(error).split('\n');
    return [node, ...wrong.map((line) => failed('settings', line.trim()))];
  }
  const { databaseAddresses: addresses, dataDir } = config;
  const [database, port, mail] = await Promise.all([
    addresses === null ? examineEmbedded(dataDir) : examineDatabase(addresses),
    examinePort(config),
    examineMail(config),
  ]);
  return [node, ok('settings', 'every variable is one that is accepted'), ...database, port, mail];
}
