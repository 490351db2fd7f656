// Installs the release's package into an empty folder with the commands of the README, and uses it as its
// first admin does.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTemporaryFolder, port, ready } from './support.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const readme = await readFile(join(root, 'README.md'), 'utf8');
const origin = `http://127.0.0.1:${port}`;
const admin = { email: 'you@example.edu', password: 'a quiet library' };

await inTemporaryFolder('package', async (folder) => {
  const home = join(folder, 'elsewhere');
  await mkdir(home);
  const env = {
    ...process.env,
    // The checkout's Node, because the machine's own may be too old.
    PATH: [join(folder, 'bin'), join(root, 'node_modules/node/bin'), process.env.PATH].join(':'),
    npm_config_prefix: folder,
    PORT: port,
    DATA_DIR: join(folder, 'data'),
  };
  const shell = (cwd, command, extra = {}) => {
    process.stdout.write(`$ ${command}\n`);
    const { status } = spawnSync('bash', ['-euc', command], {
      cwd,
      env: { ...env, ...extra },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (status !== 0) throw new Error(`"${command}" ended with ${status}`);
  };
  /** Runs a command that the README must contain word for word. */
  const fromReadme = (cwd, command, extra) => {
    if (!readme.includes(command)) throw new Error(`The README does not contain "${command}"`);
    shell(cwd, command, extra);
  };

  fromReadme(root, 'npm run package');
  const begun = performance.now();
  fromReadme(root, `npm install --global ./afterhours-${version}.tgz`);
  process.stdout.write(`Installed in ${((performance.now() - begun) / 1000).toFixed(1)} s:\n`);
  shell(home, `du -sm ${join(folder, 'lib')}; du -m ${join(root, `afterhours-${version}.tgz`)}`);
  shell(home, 'afterhours version; afterhours help');
  fromReadme(home, 'afterhours check');

  await whileItRuns(/setup code: (\S+)\n/, async ([, setupCode]) => {
    await ask('/api/v1/auth/first-admin', { ...admin, name: 'You', setupCode });
    await signIn();
    await page();
    shell(home, 'afterhours check');
    fromReadme(home, 'afterhours backup', {});
    shell(home, 'mv backups/afterhours-*.sql.gz before.sql.gz');
  });
  shell(home, 'afterhours restore before.sql.gz --replace');
  await whileItRuns(/Afterhours is at/, signIn);
  fromReadme(home, 'npm uninstall --global afterhours');

  /** Starts the server, waits until its output matches `words`, does the work, and stops the server. */
  async function whileItRuns(words, work) {
    const server = spawn('afterhours', { cwd: home, env, stdio: ['ignore', 'ignore', 'pipe'] });
    const exited = once(server, 'exit');
    let output = '';
    server.stderr.on('data', (chunk) => {
      process.stderr.write(chunk);
      output += chunk;
    });
    try {
      await ready(server, origin);
      while (!words.test(output)) await once(server.stderr, 'data');
      await work(words.exec(output));
    } finally {
      server.kill('SIGTERM');
      const [code] = await exited;
      if (code !== 0) process.exitCode = 1;
    }
  }
});
process.stdout.write(
  process.exitCode ? 'The package stopped with an error.\n' : 'The package works as the README says.\n',
);

async function ask(path, body, cookie) {
  const response = await fetch(`${origin}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      ...(cookie && { Cookie: cookie }),
    },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}

async function signIn() {
  const response = await ask('/api/v1/auth/login', admin);
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const me = await (await ask('/api/v1/me', null, cookie)).json();
  if (me.email !== admin.email) throw new Error(`signed in as ${JSON.stringify(me)}`);
}

/** Checks the page, its script and the documentation of the API. */
async function page() {
  const text = async (path) => {
    const response = await fetch(origin + path, { headers: { Accept: 'text/html,*/*' } });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.text();
  };
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(await text('/'))?.[1];
  if (!script || (await text(script)).length < 1000) throw new Error('the page has no script');
  if (!(await text('/api/docs')).includes('swagger')) throw new Error('there is no documentation of the API');
}
