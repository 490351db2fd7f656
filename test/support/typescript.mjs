// Node strips the types from TypeScript files. This hook changes `.js` to `.ts` in the project's own imports.
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) =>
    next(
      context.parentURL?.endsWith('.ts') && specifier.startsWith('.')
        ? specifier.replace(/\.js$/, '.ts')
        : specifier,
      context,
    ),
});
