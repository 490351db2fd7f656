import type { CrudeComparison } from '../../domain/evaluation/comparison.js';
import type { Comparison, Evaluation } from '../../domain/evaluation/evaluation.js';
import { sentenceOf } from '../../domain/evaluation/sentence.js';
import { inZone } from '../../domain/iso-text.js';
import { isFigure } from '../../domain/metrics/metrics.js';
import type { PilotDto } from '../pilots.dto.js';
import type { AroundFigures } from './around-figures.js';
import { beforeAfterDto, openInterval } from './before-after-answer.js';
import type { EvaluationJob } from './evaluation-job.js';
import type {
  AdjustedDto,
  ComparisonDto,
  CrudeComparisonDto,
  DifferenceInDifferencesDto,
  EvaluationDto,
} from './evaluation.dto.js';

/** An evaluation as it is answered over HTTP. */
export function presented(
  pilot: PilotDto,
  job: EvaluationJob,
  { verdict, comparisons, targets, detectable, beforeAfter, leftOut }: Evaluation & AroundFigures,
  marks: EvaluationDto['marks'],
): EvaluationDto {
  return {
    asOf: inZone(job.now, job.calendar.zone),
    interim: job.isInterim,
    verdict,
    sentence: sentenceOf({ targets, comparisons }, job.isInterim),
    comparisons: comparisons.map(comparisonDto),
    targets: targets.map(({ interval, smallestDifference = null, beforehand, warnings, ...target }) => ({
      ...target,
      smallestDifference,
      interval95: openInterval(interval),
      warnings: [...warnings],
      beforehand: beforehand && [...beforehand],
    })),
    unjudgedTargets: pilot.targets.map(({ metric }) => metric).filter((metric) => !isFigure(metric)),
    detectable: detectable && [...detectable],
    lateChanges: pilot.lateChanges,
    marks,
    beforeAfter: beforeAfter.map(beforeAfterDto),
    beforeAfterLeftOut: leftOut,
  };
}

function crudeDto({
  baseline,
  pilot,
  estimate,
  interval,
  n,
  method,
  warnings,
}: CrudeComparison): CrudeComparisonDto {
  return {
    baseline,
    pilot,
    estimate,
    interval95: openInterval(interval),
    n,
    method,
    warnings: [...warnings],
  };
}

function comparisonDto(comparison: Comparison): ComparisonDto {
  const {
    metric,
    hours,
    role,
    shift,
    adjusted,
    differenceInDifferences: did,
    placebo,
    interim,
    negativeControl,
  } = comparison;
  return {
    metric,
    hours,
    role,
    ...crudeDto(comparison),
    shift: shift && { estimate: shift.estimate, interval95: openInterval(shift.interval) },
    adjusted: adjusted && adjustedDto(adjusted),
    differenceInDifferences: did && differenceDto(did),
    placebo,
    interim: interim && { interval95: openInterval(interim.interval), method: 'anytime-valid' },
    standardised: comparison.standardised && {
      ...comparison.standardised,
      moved: [...comparison.standardised.moved],
    },
    negativeControl: negativeControl && {
      ...crudeDto(negativeControl),
      adjusted: negativeControl.adjusted && adjustedDto(negativeControl.adjusted),
    },
  };
}

function adjustedDto(adjusted: NonNullable<Comparison['adjusted']>): AdjustedDto {
  if ('refused' in adjusted) return { refused: adjusted.refused };
  const { estimate, interval, method, dispersion, terms, disagrees, atMiddle, trend, warnings } = adjusted;
  return {
    estimate,
    interval95: openInterval(interval)!,
    method,
    dispersion,
    terms: [...terms],
    disagrees,
    atMiddle: atMiddle && { estimate: atMiddle.estimate, interval95: openInterval(atMiddle.interval) },
    trendPerWeek: trend.perWeek,
    warnings: [...warnings],
  };
}

function differenceDto(
  difference: NonNullable<Comparison['differenceInDifferences']>,
): DifferenceInDifferencesDto {
  if ('refused' in difference) return { refused: difference.refused };
  const { estimate, interval, permutation, preTrend, warnings } = difference;
  return {
    estimate,
    interval95: openInterval(interval)!,
    permutationP: permutation?.p ?? null,
    preTrend,
    warnings: [...warnings],
  };
}
