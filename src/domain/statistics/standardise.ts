/** Cases of one phase that agree in all dimensions, such as channel, tier, category and location. */
export interface MixCell {
  /** The value of each dimension. Both phases name the same dimensions. */
  readonly of: Readonly<Record<string, string>>;
  /** What is counted, such as escalated requests. */
  readonly numerator: number;
  /** Cases or exposure. The baseline's denominators are the weights. */
  readonly denominator: number;
}

/** A value whose share of all cases moved between the phases by more than `MOVED_SHARE`. */
export interface MovedShare {
  readonly dimension: string;
  readonly value: string;
  readonly baseline: number;
  readonly pilot: number;
}

/** More than five points is a changed mix. */
export const MOVED_SHARE = 0.05;
/** 0.8 − 0.75 is more than 0.05 in binary numbers. */
const ROUNDING = 1e-12;

export interface Standardised {
  /** The pilot's rate or share as counted. Null without a case. */
  readonly raw: number | null;
  /** The same with the baseline's mix, over the cells that both phases have. Null where they have none in common. */
  readonly standardised: number | null;
  /** The baseline's rate or share over the same cells. */
  readonly baseline: number | null;
  /** How much of the baseline's cases lies in cells that the pilot has as well, from 0 to 1. */
  readonly covered: number;
  readonly moved: readonly MovedShare[];
  /** Cells with cases in only one phase: they are not in the standardised value. */
  readonly missingInPilot: readonly MixCell['of'][];
  readonly missingInBaseline: readonly MixCell['of'][];
}

/**
 * The pilot's rate or share as it would be with the baseline's mix of cases: Σ w·(numerator/denominator) ÷ Σ w
 * over cells, w the baseline's denominator (direct standardisation; Rothman, Greenland & Lash 2008).
 */
export function standardise(pilot: readonly MixCell[], baseline: readonly MixCell[]): Standardised {
  const [pilotCells, baselineCells] = [merged(pilot), merged(baseline)];
  let [weighted, counted, weights, total] = [0, 0, 0, 0];
  for (const [key, { numerator, denominator }] of baselineCells) {
    total += denominator;
    const cell = pilotCells.get(key);
    if (!cell) continue;
    weighted += denominator * (cell.numerator / cell.denominator);
    counted += numerator;
    weights += denominator;
  }
  const cases = sumOf(pilotCells.values(), 'denominator');
  return {
    raw: cases === 0 ? null : sumOf(pilotCells.values(), 'numerator') / cases,
    standardised: weights === 0 ? null : weighted / weights,
    baseline: weights === 0 ? null : counted / weights,
    covered: total === 0 ? 0 : weights / total,
    moved: movedShares(pilotCells, baselineCells),
    missingInPilot: onlyIn(baselineCells, pilotCells),
    missingInBaseline: onlyIn(pilotCells, baselineCells),
  };
}

type Cells = ReadonlyMap<string, MixCell>;

/** Cells by their key, in its order, each once; those without a case are left out. */
function merged(cells: readonly MixCell[]): Cells {
  const byKey = new Map<string, MixCell>();
  for (const cell of cells) {
    if (cell.denominator <= 0) continue;
    const key = JSON.stringify(Object.entries(cell.of).toSorted());
    const other = byKey.get(key);
    byKey.set(key, {
      of: cell.of,
      numerator: cell.numerator + (other?.numerator ?? 0),
      denominator: cell.denominator + (other?.denominator ?? 0),
    });
  }
  return new Map([...byKey].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const onlyIn = (cells: Cells, others: Cells): MixCell['of'][] =>
  [...cells].filter(([key]) => !others.has(key)).map(([, cell]) => cell.of);

const sumOf = (cells: Iterable<MixCell>, part: 'numerator' | 'denominator'): number =>
  [...cells].reduce((sum, cell) => sum + cell[part], 0);

function movedShares(pilot: Cells, baseline: Cells): MovedShare[] {
  const [pilotShares, baselineShares] = [sharesOf(pilot), sharesOf(baseline)];
  const keys = new Set([...baselineShares.keys(), ...pilotShares.keys()]);
  return [...keys]
    .map((key) => {
      const [dimension, value] = JSON.parse(key) as [string, string];
      return { dimension, value, baseline: baselineShares.get(key) ?? 0, pilot: pilotShares.get(key) ?? 0 };
    })
    .filter((share) => Math.abs(share.pilot - share.baseline) > MOVED_SHARE + ROUNDING);
}

/** The share of all cases that each value of each dimension has. */
function sharesOf(cells: Cells): Map<string, number> {
  const total = sumOf(cells.values(), 'denominator');
  const shares = new Map<string, number>();
  for (const { of, denominator } of cells.values()) {
    for (const entry of Object.entries(of)) {
      const key = JSON.stringify(entry);
      shares.set(key, (shares.get(key) ?? 0) + denominator / total);
    }
  }
  return shares;
}
