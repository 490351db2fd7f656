// Runs the demo for a day in the past, runs every command that it prints, and does both a second time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { inTemporaryFolder, port } from './support.mjs';

const DAY = '2025-11-25';
let env;
const code = await inTemporaryFolder('demo', async (folder) => {
  env = { ...process.env, PORT: port, DEMO_DATA_DIR: join(folder, 'demo') };
  for (const start of ['first start', 'second start']) {
    const begun = performance.now();
    const status = await follow();
    process.stdout.write(`\nThe demo, ${start}: ${((performance.now() - begun) / 1000).toFixed(1)} s.\n`);
    if (status !== 0) return status;
  }
  return 0;
});
process.stdout.write(code === 0 ? 'The demo works as printed.\n' : 'The demo does not work as printed.\n');
process.exit(code);

/** Starts the demo, runs the commands it prints in one shell, stops it, and gives the shell's exit code. */
async function follow() {
  const demo = spawn('npm', ['run', 'demo', '--', '--day', DAY], {
    env,
    stdio: ['ignore', 'inherit', 'pipe'],
    detached: true,
  });
  const exited = once(demo, 'exit');
  try {
    const commands = (await printed(demo)).split('\n').filter((line) => /^ {2}(cd|curl) /.test(line));
    if (commands.length < 6) throw new Error('the demo printed no commands');
    const shell = spawn('bash', ['-euo', 'pipefail'], { env, stdio: ['pipe', 'ignore', 'inherit'] });
    shell.stdin.end(commands.join('\n').replaceAll('curl -sS', 'curl -sS --fail-with-body'));
    const [status] = await once(shell, 'exit');
    return status;
  } finally {
    if (demo.exitCode === null) process.kill(-demo.pid, 'SIGTERM');
    await exited;
  }
}

/** The text that the demo prints until the end of its guide. */
function printed(demo) {
  let text = '';
  return new Promise((resolve, reject) => {
    demo.stderr.on('data', (chunk) => {
      process.stderr.write(chunk);
      text += chunk;
      if (text.includes('text/csv')) resolve(text);
    });
    demo.once('exit', () => reject(new Error('the demo ended before it was ready')));
  });
}
