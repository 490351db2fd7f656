import { fileURLToPath } from 'node:url';
import config from '../../jest.config.mjs';

/** The specs that break the running product from outside, each with a database of its own; lane.mjs runs them. */
export default {
  ...config,
  globalSetup: undefined,
  globalTeardown: undefined,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  testMatch: ['<rootDir>/test/faults/*.spec.ts'],
  testTimeout: 600_000,
  // Two at once: one mostly waits for an outage to end.
  maxWorkers: 2,
};
