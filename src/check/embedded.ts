import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { versionOfBundled } from '../platform/database/embedded/binaries.js';
import { existingServerUser, firstUnreachable } from '../platform/database/embedded/os-user.js';
import { messageOf } from '../platform/error-message.js';
import { failed, note, ok, type Finding } from './finding.js';

const MEGABYTE = 1024 * 1024;
const ENOUGH_MEGABYTES = 1024;

/** Checks that the embedded database runs here and can use its folder. */
export async function examineEmbedded(dataDir: string): Promise<Finding[]> {
  let version: string;
  try {
    version = await versionOfBundled();
  } catch (error) {
    return [failed('PostgreSQL', messageOf(error)), examineFolder(dataDir, null)];
  }
  const isRoot = process.getuid?.() === 0;
  const asWhom = !isRoot
    ? ''
    : existingServerUser()
      ? ', as the user postgres, because this is root'
      : ', as the user postgres, whom the first start creates, because this is root';
  return [
    ok('PostgreSQL', `the bundled version, ${version}, runs here${asWhom}`),
    examineFolder(dataDir, version),
  ];
}

function examineFolder(dataDir: string, version: string | null): Finding {
  const about = 'data folder';
  const cluster = join(dataDir, 'postgres');
  const folder = nearest(dataDir);
  const problem = whyUnusable(folder, cluster);
  if (problem !== null) return failed(about, `${dataDir}: ${problem}`);
  const versionFile = join(cluster, 'PG_VERSION');
  const made = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim() : null;
  if (made !== null && version !== null && made !== version.split('.')[0])
    return failed(
      about,
      `${dataDir} was made by PostgreSQL ${made}: docs/operations.md, "A new major version of PostgreSQL"`,
    );
  const { bavail, bsize } = statfsSync(folder);
  const megabytes = Math.floor((bavail * bsize) / MEGABYTE);
  if (megabytes < ENOUGH_MEGABYTES) return note(about, `${dataDir} has only ${megabytes} MB left: make room`);
  return ok(
    about,
    made === null
      ? `${dataDir} can be used; the first start makes a database there`
      : `${dataDir} holds a database; a start migrates its tables, so back up before an upgrade`,
  );
}

function whyUnusable(folder: string, cluster: string): string | null {
  if (!statSync(folder).isDirectory()) return `${folder} is a file: set DATA_DIR to a folder`;
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch {
    return `this user may not write in ${folder}: change its owner, or set DATA_DIR to another folder`;
  }
  const owner = statSync(cluster, { throwIfNoEntry: false })?.uid;
  if (process.getuid?.() === 0) {
    const user = existingServerUser();
    const blocked = user && firstUnreachable(folder, user);
    return blocked
      ? `the user postgres cannot pass ${blocked}: set DATA_DIR to a folder that everyone can reach, such as /var/lib/afterhours`
      : null;
  }
  return owner === undefined || owner === process.getuid?.()
    ? null
    : `its database belongs to another user (uid ${owner}): start it as that one`;
}

const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)));
