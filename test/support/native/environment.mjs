import { createRequire } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';

const load = createRequire(import.meta.url);

/**
 * Node's test environment. Node itself has loaded the built product and the packages, once per worker (see
 * transformer.mjs). All test files share `Reflect`, where decorators store their metadata, and the error
 * classes, so that `instanceof` works. `hasFailedTest` tells support code to keep the database of a failed
 * test.
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
