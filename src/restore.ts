import { checkBackup, load } from './platform/backup/load.js';
import { fileStamp, progress, runProgram, UsageError } from './platform/backup/program.js';
import { commandText } from './platform/command-text.js';
import { Clock } from './platform/clock/clock.js';
import { readConfig } from './platform/config/config.js';
import { REPLACED_PREFIX } from './platform/database/embedded/cluster.js';
import { replaceDatabase } from './platform/database/embedded/replacement.js';

const USAGE = `Usage: ${commandText('restore', 'FILE [--replace]')}
Loads a backup into an empty database: that of DATABASE_URL, or a new embedded one in DATA_DIR.
--replace: an embedded database that is there is moved aside, to DATA_DIR/postgres-replaced-<time>.`;

await runProgram(USAGE, { replace: { type: 'boolean' } }, async ({ replace = false }, file) => {
  if (file === undefined) throw new UsageError('Which file?');
  const { databaseAddresses, dataDir } = readConfig(process.env);
  if (databaseAddresses !== null && replace)
    throw new UsageError('--replace is for the embedded database. For DATABASE_URL, create a new database.');
  const { at, done } = progress();
  let rows = 0;
  try {
    at(`checking ${file}`);
    const facts = await checkBackup(file);
    const fill = async (url: string): Promise<void> => {
      rows = (await load(file, url, at)).rows;
    };
    if (databaseAddresses !== null) await fill(databaseAddresses.owner);
    else {
      const keepAs = replace ? `${REPLACED_PREFIX}${fileStamp(new Clock().date())}` : null;
      await replaceDatabase({ dataDir, keepAs, fill });
    }
    return `${facts.tables} tables with ${rows} rows are restored as they were at ${facts.takenAt}. Start the server: ${commandText('start')}.`;
  } finally {
    done();
  }
});
