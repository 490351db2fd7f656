import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { Matrix } from 'ml-matrix';
import type { CountFit } from '../../src/domain/statistics/quasi-poisson.js';
import { fitSeries } from '../../src/domain/statistics/series-model.js';
import type { SeriesWeek } from '../../src/domain/statistics/series-types.js';

/** A model with a row of the design for each value. */
interface Fitted extends Pick<CountFit, 'coefficients' | 'fitted' | 'bread'> {
  readonly model: Pick<CountFit['model'], 'design' | 'counts'>;
}

/**
 * The covariance of the coefficients where neighbouring weeks depend on each other (Newey & West 1987): the
 * sandwich B·M·B of the model's bread B and the scores' autocovariances with Bartlett weights 1 − l/(lag + 1), times
 * the small-sample factor n/(n − k), as R's sandwich has it (`NeweyWest(prewhite = FALSE, adjust = TRUE)`). The
 * product does not use it: in short series its intervals hold the truth too rarely, which the calibration shows.
 */
export function neweyWest(fit: Fitted, lag: number): Matrix {
  const { design, counts } = fit.model;
  const [n, k] = [counts.length, fit.coefficients.length];
  const scores = new Matrix(
    design.map((row, i) => row.map((value) => value * (counts[i]! - fit.fitted[i]!))),
  );
  const meat = scores.transpose().mmul(scores);
  for (let step = 1; step <= lag; step++) {
    const later = scores.subMatrix(step, n - 1, 0, k - 1);
    const crossed = later.transpose().mmul(scores.subMatrix(0, n - 1 - step, 0, k - 1));
    meat.add(crossed.add(crossed.transpose()).mul(1 - step / (lag + 1)));
  }
  const bread = new Matrix(fit.bread.map((row) => [...row]));
  return bread
    .mmul(meat)
    .mmul(bread)
    .mul(n / (n - k));
}

/** The usual lag for n weeks, ⌊4(n/100)^(2/9)⌋ (Newey & West 1994), here at least 2. */
const usualLag = (weeks: number): number => Math.max(2, Math.floor(4 * (weeks / 100) ** (2 / 9)));

/** The interval of the step at the start with these errors. Null where the model is refused. */
export function neweyWestInterval(weeks: readonly SeriesWeek[]): readonly [number, number] | null {
  const model = fitSeries(weeks, weeks.filter(({ post }) => post).length >= 12);
  if ('refused' in model) return null;
  const { fit, terms } = model;
  const step = terms.indexOf('post');
  const error = Math.sqrt(neweyWest(fit, usualLag(weeks.length)).get(step, step));
  const reach = tQuantile(0.975, fit.residualDf) * error;
  const log = fit.coefficients[step]!;
  return [Math.exp(log - reach), Math.exp(log + reach)];
}
