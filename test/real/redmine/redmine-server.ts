import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../../faults/product.js';
import { until } from '../../faults/wait-until.js';

const run = promisify(execFile);
/** What Debian's packages bring. */
const REDMINE = '/usr/share/redmine';
const PREPARE = fileURLToPath(new URL('prepare.rb', import.meta.url));
/** From the folder of Debian's instances to the root, also where a link leads to it from elsewhere. */
const TO_ROOT = '../../../../../../../..';
/** Redmine keeps times in its own zone; this one is never shifted, so that each time is one instant. */
const ZONE = 'America/Phoenix';
/** What SQLite adds to its times to have them in UTC, and the other way. */
export const TO_UTC = '+7 hours';
export const FROM_UTC = '-7 hours';

/** Debian's Redmine with a folder, a database and a port of its own; its puma can be killed and started again. */
export class RedmineServer {
  private process: ChildProcess | null = null;

  private constructor(
    private readonly folder: string,
    readonly port: number,
    /** What prepare.rb tells. */
    readonly prepared: unknown,
  ) {}

  static async start(): Promise<RedmineServer> {
    const folder = await mkdtemp(join(tmpdir(), 'afterhours-redmine-'));
    await furnish(folder);
    const rails = ['bin/rails', 'runner', PREPARE];
    const { stdout } = await run('ruby', rails, { cwd: REDMINE, env: environment(folder) });
    const server = new RedmineServer(folder, await freePort(), JSON.parse(stdout.trim().split('\n').at(-1)!));
    await server.launch();
    return server;
  }

  get database(): string {
    return databaseIn(this.folder);
  }

  /** What it wrote about its requests. */
  log(): string {
    return readFileSync(join(this.folder, 'log', 'production.log'), 'utf8');
  }

  /** Starts it, and waits until it answers. */
  async launch(): Promise<void> {
    const log = join(this.folder, 'log', 'puma.log');
    const output = openSync(log, 'a');
    const args = ['-b', `tcp://127.0.0.1:${this.port}`, '-t', '2:4', '--dir', REDMINE, 'config.ru'];
    const child = spawn('/usr/bin/puma', args, {
      cwd: REDMINE,
      env: environment(this.folder),
      stdio: ['ignore', output, output],
      detached: true,
    });
    this.process = child;
    await until('Redmine answers', async () => {
      if (child.exitCode !== null) throw new Error(`Redmine did not start: ${await readFile(log, 'utf8')}`);
      return fetch(`http://127.0.0.1:${this.port}/users/current.json`).catch(() => null);
    });
  }

  /** Kills it with all it has in hand. */
  async kill(): Promise<void> {
    const child = this.process;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    process.kill(-child.pid!, 'SIGKILL');
    await exit;
  }

  async close(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

const databaseIn = (folder: string): string => join(folder, 'redmine.sqlite3');

/** Debian's Redmine has instances, each with a folder; its libraries are those that the Gemfile asks for. */
const environment = (folder: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: folder,
  LANG: 'C.UTF-8',
  TZ: ZONE,
  RAILS_ENV: 'production',
  REDMINE_INSTANCE: `${TO_ROOT}${folder}`,
  BUNDLE_GEMFILE: join(folder, 'Gemfile'),
});

async function furnish(folder: string): Promise<void> {
  for (const name of ['config', 'files', 'log', 'tmp', 'public/plugin_assets'])
    await mkdir(join(folder, name), { recursive: true });
  // It looks up which databases the instances have, and asks for their libraries.
  const gemfile = await readFile(join(REDMINE, 'Gemfile'), 'utf8');
  const settings = /Dir\['[^']*database\.yml'\]/;
  await writeFile(join(folder, 'Gemfile'), gemfile.replace(settings, `Dir['${folder}/config/database.yml']`));
  const database = { adapter: 'sqlite3', database: databaseIn(folder), timeout: 20_000 };
  // JSON is YAML, too.
  await writeFile(join(folder, 'config', 'database.yml'), JSON.stringify({ production: database }));
  await writeFile(join(folder, 'config', 'secret_key.txt'), randomBytes(32).toString('hex'));
}
