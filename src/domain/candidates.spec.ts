import fc from 'fast-check';
import { sortCandidates, wishFor, type Candidate } from './candidates.js';

const HARD = { code: 'NOT_QUALIFIED', message: 'no' };
const SOFT = { code: 'UNAVAILABLE', message: 'no', overridable: true };
const one = (operatorId: string, changes: Partial<Candidate> = {}): Candidate => ({
  operatorId,
  name: operatorId,
  violations: [],
  wish: null,
  weekHours: 0,
  ...changes,
});
const order = (...candidates: Candidate[]): string[] =>
  sortCandidates(candidates).map(({ operatorId }) => operatorId);

describe('the order of candidates', () => {
  it.each([
    ['whoever may before whoever may not', [one('b', { violations: [HARD] }), one('c')], ['c', 'b']],
    [
      'whoever a supervisor may put in before whoever nobody may',
      [one('a', { violations: [SOFT, HARD] }), one('b', { violations: [SOFT] })],
      ['b', 'a'],
    ],
    [
      'whoever would like to, then the others, then whoever would rather not',
      [one('a', { wish: 'rather-not' }), one('b'), one('c', { wish: 'prefer' })],
      ['c', 'b', 'a'],
    ],
    [
      'whoever has fewer hours, wishes being equal',
      [one('a', { weekHours: 8 }), one('b', { weekHours: 3.5 })],
      ['b', 'a'],
    ],
    [
      'a wish outweighs hours',
      [one('a', { weekHours: 2 }), one('b', { weekHours: 18, wish: 'prefer' })],
      ['b', 'a'],
    ],
    ['else by name', [one('b'), one('a')], ['a', 'b']],
  ])('%s', (_name, candidates, expected) => {
    expect(order(...candidates)).toEqual(expected);
  });

  it('does not depend on the order of the input', () => {
    const candidates = fc.uniqueArray(
      fc.record({
        operatorId: fc.string({ minLength: 1 }),
        name: fc.constantFrom('Ada', 'Bo'),
        violations: fc.constantFrom([], [HARD], [SOFT]),
        wish: fc.constantFrom(null, 'prefer' as const, 'rather-not' as const),
        weekHours: fc.integer({ min: 0, max: 3 }),
      }),
      { selector: ({ operatorId }) => operatorId },
    );
    fc.assert(
      fc.property(candidates, (some) => {
        expect(order(...some.toReversed())).toEqual(order(...some));
      }),
    );
  });
});

describe('a wish', () => {
  const shift = { start: 10, end: 20 };
  it.each([
    ['is none where nothing is said', [], null],
    ['is none of what only touches the shift', [{ start: 5, end: 10, preference: 'prefer' as const }], null],
    ['is a liking of any part', [{ start: 15, end: 30, preference: 'prefer' as const }], 'prefer'],
    [
      'is a dislike as soon as there is one',
      [
        { start: 0, end: 30, preference: 'prefer' as const },
        { start: 19, end: 30, preference: 'rather-not' as const },
      ],
      'rather-not',
    ],
  ])('%s', (_name, wishes, expected) => {
    expect(wishFor(shift, wishes)).toBe(expected);
  });
});
