import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { commandLine, link, processes, read } from '../support/processes.js';

const appScript = join(process.cwd(), 'test/support/embedded-app.ts');
const children = new Set<ChildProcess>();
let root: string;
let dataDir: string;

interface App {
  process: ChildProcess;
  url: string;
}

function spawnApp(folder = dataDir, user: { uid?: number; gid?: number } = {}): ChildProcess {
  const child = spawn(process.execPath, [appScript, folder], { ...user, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stderr?.resume();
  child.stdin?.on('error', () => undefined);
  children.add(child);
  return child;
}

async function outcome(child: ChildProcess): Promise<{ url?: string; error?: string }> {
  for await (const line of createInterface(child.stdout!)) return JSON.parse(line) as { url?: string };
  throw new Error('the app ended without a word');
}

async function startApp(folder = dataDir, user = {}): Promise<App> {
  const child = spawnApp(folder, user);
  const { url, error } = await outcome(child);
  if (!url) throw new Error(error);
  return { process: child, url };
}

async function end(child: ChildProcess, signal?: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  if (signal) child.kill(signal);
  else child.stdin?.end();
  await exit;
}

async function until<T>(what: string, probe: () => T | Promise<T>): Promise<NonNullable<T>> {
  const deadline = Date.now() + 40_000;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`gave up waiting until ${what}`);
    await sleep(20);
  }
}

/** All processes that work for the folder, except the apps. */
function workersOf(folder = dataDir): number[] {
  return processes().filter((pid) => {
    const command = commandLine(pid);
    if (command.includes('embedded-app.ts')) return false;
    return command.includes(folder) || link(pid, 'cwd').startsWith(folder);
  });
}

function supervisorOf(folder = dataDir): number | undefined {
  return workersOf(folder).find((pid) => commandLine(pid).includes('supervisor.ts'));
}

function postmasterOf(folder = dataDir): number | undefined {
  const pid = Number(read(join(folder, 'postgres/postmaster.pid')).split('\n')[0]);
  return workersOf(folder).includes(pid) ? pid : undefined;
}

function kill(pid: number | undefined): void {
  if (!pid || !workersOf().includes(pid)) throw new Error(`process ${pid} is not one of this test's`);
  process.kill(pid, 'SIGKILL');
}

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

const answers = (url: string) => () =>
  query(url, 'SELECT 1').then(
    () => true,
    () => false,
  );

const noWorkers = () => until('nothing works in the folder', () => workersOf().length === 0);

/**
 * A data folder that was set up and stopped, for tests of a second start. Created once, because initdb is
 * slow.
 */
let stopped: string;

const aFolder = async (): Promise<string> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'embedded-postgres-')));
  await chmod(folder, 0o755);
  return folder;
};
const fromNothing = (): Promise<void> => rm(dataDir, { recursive: true });

beforeAll(async () => {
  stopped = await aFolder();
  await (await startEmbeddedPostgres({ dataDir: join(stopped, 'data') })).stop();
});

beforeEach(async () => {
  root = await aFolder();
  dataDir = join(root, 'data');
  // With its owners, which fs.cp does not copy.
  await promisify(execFile)('cp', ['-a', join(stopped, 'data'), root]);
});

afterAll(() => rm(stopped, { recursive: true }));

afterEach(async () => {
  for (const child of children) {
    child.kill('SIGCONT');
    await end(child, 'SIGKILL');
  }
  children.clear();
  // When a supervisor and its app are killed together, only the next start stops their server.
  if (!supervisorOf() && workersOf().length > 0 && existsSync(dataDir)) await end((await startApp()).process);
  await noWorkers();
  await rm(root, { recursive: true, force: true, maxRetries: 10 });
});

