import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface OsUser {
  uid: number;
  gid: number;
}

const NAME = 'postgres';
const WAYS_OUT = 'Run Afterhours as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.';

/** The user for PostgreSQL, which refuses to run as root. Undefined: it can run as the app's own user. */
export function serverUser(cluster: string): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const user = existingServerUser() ?? create();
  if (owner) chown(cluster, user);
  return user;
}

export function chown(folder: string, user: OsUser): void {
  const { status, stderr } = spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Cannot give ${folder} to the user PostgreSQL runs as. ${stderr ?? ''}`);
}

/** The outermost folder on the path to `folder` that `user` may not enter. */
export function firstUnreachable(folder: string, user: OsUser): string | undefined {
  const parent = dirname(folder);
  const above = parent === folder ? undefined : firstUnreachable(parent, user);
  if (above) return above;
  const { uid, gid, mode } = statSync(folder);
  const bits = uid === user.uid ? mode >> 6 : gid === user.gid ? mode >> 3 : mode;
  return bits & 1 ? undefined : folder;
}

export function assertReachable(dataDir: string, user: OsUser): void {
  const blocked = firstUnreachable(dataDir, user);
  if (!blocked) return;
  throw new Error(
    `Afterhours runs as root, so its PostgreSQL runs as another user (uid ${user.uid}), and that user cannot ` +
      `pass the folder ${blocked} on the way to the data folder ${dataDir}. ` +
      `Set DATA_DIR to a folder that everyone can reach, such as /var/lib/afterhours. Or: ${WAYS_OUT}`,
  );
}

/** The user for PostgreSQL when Afterhours runs as root, if that user exists already. */
export function existingServerUser(): OsUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, NAME], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : undefined;
  });
  return uid && gid ? { uid, gid } : undefined;
}

function create(): OsUser {
  // The second form is for BusyBox. Another Afterhours may create the user first; only its existence matters.
  const tries = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME],
    ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', NAME],
  ] as const;
  const output: string[] = [];
  for (const [command, ...args] of tries) {
    const result = spawnSync(command, args, { encoding: 'utf8' });
    const user = existingServerUser();
    if (user) return user;
    output.push(`${command}: ${result.error?.message ?? result.stderr.trim()}`);
  }
  throw new Error(
    `PostgreSQL does not run as root, and no OS user "${NAME}" could be created (${output.join('; ')}). ${WAYS_OUT}`,
  );
}
