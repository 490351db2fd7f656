// Node strips the types, but leaves the `.js` in the project's own imports.
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
