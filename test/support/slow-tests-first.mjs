import TestSequencer from '@jest/test-sequencer';

/** The folders of tests, slowest first. Files in no such folder, the unit tests of rules, come last. */
const LONG = ['/test/fuzz/', '/test/integration/', '/test/browser/', '/test/'];

const rankOf = ({ path }) => {
  const at = LONG.findIndex((folder) => path.includes(folder));
  return at === -1 ? LONG.length : at;
};

/**
 * Jest starts first the files that took longest in the last run. A new clone has no last run: slow files
 * could then start last, and run alone while the other workers wait. There the order of the folders decides.
 */
export default class SlowFirst extends TestSequencer {
  sort(tests) {
    const bySize = super.sort(tests);
    const isKnown = bySize.every((test) => test.duration !== undefined);
    return isKnown ? bySize : bySize.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
