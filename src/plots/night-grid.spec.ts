import { nightGrid, type HourOfWeek } from './night-grid.js';

const everyDay = (...hours: number[]): HourOfWeek[] =>
  ([1, 2, 3, 4, 5, 6, 7] as const).flatMap((weekday) => hours.map((hour) => ({ weekday, hour })));

describe('the grid of a week', () => {
  it('puts the hours after midnight in the row of the evening before', () => {
    const grid = nightGrid(everyDay(18, 19, 20, 21, 22, 23, 0, 1));
    expect(grid.hours).toEqual([18, 19, 20, 21, 22, 23, 0, 1]);
    expect(grid.rowOf({ weekday: 6, hour: 1 })).toBe(5);
    expect(grid.rowOf({ weekday: 1, hour: 0 })).toBe(7);
    expect(grid.rowOf({ weekday: 5, hour: 23 })).toBe(5);
  });

  it('keeps a day as it is when it does not cross midnight', () => {
    const grid = nightGrid(everyDay(9, 10, 11));
    expect(grid.hours).toEqual([9, 10, 11]);
    expect(grid.rowOf({ weekday: 1, hour: 9 })).toBe(1);
  });

  it('keeps closed hours between open ones as columns', () => {
    expect(nightGrid(everyDay(9, 11, 14)).hours).toEqual([9, 10, 11, 12, 13, 14]);
  });

  it('begins at midnight when no hour is closed, and has no column when none is open', () => {
    expect(nightGrid(everyDay(...Array.from({ length: 24 }, (_, hour) => hour))).hours[0]).toBe(0);
    expect(nightGrid([]).hours).toEqual([]);
  });

  it('does not depend on the order of the hours', () => {
    expect(nightGrid(everyDay(20, 8)).hours).toEqual(nightGrid(everyDay(8, 20)).hours);
  });
});
