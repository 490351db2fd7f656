// The real lane: real data on the embedded PostgreSQL 18, then on Debian's PostgreSQL 15. Of e2e it runs
// races and imports, or everything with `npm run test:real -- all`. Once, it collects from a real Request Tracker, a real
// Redmine and a real mail server, and has calendars read by other programs. Needs ../shared/data and ../shared/rt beside the project and
// the packages postgresql-15, redmine, redmine-sqlite, puma, dovecot-imapd, radicale and python3-icalendar. What is missing is skipped, with a clear message.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringUpToDate } from '../../src/checkout-build.mjs';
import { whyNoCalendars } from './calendars/packages.mjs';
import { whyNoDovecot } from './dovecot-package.mjs';
import { repeatSkips, skip } from './lane-report.mjs';
import { findPostgres15, postgres15 } from './postgres-15.mjs';
import { whyNoRedmine } from './redmine-packages.mjs';
import { startRequestTracker } from './request-tracker-server.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const data = new URL('../../../shared/data/', import.meta.url);
const REAL_SPECS = {
  'help-desk': ['helpdesk_ggatn.csv'],
  headcounts: ['tcc_southeast_current.csv'],
  'opening-hours': ['uiuc_library_hours.json'],
  pilot: ['helpdesk_ggatn.csv', 'uiuc_library_hours.json'],
};

/** The log that is replayed into Request Tracker and Redmine. */
const TICKETS = 'helpdesk_ggatn.csv';

let running = null;
let server = null;
let requestTracker = null;
let failures = 0;

const run = (args, env = {}) =>
  new Promise((resolve) => {
    running = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    running.once('error', () => resolve(1));
    running.once('exit', (code) => resolve(code ?? 1));
  });

const summary = await mkdtemp(join(tmpdir(), 'afterhours-lane-'));
const summaryFile = join(summary, 'counts');

async function jest(name, args, env = {}) {
  process.stderr.write(`\n=== ${name}\n`);
  const options = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning'];
  const code = await run([...options, 'node_modules/jest/bin/jest.js', ...args], {
    ...env,
    TEST_SUMMARY_FILE: summaryFile,
  });
  if (code !== 0) failures += 1;
}

/** The numbers of passed, failed and skipped tests over all runs. */
async function counts() {
  const lines = existsSync(summaryFile) ? (await readFile(summaryFile, 'utf8')).trim().split('\n') : [];
  return lines
    .map((line) => line.split(' ').map(Number))
    .reduce((sum, line) => sum.map((count, i) => count + line[i]), [0, 0, 0]);
}

/** The arguments that run the real specs with existing data; null when there are none. */
function realSpecs() {
  const missing = Object.entries(REAL_SPECS).filter(
    ([, files]) => !files.every((file) => existsSync(new URL(file, data))),
  );
  for (const [name, files] of missing)
    skip(`test/real/${name}.real.spec.ts`, `it needs ${files.join(' and ')} in ${fileURLToPath(data)}`);
  if (missing.length === Object.keys(REAL_SPECS).length) return null;
  const elsewhere = [...missing.map(([name]) => name), 'request-tracker', 'redmine', 'dovecot', 'calendars'];
  const ignored = elsewhere.flatMap((name) => ['--testPathIgnorePatterns', `test/real/${name}\\.real`]);
  return ['--config', 'test/real/jest.config.mjs', ...ignored];
}

async function onEmbedded(specs) {
  if (specs) await jest('real data on the embedded PostgreSQL 18', specs);
}

async function withRequestTracker() {
  if (!existsSync(new URL(TICKETS, data)))
    return skip('test/real/request-tracker.real.spec.ts', `it needs ${TICKETS} in ${fileURLToPath(data)}`);
  requestTracker = await startRequestTracker();
  if (!requestTracker) return;
  const spec = ['--config', 'test/real/jest.config.mjs', 'test/real/request-tracker'];
  await jest('requests of a real Request Tracker', spec, requestTracker.env);
  await requestTracker.stop();
  requestTracker = null;
}

async function withRedmine() {
  const problem = existsSync(new URL(TICKETS, data))
    ? whyNoRedmine()
    : `it needs ${TICKETS} in ${fileURLToPath(data)}`;
  if (problem !== null) return skip('test/real/redmine.real.spec.ts', problem);
  await jest('issues of a real Redmine', ['--config', 'test/real/jest.config.mjs', 'test/real/redmine']);
}

async function withDovecot() {
  const problem = whyNoDovecot();
  if (problem !== null) return skip('test/real/dovecot.real.spec.ts', problem);
  await jest('files in a real mailbox', ['--config', 'test/real/jest.config.mjs', 'test/real/dovecot']);
}

async function withCalendars() {
  const problem = whyNoCalendars();
  if (problem !== null) return skip('test/real/calendars.real.spec.ts', problem);
  await jest('calendars in other programs', ['--config', 'test/real/jest.config.mjs', 'test/real/calendars']);
}

async function onPostgres15(specs) {
  const bin = await findPostgres15();
  if (!bin) return;
  server = postgres15(bin);
  const env = { TEST_DATABASE_URL: await server.start() };
  // Left out: tests that start the embedded server whatever TEST_DATABASE_URL says, tests about files, and
  // long tests.
  const elsewhere = [
    '--testPathIgnorePatterns',
    'test/integration/embedded-postgres',
    'test/integration/backups-refused',
    'test/integration/demo',
    'test/e2e/races-registration',
    'test/e2e/platform-logs',
  ];
  const e2e = process.argv.includes('all') ? ['test/e2e'] : ['test/e2e/races-', 'test/e2e/imports-rows'];
  await jest('integration and e2e on Debian PostgreSQL 15', ['test/integration', ...e2e, ...elsewhere], env);
  if (specs) await jest('real data on Debian PostgreSQL 15', specs, env);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    running?.kill('SIGTERM');
    await requestTracker?.stop();
    await server?.stop();
    await rm(summary, { recursive: true, force: true });
    process.exit(1);
  });
}

try {
  const problem = bringUpToDate(root, 'main');
  if (problem !== null) throw new Error(problem);
  const specs = realSpecs();
  await onEmbedded(specs);
  await withRequestTracker();
  await withRedmine();
  await withDovecot();
  await withCalendars();
  await onPostgres15(specs);
} catch (error) {
  failures += 1;
  console.error(error);
} finally {
  await requestTracker?.stop();
  await server?.stop();
}

const [passed, failed, skippedTests] = await counts();
const skipped = skippedTests + repeatSkips();
await rm(summary, { recursive: true, force: true });
// A run that broke before it could count still shows as failed.
const shown = Math.max(failed, failures > 0 ? 1 : 0);
process.exitCode = shown > 0 ? 1 : 0;
if (process.env.TEST_SUMMARY_FILE)
  await appendFile(process.env.TEST_SUMMARY_FILE, `${passed} ${shown} ${skipped}\n`);
console.log(`${passed} passed, ${shown} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
