import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { PRIORITIES } from '../service-clock.js';
import { guessPriority } from './priority-words.js';

describe('a word for a priority', () => {
  it.each([
    ['Normal', 'normal'],
    [' MEDIUM ', 'normal'],
    ['1 - Critical', 'urgent'],
    ['P2: High', 'high'],
    ['4 – Low', 'low'],
    ['Very_high', 'urgent'],
    ['Emergency', 'urgent'],
    ['P1', null],
    ['3', null],
    ['', null],
    ['highly', null],
    ['Printing', null],
  ])('%s means %s', (word, priority) => expect(guessPriority(word)).toBe(priority));

  it('is one of ours, whatever its case and the number before it', () => {
    const rank = fc.constantFrom('', '1 - ', 'P3 ', '20: ', '2) ');
    const spelt = fc.constantFrom(
      (word: string) => word,
      (word: string) => word.toUpperCase(),
      (word: string) => `${word[0]!.toUpperCase()}${word.slice(1)} `,
    );
    fc.assert(
      fc.property(fc.constantFrom(...PRIORITIES), rank, spelt, (priority, before, spell) => {
        expect(guessPriority(`${before}${spell(priority)}`)).toBe(priority);
      }),
      { seed: 1765910, numRuns: runs(200) },
    );
  });

  it('is read in a time that does not grow with its length', () => {
    expect(guessPriority(`1${' -'.repeat(500_000)}high`)).toBeNull();
  });
});
