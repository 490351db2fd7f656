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

  it('begins at six when no hour is closed in the morning, so that a night belongs to its evening', () => {
    const allDay = nightGrid(everyDay(...Array.from({ length: 24 }, (_, hour) => hour)));
    expect(allDay.hours[0]).toBe(6);
    expect(allDay.rowOf({ weekday: 6, hour: 1 })).toBe(5);
    expect(nightGrid([]).hours).toEqual([]);
  });

  it.each([
    ['office hours and nights', [8, 9, 10, 11, 12, 13, 14, 15, 16, 22, 23, 0, 1, 2, 3, 4, 5]],
    ['all but supper', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23]],
    ['an afternoon', [13, 14, 15]],
  ])('leaves a day on its own row: %s', (_, hours) => {
    const grid = nightGrid(everyDay(...hours));
    for (const hour of hours.filter((one) => one > 7)) expect(grid.rowOf({ weekday: 2, hour })).toBe(2);
  });

  it('does not depend on the order of the hours', () => {
    expect(nightGrid(everyDay(20, 8)).hours).toEqual(nightGrid(everyDay(8, 20)).hours);
  });
});
