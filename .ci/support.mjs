// Helpers of the scripts in this folder: a temporary folder, a port, and waiting for a server.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const READY_MILLISECONDS = 120_000;

export const port = String(20_000 + (process.pid % 10_000));

/**
 * Runs `work` with a temporary folder that the database's user can enter, and deletes the folder afterwards.
 */
export async function inTemporaryFolder(name, work) {
  const folder = await mkdtemp(join(tmpdir(), `afterhours-${name}-`));
  await chmod(folder, 0o755);
  try {
    return await work(folder);
  } finally {
    // npm ends before the program that it started has stopped its database, so deleting may need retries.
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** Waits until the server in the process `child` is ready at `origin`. */
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
