// What the scripts beside it share: a folder and a port for the time of a run, and a server to wait for.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const READY_MILLISECONDS = 120_000;

export const port = String(20_000 + (process.pid % 10_000));

/** Runs `work` in a folder that whoever the database runs as may enter, and that is gone afterwards. */
export async function inTemporaryFolder(name, work) {
  const folder = await mkdtemp(join(tmpdir(), `afterhours-${name}-`));
  await chmod(folder, 0o755);
  try {
    return await work(folder);
  } finally {
    // npm ends before the program it started has stopped its database.
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** Waits until the server that `child` is answers there. */
export async function ready(child, origin) {
  const deadline = Date.now() + READY_MILLISECONDS;
  for (;;) {
    if (child.exitCode !== null) throw new Error('the server ended');
    if (Date.now() > deadline) throw new Error('the server was not ready within two minutes');
    const response = await fetch(`${origin}/health/ready`).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
