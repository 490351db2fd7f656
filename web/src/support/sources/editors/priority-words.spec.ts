import { meaningsOf, prioritiesOf, repeatedWords, type Meaning } from './priority-words.js';

describe('the words of a system for priorities', () => {
  it.each<[what: string, meanings: Meaning[], expected: ReturnType<typeof prioritiesOf>]>([
    ['none say nothing', [], {}],
    ['without a word say nothing', [{ word: ' ', priority: 'high' }], {}],
    ['are sent with what they mean', [{ word: ' 100 ', priority: 'high' }], { priorities: { 100: 'high' } }],
    ['cannot be sent without a meaning', [{ word: '100', priority: '' }], null],
    [
      'cannot be sent with two',
      [
        { word: 'High', priority: 'high' },
        { word: 'high ', priority: 'urgent' },
      ],
      null,
    ],
  ])('%s', (_what, meanings, expected) => expect(prioritiesOf(meanings)).toEqual(expected));

  it('that are there twice are named by the later row', () => {
    const meanings: Meaning[] = ['High', 'low', 'HIGH'].map((word) => ({ word, priority: 'low' }));
    expect([...repeatedWords(meanings)]).toEqual([meanings[2]]);
  });

  it('come back as they were stored', () => {
    const priorities = { '3 - Moderate': 'normal', '100': 'urgent' };
    expect(prioritiesOf(meaningsOf(priorities))).toEqual({ priorities });
    expect(meaningsOf(undefined)).toEqual([]);
  });
});
