// Only in a checkout: builds the server, and the web app where it is served, when their sources are newer
// than the build. `node src/checkout-build.mjs <program>` does so for a program in dist/src; only `main`
// needs the web app.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';

const SERVER = {
  name: 'the server',
  sources: ['src', 'migrations', 'package.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'],
  command: (root) => [`${root}node_modules/@nestjs/cli/bin/nest.js`, 'build'],
};
const WEB_APP = {
  name: 'the web app',
  sources: ['web', 'src/domain', 'package.json'],
  command: (root) => [`${root}node_modules/vite/bin/vite.js`, 'build', `${root}web`, '--logLevel', 'warn'],
};
/** Build results that lie among the sources. */
const BUILT = new Set(['dist']);

/** Returns null, or a sentence that says why it cannot run and what to do. */
export function bringUpToDate(root, program) {
  const servesPages = program === 'main' || program === 'demo/main';
  return (
    build(root, `dist/src/${program}.js`, SERVER) ??
    (servesPages ? build(root, 'web/dist/index.html', WEB_APP) : null)
  );
}

function build(root, result, part) {
  const changed = newestSource(root, part);
  if (isBuilt(root, result, part, changed)) return null;
  const { name, command } = part;
  const [tool, ...args] = command(root);
  if (!existsSync(tool))
    return (
      `${name.replace('the', 'The')} ${existsSync(root + result) ? 'has changed since it was built' : 'is not built yet'}, and the tools to build it are ` +
      'not installed: run "npm install" without --omit=dev, or install a release’s package (README.md, "Quick start").'
    );
  return oneAtATime(root, part, () => {
    // Made first, because a new folder changes the time of the folder that it lies in.
    mkdirSync(dirname(root + result), { recursive: true });
    // Another process may have built it meanwhile.
    const changedNow = newestSource(root, part);
    if (isBuilt(root, result, part, changedNow)) return null;
    process.stderr.write(`Building ${name} …\n`);
    // Standard output is reserved for the server's log.
    const { status } = spawnSync(process.execPath, [tool, ...args], {
      cwd: root,
      stdio: ['ignore', process.stderr, 'inherit'],
    });
    if (status !== 0)
      return `${name.replace('the', 'The')} could not be built: what its tool says stands above.`;
    writeFileSync(stampOf(root, part), String(changedNow));
    return null;
  });
}

/** Written after a complete build, since an interrupted one leaves results too: the newest time of the sources it began with. */
const stampOf = (root, { name }) => `${root}node_modules/.cache/afterhours/${name.split(' ').join('-')}`;

function isBuilt(root, result, part, changed) {
  const stamp = stampOf(root, part);
  return existsSync(root + result) && existsSync(stamp) && Number(readFileSync(stamp, 'utf8')) >= changed;
}

/** Runs it while no other process builds the same. SQLite's lock ends with the process, also with a killed one. */
function oneAtATime(root, part, work) {
  const stamp = stampOf(root, part);
  mkdirSync(dirname(stamp), { recursive: true });
  const lock = new DatabaseSync(`${stamp}.lock`, { timeout: 10 * 60_000 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return work();
  } finally {
    lock.close();
  }
}

const newestSource = (root, { sources }) => Math.max(...sources.map((path) => newest(root + path)));

/** A folder's own time also shows files that were removed. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const names = readdirSync(path).filter((name) => !BUILT.has(name));
  return Math.max(stat.mtimeMs, ...names.map((name) => newest(`${path}/${name}`)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problem = bringUpToDate(fileURLToPath(new URL('..', import.meta.url)), process.argv[2] ?? 'main');
  if (problem !== null) {
    process.stderr.write(`${problem}\n`);
    process.exitCode = 1;
  }
}
