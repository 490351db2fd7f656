import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Stands in for a built program: prints its arguments and the data folder. */
const BUILT = `console.log(JSON.stringify([process.argv.slice(2), process.env.DATA_DIR, process.env.DEMO_DATA_DIR]));`;
const OLD_NODE = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });`;

describe('the command', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'afterhours-launcher-')));
    mkdirSync(join(folder, 'src'));
    for (const name of ['launch.mjs', 'checkout-build.mjs'])
      cpSync(join('src', name), join(folder, 'src', name));
    writeFileSync(join(folder, 'package.json'), '{"version": "9.8.7", "type": "module"}');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (path: string, text = ''): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const SERVER = { stamp: 'the-server', result: 'dist/src/main.js', text: BUILT };
  const WEB_APP = { stamp: 'the-web-app', result: 'web/dist/index.html', text: '' };
  const builtAgo = ({ stamp, result, text }: typeof SERVER, seconds: number): void => {
    put(result, text);
    put(`node_modules/.cache/afterhours/${stamp}`, String(Date.now() - seconds * 1000));
  };
  const asCheckout = (): void => {
    for (const path of [
      'src/main.ts',
      'migrations/x',
      'nest-cli.json',
      'tsconfig.json',
      'tsconfig.build.json',
    ])
      put(path);
    for (const path of ['src/domain/x', 'web/src/x', 'web/public/x', 'web/index.html']) put(path);
  };
  const run = (args: string[], env: NodeJS.ProcessEnv = {}, preload = '') => {
    const imports = preload ? ['--import', `data:text/javascript,${encodeURIComponent(preload)}`] : [];
    const { pid, status, stdout, stderr } = spawnSync(
      process.execPath,
      [...imports, join(folder, 'src/launch.mjs'), ...args],
      { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: '/home/maya', ...env } },
    );
    return { pid, status, stdout, stderr };
  };
  const lineCount = (text: string): number => text.trimEnd().split('\n').length;

  it('says in one sentence that Node is too old, and what to do', () => {
    const { status, stderr } = run([], {}, OLD_NODE);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^Afterhours needs Node 24\.9 or newer, and this is Node 20\.20\.2: install a newer one/,
    );
    expect(lineCount(stderr)).toBe(1);
  });

  it('says in a checkout that npm brings a Node', () => {
    asCheckout();
    expect(run([], {}, OLD_NODE).stderr).toMatch(
      /20\.20\.2: run "npm install" without --omit=dev, which brings one/,
    );
  });

  it('says in one sentence that a checkout lacks build tools', () => {
    asCheckout();
    const { status, stderr } = run([]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^The server is not built yet, and the tools to build it are not installed: run "npm install"/,
    );
    expect(lineCount(stderr)).toBe(1);
  });

  it('says so too when sources have changed since, also of the web app', () => {
    asCheckout();
    builtAgo(SERVER, 60);
    expect(run([]).stderr).toMatch(/^The server has changed since it was built, and the tools/);
    builtAgo(SERVER, -60);
    expect(run([]).stderr).toMatch(/^The web app is not built yet, and the tools/);
    builtAgo(WEB_APP, 60);
    expect(run([]).stderr).toMatch(/^The web app has changed since it was built, and the tools/);
  });

  it('builds once for any number of processes that start at the same time', async () => {
    asCheckout();
    builtAgo(WEB_APP, -60);
    rmSync(join(folder, 'web/dist'), { recursive: true });
    builtAgo(SERVER, -60);
    // Stands in for Vite: a folder that somebody else is writing to makes it fail, as the real one does.
    put(
      'node_modules/vite/bin/vite.js',
      `const { existsSync, mkdirSync, rmSync, writeFileSync } = require('node:fs');
       if (existsSync('web/dist/half')) process.exit(1);
       mkdirSync('web/dist', { recursive: true });
       writeFileSync('web/dist/half', '');
       setTimeout(() => { rmSync('web/dist/half'); writeFileSync('web/dist/index.html', ''); }, 300);`,
    );
    put('node_modules/vite/package.json', '{}');
    const program = join(folder, 'src/launch.mjs');
    const outputs = await Promise.all(
      [1, 2, 3].map(async () => {
        const child = spawn(process.execPath, [program], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
        const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
        return { isRun: out.startsWith('['), err };
      }),
    );
    expect(outputs.map(({ isRun }) => isRun)).toEqual([true, true, true]);
    expect(outputs.map(({ err }) => err).sort()).toEqual(['', '', 'Building the web app …\n']);
    expect(run([]).stderr).toBe('');
  });

  it('does not use an interrupted build', () => {
    asCheckout();
    put('dist/src/main.js', BUILT);
    expect(run([]).stderr).toMatch(/^The server has changed since it was built, and the tools/);
  });

  it('builds again when a source was removed', () => {
    asCheckout();
    put('src/gone.ts');
    builtAgo(SERVER, 0);
    rmSync(join(folder, 'src/gone.ts'));
    utimesSync(join(folder, 'src'), Date.now() / 1000 + 60, Date.now() / 1000 + 60);
    expect(run([]).stderr).toMatch(/^The server has changed since it was built, and the tools/);
  });

  it('runs an existing build without any tools', () => {
    asCheckout();
    builtAgo(SERVER, -60);
    builtAgo(WEB_APP, -60);
    expect(JSON.parse(run([]).stdout)).toEqual([[], null, null]);
  });

  it('says in one sentence that a library is missing', () => {
    put('dist/src/main.js', 'import "a-library";');
    const { status, stderr } = run([]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^A part of Afterhours is missing \(Cannot find package 'a-library' .*\): install the package again\.$/m,
    );
    expect(lineCount(stderr)).toBe(1);
  });

  it('stores an installed one’s data in the state folder, for any working directory', () => {
    put('dist/src/backup.js', BUILT);
    const state = process.getuid?.() === 0 ? '/var/lib' : '/home/maya/.local/state';
    expect(JSON.parse(run(['backup', 'FILE', '--binaries', 'X']).stdout)).toEqual([
      ['FILE', '--binaries', 'X'],
      `${state}/afterhours`,
      `${state}/afterhours-demo`,
    ]);
    expect(JSON.parse(run(['backup'], { DATA_DIR: '/d', DEMO_DATA_DIR: '/e' }).stdout)).toEqual([
      [],
      '/d',
      '/e',
    ]);
  });

  it('reports a checkout’s database in the working directory, which it does not use', () => {
    put('dist/src/main.js', BUILT);
    put('.data/postgres/PG_VERSION', '18');
    const found = join(folder, '.data');
    expect(run([]).stderr).toContain(`${found} holds a database, and it is not used`);
    expect(run([]).stderr).toContain(`DATA_DIR=${found}`);
    expect(run([], { DATA_DIR: found }).stderr).toBe('');
  });

  it('limits the memory of servers in the same process, and keeps the limit that somebody set', () => {
    const told = `console.log(JSON.stringify([process.pid, process.ppid, process.execArgv, process.env.MALLOC_ARENA_MAX ?? null]));`;
    for (const name of ['main', 'demo/main', 'backup']) put(`dist/src/${name}.js`, told);
    const isOnWindows = process.platform === 'win32';
    const limited = isOnWindows ? [[], null] : [['--max-semi-space-size=16'], '2'];
    for (const command of ['start', 'demo']) {
      const { pid: started, stdout } = run([command]);
      const [pid, parent, ...memory] = JSON.parse(stdout) as [number, number, ...unknown[]];
      expect(memory).toEqual(limited);
      expect([parent, pid]).toEqual([process.pid, started]);
    }
    const own = { NODE_OPTIONS: '--max-semi-space-size=32' };
    expect((JSON.parse(run(['start'], own).stdout) as unknown[]).slice(2)).toEqual([[], null]);
    expect((JSON.parse(run(['backup']).stdout) as unknown[]).slice(2)).toEqual([[], null]);
  });

  it('lists its commands, and refuses others', () => {
    expect(run(['help'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Usage: afterhours [COMMAND]'),
    });
    expect(run(['--version'])).toMatchObject({ status: 0, stdout: '9.8.7\n' });
    expect(run(['constructor'])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^There is no command "constructor"\.\nUsage: /),
    });
  });
});
