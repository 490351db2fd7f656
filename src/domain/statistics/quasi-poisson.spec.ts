import fc from 'fast-check';
import { runs } from '../../../test/support/property-runs.js';
import { quasiPoisson, type CountFit, type CountModel } from './quasi-poisson.js';

const fitted = (model: CountModel): CountFit => {
  const fit = quasiPoisson(model);
  if ('refused' in fit) throw new Error(fit.refused);
  return fit;
};

/** R: warpbreaks, 9 looms for each wool (A, B) and tension (L, M, H). */
const WARP_BREAKS = [
  [26, 30, 54, 25, 70, 52, 51, 26, 67],
  [18, 21, 29, 17, 12, 18, 35, 30, 36],
  [36, 21, 24, 18, 10, 43, 28, 15, 26],
  [27, 14, 29, 19, 29, 31, 41, 20, 44],
  [42, 26, 19, 16, 39, 28, 21, 39, 29],
  [20, 21, 24, 17, 13, 15, 15, 16, 28],
];
const WARP_MODEL: CountModel = {
  counts: WARP_BREAKS.flat(),
  design: WARP_BREAKS.flatMap((counts, group) =>
    counts.map(() => [1, Number(group >= 3), Number(group % 3 === 1), Number(group % 3 === 2)]),
  ),
  offset: WARP_BREAKS.flat().map(() => 0),
};

describe('a quasi-Poisson model', () => {
  it('of warp breaks has dispersion 4.261537, and wool B −0.205988 (0.106461)', () => {
    const { coefficients, standardErrors, dispersion, residualDf } = fitted(WARP_MODEL);
    expect(residualDf).toBe(50);
    // R's glm stops earlier by default; with epsilon = 1e-14 it has 4.2615219.
    expect(dispersion).toBeCloseTo(4.261537, 4);
    expect(coefficients[1]).toBeCloseTo(-0.205988, 5);
    expect(standardErrors[1]).toBeCloseTo(0.106461, 5);
  });

  it('of a step alone gives the rate of each side', () => {
    const { coefficients, dispersion } = fitted({
      counts: [10, 20, 60, 80],
      design: [
        [1, 0],
        [1, 0],
        [1, 1],
        [1, 1],
      ],
      offset: [1, 2, 2, 3].map(Math.log),
    });
    expect(Math.exp(coefficients[0]!)).toBeCloseTo(10, 9);
    expect(Math.exp(coefficients[1]!)).toBeCloseTo(140 / 5 / 10, 9);
    expect(dispersion).toBeCloseTo((16 / 56 + 16 / 84) / 2, 9);
  });

  it('gives strata the same coefficients as indicators of each stratum', () => {
    const count = fc.integer({ min: 0, max: 30 });
    const weeks = fc.array(fc.tuple(count, count, count), { minLength: 4, maxLength: 8 });
    fc.assert(
      fc.property(weeks, (table) => {
        const rows = table.flatMap((counts, week) =>
          counts.map((each, place) => ({ count: each, week, place, post: week >= table.length / 2 })),
        );
        fc.pre(table.every((counts) => counts.some((each) => each > 0)));
        const effects = rows.map(({ place, post }) => [
          Number(place === 0 && post),
          Number(place === 1),
          Number(place === 2),
        ]);
        const model = { counts: rows.map(({ count: each }) => each), offset: rows.map(() => 0) };
        const swept = quasiPoisson({ ...model, design: effects, strata: rows.map(({ week }) => week) });
        const plain = quasiPoisson({
          ...model,
          design: effects.map((row, i) => [
            ...row,
            ...table.map((_, week) => Number(rows[i]!.week === week)),
          ]),
        });
        fc.pre(!('refused' in swept) && !('refused' in plain));
        if ('refused' in swept || 'refused' in plain) return;
        expect(swept.dispersion).toBeCloseTo(plain.dispersion, 6);
        swept.coefficients.forEach((each, i) => expect(each).toBeCloseTo(plain.coefficients[i]!, 6));
        swept.standardErrors.forEach((each, i) => expect(each).toBeCloseTo(plain.standardErrors[i]!, 6));
      }),
      { seed: 20261129, numRuns: runs(100) },
    );
  });

  it('keeps the sum of the counts, and is free of what the exposure is counted in', () => {
    const row = fc.record({ count: fc.nat(50), hours: fc.integer({ min: 1, max: 90 }), x: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 5, maxLength: 20 }), (rows) => {
        const model = (unit: number): CountModel => ({
          counts: rows.map(({ count }) => count),
          design: rows.map(({ x }) => [1, x]),
          offset: rows.map(({ hours }) => Math.log(hours * unit)),
        });
        const [inHours, inMinutes] = [quasiPoisson(model(1)), quasiPoisson(model(60))];
        fc.pre(!('refused' in inHours) && !('refused' in inMinutes));
        if ('refused' in inHours || 'refused' in inMinutes) return;
        const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);
        expect(sum(inHours.fitted)).toBeCloseTo(sum(inHours.model.counts), 5);
        expect(inMinutes.coefficients[1]).toBeCloseTo(inHours.coefficients[1]!, 6);
        expect(inMinutes.standardErrors[1]).toBeCloseTo(inHours.standardErrors[1]!, 6);
      }),
      { seed: 20261129, numRuns: runs(100) },
    );
  });

  it.each([
    ['no event', [0, 0, 0], [[1], [1], [1]], 'no-events'],
    [
      'as many coefficients as rows',
      [1, 2],
      [
        [1, 0],
        [1, 1],
      ],
      'too-few-rows',
    ],
    [
      'a column that follows from the others',
      [1, 2, 3, 4],
      [
        [1, 2],
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      'rank-deficient',
    ],
    [
      'a side without an event, whose coefficient has no end',
      [5, 6, 0, 0],
      [
        [1, 0],
        [1, 0],
        [1, 1],
        [1, 1],
      ],
      'no-convergence',
    ],
  ])('refuses %s', (_name, counts, design, refused) => {
    expect(quasiPoisson({ counts, design, offset: counts.map(() => 0) })).toEqual({ refused });
  });

  it('refuses an empty list', () => {
    expect(quasiPoisson({ counts: [], design: [], offset: [] })).toEqual({ refused: 'no-events' });
  });

  it('refuses lists of different length', () => {
    expect(() => quasiPoisson({ ...WARP_MODEL, offset: [0] })).toThrow(RangeError);
  });
});
