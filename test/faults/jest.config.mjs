import { product, run } from '../../jest.config.mjs';

/** Tests that break the running product from outside, each with its own database; lane.mjs runs them. */
export default {
  ...run,
  ...product,
  globalSetup: undefined,
  globalTeardown: undefined,
  testMatch: ['<rootDir>/test/faults/*.spec.ts'],
  testTimeout: 600_000,
  // Two at once, because one mostly waits for an outage to end.
  maxWorkers: 2,
};
