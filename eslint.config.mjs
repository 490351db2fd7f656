import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const ambientTime = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'The current time comes from Clock, or is a parameter.',
  },
  {
    selector: "CallExpression[callee.object.name='DateTime'][callee.property.name=/^(now|local|utc)$/]",
    message: 'The current time comes from Clock, or is a parameter.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'The current time comes from Clock.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Use no randomness in src.',
  },
];
const deviceTime = ambientTime
  .filter(({ message }) => message.startsWith('The current time'))
  .map(({ selector }) => ({
    selector,
    message: 'The current time comes from time/clock.ts, which follows the server’s clock.',
  }));
const sqlOutsideRepositories = {
  selector: "CallExpression[callee.object.property.name='database'][callee.property.name=/^(query|one)$/]",
  message: 'SQL belongs in a repository.',
};
const emptyCatch = {
  selector: 'CatchClause > BlockStatement[body.length=0]',
  message: 'Handle the error: a catch block must not be empty.',
};
const formsOfNewestVersion = [
  ":has(Property[key.name='inForm']) MemberExpression[object.name='api'][property.name='PATCH']",
  " CallExpression[callee.name='useAct']:has(Property[key.name='inForm']) Property[key.name='run'] MemberExpression[object.name='api'][property.name='DELETE']",
].map((sent) => ({
  selector: `Program:not(:has(CallExpression[callee.name='useOpened']))${sent}`,
  message: 'A form changes or removes the version that it was opened with: useOpened.',
}));

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'web/dist/',
      'web/public/',
      'web/src/api/schema.d.ts',
      'node_modules/',
      '.data/',
      '.data-demo/',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-console': 'error',
      'max-lines': ['error', 400],
      'no-restricted-syntax': ['error', emptyCatch],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/platform/clock/clock.ts', 'src/platform/database/embedded/**', '**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', emptyCatch, ...ambientTime] },
  },
  {
    files: ['src/**/*.service.ts', 'src/**/*.controller.ts'],
    ignores: ['src/platform/**'],
    rules: { 'no-restricted-syntax': ['error', emptyCatch, ...ambientTime, sqlOutsideRepositories] },
  },
  {
    files: ['web/src/**/*.ts', 'web/src/**/*.tsx'],
    ignores: ['web/src/time/clock.ts', '**/*.spec.ts', '**/*.spec.tsx'],
    rules: { 'no-restricted-syntax': ['error', emptyCatch, ...deviceTime, ...formsOfNewestVersion] },
  },
  {
    files: ['web/**/*.tsx'],
    // A redirect of the router is thrown.
    rules: {
      '@typescript-eslint/only-throw-error': [
        'error',
        { allow: [{ from: 'package', package: '@tanstack/router-core', name: 'Redirect' }] },
      ],
    },
  },
  {
    files: ['test/**/*.ts', '**/*.spec.ts'],
    rules: {
      // Answers have no types, because tests assert what they read.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  // A migration is one change, and the sentences are one list.
  { files: ['migrations/**/*.ts', 'src/domain/refusals/*.ts'], rules: { 'max-lines': 'off' } },
  { files: ['**/*.mjs', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  prettier,
);
