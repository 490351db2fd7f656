import fc from 'fast-check';
import { DateOrderFinder, type OrderFound } from './date-order.js';
import { readTimestamp } from './timestamps.js';

const found = (...values: string[]): OrderFound => {
  const finder = new DateOrderFinder();
  values.forEach((value, index) => finder.add(value, index + 2));
  return finder.found();
};

describe('the order of day and month of a column', () => {
  it.each<[string, string[], string | null]>([
    ['is month first by a 13 in second place', ['9/7/2021 13:24', '9/13/2021 8:00'], 'mdy'],
    ['is day first by a 13 in first place', ['7/9/21', '13-9-2021 8:00'], 'dmy'],
    ['is day first by dots', ['07.09.2021 13:24'], 'dmy'],
    ['is day first by a 13, beside dots', ['07.09.2021 13:24', '13/9/2021'], 'dmy'],
    ['is month first by a 13, whatever dots say', ['07.09.2021', '07.10.2021', '9/13/2021'], 'mdy'],
    ['is found behind the name of a weekday', ['Mon, 9/13/2021 8:00'], 'mdy'],
    ['is not asked for where every year comes first', ['2021-09-07 13:24', '2021/9/7 13:24'], null],
    ['is not asked for where months have names', ['05-Oct-2026 21:12', 'Oct 5, 2026 21:12'], null],
    ['is not asked for where day and month are the same number', ['9/9/2021 13:24'], null],
    ['is not asked for in an empty column', ['', ' '], null],
    ['is what more values need, when there are two', ['9/13/2021', '13/9/2021', '9/14/2021'], 'mdy'],
    ['is the one that lies among full dates', ['2026-10-01', '10/5/2026', '2026-10-31'], 'mdy'],
    ['is the same whichever way the full dates lie', ['2026-05-01', '10/5/2026', '2026-05-31'], 'dmy'],
    ['passes over dates that do not exist either way', ['31/31/2021', '13/9/2021'], 'dmy'],
  ])('%s', (_name, values, order) => expect(found(...values)).toMatchObject({ order, undecided: null }));

  it('is unknown when all values fit both, and the first of them is shown both ways', () =>
    expect(found('', '9/9/2021 8:00', '9/7/2021 13:24', '5/10/2026 9:13 PM')).toEqual({
      order: null,
      contrary: 0,
      either: 2,
      undecided: { line: 4, value: '9/7/2021 13:24', mdy: '2021-09-07', dmy: '2021-07-09' },
    }));

  it('is unknown when both readings or neither are in the range of full dates', () => {
    expect(found('2021-01-01', '9/7/2021', '2021-12-31').undecided).toMatchObject({ line: 3 });
    expect(found('2024-01-01', '9/7/2021').undecided).toMatchObject({ line: 3 });
  });

  it('is unknown with dots beside dates that fit both', () =>
    expect(found('07.09.2021 13:24', '9/7/2021 13:24').undecided).toMatchObject({ line: 3 }));

  it('is unknown with as many values of one order as of the other', () =>
    expect(found('9/13/2021', '13/9/2021')).toEqual({
      order: null,
      contrary: 0,
      either: 0,
      undecided: { line: 2, value: '9/13/2021', mdy: '2021-09-13', dmy: null },
    }));

  it('counts the values that need the other order', () =>
    expect([
      found('13/9/2021', '14/9/2021', '9/13/2021'),
      found('9/13/2021', '9/14/2021', '13/9/2021', '07.09.2021'),
    ]).toMatchObject([
      { order: 'dmy', contrary: 1 },
      { order: 'mdy', contrary: 2 },
    ]));

  it('is the order in which a column was written, whenever it is known', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => new Date(days * 86_400_000));
    fc.assert(
      fc.property(fc.array(day, { minLength: 1 }), fc.constantFrom('mdy', 'dmy'), (days, order) => {
        const values = days.map((date) => {
          const [month, dayOfMonth] = [date.getUTCMonth() + 1, date.getUTCDate()];
          const [first, second] = order === 'mdy' ? [month, dayOfMonth] : [dayOfMonth, month];
          return `${first}/${second}/${date.getUTCFullYear()} 0:00`;
        });
        const told = found(...values);
        if (told.order === null) return;
        expect(told.order).toBe(order);
        expect(values.map((value) => readTimestamp(value, 'UTC', { order }))).toEqual(days.map(Number));
      }),
    );
  });
});
