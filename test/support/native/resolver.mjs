// Tests import the sources by relative paths, as the sources do. This resolver gives them the built files.
import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
const BUILT = new Set(['src', 'migrations']);

/**
 * The file of a module that is imported by a relative path: in `dist` for the server, else the TypeScript
 * source.
 */
function fileOf(path) {
  const source = path.replace(/\.js$/, '.ts');
  const inRoot = relative(root, path);
  if (!BUILT.has(inRoot.split(sep)[0])) return existsSync(source) ? source : path;
  const built = join(root, 'dist', inRoot);
  return existsSync(built) || !existsSync(source) ? built : source;
}

export default function resolveModule(request, options) {
  const isOurs = request.startsWith('.') && request.endsWith('.js');
  return options.defaultResolver(isOurs ? fileOf(resolve(options.basedir, request)) : request, options);
}
