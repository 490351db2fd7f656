import TestSequencer from '@jest/test-sequencer';

/** The folders whose files take longest, longest first. The others follow, and the rules last. */
const LONG = ['/test/fuzz/', '/test/integration/', '/test/browser/', '/test/'];

const rankOf = ({ path }) => {
  const at = LONG.findIndex((folder) => path.includes(folder));
  return at === -1 ? LONG.length : at;
};

/**
 * Jest starts the files first that took longest the last time. A fresh clone knows no last time; there the long ones would
 * start among the last, and run alone while the other workers wait.
 */
export default class LongFirst extends TestSequencer {
  sort(tests) {
    const bySize = super.sort(tests);
    const isKnown = bySize.every((test) => test.duration !== undefined);
    return isKnown ? bySize : bySize.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
