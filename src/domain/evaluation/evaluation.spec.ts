import { asked, aWeek } from '../../../test/support/measured-weeks.js';
import { evaluate, type EvaluatedPilot } from './evaluation.js';
import { disagree } from './models.js';
import { sentenceOf } from './sentence.js';
import { weekOfTerm } from './week-of-term.js';

const NOTHING = { baseline: [], pilot: [] };
const PILOT: EvaluatedPilot = {
  targets: [],
  isInterim: false,
  plannedWeeks: null,
  weeks: { all: NOTHING, common: NOTHING, extended: NOTHING },
  locations: [],
  control: NOTHING,
  mix: { requests: NOTHING, locations: NOTHING },
};

describe('a pilot in which nothing was measured', () => {
  const target = { metric: 'coverageRate', comparison: 'at-least', value: 0.9 } as const;

  it('has no figure, and says so', () => {
    const evaluation = evaluate({ ...PILOT, targets: [target] }, 1);
    expect(evaluation.verdict).toBe('cannot-tell');
    expect(
      evaluation.comparisons.every(({ estimate, interval }) => estimate === null && interval === null),
    ).toBe(true);
    expect(evaluation.comparisons.every(({ warnings }) => warnings.includes('no-baseline'))).toBe(true);
    expect(sentenceOf(evaluation, false)).toBe(
      'Coverage, as planned (approved of required time): nothing was measured yet, so nobody can tell whether the target of at least 90% is met.',
    );
  });

  it('has each figure once in each kind of hours', () => {
    const { comparisons } = evaluate({ ...PILOT, targets: [target, target] }, 1);
    const keys = comparisons.map(({ metric, hours }) => `${metric} ${hours}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(comparisons[0]).toMatchObject({ metric: 'coverageRate', hours: 'all', role: 'primary' });
    expect(comparisons[1]).toMatchObject({ metric: 'coverageRate', hours: 'common', role: 'exploratory' });
  });
});

it('the same seed evaluates a pilot in the same way, whatever the order of its locations', () => {
  const weeks = (from: number, mean: number) =>
    Array.from({ length: 12 }, (_, i) => aWeek(from + i, asked(mean + ((i * 5) % 7))));
  const all = { baseline: weeks(0, 40), pilot: weeks(20, 50) };
  const locations = ['a', 'b', 'c'].map((id) => ({ id, isComparison: id !== 'a', weeks: all }));
  const evaluated = (list: typeof locations) =>
    evaluate({ ...PILOT, weeks: { ...PILOT.weeks, all }, locations: list }, 7);
  expect(evaluated(locations)).toEqual(evaluated(locations));
  const [one, other] = [evaluated(locations), evaluated(locations.toReversed())].map(
    ({ comparisons }) => comparisons[0]!.differenceInDifferences as { estimate: number },
  );
  expect(one!.estimate).toBeCloseTo(other!.estimate, 9);
});

describe('a crude and an adjusted ratio', () => {
  it.each([
    ['agree', 1.2, [0.9, 1.5], 1.3, [1, 1.6], false],
    ['agree that there is no change', 1.05, [0.8, 1.4], 0.95, [0.7, 1.2], false],
    ['disagree on different sides of 1 when one says a change', 1.2, [1.01, 1.4], 0.99, [0.7, 1.3], true],
    ['disagree where one interval leaves the other out', 1.2, [1.1, 1.3], 1.5, [1.1, 2], true],
    ['do not disagree where there is no crude one', null, null, 1.5, [1.1, 2], false],
  ] as const)('%s', (_name, crude, interval, adjusted, other, expected) =>
    expect(disagree({ estimate: crude, interval }, { estimate: adjusted, interval: other })).toBe(expected),
  );
});

describe('the week of term', () => {
  const term = {
    startsOn: '2026-08-24',
    endsOn: '2026-12-18',
    periods: [
      { kind: 'break' as const, startsOn: '2026-11-23', endsOn: '2026-11-29' },
      { kind: 'exams' as const, startsOn: '2026-12-14', endsOn: '2026-12-18' },
    ],
    weeklyHourCap: { classes: 20, exams: 20, break: 40 },
  };
  it.each([
    ['2026-08-17', null],
    ['2026-08-24', '1'],
    // A week whose middle is the first day of the term.
    ['2026-08-21', '1'],
    ['2026-10-26', '10'],
    ['2026-11-02', '11'],
    ['2026-11-23', 'break'],
    ['2026-12-14', 'exams'],
    ['2026-12-21', null],
  ])('from %s is %s', (firstDate, expected) => expect(weekOfTerm(firstDate, [term])).toBe(expected));
});
