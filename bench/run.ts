// npm run bench [-- name …]: measures the product and simple baselines in the same run.
import { cpus, totalmem } from 'node:os';
import { inspect } from 'node:util';
import { board } from './board.js';
import { calendar } from './calendar.js';
import { claimable } from './claimable.js';
import { collecting } from './collecting.js';
import { claims, newShifts } from './changes.js';
import { evaluation } from './evaluation.js';
import { gapScan } from './gap-scan.js';
import { hostile } from './hostile.js';
import { importing } from './import.js';
import { lighthouse } from './lighthouse.js';
import { metricsYear } from './metrics-year.js';
import { pushes } from './pushes.js';
import { readPath } from './read-path.js';
import { start } from './start.js';
import { stopAll } from './support/processes.js';
import { toTable, type Benchmark, type Result } from './support/report.js';
import { startServer, type BenchServer } from './support/server.js';

const BENCHMARKS: Record<string, (server: BenchServer) => Benchmark> = {
  'read-path': readPath,
  claims,
  'new-shifts': newShifts,
  claimable,
  'gap-scan': gapScan,
  'metrics-year': metricsYear,
  evaluation,
  import: importing,
  collecting,
  pushes,
  calendar,
  hostile,
  start,
  board,
  lighthouse,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
  process.stderr.write(
    `No benchmark ${unknown.join(', ')}; there are ${Object.keys(BENCHMARKS).join(', ')}.\n`,
  );
  process.exit(1);
}

const server = await startServer();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void Promise.all([stopAll(), server.stop()]).finally(() => process.exit(1));
  });
const results: Result[] = [];
try {
  for (const [name, make] of Object.entries(BENCHMARKS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    process.stderr.write(`${name}\n`);
    try {
      results.push(...(await make(server)((line) => process.stderr.write(`  ${line}\n`))));
    } catch (error) {
      process.stderr.write(`  ${name} broke off: ${inspect(error)}\n`);
      process.exitCode = 1;
    } finally {
      await stopAll();
    }
  }
} finally {
  await server.stop();
}
const [processor] = cpus();
process.stdout.write(
  `${processor?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}\n\n${toTable(results)}\n`,
);
