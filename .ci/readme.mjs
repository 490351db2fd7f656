// Runs the README as written: its start command, then the recipes of "The whole loop" in one shell.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
await checkConfigurationTable();

const folder = await mkdtemp(join(tmpdir(), 'afterhours-readme-'));
await chmod(folder, 0o755);
const port = String(20_000 + (process.pid % 10_000));
const env = {
  ...process.env,
  PORT: port,
  DATA_DIR: join(folder, 'data'),
  ADMIN_EMAIL: 'you@example.edu',
  ADMIN_PASSWORD: 'choose-a-good-one',
  AFTERHOURS: `http://127.0.0.1:${port}`,
};
const server = spawn('npm', ['start'], { env, stdio: ['ignore', 'ignore', 'inherit'], detached: true });
let code = 1;
try {
  await ready();
  const recipes = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block).join('\n');
  const shell = spawn('bash', ['-euo', 'pipefail'], { env, stdio: ['pipe', 'inherit', 'inherit'] });
  shell.stdin.end(recipes);
  [code] = await once(shell, 'exit');
} finally {
  process.kill(-server.pid, 'SIGTERM');
  await once(server, 'exit');
  // npm ends before the server it started has stopped its database.
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
process.stdout.write(
  code === 0 ? '\nThe README works as written.\n' : '\nThe README does not work as written.\n',
);
process.exit(code);

async function ready() {
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (server.exitCode !== null) throw new Error('npm start ended');
    if (Date.now() > deadline) throw new Error('npm start was not ready within a minute');
    const response = await fetch(`${env.AFTERHOURS}/health/ready`).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function checkConfigurationTable() {
  const { VARIABLES } = await import('../dist/src/platform/config/config.js');
  for (const { name, fallback } of VARIABLES) {
    const row = readme.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${name}\``));
    if (!row) throw new Error(`README's configuration table lacks ${name}`);
    if (fallback !== undefined && !row.includes(`\`${fallback}\``))
      throw new Error(`README gives ${name} another default`);
  }
}
