import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** The names that a module exports, in one order. */
const namesOf = (path) => Object.keys(load(path)).sort();

/** Jest's own set-up, which is no test, is loaded by Node anyway. */
const isOutside = (options) => !options.supportsDynamicImport;

/**
 * For Jest, a module of the built product or of a package is a list of names: the module itself is loaded by Node, once a worker,
 * rather than evaluated anew for each test file. An app of 2,700 modules took 3 seconds of each file.
 */
export default {
  getCacheKey: (source, path, options) =>
    createHash('sha256')
      .update(
        JSON.stringify([path, isOutside(options) ? source : [options.supportsStaticESM, namesOf(path)]]),
      )
      .digest('hex'),
  process: (source, path, options) => {
    if (isOutside(options)) return { code: source };
    const names = namesOf(path);
    const module = `loadNatively(${JSON.stringify(path)})`;
    if (!options.supportsStaticESM) {
      const told = names.filter((name) => IDENTIFIER.test(name)).map((name) => `exports.${name} = 0;`);
      return { code: `if (false) { ${told.join(' ')} }\nmodule.exports = ${module};` };
    }
    const exports = names.map((name, at) => `const _${at} = module[${JSON.stringify(name)}];`);
    const list = names.map((name, at) => `_${at} as ${JSON.stringify(name)}`);
    return { code: `const module = ${module};\n${exports.join('\n')}\nexport { ${list.join(', ')} };` };
  },
};
