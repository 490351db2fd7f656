import { inverse, Matrix } from 'ml-matrix';
import { differenceInDifferences } from '../../src/domain/statistics/difference-in-differences.js';
import { interruptedSeries } from '../../src/domain/statistics/interrupted-series.js';
import { quasiPoisson, type CountFit } from '../../src/domain/statistics/quasi-poisson.js';
import { neweyWest } from './newey-west.js';
import { accepted, expectAgreement, Judge, LEVELS, many } from './judge.js';
import { Draws, simulatedWeeks, type Regime } from './simulated.js';

const draws = new Draws(20_261_129);
const whole = (below: number): number => draws.whole(below);

let r: Judge;
beforeAll(async () => {
  r = await Judge.start();
});
afterAll(() => r.close());

describe('models of counts', () => {
  const summaryOf = ({ coefficients, standardErrors, dispersion }: CountFit): number[] => [
    ...coefficients,
    ...standardErrors,
    dispersion,
  ];

  it('coefficients, errors and dispersion, also with strata, and Newey–West errors', async () => {
    for (let i = 0; i < 10; i++) {
      const size = 20 + whole(60);
      const x = many(size, () => draws.normal());
      const z = many(size, () => whole(2));
      const hours = many(size, () => 20 + 60 * draws.uniform());
      const strata = many(size, (row) => row % 4);
      const counts = x.map((value, row) =>
        draws.count((hours[row]! / 10) * Math.exp(0.3 * value - 0.4 * z[row]!), 2),
      );
      const offset = hours.map(Math.log);
      await r.numbers`{ d <<- data.frame(count = ${counts}, x = ${x}, z = ${z}, hours = ${hours}, s = ${strata}); 0 }`;
      const model = accepted(
        quasiPoisson({ counts, offset, design: x.map((value, row) => [1, value, z[row]!]) }),
      );
      const lag = 2 + whole(4);
      expectAgreement(
        [...summaryOf(model), ...neweyWest(model, lag).to1DArray()],
        await r.numbers`with(list(m = fit(count ~ x + z + offset(log(hours)), d)),
          c(coef(summary(m))[, 1:2], summary(m)$dispersion, newey_west(m, ${lag})))`,
      );
      const design = x.map((value, row) => [value, z[row]!]);
      const swept = accepted(quasiPoisson({ counts, offset, design, strata }));
      expectAgreement(
        summaryOf(swept),
        await r.numbers`with(list(m = fit(count ~ x + z + factor(s) + offset(log(hours)), d)),
          c(coef(summary(m))[2:3, 1:2], summary(m)$dispersion))`,
      );
    }
  });

  const regimes: readonly (readonly [string, Regime])[] = [
    ['few weeks', { baseline: 9, pilot: 8, mean: 20 }],
    ['over-dispersed weeks', { baseline: 30, pilot: 11, mean: 40, dispersion: 4, step: 0.7 }],
    [
      'weeks that depend on each other',
      { baseline: 40, pilot: 16, mean: 60, carry: 0.6, spread: 0.2, trend: 0.01 },
    ],
    ['a year of baseline', { baseline: 60, pilot: 20, mean: 50, season: 0.3, carry: 0.3, spread: 0.1 }],
    ['weeks of the term', { baseline: 34, pilot: 16, mean: 50, term: 0.3 }],
  ];

  it.each(regimes)('interrupted series of %s', async (_name, regime) => {
    for (const level of LEVELS) {
      const weeks = simulatedWeeks(draws, regime);
      const series = accepted(interruptedSeries(weeks, { level }));
      const shown = [
        ...[series, series.atMiddle].flatMap((each) => (each ? [each.estimate, ...each.interval] : [])),
        series.trend.perWeek,
        ...series.trend.interval,
        series.dispersion,
      ];
      const [week, count, hours, post] = (['week', 'count', 'openHours', 'post'] as const).map((name) =>
        weeks.map((each) => each[name]),
      );
      const term = weeks.map(({ weekOfTerm }) => weekOfTerm ?? 'none');
      expectAgreement(
        shown,
        await r.numbers`interrupted_series(${week!}, ${count!}, ${hours!}, ${post!}, ${term}, ${level})`,
      );
    }
  });

  it('differences in differences', async () => {
    for (let i = 0; i < 4; i++) {
      const rows = ['main', 'annex', 'law'].slice(0, 2 + (i % 2)).flatMap((location) =>
        simulatedWeeks(draws, { baseline: 12, pilot: 9, mean: 25, carry: 0.4 * i * 0.5, spread: 0.2 }).map(
          (week) => ({
            ...week,
            location,
            treated: location === 'main',
          }),
        ),
      );
      const shown = accepted(differenceInDifferences(rows));
      const [count, hours, location, week, treated, post] = (
        ['count', 'openHours', 'location', 'week', 'treated', 'post'] as const
      ).map((name) => rows.map((row) => row[name]));
      expectAgreement(
        [shown.estimate, ...shown.interval, shown.preTrend!.perWeek, shown.preTrend!.p],
        await r.numbers`difference_in_differences(${count!}, ${hours!}, ${location!}, ${week!}, ${treated!}, ${post!}, 0.95)`,
      );
    }
  });

  it('quasi-Poisson of warp breaks, which R publishes', async () => {
    const [breaks, wool, medium, high] = await Promise.all([
      r.numbers`warpbreaks$breaks`,
      r.numbers`warpbreaks$wool == "B"`,
      r.numbers`warpbreaks$tension == "M"`,
      r.numbers`warpbreaks$tension == "H"`,
    ]);
    const counts = breaks.map(Number);
    const design = counts.map((_, i) => [1, wool[i]!, medium[i]!, high[i]!]);
    const model = accepted(quasiPoisson({ counts, design, offset: counts.map(() => 0) }));
    expectAgreement(
      summaryOf(model),
      await r.numbers`with(list(m = fit(breaks ~ wool + tension, warpbreaks)), c(coef(summary(m))[, 1:2], summary(m)$dispersion))`,
    );
  });

  it('the step of the seat belt law in drivers killed, with Newey–West errors', async () => {
    const [counts, law, kms] = await Promise.all([
      r.numbers`Seatbelts[, "DriversKilled"]`,
      r.numbers`Seatbelts[, "law"]`,
      r.numbers`Seatbelts[, "kms"]`,
    ]);
    const angles = counts.map((_, month) => (Math.PI * month) / 6);
    const model = accepted(
      quasiPoisson({
        counts: counts.map(Number),
        design: angles.map((angle, month) => [1, law[month]!, month, Math.sin(angle), Math.cos(angle)]),
        offset: kms.map((each) => Math.log(each!)),
      }),
    );
    expectAgreement(
      [model.coefficients[1]!, neweyWest(model, 4).get(1, 1)],
      await r.numbers`with(list(m = fit(DriversKilled ~ law + t + sin(pi * t / 6) + cos(pi * t / 6) + offset(log(kms)),
        data.frame(Seatbelts, t = 0:191))), c(coef(m)[2], newey_west(m, 4)[2, 2]))`,
    );
  });

  it('the published step of the seat belt law, in a straight-line model of the logarithm', async () => {
    const [killed, law] = await Promise.all([
      r.numbers`log(Seatbelts[, "DriversKilled"])`,
      r.numbers`Seatbelts[, "law"]`,
    ]);
    const counts = killed.map(Number);
    const design = law.map((isLaw, month) => [1, isLaw!, month, isLaw! * (month - 169)]);
    const columns = new Matrix(design);
    const bread = inverse(columns.transpose().mmul(columns));
    const coefficients = bread.mmul(columns.transpose()).mmul(Matrix.columnVector(counts)).to1DArray();
    const fitted = columns.mmul(Matrix.columnVector(coefficients)).to1DArray();
    const line = { coefficients, fitted, bread: bread.to2DArray(), model: { design, counts } };
    const [n, k] = [counts.length, coefficients.length];
    // The published error is without the factor n/(n − k).
    const error = Math.sqrt((neweyWest(line, 4).get(1, 1) * (n - k)) / n);
    expect(coefficients[1]).toBeCloseTo(-0.314483, 6);
    expect(error).toBeCloseTo(0.083965, 6);
    expectAgreement(
      coefficients,
      await r.numbers`coef(lm(log(DriversKilled) ~ law + t + I(law * (t - 169)), data.frame(Seatbelts, t = 0:191)))`,
    );
  });
});
