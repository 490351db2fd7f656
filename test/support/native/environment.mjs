import { createRequire } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';

const load = createRequire(import.meta.url);

/**
 * Node's test environment, in which the built product and the packages are those that this worker loaded once, natively: see transformer.mjs.
 * Decorators leave their metadata on `Reflect` and tests ask for the class of an error, so there is one of these for all. `hasFailedTest` tells support code to keep what a failed test left.
 */
export default class NativeEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global.loadNatively = load;
    Object.assign(this.global, { Reflect, Error, AggregateError, RangeError, SyntaxError, TypeError });
    this.global.hasFailedTest = false;
  }

  handleTestEvent(event) {
    if (event.name === 'test_done' && event.test.errors.length > 0) this.global.hasFailedTest = true;
  }
}
