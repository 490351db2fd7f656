// A real Request Tracker 5 from Debian's packages. `../shared/rt/up.sh` beside the project starts it, and installs
// it when it is missing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { skip } from './lane-report.mjs';

const [up, down] = ['up.sh', 'down.sh'].map((name) =>
  fileURLToPath(new URL(`../../../shared/rt/${name}`, import.meta.url)),
);
const URL_OF_UP = 'http://127.0.0.1:8085/';
/** Installing takes a minute or two. */
const START_MILLISECONDS = 240_000;

/**
 * Starts it unless it runs already. Returns its address and token as environment variables, and `stop`, which ends it
 * if it was started here; null when it is not available.
 */
export async function startRequestTracker() {
  if (!existsSync(up)) return missing(`there is no ${up}`);
  if (process.getuid?.() !== 0) return missing('only root can install and start Request Tracker');
  const wasUp = await fetch(URL_OF_UP).then(
    () => true,
    () => false,
  );
  const stop = async () => {
    if (!wasUp) await once(spawn(down, { stdio: 'ignore' }), 'exit');
  };
  const { code, output } = await answerOf(up);
  const lines = output.split('\n').map((line) => line.split(/=(.*)/, 2));
  const env = Object.fromEntries(lines.filter(([name]) => name?.startsWith('RT_')));
  if (code === 0 && env.RT_URL && env.RT_TOKEN) return { env, stop };
  await stop();
  return missing(
    code === null ? 'Request Tracker did not start within 4 minutes' : `up.sh failed: ${output}`,
  );
}

function missing(why) {
  skip('test/real/request-tracker.real.spec.ts', why);
  return null;
}

/** The exit code, null after the time limit, and what it wrote. */
async function answerOf(script) {
  const child = spawn(script, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const output = text(child.stdout);
  // With apt-get or whatever it runs at the moment.
  const limit = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), START_MILLISECONDS);
  const [code] = await once(child, 'exit');
  clearTimeout(limit);
  return { code, output: await output };
}
