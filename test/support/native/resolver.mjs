// Tests import the sources by their relative paths, as the sources do one another; what they get is the built product.
import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
const BUILT = new Set(['src', 'migrations']);

/** Where a module that is imported by a relative path stands: in `dist` if it is part of the server, else beside its importer as TypeScript. */
function standing(path) {
  const source = path.replace(/\.js$/, '.ts');
  const inRoot = relative(root, path);
  if (!BUILT.has(inRoot.split(sep)[0])) return existsSync(source) ? source : path;
  const built = join(root, 'dist', inRoot);
  return existsSync(built) || !existsSync(source) ? built : source;
}

export default function resolveModule(request, options) {
  const isOurs = request.startsWith('.') && request.endsWith('.js');
  return options.defaultResolver(isOurs ? standing(resolve(options.basedir, request)) : request, options);
}
