// In a checkout: builds the server, and the web app where it is served, when their sources are newer than what is built of them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';

const SERVER = {
  name: 'the server',
  sources: ['src', 'migrations', 'package.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'],
  command: (root) => [`${root}node_modules/@nestjs/cli/bin/nest.js`, 'build'],
};
const WEB_APP = {
  name: 'the web app',
  sources: ['web/src', 'web/public', 'web/index.html', 'package.json'],
  command: (root) => [`${root}node_modules/vite/bin/vite.js`, 'build', `${root}web`, '--logLevel', 'warn'],
};

/** Null, or a sentence that says why it cannot be run and what to do. */
export function bringUpToDate(root, program) {
  const servesPages = program === 'main' || program === 'demo/main';
  return (
    build(root, `dist/src/${program}.js`, SERVER) ??
    (servesPages ? build(root, 'web/dist/index.html', WEB_APP) : null)
  );
}

function build(root, result, { name, sources, command }) {
  const changed = Math.max(...sources.map((path) => newest(root + path)));
  const isThere = existsSync(root + result);
  if (isThere && statSync(root + result).mtimeMs >= changed) return null;
  const [tool, ...args] = command(root);
  if (!existsSync(tool))
    return (
      `${name.replace('the', 'The')} ${isThere ? 'has changed since it was built' : 'is not built yet'}, and the tools to build it are ` +
      'not installed: run "npm install" without --omit=dev, or install a release’s package (README.md, "Quick start").'
    );
  process.stderr.write(`Building ${name} …\n`);
  // Standard output is the server's log.
  const { status } = spawnSync(process.execPath, [tool, ...args], {
    cwd: root,
    stdio: ['ignore', process.stderr, 'inherit'],
  });
  return status === 0
    ? null
    : `${name.replace('the', 'The')} could not be built: what its tool says stands above.`;
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(`${path}/${name}`)));
}
