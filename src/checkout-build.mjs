// Only in a checkout: builds the server, and the web app where it is served, when their sources are newer
// than the build. `node src/checkout-build.mjs <program>` does so for a program in dist/src; only `main`
// needs the web app.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
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

function build(root, result, { name, sources, command }) {
  // The time of the last complete build, since an interrupted build leaves results too.
  const stamp = `${root}node_modules/.cache/afterhours/${name.split(' ').join('-')}`;
  const changed = Math.max(...sources.map((path) => newest(root + path)));
  const isThere = existsSync(root + result);
  if (isThere && existsSync(stamp) && statSync(stamp).mtimeMs > changed) return null;
  const [tool, ...args] = command(root);
  if (!existsSync(tool))
    return (
      `${name.replace('the', 'The')} ${isThere ? 'has changed since it was built' : 'is not built yet'}, and the tools to build it are ` +
      'not installed: run "npm install" without --omit=dev, or install a release’s package (README.md, "Quick start").'
    );
  process.stderr.write(`Building ${name} …\n`);
  const begun = new Date();
  // Standard output is reserved for the server's log.
  const { status } = spawnSync(process.execPath, [tool, ...args], {
    cwd: root,
    stdio: ['ignore', process.stderr, 'inherit'],
  });
  if (status !== 0)
    return `${name.replace('the', 'The')} could not be built: what its tool says stands above.`;
  mkdirSync(`${root}node_modules/.cache/afterhours`, { recursive: true });
  writeFileSync(stamp, '');
  utimesSync(stamp, begun, begun);
  return null;
}

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
