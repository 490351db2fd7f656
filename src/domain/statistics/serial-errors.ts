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
export function serialErrors(fit: CountFit, at: RowTimes): SerialErrors {
  const roots = fit.fitted.map(Math.sqrt);
  const scaled = fit.centred.map((row, i) => row.map((value) => value * roots[i]!));
  const residuals = fit.model.counts.map((count, i) => (count - fit.fitted[i]!) / roots[i]!);
  const pairs = pairsOf(at);
  const share = Math.max(MIN_LATENT_SHARE, (fit.dispersion - 1) / fit.dispersion);
  const correlation = (carry: number, lag: number): number => (lag === 0 ? 1 : share * carry ** lag);
  const expected = (sums: Float64Array, carry: number): number =>
    sums.reduce((sum, each, lag) => sum + each * correlation(carry, lag), 0);

  const { own, shifted } = tracesOf(projectionOf(fit, scaled, roots), pairs, at.week);
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  const products = pairs.neighbours.reduce((sum, [a, b]) => sum + residuals[a]! * residuals[b]!, 0);
  const carry = bisect((each) => expected(shifted, each) / expected(own, each) >= products / squares);

  const variance = squares / expected(own, carry);
  const meat = Matrix.zeros(fit.bread.length, fit.bread.length);
  for (const rows of pairs.places) {
    const weeks = rows.map((row) => at.week[row]!);
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
  return { places, neighbours };
}

/**
 * The weighted projection H on the design and the strata, without its n² numbers: H_ij is x_i·y_j, and q_i·q_j more where
 * both rows are of one stratum. The design is centred by strata, so that both parts are orthogonal.
 */
interface Projection {
  readonly x: readonly Float64Array[];
  readonly y: readonly Float64Array[];
  readonly q: Float64Array;
  readonly stratum: readonly number[];
}

function projectionOf(
  fit: CountFit,
  scaled: readonly (readonly number[])[],
  roots: readonly number[],
): Projection {
  const x = scaled.map((row) => Float64Array.from(row));
  const y = x.map((row) => times(fit.bread, row));
  const { strata } = fit.model;
  const numbers = new Map<unknown, number>();
  const stratum = x.map((_, i) => {
    const name = strata?.[i];
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name)!;
  });
  const weights = new Float64Array(numbers.size);
  stratum.forEach((number, i) => (weights[number]! += fit.fitted[i]!));
  const q = Float64Array.from(x, (_, i) => (strata ? roots[i]! / Math.sqrt(weights[stratum[i]!]!) : 0));
  return { x, y, q, stratum };
}

/**
 * Sums of M = I − H and of M·S·M, S the shift by a week, over the pairs of rows of one place, by their distance in weeks.
 * With pairs (a, b) of neighbours, H·S·H is Σ H_ia·H_bj, whose four parts are summed once and not for each i and j.
 */
function tracesOf(
  { x, y, q, stratum }: Projection,
  { places, neighbours }: Pairs,
  week: readonly number[],
): { own: Float64Array; shifted: Float64Array } {
  const columns = x[0]!.length;
  const strata = Math.max(...stratum) + 1;
  const both = Array.from({ length: columns }, () => new Float64Array(columns));
  const [first, second] = [0, 1].map(() => Array.from({ length: strata }, () => new Float64Array(columns)));
  const third = Array.from({ length: strata }, () => new Map<number, number>());
  const before = new Int32Array(x.length).fill(-1);
  const after = new Int32Array(x.length).fill(-1);
  for (const [a, b] of neighbours) {
    before[b] = a;
    after[a] = b;
    both.forEach((row, column) => add(row, y[b]!, y[a]![column]!));
    add(first![stratum[b]!]!, y[a]!, q[b]!);
    add(second![stratum[a]!]!, y[b]!, q[a]!);
    const of = third[stratum[a]!]!;
    of.set(stratum[b]!, (of.get(stratum[b]!) ?? 0) + q[a]! * q[b]!);
  }
  const projected = (i: number, j: number): number =>
    dot(x[i]!, y[j]!) + (stratum[i] === stratum[j] ? q[i]! * q[j]! : 0);

  const longest = Math.max(...week) - Math.min(...week);
  const [own, shifted] = [new Float64Array(longest + 1), new Float64Array(longest + 1)];
  for (const rows of places) {
    for (const j of rows) {
      const right = times(both, x[j]!);
      add(right, first![stratum[j]!]!, q[j]!);
      for (const i of rows) {
        const lag = Math.abs(week[j]! - week[i]!);
        own[lag]! += Number(i === j) - projected(i, j);
        let twice = dot(x[i]!, right) + q[i]! * dot(second![stratum[i]!]!, x[j]!);
        twice += q[i]! * q[j]! * (third[stratum[i]!]!.get(stratum[j]!) ?? 0);
        if (before[j] === i) twice += 1;
        if (before[j]! >= 0) twice -= projected(i, before[j]!);
        if (after[i]! >= 0) twice -= projected(after[i]!, j);
        shifted[lag]! += twice;
      }
    }
  }
  return { own, shifted };
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < one.length; k++) sum += one[k]! * other[k]!;
  return sum;
}

function add(to: Float64Array, values: Float64Array, weight: number): void {
  for (let k = 0; k < to.length; k++) to[k]! += weight * values[k]!;
}

const times = (matrix: readonly ArrayLike<number>[], vector: Float64Array): Float64Array =>
  Float64Array.from(matrix, (row) => {
    let sum = 0;
    for (let k = 0; k < vector.length; k++) sum += row[k]! * vector[k]!;
    return sum;
  });

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
