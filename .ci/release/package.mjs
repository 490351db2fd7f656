// `npm run package`: creates the release, the file afterhours-<version>.tgz, which `npm install --global`
// installs on any Linux with Node. It holds the built server and web app, and the libraries they were tested
// with. npm installs the libraries for one kind of machine (MACHINES).
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyLibraries, libraries, usedAtRunTime } from './libraries.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const json = async (path) => JSON.parse(await readFile(join(root, path), 'utf8'));
const asText = (value) => `${JSON.stringify(value, null, 2)}\n`;

const CONTENTS = [
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'openapi.json',
  'docs/operations.md',
  'docs/metrics.md',
  'docs/glossary.md',
  'docs/deploy',
  'src/launch.mjs',
  'dist/src',
  'dist/migrations',
  'web/dist',
];
/**
 * Source maps and type declarations are of no use without the sources; `afterhours.env` holds personal
 * settings.
 */
const LEFT_OUT = /\.map$|\.d\.[cm]?ts$|\.tsbuildinfo$|\/afterhours\.env$/;

const project = await json('package.json');
const lock = await json('package-lock.json');
const bundled = libraries(lock.packages);
const manifest = manifestOf(project, bundled);

npm(root, 'run', '--silent', 'build');
const folder = await mkdtemp(join(tmpdir(), 'afterhours-package-'));
const stage = join(folder, project.name);
try {
  for (const path of CONTENTS) await copy(path);
  await copyLibraries(root, stage, bundled);
  await writeFile(join(stage, 'package.json'), asText(manifest));
  await writeFile(join(stage, 'sbom.json'), await billOfMaterials());
  npm(stage, 'pack', '--silent', '--pack-destination', root);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function manifestOf({ dependencies, ...whole }, names) {
  const kept = ['name', 'version', 'description', 'license', 'private', 'type', 'bin', 'engines'];
  return {
    ...Object.fromEntries(kept.map((key) => [key, whole[key]])),
    dependencies,
    optionalDependencies: whole.optionalDependencies,
    bundleDependencies: Object.keys(dependencies).filter((name) => names.includes(`node_modules/${name}`)),
  };
}

async function copy(path) {
  await mkdir(dirname(join(stage, path)), { recursive: true });
  await cp(join(root, path), join(stage, path), {
    recursive: true,
    filter: (source) => !LEFT_OUT.test(source),
  });
}

/**
 * The SBOM in CycloneDX, by npm: all libraries in the package, and all that npm may install for a machine.
 */
async function billOfMaterials() {
  const packages = { ...usedAtRunTime(lock.packages), '': manifest };
  await writeFile(join(stage, 'package-lock.json'), asText({ ...lock, packages }));
  try {
    return execFileSync(
      'npm',
      ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'],
      { cwd: stage, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
  } finally {
    await rm(join(stage, 'package-lock.json'));
  }
}

function npm(cwd, ...args) {
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
}
