import fc from 'fast-check';
import { PULSE_GROUPS, type PulseGroup } from './questions.js';
import {
  CANNOT_SAY,
  FEWEST,
  patronFigures,
  pulseFigures,
  type PatronCount,
  type PulseCount,
} from './voices.js';

/** Answers by group, such as `{ operators: [5, 4, 4] }`. */
const counted = (given: Partial<Record<PulseGroup, number[]>>): PulseCount[] =>
  Object.entries(given).flatMap(([group, answers]) =>
    answers.map((answer) => ({ group: group as PulseGroup, answer, count: 1 })),
  );
const shownOf = (given: Partial<Record<PulseGroup, number[]>>): string[] =>
  Object.entries(pulseFigures(counted(given)))
    .filter(([, { suppressed }]) => !suppressed)
    .map(([group]) => group);
const many = (n: number): number[] => Array.from({ length: n }, () => 3);

describe('the figures of a question', () => {
  it('are the mean, and the share of 4 and 5 with its interval', () => {
    const { operators, all } = pulseFigures(counted({ operators: [5, 4, 4, 4, 1] }));
    expect(operators).toEqual(all);
    expect(operators).toMatchObject({ suppressed: false, n: 5, mean: 3.6, favourable: { share: 0.8 } });
    expect(operators.favourable!.interval95.map((end) => end.toFixed(3))).toEqual(['0.376', '0.964']);
  });

  it('leave out who cannot say', () => {
    const answers = [5, 5, 5, 5, 5, CANNOT_SAY, CANNOT_SAY];
    expect(pulseFigures(counted({ operators: answers })).operators).toMatchObject({ n: 5, mean: 5 });
    expect(shownOf({ operators: [5, 5, 5, 5, CANNOT_SAY] })).toEqual([]);
  });

  it('hide n as well when they are suppressed', () =>
    expect(pulseFigures(counted({ operators: many(4) })).operators).toEqual({
      suppressed: true,
      n: null,
      mean: null,
      favourable: null,
    }));

  it.each<[string, Partial<Record<PulseGroup, number[]>>, string[]]>([
    [
      'all are shown from five answers each',
      { operators: many(5), supervisors: many(5), 'campus-it': many(5) },
      ['operators', 'supervisors', 'campus-it', 'all'],
    ],
    ['four answers are not shown', { operators: many(4) }, []],
    [
      'one small group takes the next smallest with it',
      { operators: many(9), supervisors: many(6), 'campus-it': many(2) },
      ['operators', 'all'],
    ],
    ['a group without answers protects nobody', { operators: many(9), supervisors: many(2) }, ['all']],
    [
      'two small groups protect each other from five answers together',
      { operators: many(9), supervisors: many(3), 'campus-it': many(2) },
      ['operators', 'all'],
    ],
    [
      'two small groups of four together do not',
      { operators: many(9), supervisors: many(3), 'campus-it': many(1) },
      ['all'],
    ],
    [
      'three small groups still have a total',
      { operators: many(4), supervisors: many(2), 'campus-it': many(1) },
      ['all'],
    ],
    ['a total of four is not shown', { operators: many(2), supervisors: many(2) }, []],
    ['nobody answered', {}, []],
  ])('%s', (_name, given, shown) => expect(shownOf(given)).toEqual(shown));

  it('never reveal fewer than five answers, nor one small group, by subtraction from the total', () => {
    const sizes = fc.record({ operators: fc.nat(12), supervisors: fc.nat(12), 'campus-it': fc.nat(12) });
    fc.assert(
      fc.property(sizes, (size) => {
        const figures = pulseFigures(PULSE_GROUPS.map((group) => ({ group, answer: 3, count: size[group] })));
        const hidden = PULSE_GROUPS.filter((group) => figures[group].suppressed && size[group] > 0);
        const hiddenSum = hidden.reduce((sum, group) => sum + size[group], 0);
        for (const group of PULSE_GROUPS)
          if (!figures[group].suppressed) expect(size[group]).toBeGreaterThanOrEqual(FEWEST);
        if (figures.all.suppressed || hidden.length === 0) return;
        expect(hidden.length).toBeGreaterThan(1);
        expect(hiddenSum).toBeGreaterThanOrEqual(FEWEST);
      }),
    );
  });
});

describe('the patrons’ shares', () => {
  const taps = (locationId: string, yes: number, partly = 0, no = 0): PatronCount[] => [
    { locationId, answer: 'yes', count: yes },
    { locationId, answer: 'partly', count: partly },
    { locationId, answer: 'no', count: no },
  ];

  it('are of all answers, each with its interval', () => {
    const figures = patronFigures(taps('a', 6, 3, 1));
    expect(figures).toMatchObject({ suppressed: false, n: 10 });
    expect(figures.shares!.yes.share).toBe(0.6);
    expect(figures.shares!.no.interval95[0]).toBeGreaterThan(0);
  });

  it('are hidden under five answers, with their number', () =>
    expect(patronFigures(taps('a', 3, 0, 1))).toEqual({ suppressed: true, n: null, shares: null }));

  it('leave out a location of fewer than five, which two pilots would reveal by subtraction', () => {
    expect(patronFigures([...taps('a', 6), ...taps('b', 0, 0, 4)])).toEqual(patronFigures(taps('a', 6)));
    expect(patronFigures([...taps('a', 4), ...taps('b', 4)]).suppressed).toBe(true);
    expect(patronFigures([...taps('a', 6), ...taps('b', 5)]).n).toBe(11);
  });
});
