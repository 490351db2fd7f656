import { Matrix } from 'ml-matrix';
import type { CountFit } from './quasi-poisson.js';

/** When and where the count of each row was made. Rows of one place depend on each other; places do not. */
export interface RowTimes {
  readonly week: readonly number[];
  readonly place?: readonly string[];
}

/** The covariance of the coefficients, and how the weeks depend on each other. */
export interface SerialErrors {
  readonly covariance: Matrix;
  /** How much neighbouring weeks correlate, from 0 to 1. */
  readonly neighbours: number;
  /** Degrees of freedom for Student's t: those of the residuals, fewer where weeks depend on each other. */
  readonly df: number;
}

const MAX_CARRY = 0.95;
const FEWEST_DF = 2;
/** At least this share of the variance may carry over; with less, carry cannot be told from noise. */
const MIN_LATENT_SHARE = 0.5;

/**
 * Errors for counts whose rate wanders: Poisson noise around a latent rate that is an autoregression of order 1
 * (Zeger 1988). Weeks l apart correlate by g·ρ^l. The share g = (φ − 1)/φ comes from the dispersion φ, at least a
 * half. The carry ρ is where the expected correlation of neighbouring residuals is the observed one. A fit makes
 * residuals smaller and less alike than the noise was; the expectations allow for that: they are
 * tr(MSM·R)/tr(M·R), with M the residual maker, S the shift by a week and R the correlation (expectation of a
 * quadratic form; Seber & Lee 2003, 1.4). Newey–West errors do not allow for it: docs/statistics.md compares both.
 * Weeks that depend on each other say less about ρ and the variance. Each counts as (1 − c)/(1 + c) of a degree of
 * freedom, as for the mean of an autoregression (Bayley & Hammersley 1946). That c is halfway between ρ and g·ρ
 * comes from calibration.
 */
export function serialErrors(fit: CountFit, times: RowTimes): SerialErrors {
  const roots = fit.fitted.map(Math.sqrt);
  const scaled = fit.centred.map((row, i) => row.map((value) => value * roots[i]!));
  const residuals = fit.model.counts.map((count, i) => (count - fit.fitted[i]!) / roots[i]!);
  const pairs = pairsOf(times);
  const share = Math.max(MIN_LATENT_SHARE, (fit.dispersion - 1) / fit.dispersion);
  const correlation = (carry: number, lag: number): number => (lag === 0 ? 1 : share * carry ** lag);
  const expected = (sums: Float64Array, carry: number): number =>
    sums.reduce((sum, each, lag) => sum + each * correlation(carry, lag), 0);

  const maker = residualMaker(fit, scaled, roots);
  const { own, shifted } = pairs.traces(maker);
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  const products = pairs.neighbours.reduce((sum, [a, b]) => sum + residuals[a]! * residuals[b]!, 0);
  const carry = bisect((each) => expected(shifted, each) / expected(own, each) >= products / squares);

  const variance = squares / expected(own, carry);
  const meat = Matrix.zeros(fit.bread.length, fit.bread.length);
  for (const rows of pairs.places) {
    const weeks = rows.map((row) => times.week[row]!);
    const related = new Matrix(weeks.map((a) => weeks.map((b) => correlation(carry, Math.abs(a - b)))));
    const design = new Matrix(rows.map((row) => scaled[row]!));
    meat.add(design.transpose().mmul(related).mmul(design));
  }
  const bread = new Matrix(fit.bread.map((row) => [...row]));
  const dependence = (carry + correlation(carry, 1)) / 2;
  const df = Math.max(FEWEST_DF, (fit.residualDf * (1 - dependence)) / (1 + dependence));
  return { covariance: bread.mmul(meat).mmul(bread).mul(variance), neighbours: correlation(carry, 1), df };
}

interface Pairs {
  /** The rows of each place. */
  readonly places: readonly (readonly number[])[];
  /** Rows of one place a week apart. */
  readonly neighbours: readonly (readonly [earlier: number, later: number])[];
  /** Sums of M and of M·S·M over the pairs of rows of one place, by their distance in weeks. */
  traces(maker: readonly Float64Array[]): { own: Float64Array; shifted: Float64Array };
}

function pairsOf({ week, place }: RowTimes): Pairs {
  const places = [...Map.groupBy(week.keys(), (row) => place?.[row] ?? '').values()];
  const neighbours = places.flatMap((rows) => {
    const rowOf = new Map(rows.map((row) => [week[row]!, row]));
    return rows.flatMap((row) => {
      const later = rowOf.get(week[row]! + 1);
      return later === undefined ? [] : [[row, later] as const];
    });
  });
  const longest = Math.max(...week) - Math.min(...week);
  const traces = (maker: readonly Float64Array[]): ReturnType<Pairs['traces']> => {
    const [own, shifted] = [new Float64Array(longest + 1), new Float64Array(longest + 1)];
    for (const rows of places) {
      for (const i of rows) {
        const row = maker[i]!;
        const moved = new Float64Array(row.length);
        for (const [earlier, later] of neighbours) {
          const factor = row[earlier]!;
          const next = maker[later]!;
          for (const j of rows) moved[j]! += factor * next[j]!;
        }
        for (const j of rows) {
          const lag = Math.abs(week[j]! - week[i]!);
          own[lag]! += row[j]!;
          shifted[lag]! += moved[j]!;
        }
      }
    }
    return { own, shifted };
  };
  return { places, neighbours, traces };
}

/** I − H, H the weighted projection on the design and the strata. */
function residualMaker(
  fit: CountFit,
  scaled: readonly (readonly number[])[],
  roots: readonly number[],
): readonly Float64Array[] {
  const design = new Matrix(scaled.map((row) => [...row]));
  const bread = new Matrix(fit.bread.map((row) => [...row]));
  const maker = design
    .mmul(bread)
    .mmul(design.transpose())
    .neg()
    .to2DArray()
    .map((row) => Float64Array.from(row));
  maker.forEach((row, i) => (row[i]! += 1));
  const { strata } = fit.model;
  if (!strata) return maker;
  for (const rows of Map.groupBy(strata.keys(), (row) => strata[row]!).values()) {
    const weight = rows.reduce((sum, row) => sum + fit.fitted[row]!, 0);
    for (const i of rows) for (const j of rows) maker[i]![j]! -= (roots[i]! * roots[j]!) / weight;
  }
  return maker;
}

/** Where a growing condition becomes true between 0 and `MAX_CARRY`; an end where it is true or false throughout. */
function bisect(isReached: (carry: number) => boolean): number {
  if (isReached(0)) return 0;
  let [low, high] = [0, MAX_CARRY];
  if (!isReached(high)) return high;
  for (let round = 0; round < 30; round++) {
    const middle = (low + high) / 2;
    if (isReached(middle)) high = middle;
    else low = middle;
  }
  return high;
}
