import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandText } from '../../command-text.js';
import type { OsUser } from './os-user.js';

/**
 * Refuses a folder of another major version before anything changes it. PostgreSQL itself would not say what
 * to do.
 */
export function assertSameMajor(cluster: string, postgres: string, user: OsUser | undefined): void {
  const file = join(cluster, 'PG_VERSION');
  if (!existsSync(file)) return;
  const folder = readFileSync(file, 'utf8').trim();
  const { stdout } = spawnSync(postgres, ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
  const server = /\b(\d+)/.exec(stdout)?.[1];
  if (folder === server) return;
  throw new Error(
    `The database in ${cluster} was made by PostgreSQL ${folder}; this Afterhours brings PostgreSQL ${server}. ` +
      'Nothing was changed. Back it up with the Afterhours it was made with, then restore it with ' +
      `this one (${commandText('restore', '--replace FILE')}). ` +
      'docs/operations.md, "A new major version of PostgreSQL", also says what to do without the old one.',
  );
}
