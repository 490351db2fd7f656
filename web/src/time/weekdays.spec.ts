import { weekdaysText } from './weekdays.js';

const NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

describe('weekdays in words', () => {
  it.each([
    [[1, 2, 3, 4], 1, 'Mon–Thu'],
    [[4, 1, 3, 2], 1, 'Mon–Thu'],
    [[1, 3], 1, 'Mon, Wed'],
    [[6, 7], 1, 'Sat, Sun'],
    [[1, 2, 3, 5, 7], 1, 'Mon–Wed, Fri, Sun'],
    [[1, 2, 3, 4, 7], 7, 'Sun–Thu'],
    [[1, 2, 3, 4, 5, 6, 7], 7, 'Sun–Sat'],
    [[], 1, ''],
  ])('%j in a week that starts on %d', (weekdays, weekStartsOn, text) => {
    expect(weekdaysText(weekdays, weekStartsOn, (weekday) => NAMES[weekday - 1]!)).toBe(text);
  });
});
