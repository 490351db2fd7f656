import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../src/platform/database/embedded/embedded-postgres.js';
import { median } from './support/median.js';
import { memoryMegabytes } from './support/processes.js';
import { startProduct } from './support/product.js';
import { round, type Benchmark } from './support/report.js';

const ROUNDS = 5;
const IDLE_SECONDS = 20;

/**
 * The time from the start command to the first success of /health/ready on an existing folder, and the
 * memory.
 */
export const start = (): Benchmark => async (say) => {
  const folder = await mkdtemp(join(tmpdir(), 'afterhours-start-'));
  await chmod(folder, 0o755);
  const settings = { DATA_DIR: folder };
  await (await startProduct(settings)).stop();
  const ours: number[] = [];
  const theirs: number[] = [];
  const memory: number[] = [];
  for (let done = 0; done < ROUNDS; done++) {
    const begun = performance.now();
    const product = await startProduct(settings);
    ours.push(product.readyAfterMillis / 1000);
    if (done === 0) await delay(IDLE_SECONDS * 1000);
    memory.push(memoryMegabytes(product.pid, 'VmRSS'));
    await product.stop();
    say(
      `start: ${round(ours[done]!)} s of ${round((performance.now() - begun) / 1000)} s, ${round(memory[done]!)} MB`,
    );
    const bare = performance.now();
    const server = await startEmbeddedPostgres({ dataDir: folder });
    theirs.push((performance.now() - bare) / 1000);
    await server.stop();
  }
  await rm(folder, { recursive: true, force: true });
  return [
    {
      what: 'start on an existing data folder until ready',
      product: `${round(median(ours))} s`,
      baseline: `${round(median(theirs))} s (its PostgreSQL alone)`,
      figure: median(ours),
      unit: 's',
      goal: { 'at-most': 2 },
    },
    {
      what: `resident memory of the app, ${IDLE_SECONDS} s idle after its start`,
      product: `${round(memory[0]!)} MB`,
      baseline: '',
      figure: memory[0]!,
      unit: 'MB',
      goal: { 'at-most': 180 },
    },
  ];
};
