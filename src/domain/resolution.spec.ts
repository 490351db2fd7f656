import { firstResolution } from './resolution.js';

it.each([
  ['is the first that becomes known', null, 5, 5],
  ['stays when a later one follows', 5, 9, 5],
  ['moves back when an earlier one is learned of', 5, 3, 3],
  ['stays when the request is opened again', 5, null, 5],
  ['stays unknown while there is none', null, null, null],
  ['may be the epoch itself', 0, 7, 0],
])('the first resolution %s', (_name, known, resolvedAt, first) => {
  expect(firstResolution(known, resolvedAt)).toBe(first);
});
