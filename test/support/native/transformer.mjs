import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** The names that a module exports, sorted. */
const namesOf = (path) => Object.keys(load(path)).sort();

/** Whether Jest loads the file for its own set-up, which Node loads without this transformer's help. */
const isOutside = (options) => !options.supportsDynamicImport;

/**
 * Gives Jest only the list of names that a module of the built product or of a package exports. Node loads
 * the module itself, once per worker; otherwise Jest evaluates it again for each test file, which took 3
 * seconds per file for an app of 2,700 modules.
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
