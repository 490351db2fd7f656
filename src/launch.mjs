#!/usr/bin/env node
// The command `afterhours`, and what npm's scripts call in a checkout. It says in one sentence what is
// missing, updates the build of a checkout, and runs the program named by the first argument in this process.
// Old versions of Node must be able to parse this file.
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** A released package contains the build only, no sources. */
const isCheckout = existsSync(`${root}src/main.ts`);
const PROGRAMS = {
  start: 'main',
  demo: 'demo/main',
  backup: 'backup',
  restore: 'restore',
  check: 'check',
  'rotate-secrets': 'rotate-secrets',
};

/** The programs that stay. */
const SERVERS = new Set(['main', 'demo/main']);
/** In megabytes; a quarter of what V8 takes by itself. */
const YOUNG = '--max-semi-space-size=16';
/** Otherwise glibc keeps large pieces that are freed, such as those of files, for itself. */
const RETURNED = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072' };

requireNode();
const [, , command = 'start', ...args] = process.argv;
if (['help', '--help', '-h'].includes(command)) {
  process.stdout.write(help());
} else if (['version', '--version', '-v'].includes(command)) {
  process.stdout.write(`${JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version}\n`);
} else if (!Object.hasOwn(PROGRAMS, command)) {
  process.stderr.write(`There is no command "${command}".\n${help()}`);
  process.exitCode = 2;
} else {
  await run(PROGRAMS[command]);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 9)) return;
  end(
    `Afterhours needs Node 24.9 or newer, and this is Node ${process.versions.node}: ` +
      (isCheckout
        ? 'run "npm install" without --omit=dev, which brings one, and start it by npm ("npm start").'
        : 'install a newer one (https://nodejs.org/en/download), and have it come first in PATH.'),
  );
}

async function run(program) {
  if (SERVERS.has(program)) limitMemory();
  if (isCheckout) {
    const { bringUpToDate } = await import('./checkout-build.mjs');
    const problem = bringUpToDate(root, program);
    if (problem !== null) end(problem);
  } else keepDataOutside();
  const built = `${root}dist/src/${program}.js`;
  process.argv = [process.execPath, built, ...args];
  try {
    await import(built);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    end(
      `A part of Afterhours is missing (${error.message.split('\n')[0]}): ` +
        (isCheckout ? 'run "npm install".' : 'install the package again.'),
    );
  }
}

/**
 * V8 would use up to 128 MB for what was created last. It takes the limit only when a process begins, so this one begins
 * again, as the same process. Whoever sets a limit themselves keeps theirs; on Windows there is none.
 */
function limitMemory() {
  const given = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  if (process.platform === 'win32' || /max[-_]semi[-_]space[-_]size/.test(given)) return;
  const again = [
    process.execPath,
    YOUNG,
    ...process.execArgv,
    fileURLToPath(import.meta.url),
    command,
    ...args,
  ];
  process.execve(process.execPath, again, { ...RETURNED, ...process.env });
}

/**
 * An installed Afterhours uses the same data from any working directory. It must be outside the package's
 * folder, which a new version replaces.
 */
function keepDataOutside() {
  const state = stateFolder();
  if (!process.env.DATA_DIR && !process.env.DATABASE_URL) {
    process.env.DATA_DIR = join(state, 'afterhours');
    if (existsSync('.data/postgres/PG_VERSION'))
      process.stderr.write(
        `${resolve('.data')} holds a database, and it is not used: this is about ${process.env.DATA_DIR}. ` +
          `To go on with that one: DATA_DIR=${resolve('.data')}\n`,
      );
  }
  if (!process.env.DEMO_DATA_DIR) process.env.DEMO_DATA_DIR = join(state, 'afterhours-demo');
}

/** When started by root, PostgreSQL runs as another user, who cannot enter /root. */
function stateFolder() {
  if (process.getuid?.() === 0) return '/var/lib';
  const { XDG_STATE_HOME: named } = process.env;
  return named?.startsWith('/') ? named : join(homedir(), '.local/state');
}

function help() {
  const name = isCheckout ? 'npm start --' : 'afterhours';
  const data = isCheckout ? './.data' : join(stateFolder(), 'afterhours');
  return `Usage: ${name} [COMMAND]

  start                        the server; without a command, too
  demo [--day 2026-11-24]      a made-up term to look at, beside it
  backup [FILE]                all there is, into FILE or ./backups
  restore FILE [--replace]     a backup into an empty database
  rotate-secrets               encrypts the stored secrets with a new key
  check                        whether this machine and these settings can run it
  help, version

Settings are environment variables, PORT, DATA_DIR (here ${data}) and DATABASE_URL among them:
${root}README.md, "Configuration". How to run it: ${root}docs/operations.md
`;
}

function end(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
