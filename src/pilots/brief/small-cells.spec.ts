import { hiddenCells, isTold } from './small-cells.js';

const figures = (counts: object) => counts as Parameters<typeof isTold>[1];

describe('cells whose sum is known', () => {
  it.each([
    ['none is small', [5, 0, 17], []],
    ['one is small: the next smallest, too', [3, 20, 9, 0], [0, 2]],
    ['two are small, and of too few together', [1, 2, 30, 7], [0, 1, 3]],
    ['two are small, and of enough together', [4, 2, 30, 7], [0, 1]],
    ['all that there is', [2, 0, 0], [0]],
  ])('%s', (_, counts, hidden) => {
    expect([...hiddenCells(counts)].sort()).toEqual(hidden);
  });

  it('never leave less than five to be computed, or a single one', () => {
    for (let seed = 1; seed < 400; seed += 1) {
      const counts = Array.from({ length: 8 }, (_, index) => (seed * (index + 3) * 7919) % 13);
      const hidden = [...hiddenCells(counts)];
      const sum = hidden.reduce((total, index) => total + counts[index]!, 0);
      const others = counts.filter((count, index) => count > 0 && !hidden.includes(index));
      if (hidden.length > 0 && others.length > 0) {
        expect(sum).toBeGreaterThanOrEqual(5);
        expect(hidden.length).toBeGreaterThan(1);
      }
      expect(others.some((count) => count < 5)).toBe(false);
    }
  });
});

describe('a figure', () => {
  it.each([
    ['requests', { requests: 4 }, false],
    ['requests', { requests: 0 }, true],
    ['requests', { requests: 5 }, true],
    ['firstResponseWallMinutesP50', { firstResponseWallMinutesN: 3 }, false],
    ['firstResponseServiceMinutesP90', { firstResponseServiceMinutesN: 50 }, true],
    ['escalationShare', { escalated: 2, resolved: 400 }, false],
    ['costPerRequest', { requestsAll: 300, escalated: 1 }, false],
    ['costPerRequest', { requestsAll: 300, escalated: 0 }, true],
    ['readEffort', { readEffortN: 1 }, false],
    ['noShowRate', { filledSeats: 40, attendanceRateN: 2 }, false],
    ['attendanceRate', { filledSeats: 2, attendanceRateN: 40 }, true],
    ['recordedShare', { filledSeats: 0, recordedShareN: 3 }, false],
    ['coverageRate', {}, true],
  ] as const)('%s of %j', (name, counts, told) => {
    expect(isTold(name, figures(counts))).toBe(told);
  });
});
