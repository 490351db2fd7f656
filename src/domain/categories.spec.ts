import fc from 'fast-check';
import { runs } from '../../test/support/property-runs.js';
import { followCategory, leadsBack, Meanings, type Category } from './categories.js';

const category = (name: string, rest: Partial<Category> = {}): Category => ({
  id: `id of ${name}`,
  name,
  readLevel: null,
  directional: false,
  mergedIntoId: null,
  ...rest,
});
const into = (name: string) => ({ mergedIntoId: `id of ${name}` });

describe('what a word means', () => {
  const meanings = new Meanings([
    category('printing', { readLevel: 3 }),
    category('Printer', into('printing')),
    category('HP 4050', { ...into('Printer'), directional: true }),
    category('directions', { directional: true }),
  ]);
  it.each([
    ['printing', 'printing'],
    ['Printer', 'printing'],
    ['HP 4050', 'printing'],
    ['printer', 'printer'],
    ['constructor', 'constructor'],
    ['', ''],
    [null, null],
  ])('%j counts as %j', (word, name) => {
    expect(meanings.nameOf(word)).toBe(name);
  });
  it('finds all words that count as the same, from each of them', () => {
    const all = ['HP 4050', 'Printer', 'printing'];
    for (const word of all) expect(meanings.wordsLike(word).sort()).toEqual(all);
    expect(meanings.wordsLike('Wi-Fi')).toEqual(['Wi-Fi']);
  });
  it('says of a merged one what the other category says', () => {
    expect(meanings.of('HP 4050')).toMatchObject({ readLevel: 3, directional: false });
    expect(meanings.all()).toContainEqual({ ...category('printing', { readLevel: 3 }), name: 'HP 4050' });
  });
});

describe('merging', () => {
  it('never leads back, in any order of merges', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const merges = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(merges, (all) => {
        const categories = names.map((name) => category(name));
        for (const [one, other] of all) {
          const merged = categories.find(({ name }) => name === one)!;
          if (!leadsBack(categories, merged.id, `id of ${other}`)) Object.assign(merged, into(other));
        }
        const meanings = new Meanings(categories);
        // Ends, because nothing leads back, with a category that is not merged.
        for (const name of names) expect(meanings.of(name)!.mergedIntoId).toBeNull();
        for (const name of names) expect(meanings.wordsLike(name)).toContain(name);
      }),
      { seed: 5, numRuns: runs(200) },
    );
  });
  it('is refused into itself, and into one that counts as it', () => {
    const categories = [category('a'), category('b', into('a')), category('c', into('b'))];
    expect(['a', 'b', 'c'].map((name) => leadsBack(categories, 'id of a', `id of ${name}`))).toEqual([
      true,
      true,
      true,
    ]);
    expect(leadsBack(categories, 'id of c', 'id of a')).toBe(false);
  });
});

describe('a request that gets another category', () => {
  const meanings = new Meanings([
    category('directions', { directional: true, readLevel: 1 }),
    category('software', { readLevel: 4 }),
    category('wifi'),
  ]);
  const software = { category: 'software', readLevel: 4, directional: false };
  const directions = { category: 'directions', readLevel: 1, directional: true };
  it.each([
    ['gets what the new one says', software, { category: 'directions' }, directions],
    [
      'loses what the former one said',
      directions,
      { category: 'wifi' },
      { category: 'wifi', readLevel: null, directional: false },
    ],
    [
      'and with no category all of it',
      directions,
      { category: null },
      { category: null, readLevel: null, directional: false },
    ],
    [
      'keeps what was told of itself',
      { ...software, readLevel: 2, directional: true },
      { category: 'wifi' },
      { category: 'wifi' },
    ],
    [
      'has what is told with the change',
      software,
      { category: 'directions', directional: false, readLevel: 5 },
      { category: 'directions', directional: false, readLevel: 5 },
    ],
    [
      'changes nothing with its own category',
      { ...software, readLevel: null },
      { category: 'software' },
      { category: 'software' },
    ],
    ['changes nothing with another change', software, { readLevel: 6 }, { readLevel: 6 }],
    [
      'a word that is no category says nothing',
      directions,
      { category: 'Misc' },
      { category: 'Misc', readLevel: null, directional: false },
    ],
  ])('%s', (_name, before, change, changed) => {
    expect(followCategory(before, change, meanings)).toEqual(changed);
  });
});
