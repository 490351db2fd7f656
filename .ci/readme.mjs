// Runs the README as written: its start command, then the recipes of "The whole loop" in one shell.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inTemporaryFolder, port, ready } from './support.mjs';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
await checkConfigurationTable();

const code = await inTemporaryFolder('readme', async (folder) => {
  const env = {
    ...process.env,
    PORT: port,
    DATA_DIR: join(folder, 'data'),
    ADMIN_EMAIL: 'you@example.edu',
    ADMIN_PASSWORD: 'choose-a-good-one',
    AFTERHOURS: `http://127.0.0.1:${port}`,
  };
  const server = spawn('npm', ['start'], { env, stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  try {
    await ready(server, env.AFTERHOURS);
    const recipes = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block).join('\n');
    const shell = spawn('bash', ['-euo', 'pipefail'], { env, stdio: ['pipe', 'inherit', 'inherit'] });
    shell.stdin.end(recipes);
    const [status] = await once(shell, 'exit');
    return status;
  } finally {
    process.kill(-server.pid, 'SIGTERM');
    await once(server, 'exit');
  }
});
process.stdout.write(
  code === 0 ? '\nThe README works as written.\n' : '\nThe README does not work as written.\n',
);
process.exit(code);

async function checkConfigurationTable() {
  const { VARIABLES } = await import('../dist/src/platform/config/config.js');
  for (const { name, fallback } of VARIABLES) {
    const row = readme.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${name}\``));
    if (!row) throw new Error(`README's configuration table lacks ${name}`);
    if (fallback !== undefined && !row.includes(`\`${fallback}\``))
      throw new Error(`README gives ${name} another default`);
  }
}
