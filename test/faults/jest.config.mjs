import { fileURLToPath } from 'node:url';
import config from '../../jest.config.mjs';

const { globalSetup: _setUp, globalTeardown: _tearDown, ...shared } = config;

/** The specs that break the running product from outside; test/faults/lane.mjs runs them. */
export default {
  ...shared,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  testMatch: ['<rootDir>/test/faults/*.spec.ts'],
  testTimeout: 600_000,
  maxWorkers: 1,
};
