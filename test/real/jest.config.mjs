import { product, run } from '../../jest.config.mjs';

/** Tests that need ../shared/data; test/real/lane.mjs runs them. */
export default {
  ...run,
  ...product,
  testMatch: ['<rootDir>/test/real/*.real.spec.ts'],
  testTimeout: 180_000,
};
