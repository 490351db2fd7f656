import { fairnessOf, type Fairness, type OperatorLoad } from '../fairness.js';
import { coverageSummary, ratio, type CoverageSummary, type CoverageTotals } from '../staffing.js';

/**
 * What each part counts in the score, relative to each other. Cover counts as much as all that concerns
 * people together, because an empty desk helps nobody; a wish counts least, because it is only a wish.
 */
export const WEIGHTS = { cover: 50, fairness: 20, rest: 20, preference: 10 } as const;
export type PartName = keyof typeof WEIGHTS;
export const PART_NAMES = Object.keys(WEIGHTS) as PartName[];

/** What the score is computed from. */
export interface Figures {
  cover: CoverageTotals;
  loads: readonly OperatorLoad[];
  /** Rests and stretches of work that were judged, and those with a breach. */
  rest: { judged: number; broken: number };
  /** Minutes of approved claims at times that people wished for, and that they wished not to work. */
  wishes: { wishedMinutes: number; unwishedMinutes: number };
}

/** One part of the score. */
export interface Part {
  /** From 0 to 1. Null without data; then the part is left out of the score. */
  value: number | null;
  weight: number;
  /** What it adds to the score, in points; 0 when it is left out. */
  points: number;
}

/** The quality of a schedule, with what makes it up. */
export interface Quality {
  /** From 0 to 100; null when no part has data. */
  score: number | null;
  parts: Record<PartName, Part>;
  cover: CoverageSummary;
  fairness: Fairness;
}

/**
 * The score of a schedule: 100 · Σ weight · value ÷ Σ weight, over the parts that have data. Values:
 * - cover: coverageRate, staffed minutes ÷ required minutes by headcount;
 * - fairness: the mean of the fairness of hours and of undesirable hours, as far as they exist;
 * - rest: judged rests and stretches of work without a breach ÷ all that were judged;
 * - preference: minutes at wished times ÷ minutes at wished and unwished times.
 *
 * Source: docs/metrics.md, which compares it with the score of Grafana OnCall.
 */
export function qualityOf(figures: Figures): Quality {
  const cover = coverageSummary(figures.cover);
  const fairness = fairnessOf(figures.loads);
  const {
    rest: { judged, broken },
    wishes: { wishedMinutes, unwishedMinutes },
  } = figures;
  const values: Record<PartName, number | null> = {
    cover: cover.coverageRate,
    fairness: meanOf([fairness.hours, fairness.undesirableHours]),
    rest: ratio(judged - broken, judged),
    preference: ratio(wishedMinutes, wishedMinutes + unwishedMinutes),
  };
  const weights = PART_NAMES.reduce((sum, name) => sum + (values[name] === null ? 0 : WEIGHTS[name]), 0);
  const partOf = (name: PartName): Part => {
    const [value, weight] = [values[name], WEIGHTS[name]];
    return { value, weight, points: value === null ? 0 : (100 * weight * value) / weights };
  };
  const parts: Record<PartName, Part> = {
    cover: partOf('cover'),
    fairness: partOf('fairness'),
    rest: partOf('rest'),
    preference: partOf('preference'),
  };
  const score = weights === 0 ? null : PART_NAMES.reduce((sum, name) => sum + parts[name].points, 0);
  return { score, parts, cover, fairness };
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return ratio(
    known.reduce((sum, value) => sum + value, 0),
    known.length,
  );
}
