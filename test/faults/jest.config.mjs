import { product, run } from '../../jest.config.mjs';

/** The specs that break the running product from outside, each with a database of its own; lane.mjs runs them. */
export default {
  ...run,
  ...product,
  globalSetup: undefined,
  globalTeardown: undefined,
  testMatch: ['<rootDir>/test/faults/*.spec.ts'],
  testTimeout: 600_000,
  // Two at once: one mostly waits for an outage to end.
  maxWorkers: 2,
};
