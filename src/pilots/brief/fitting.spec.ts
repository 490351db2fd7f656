import { fitting } from './fitting.js';

const long = 'x'.repeat(200);

it.each([
  [['a', 'b'], 5, ['a', 'b']],
  [['a', 'b', 'c'], 2, ['a', 'b']],
  [['a', long, 'b'], 3, ['a', long]],
  [['a', long, 'b'], 2, ['a']],
  [[long], 1, []],
  [[], 3, []],
])('the sentences that fit of %j on %i lines', (sentences, lines, told) => {
  expect(fitting(sentences, lines)).toEqual(told);
});
