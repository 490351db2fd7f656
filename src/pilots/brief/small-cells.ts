import { isFigure, metricOf, type FigureName } from '../../domain/metrics/metrics.js';
import type { ComparisonDto, EvaluationDto, JudgedTargetDto } from '../evaluation/evaluation.dto.js';
import type { MetricsItemDto } from '../pilots.dto.js';

/**
 * A brief goes to people without an account, so it tells no figure of one to four requests, claims or answers: somebody might
 * know who they were.
 */
export const FEWEST = 5;

export const isSmall = (count: number | null): boolean => count !== null && count > 0 && count < FEWEST;

/** What a figure of a bucket is of. */
const COUNTED: Partial<Record<FigureName, FigureName>> = {
  firstResponseWallMinutesP50: 'firstResponseWallMinutesN',
  firstResponseWallMinutesP90: 'firstResponseWallMinutesN',
  resolutionWallMinutesP50: 'resolutionWallMinutesN',
  resolutionWallMinutesP90: 'resolutionWallMinutesN',
  requestsPerOpenHour: 'requests',
  fillRate: 'seats',
};

/** A bucket without the figures that are of too few, and whether there were any. */
export function withoutSmallFigures(item: MetricsItemDto): { item: MetricsItemDto; isWhole: boolean } {
  const hidden = Object.entries(COUNTED).filter(
    ([figure, of]) => item[figure as FigureName] !== null && isSmall(item[of]),
  );
  const nothing = Object.fromEntries(hidden.map(([figure]) => [figure, null]));
  return { item: { ...item, ...nothing }, isWhole: hidden.length === 0 };
}

/** What is told of a comparison, and whether each phase has enough to be told of. */
export interface ToldFigures {
  comparison: ComparisonDto;
  isTold: { baseline: boolean; pilot: boolean };
}

/** A comparison without the figures of a phase that has too few. */
export function toldFigures(comparison: ComparisonDto): ToldFigures {
  const isTold = {
    baseline: isEnough(comparison.metric, comparison.baseline, comparison.n.baseline),
    pilot: isEnough(comparison.metric, comparison.pilot, comparison.n.pilot),
  };
  if (isTold.baseline && isTold.pilot) return { comparison, isTold };
  return {
    isTold,
    comparison: {
      ...comparison,
      baseline: isTold.baseline ? comparison.baseline : null,
      pilot: isTold.pilot ? comparison.pilot : null,
      estimate: null,
      interval95: null,
      adjusted: null,
      differenceInDifferences: null,
      standardised: null,
      negativeControl: null,
    },
  };
}

/** `n`: events, cases or requests; weeks for figures that are none of these. */
function isEnough(metric: string, value: number | null, n: number): boolean {
  if (!isFigure(metric)) return true;
  const { compared, unit } = metricOf(metric);
  return !(compared ? isSmall(n) : unit === 'count' && isSmall(value));
}

/** An evaluation without the figures of too few. */
export function toldEvaluation(evaluation: EvaluationDto): EvaluationDto {
  const told = evaluation.comparisons.map(toldFigures);
  const ofMetric = (metric: string): ToldFigures | undefined =>
    told.find(({ comparison }) => comparison.metric === metric && comparison.hours === 'all');
  const targetOf = (target: JudgedTargetDto): JudgedTargetDto =>
    ofMetric(target.metric)?.isTold.pilot === false
      ? { ...target, actual: null, interval95: null, weeksNeeded: null }
      : target;
  const primary = evaluation.targets.find((target) => target.primary);
  const ofPrimary = primary && ofMetric(primary.metric);
  const isSentenceTold = !ofPrimary || (ofPrimary.isTold.baseline && ofPrimary.isTold.pilot);
  return {
    ...evaluation,
    sentence: isSentenceTold
      ? evaluation.sentence
      : 'The figure of the primary target is of fewer than five requests in a phase, which a brief does not tell.',
    comparisons: told.map(({ comparison }) => comparison),
    targets: evaluation.targets.map(targetOf),
  };
}
