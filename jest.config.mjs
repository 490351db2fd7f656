/**
 * How files are loaded: Node itself loads the built product and the packages, once per worker
 * (test/support/native); SWC compiles the tests and the web app's sources.
 */
const loading = {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: '<rootDir>/test/support/native/environment.mjs',
  resolver: '<rootDir>/test/support/native/resolver.mjs',
  setupFiles: ['reflect-metadata', '<rootDir>/test/support/setup.ts'],
  transformIgnorePatterns: [],
  transform: {
    '/(node_modules|dist)/.+\\.[cm]?js$': '<rootDir>/test/support/native/transformer.mjs',
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2022',
          keepClassNames: true,
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
};

/** Unit tests of rules: they need no database. */
const rules = {
  ...loading,
  displayName: 'rules',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/web/src/**/*.spec.ts'],
};

/** Tests of the statistics against R and on simulated pilots: they need no database either. */
const statistics = {
  ...loading,
  displayName: 'statistics',
  testMatch: ['<rootDir>/test/statistics/*.spec.ts'],
};

/** Tests of the product: they share one PostgreSQL and one Chromium. */
export const product = {
  ...loading,
  displayName: 'product',
  testMatch: ['<rootDir>/test/{integration,e2e,browser,fuzz}/**/*.spec.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

/** Settings of the whole run. */
export const run = {
  reporters: ['default', '<rootDir>/test/support/summary-reporter.mjs'],
  testSequencer: '<rootDir>/test/support/slow-tests-first.mjs',
  testTimeout: 120_000,
  // More workers than the two processors of a usual CI machine, because tests wait for PostgreSQL and
  // browsers.
  maxWorkers: 3,
};

export default { ...run, projects: [rules, statistics, product] };
