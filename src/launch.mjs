// `npm start`, `npm run demo`, `npm run backup`, `npm run restore`: checks Node, builds when the sources are newer than the
// build, and runs the server, or the program named by the first argument, in this process.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 9)) {
  process.stderr.write(
    `Afterhours needs Node 24.9 or newer; this is ${process.versions.node}. Start it with npm.\n`,
  );
  process.exit(1);
}

const root = fileURLToPath(new URL('..', import.meta.url));
const [, , program = 'main', ...args] = process.argv;
const built = `${root}dist/src/${program}.js`;

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(`${path}/${name}`)));
}

function buildWebApp() {
  const page = `${root}web/dist/index.html`;
  const changed = Math.max(
    ...['web/src', 'web/public', 'web/index.html', 'package.json'].map((name) => newest(root + name)),
  );
  if (existsSync(page) && statSync(page).mtimeMs >= changed) return;
  process.stderr.write('Building the web app …\n');
  const { status } = spawnSync(
    process.execPath,
    [`${root}node_modules/vite/bin/vite.js`, 'build', `${root}web`, '--logLevel', 'warn'],
    { cwd: root, stdio: ['ignore', process.stderr, 'inherit'] },
  );
  if (status !== 0) process.exit(status ?? 1);
}

const sources = [
  'src',
  'migrations',
  'package.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
];
const sourcesChanged = Math.max(...sources.map((name) => newest(root + name)));
if (!existsSync(built) || statSync(built).mtimeMs < sourcesChanged) {
  process.stderr.write('Building …\n');
  const { status } = spawnSync(process.execPath, [`${root}node_modules/@nestjs/cli/bin/nest.js`, 'build'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
if (program === 'main' || program === 'demo/main') buildWebApp();
process.argv = [process.execPath, built, ...args];
await import(built);
