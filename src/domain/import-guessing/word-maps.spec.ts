import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { keyOf, meaningOf, spelledOnce, withMeaning } from './word-maps.js';

/** Few words in many spellings, and names that every object has. */
const word = fc.constantFrom('p1', 'P1', ' p1 ', 'Medium', 'medium', 'constructor', '__proto__', 'toString');
const meaning = fc.constantFrom<string[]>('low', 'urgent');
const RUNS = { seed: 20261130, numRuns: runs(300) };

it('a word is found however the mapping spells it, and a name that every object has is none', () => {
  expect(meaningOf({ p1: 'urgent' }, ' P1')).toBe('urgent');
  expect(meaningOf({ p1: 'urgent' }, 'constructor')).toBeUndefined();
});

it('another meaning of a word takes the place of all its spellings', () => {
  expect(withMeaning({ p1: 'urgent', P2: 'high' }, 'P1', 'low')).toEqual({ P1: 'low', P2: 'high' });
  expect(withMeaning({ p1: 'urgent', P2: 'high' }, 'P1', undefined)).toEqual({ P2: 'high' });
});

it('a word has its first spelling', () =>
  expect(spelledOnce(['low', 'Medium', 'medium', 'High', 'LOW'])).toEqual(['low', 'Medium', 'High']));

it('however words are chosen, each has one meaning: the last', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(word, meaning)), (choices) => {
      const all = choices.reduce<Record<string, string>>(
        (before, [name, to]) => withMeaning(before, name, to),
        {},
      );
      const keys = Object.keys(all).map(keyOf);
      expect(new Set(keys).size).toBe(keys.length);
      for (const [name] of choices)
        expect(meaningOf(all, name)).toBe(choices.findLast(([one]) => keyOf(one) === keyOf(name))?.[1]);
    }),
    RUNS,
  ));
