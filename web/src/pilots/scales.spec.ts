import { labelledOf, marksTo, runsOf } from './scales.js';

describe('an axis', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 0.25, 0.5, 0.75, 1]],
    [3, [0, 1, 2, 3]],
    [12, [0, 5, 10, 15]],
    [40, [0, 10, 20, 30, 40]],
    [41, [0, 20, 40, 60]],
    [0.3, [0, 0.1, 0.2, 0.3]],
    [987, [0, 250, 500, 750, 1000]],
  ])('up to %d', (most, marks) => {
    expect(marksTo(most)).toEqual(marks);
  });

  it.each([
    [2, [0, 1, 2]],
    [9, [0, 3, 6, 9]],
  ])('of whole things, up to %d', (most, marks) => {
    expect(marksTo(most, { areWhole: true })).toEqual(marks);
  });

  it('has labels where there is room', () => {
    expect(labelledOf(5, 10)).toEqual([0, 1, 2, 3, 4]);
    expect(labelledOf(10, 4)).toEqual([0, 3, 6, 9]);
    expect(labelledOf(3, 0)).toEqual([0]);
    expect(labelledOf(0, 4)).toEqual([]);
  });
});

describe('a line', () => {
  it('breaks where there is no value, and nowhere else', () => {
    const points = [null, 0, 2, null, null, 3, null].map((value, at) => ({ at, value }));
    expect(runsOf(points)).toEqual([
      [
        { at: 1, value: 0 },
        { at: 2, value: 2 },
      ],
      [{ at: 5, value: 3 }],
    ]);
    expect(runsOf([])).toEqual([]);
  });
});
