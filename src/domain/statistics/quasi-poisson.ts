import { inverse as inverseOf, Matrix, QrDecomposition } from 'ml-matrix';

/** Counts, what they are explained by (one row each), and the logarithm of their exposure. */
export interface CountModel {
  readonly counts: readonly number[];
  readonly design: readonly (readonly number[])[];
  readonly offset: readonly number[];
  /**
   * Rows of the same stratum, such as the same week, share an intercept that is fitted but not reported: their sum is
   * taken as given. Left out: no strata, and the design has its own intercept.
   */
  readonly strata?: readonly number[];
}

/** Why a model cannot be computed. */
export type ModelRefusal = 'no-events' | 'too-few-rows' | 'rank-deficient' | 'no-convergence';

/** A fitted quasi-Poisson model: ln E[count] = offset + design·coefficients, Var = dispersion·E. */
export interface CountFit {
  readonly model: CountModel;
  readonly coefficients: readonly number[];
  readonly standardErrors: readonly number[];
  /** Pearson's χ²/df; below 1 where the counts vary less than Poisson counts. */
  readonly dispersion: number;
  /** Rows less coefficients, those of strata included. */
  readonly residualDf: number;
  readonly fitted: readonly number[];
  /** The design less its mean in each stratum, weighted by the fitted counts; without strata the design itself. */
  readonly centred: CountModel['design'];
  /** (XᵀWX)⁻¹ of the centred design, without the dispersion. */
  readonly bread: readonly (readonly number[])[];
}

const MAX_ROUNDS = 50;
/** A round that changes each mean by less than this share is the last. */
const CONVERGED = 1e-9;
/** Where a mean is fitted below this share of the mean count, a coefficient has no end. */
const ENDLESS = 1e-9;
/** A column of which less than this share is its own follows from the others. */
const RANK_TOLERANCE = 1e-9;

/**
 * Fits a quasi-Poisson model with logarithmic link by iteratively reweighted least squares (McCullagh & Nelder
 * 1989, 2.5), started as R's glm starts. Strata are swept out of the design in each round (as in Correia,
 * Guimarães & Zylkin 2020). Throws a RangeError where the lengths differ.
 */
export function quasiPoisson(model: CountModel): CountFit | { readonly refused: ModelRefusal } {
  const { counts, design, offset } = model;
  if (design.length !== counts.length || offset.length !== counts.length) {
    throw new RangeError('each count needs its row and its exposure');
  }
  // Without a row there is no event either.
  if (counts.every((count) => count === 0)) return { refused: 'no-events' };
  const residualDf = counts.length - design[0]!.length - new Set(model.strata).size;
  if (residualDf <= 0) return { refused: 'too-few-rows' };
  const strata = stratify(model);
  let fitted = counts.map((count) => count + 0.1);
  const least = (ENDLESS * counts.reduce((sum, count) => sum + count, 0)) / counts.length;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = fitted;
    const working = counts.map((count, i) => Math.log(before[i]!) - offset[i]! + count / before[i]! - 1);
    const solved = solve(strata.centre(design, before), before, working);
    if (!solved) return { refused: 'rank-deficient' };
    fitted = strata.scale(design.map((row, i) => Math.exp(offset[i]! + dot(row, solved.coefficients))));
    if (!fitted.every((mean) => mean > least && mean < Infinity)) return { refused: 'no-convergence' };
    if (fitted.every((mean, i) => Math.abs(mean / before[i]! - 1) <= CONVERGED)) {
      const dispersion = pearsonOf(counts, fitted) / residualDf;
      const standardErrors = solved.bread.map((row, i) => Math.sqrt(row[i]! * dispersion));
      const centred = strata.centre(design, fitted);
      return { model, ...solved, standardErrors, dispersion, residualDf, fitted, centred };
    }
  }
  return { refused: 'no-convergence' };
}

interface Strata {
  centre(design: CountModel['design'], weights: readonly number[]): CountModel['design'];
  /** Makes the fitted sum of each stratum its counted sum. */
  scale(fitted: number[]): number[];
}

function stratify({ counts, strata }: CountModel): Strata {
  if (!strata) return { centre: (design) => design, scale: (fitted) => fitted };
  const sums = (values: readonly number[]): Map<number, number> => {
    const sum = new Map<number, number>();
    strata.forEach((stratum, i) => sum.set(stratum, (sum.get(stratum) ?? 0) + values[i]!));
    return sum;
  };
  const counted = sums(counts);
  return {
    scale: (fitted) => {
      const sum = sums(fitted);
      return fitted.map((mean, i) => (mean * counted.get(strata[i]!)!) / sum.get(strata[i]!)!);
    },
    centre: (design, weights) => {
      const weight = sums(weights);
      const means = design[0]!.map((_, k) => sums(design.map((row, i) => row[k]! * weights[i]!)));
      return design.map((row, i) =>
        row.map((value, k) => value - means[k]!.get(strata[i]!)! / weight.get(strata[i]!)!),
      );
    },
  };
}

/** Weighted least squares by a QR decomposition. Null where a column follows from the others. */
function solve(
  design: CountModel['design'],
  weights: readonly number[],
  working: readonly number[],
): Pick<CountFit, 'coefficients' | 'bread'> | null {
  const roots = weights.map(Math.sqrt);
  const rows = new Matrix(design.map((row, i) => row.map((value) => value * roots[i]!)));
  const decomposition = new QrDecomposition(rows);
  const triangle = decomposition.upperTriangularMatrix;
  const isDependent = triangle
    .diagonal()
    .some((own, column) => Math.abs(own) <= RANK_TOLERANCE * rows.getColumnVector(column).norm());
  if (isDependent) return null;
  const inverse = inverseOf(triangle);
  const coefficients = decomposition.solve(Matrix.columnVector(working.map((value, i) => value * roots[i]!)));
  return { coefficients: coefficients.to1DArray(), bread: inverse.mmul(inverse.transpose()).to2DArray() };
}

/** Pearson's χ² of counts around their means. */
const pearsonOf = (counts: readonly number[], means: readonly number[]): number =>
  counts.reduce((sum, count, i) => sum + (count - means[i]!) ** 2 / means[i]!, 0);

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);
