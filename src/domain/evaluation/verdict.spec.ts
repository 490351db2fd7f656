import { levelOf, levelOfLook, verdictOf } from './verdict.js';

describe('a verdict', () => {
  it.each([
    ['at-most', 15, [4, 9], 'met'],
    ['at-most', 15, [4, 15], 'met'],
    ['at-most', 15, [4, 16], 'cannot-tell'],
    ['at-most', 15, [15, 16], 'cannot-tell'],
    ['at-most', 15, [15.1, 16], 'not-met'],
    ['at-most', 15, [20, Infinity], 'not-met'],
    ['at-most', 15, [4, Infinity], 'cannot-tell'],
    ['at-most', 15, null, 'cannot-tell'],
    ['at-least', 0.9, [0.91, 0.97], 'met'],
    ['at-least', 0.9, [0.9, 0.97], 'met'],
    ['at-least', 0.9, [0.8, 0.9], 'cannot-tell'],
    ['at-least', 0.9, [0.8, 0.89], 'not-met'],
  ] as const)('of a figure %s %d with the interval %j is %s', (comparison, value, interval, verdict) => {
    expect(verdictOf({ comparison, value }, interval)).toBe(verdict);
  });
});

it('targets beside the primary one share their errors', () => {
  expect(levelOf(true, 4)).toBeCloseTo(0.95, 12);
  expect(levelOf(false, 4)).toBeCloseTo(0.9875, 12);
});

it('looks of all weeks together spend no more than one level', () => {
  const spent = Array.from({ length: 520 }, (_, index) => 1 - levelOfLook(0.95, index + 1));
  expect(spent.reduce((sum, one) => sum + one, 0)).toBeLessThan(0.05);
  expect(spent[0]).toBeCloseTo(0.05 * (6 / Math.PI ** 2), 12);
  expect(spent.every((one, index) => index === 0 || one < spent[index - 1]!)).toBe(true);
});
