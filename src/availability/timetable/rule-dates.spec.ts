import fc from 'fast-check';
import ICAL from 'ical.js';
import { DAY } from '../../domain/interval.js';
import { runs } from '../../../test/support/property-runs.js';
import { parseRule, type Rule } from './recurrence-rule.js';
import { Effort, ruleDates } from './rule-dates.js';

const ruleOf = (text: string): Rule => {
  const rule = parseRule(text);
  if ('message' in rule) throw new Error(rule.message);
  return rule;
};
const effort = (days = 1_000_000): Effort => new Effort(days, () => new Error('too many days'));
/** The dates of a rule as `MM-DD`, within a year of its start or within other dates. */
const dates = (text: string, start = '2027-01-18', from = start, to = '2028-01-18'): string[] =>
  ruleDates(
    ruleOf(text),
    Date.parse(`${start}T09:00Z`),
    { start: Date.parse(from), end: Date.parse(to) },
    effort(),
  ).map((wall) => new Date(wall).toISOString().slice(5, 10));

describe('the dates of a rule', () => {
  it.each([
    [
      'every other week, weeks from Monday',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;COUNT=4',
      ['01-18', '01-24', '02-01', '02-07'],
    ],
    [
      'every other week, weeks from Sunday',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;COUNT=4;WKST=SU',
      ['01-18', '01-31', '02-01', '02-14'],
    ],
    [
      'weekdays',
      'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=6',
      ['01-18', '01-19', '01-20', '01-21', '01-22', '01-25'],
    ],
    ['every tenth day', 'FREQ=DAILY;INTERVAL=10;COUNT=3', ['01-18', '01-28', '02-07']],
    ['the second Tuesday', 'FREQ=MONTHLY;BYDAY=2TU;COUNT=2', ['02-09', '03-09']],
    ['the last Friday', 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=2', ['01-29', '02-26']],
    ['the last day of a month', 'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3', ['01-31', '02-28', '03-31']],
    ['the 31st, in months that have one', 'FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3', ['01-31', '03-31', '05-31']],
    ['Friday the 13th', 'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', ['08-13']],
    [
      'the last weekday of a month',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3',
      ['01-29', '02-26', '03-31'],
    ],
    ['the second of the days of a week', 'FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;COUNT=2', ['01-20', '01-27']],
    ['every other Monday of a week number', 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', ['05-17']],
    ['the 20th Monday of a year', 'FREQ=YEARLY;BYDAY=20MO', ['05-17']],
    ['the 100th day of a year, and the last', 'FREQ=YEARLY;BYYEARDAY=100,-1', ['04-10', '12-31']],
    ['Mondays in February', 'FREQ=YEARLY;BYMONTH=2;BYDAY=MO', ['02-01', '02-08', '02-15', '02-22']],
    ['the same day in two months', 'FREQ=YEARLY;BYMONTH=3,6', ['03-18', '06-18']],
    ['an ordinal that means nothing by the week', 'FREQ=WEEKLY;BYDAY=1TU;COUNT=2', ['01-19', '01-26']],
    ['a date that means nothing by the week', 'FREQ=WEEKLY;BYMONTHDAY=18;COUNT=2', ['01-18', '01-25']],
    ['no day that exists', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', []],
  ])('%s', (_name, rule, expected) => expect(dates(rule)).toEqual(expected));

  it('a leap day comes every four years', () => {
    expect(dates('FREQ=YEARLY', '2024-02-29', '2024-01-01', '2033-01-01')).toHaveLength(3);
  });

  it('several times a day', () => {
    const rule = ruleOf('FREQ=WEEKLY;BYHOUR=14,9;BYMINUTE=30;COUNT=3');
    const found = ruleDates(rule, Date.parse('2027-01-18T09:30Z'), { start: 0, end: Infinity }, effort());
    expect(found.map((wall) => new Date(wall).toISOString().slice(5, 16))).toEqual([
      '01-18T09:30',
      '01-18T14:30',
      '01-25T09:30',
    ]);
  });

  it.each([
    ['FREQ=WEEKLY;BYDAY=MO,WE;COUNT=2088', ['01-13', '01-18', '01-20']],
    ['FREQ=WEEKLY;COUNT=1043', []],
    ['FREQ=WEEKLY;INTERVAL=3;COUNT=349', ['01-25']],
    ['FREQ=WEEKLY;INTERVAL=3;COUNT=348', []],
    ['FREQ=DAILY;COUNT=7296', ['01-12']],
    ['FREQ=MONTHLY;COUNT=241', ['01-22']],
    ['FREQ=MONTHLY;COUNT=240', []],
    ['FREQ=YEARLY;COUNT=21', ['01-22']],
    ['FREQ=YEARLY;COUNT=20', []],
  ])('%s from twenty years before ends on its day', (rule, expected) => {
    expect(dates(rule, '2007-01-22', '2027-01-12', '2027-01-31')).toEqual(expected);
  });

  it('gives up after so many days', () => {
    const rule = ruleOf('FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1;COUNT=1');
    expect(() => ruleDates(rule, 0, { start: 0, end: 2_000 * DAY }, effort(1_000))).toThrow('too many days');
  });
});

describe('in agreement with ical.js', () => {
  const list = <T>(values: readonly T[], most: number): fc.Arbitrary<string> =>
    fc
      .uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: most })
      .map((chosen) => chosen.join(','));
  const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
  const places = weekdays.flatMap((day) => [`1${day}`, `2${day}`, `4${day}`, `-1${day}`]);
  // The other rules are wrong in the library or never end there: DAILY by weekday, weeks and weekdays of a
  // year.
  const rules = fc.oneof(
    fc.constant('FREQ=DAILY'),
    list(weekdays, 4).map((days) => `FREQ=WEEKLY;BYDAY=${days}`),
    fc
      .tuple(list(weekdays, 4), fc.constantFrom(...weekdays))
      .map(([days, first]) => `FREQ=WEEKLY;BYDAY=${days};WKST=${first}`),
    list([1, 5, 15, 28, 31, -1, -3], 3).map((days) => `FREQ=MONTHLY;BYMONTHDAY=${days}`),
    list(places, 1).map((days) => `FREQ=MONTHLY;BYDAY=${days}`),
    fc
      .tuple(list(places, 1), fc.integer({ min: 1, max: 12 }))
      .map(([days, month]) => `FREQ=YEARLY;BYMONTH=${month};BYDAY=${days}`),
    fc
      .tuple(list([1, 7, 28], 2), fc.integer({ min: 1, max: 12 }))
      .map(([days, month]) => `FREQ=YEARLY;BYMONTH=${month};BYMONTHDAY=${days}`),
  );
  const start = fc.integer({ min: 0, max: 20 * 366 }).map((day) => Date.UTC(2008, 0, 1, 9) + day * DAY);

  it('for any start, interval, count and window', () => {
    fc.assert(
      fc.property(
        rules,
        start,
        fc.integer({ min: 1, max: 3 }),
        fc.option(fc.integer({ min: 1, max: 60 })),
        fc.nat(4_000),
        (text, first, interval, count, ahead) => {
          const rule = `${text};INTERVAL=${interval}${count === null ? '' : `;COUNT=${count}`}`;
          const within = { start: first + ahead * DAY, end: first + (ahead + 400) * DAY };
          const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromJSDate(new Date(first), true));
          const expected: number[] = [];
          for (let next = iterator.next(); next; next = iterator.next()) {
            const wall = next.toUnixTime() * 1000;
            if (wall >= within.end) break;
            if (wall >= within.start) expected.push(wall);
          }
          expect(ruleDates(ruleOf(rule), first, within, effort())).toEqual(expected);
        },
      ),
      { numRuns: runs(300) },
    );
  });
});