(process.platform === 'linux' ? describe : describe.skip)('the embedded PostgreSQL', () => {
  describe('of one app', () => {
    it('keeps its data from one start to the next, and leaves no process after stop', async () => {
      const first = await startEmbeddedPostgres({ dataDir, durable: true });
      await query(first.url, `CREATE TABLE note AS SELECT 'kept' AS text`);
      await first.stop();
      expect(workersOf()).toEqual([]);

      const second = await startEmbeddedPostgres({ dataDir });
      const notes = await query(second.url, 'SELECT text FROM note');
      await second.stop();
      await second.stop();
      expect(notes).toEqual([{ text: 'kept' }]);
      expect(workersOf()).toEqual([]);
    });

    it('is set up as documented', async () => {
      await fromNothing();
      const { url, stop } = await startEmbeddedPostgres({ dataDir });
      const [settings] = await query(
        url,
        `SELECT current_setting('fsync') AS fsync, current_setting('jit') AS jit, current_setting('timezone') AS zone,
          current_setting('listen_addresses') AS listen, current_setting('unix_socket_directories') AS sockets,
          d.datlocprovider AS provider, d.datlocale AS locale, pg_encoding_to_char(d.encoding) AS encoding,
          current_database() AS name
        FROM pg_database d WHERE d.datname = current_database()`,
      );
      const wrong = new URL(url);
      wrong.password = 'wrong';
      const refusal = await query(wrong.href, 'SELECT 1').catch((error: unknown) => String(error));
      const { mode } = await stat(join(dataDir, 'postgres-password'));
      await stop();
      expect(settings).toEqual({
        fsync: 'on',
        jit: 'off',
        zone: 'UTC',
        listen: '127.0.0.1',
        sockets: '',
        provider: 'b',
        locale: 'C.UTF-8',
        encoding: 'UTF8',
        name: 'afterhours',
      });
      expect(refusal).toContain('password authentication failed');
      expect(mode & 0o777).toBe(0o600);
    });

    it("shows its password in no process's arguments and in no line of its log", async () => {
      const lines: string[] = [];
      const { url, stop } = await startEmbeddedPostgres({ dataDir, onLog: (line) => lines.push(line) });
      const { password } = new URL(url);
      expect(password).toHaveLength(32);
      expect(processes().filter((pid) => commandLine(pid).includes(password))).toEqual([]);
      await stop();
      expect(lines.join('\n')).toContain('ready to accept connections');
      expect(lines.join('\n')).not.toContain(password);
    });

    it('continues while the app does not read its log', async () => {
      const app = await startApp();
      app.process.kill('SIGSTOP');
      await query(
        app.url,
        `DO $$ BEGIN FOR i IN 1..10000 LOOP RAISE LOG '%', repeat('x', 1000); END LOOP; END $$`,
      );
      app.process.kill('SIGCONT');
      await end(app.process);
      await noWorkers();
    });
  });

  describe('after a SIGKILL', () => {
    it('of the app, stops by itself and starts again', async () => {
      const app = await startApp();
      await query(app.url, 'CREATE TABLE note ()');
      await end(app.process, 'SIGKILL');
      await noWorkers();
      const next = await startApp();
      expect(await query(next.url, 'SELECT * FROM note')).toEqual([]);
    });

    it('of the app, lets the next start wait for the old server', async () => {
      const app = await startApp();
      await end(app.process, 'SIGKILL');
      const next = await startApp();
      expect(await answers(next.url)()).toBe(true);
    });

    it('of the postmaster, comes back on the same port', async () => {
      const app = await startApp();
      const before = postmasterOf();
      kill(before);
      await until('the server is back', answers(app.url));
      expect(postmasterOf()).not.toBe(before);
    });

    it('of the postmaster, ends a backend that is too busy to notice', async () => {
      const app = await startApp();
      const busy = query(app.url, 'SELECT count(*) FROM generate_series(1, 1000000000000)').catch(
        () => 'ended',
      );
      await until('the query runs', async () => {
        const [row] = await query(app.url, `SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT count%'`);
        return row;
      });
      kill(postmasterOf());
      await until('the server is back', answers(app.url));
      expect(await busy).toBe('ended');
    });

    it('of the supervisor, comes back on the same port under another', async () => {
      const app = await startApp();
      const [supervisor, postmaster] = [supervisorOf(), postmasterOf()];
      kill(supervisor);
      await until('the orphan is gone', () => !workersOf().includes(postmaster!));
      await until('the server is back', answers(app.url));
      expect(supervisorOf()).not.toBe(supervisor);
      await end(app.process);
      await noWorkers();
    });

    it('of the supervisor, leaves nothing behind even if the app stops at once', async () => {
      const app = await startApp();
      kill(supervisorOf());
      await end(app.process);
      expect(workersOf()).toEqual([]);
    });

    it.each([
      ['app and postmaster', [postmasterOf]],
      ['app and supervisor', [supervisorOf]],
      ['app, supervisor and postmaster', [supervisorOf, postmasterOf]],
    ])('of %s, starts again with its data', async (_, victims) => {
      const app = await startApp();
      await query(app.url, 'CREATE TABLE note ()');
      const pids = victims.map((find) => find());
      app.process.kill('SIGKILL');
      pids.forEach(kill);
      const next = await startApp();
      expect(await query(next.url, 'SELECT * FROM note')).toEqual([]);
    });

    it.each([1, 2, 3, 4])('at random moments (seed %i), also during initdb, starts again', async (seed) => {
      await fromNothing();
      const random = generator(seed);
      for (let round = 0; round < 5; round += 1) {
        const child = spawnApp();
        await sleep(random() * (round === 0 ? 700 : 400));
        const isAlone = random() < 0.4;
        const pids = isAlone ? [] : [supervisorOf(), postmasterOf()].filter((pid) => pid && random() < 0.6);
        child.kill('SIGKILL');
        for (const pid of pids) if (workersOf().includes(pid!)) kill(pid);
        await end(child, 'SIGKILL');
      }
      const app = await startApp();
      expect(await answers(app.url)()).toBe(true);
      const leftovers = readdirSync(dataDir).filter((name) => name.includes('new'));
      expect(leftovers).toEqual([]);
    });
  });

  describe('in a folder that is in use', () => {
    it('refuses a second app and leaves the first alone', async () => {
      const first = await startApp();
      const second = spawnApp();
      const { error } = await outcome(second);
      expect(error).toContain(
        `The data folder ${dataDir} is in use by another Afterhours (process ${first.process.pid}). `,
      );
      expect(await answers(first.url)()).toBe(true);
      await end(first.process);
      await noWorkers();
    });

    it('lets exactly one of several simultaneous starts succeed', async () => {
      await fromNothing();
      const results = await Promise.all([1, 2, 3].map(() => outcome(spawnApp())));
      expect(results.filter(({ url }) => url)).toHaveLength(1);
      expect(results.filter(({ error }) => error?.includes('in use by another Afterhours'))).toHaveLength(2);
    });

    it('ignores a stale postmaster.pid that names another process', async () => {
      await end((await startApp()).process);
      await noWorkers();
      const innocent = spawn('sleep', ['600'], { cwd: root });
      children.add(innocent);
      const pidFile = join(dataDir, 'postgres/postmaster.pid');
      const lines = [innocent.pid, join(dataDir, 'postgres'), '1\n5432\n\n127.0.0.1\n1 1\nready   \n'];
      await writeFile(pidFile, lines.join('\n'));
      const app = await startApp();
      expect(await answers(app.url)()).toBe(true);
      await end(app.process);
      expect(innocent.exitCode ?? innocent.signalCode).toBeNull();
    });
  });

  describe('that cannot start', () => {
    it('of another major version, says what to do, and frees the folder', async () => {
      await end((await startApp()).process);
      const versionFile = join(dataDir, 'postgres/PG_VERSION');
      const version = await readFile(versionFile, 'utf8');
      await writeFile(versionFile, '9\n');
      await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/9; this Afterhours brings/);
      await writeFile(versionFile, version);
      await (await startEmbeddedPostgres({ dataDir })).stop();
    });

    it("says why in initdb's words, and leaves no partial cluster", async () => {
      await fromNothing();
      await mkdir(join(dataDir, 'postgres'), { recursive: true });
      await writeFile(join(dataDir, 'postgres/foreign'), '');
      await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/ENOTEMPTY/);
      expect(readdirSync(dataDir).filter((name) => name.includes('new'))).toEqual([]);
      expect(readdirSync(join(dataDir, 'postgres'))).toEqual(['foreign']);
    });
  });

  (process.getuid?.() === 0 ? describe : describe.skip)('and the OS user', () => {
    it('never runs as root', async () => {
      await fromNothing();
      const { stop } = await startEmbeddedPostgres({ dataDir });
      const { uid } = await stat(`/proc/${postmasterOf()}`);
      await stop();
      expect(uid).not.toBe(0);
    });

    it('names the folder that the server may not enter', async () => {
      await chmod(root, 0o700);
      await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
        new RegExp(`cannot pass the folder ${root} on the way.*DATA_DIR.*DATABASE_URL`),
      );
    });

    it('uses the app’s own user when that is not root', async () => {
      const nobody = { uid: 65534, gid: 65534 };
      await fromNothing();
      await mkdir(dataDir, { mode: 0o700 });
      await chown(dataDir, nobody.uid, nobody.gid);
      const app = await startApp(dataDir, nobody);
      expect((await stat(`/proc/${postmasterOf()}`)).uid).toBe(nobody.uid);
      kill(supervisorOf());
      await until('the server is back', answers(app.url));
      await end(app.process);
      await noWorkers();
    });
  });
});

/** Park and Miller's generator. */
function generator(seed: number): () => number {
  let state = seed * 7919;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
