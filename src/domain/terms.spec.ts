import { addDays } from './local-date.js';
import { periodOn, stretchesOf, termCapOf, type Term } from './terms.js';

/** Classes, except for Thanksgiving and a week of exams that ends on a Friday. */
const AUTUMN: Term = {
  startsOn: '2026-08-24',
  endsOn: '2026-12-18',
  periods: [
    { kind: 'break', startsOn: '2026-11-26', endsOn: '2026-12-06' },
    { kind: 'exams', startsOn: '2026-12-14', endsOn: '2026-12-18' },
  ],
  weeklyHourCap: { classes: 20, exams: 10, break: 40 },
};

describe('the kind of a date', () => {
  it.each([
    ['the day before it begins is none of it', '2026-08-23', null],
    ['its first day', '2026-08-24', 'classes'],
    ['the first day of a break', '2026-11-26', 'break'],
    ['the last day of a break', '2026-12-06', 'break'],
    ['a day in no period is one of classes', '2026-12-13', 'classes'],
    ['its last day', '2026-12-18', 'exams'],
    ['the day after it ends is none of it', '2026-12-19', null],
  ])('%s', (_name, date, expected) => expect(periodOn(date, AUTUMN)).toBe(expected));
});

describe('the parts of a term', () => {
  const told = (change: Partial<Term>): string[] =>
    stretchesOf({ ...AUTUMN, ...change }).map(
      ({ kind, startsOn, endsOn }) => `${kind} ${startsOn.slice(5)}-${endsOn.slice(5)}`,
    );
  it('are its periods, and classes between them', () =>
    expect(told({})).toEqual([
      'classes 08-24-11-25',
      'break 11-26-12-06',
      'classes 12-07-12-13',
      'exams 12-14-12-18',
    ]));
  it('are only classes without periods, and only a period that fills the term', () => {
    expect(told({ periods: [] })).toEqual(['classes 08-24-12-18']);
    const { startsOn, endsOn } = AUTUMN;
    expect(told({ periods: [{ kind: 'break', startsOn, endsOn }] })).toEqual(['break 08-24-12-18']);
  });
  it('agree with the kind of each date', () => {
    const stretches = stretchesOf(AUTUMN);
    for (let date = AUTUMN.startsOn; date <= AUTUMN.endsOn; date = addDays(date, 1))
      expect(stretches.filter((one) => one.startsOn <= date && date <= one.endsOn)).toEqual([
        expect.objectContaining({ kind: periodOn(date, AUTUMN) }),
      ]);
  });
});

describe('the cap of a week', () => {
  it.each([
    ['before the term there is none', '2026-08-17', null],
    ['a week of classes', '2026-09-07', 20],
    ['a week that is broken off by a break is in session', '2026-11-23', 20],
    ['a week of break alone', '2026-11-30', 40],
    ['the week of exams, though it ends on a Friday', '2026-12-14', 10],
    ['the week after the term', '2026-12-21', null],
  ])('%s', (_name, monday, expected) => expect(termCapOf(monday, [AUTUMN])).toBe(expected));

  it('is the lower one in a week that two terms share', () => {
    const winter = {
      ...AUTUMN,
      startsOn: '2026-12-19',
      endsOn: '2027-01-31',
      periods: [],
      weeklyHourCap: { classes: 8, exams: 8, break: 8 },
    };
    expect(termCapOf('2026-12-14', [AUTUMN, winter])).toBe(8);
    expect(termCapOf('2026-12-14', [winter, AUTUMN])).toBe(8);
  });

  it('works for weeks that begin on a Sunday', () => {
    expect(termCapOf('2026-08-23', [AUTUMN])).toBe(20);
    expect(termCapOf('2026-12-06', [AUTUMN])).toBe(20);
  });
});
