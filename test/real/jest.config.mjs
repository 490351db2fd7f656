import { fileURLToPath } from 'node:url';
import config from '../../jest.config.mjs';

/** The specs that need ../shared/data; test/real/lane.mjs runs them. */
export default {
  ...config,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  testMatch: ['<rootDir>/test/real/*.real.spec.ts'],
  testTimeout: 180_000,
};
