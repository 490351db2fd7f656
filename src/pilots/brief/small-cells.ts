import type { Comparison, EvaluatedTarget, Evaluation } from '../../domain/evaluation/evaluation.js';
import { metricOf, type FigureName } from '../../domain/metrics/metrics.js';
import { PHASE_NAMES, type ByPhase, type PhaseName } from '../../domain/pilots/phases.js';
import type { MetricsDto } from '../metrics.dto.js';

/**
 * A brief goes to people without an account, so it tells no figure of one to four requests, claims or answers: somebody might
 * know who they were.
 */
export const FEWEST = 5;

const isSmall = (count: number | null | undefined): boolean =>
  count !== null && count !== undefined && count > 0 && count < FEWEST;

type Figures = Pick<MetricsDto, FigureName>;

/** What a figure is of, and what could be computed from it beside others of the brief. Without an entry it is of no people. */
const COUNTED: Partial<Record<FigureName, (figures: Figures) => (number | null)[]>> = {
  requestsPerOpenHour: ({ requests }) => [requests],
  requestsPerStaffedHour: ({ requests }) => [requests],
  requestsPerOccupiedSeatHour: ({ requests }) => [requests],
  costPerRequest: ({ requestsAll, escalated }) => [requestsAll, escalated],
  readEffort: ({ readEffortN }) => [readEffortN],
  escalationShare: ({ escalated, resolved }) => [escalated, resolved],
  firstLevelResolutionRate: ({ resolved }) => [resolved],
  answeredWithin15Minutes: ({ firstResponseWallMinutesN: n }) => [n],
  answeredWithin60Minutes: ({ firstResponseWallMinutesN: n }) => [n],
  answeredWithin24Hours: ({ firstResponseWallMinutesN: n }) => [n],
  fillRate: ({ filledSeats }) => [filledSeats],
  attendanceRate: ({ attendanceRateN }) => [attendanceRateN],
  noShowRate: ({ attendanceRateN }) => [attendanceRateN],
  recordedShare: ({ recordedShareN }) => [recordedShareN],
};

const WAITED = /^(.+Minutes)P\d\d$/;

/** Whether a figure of these counts is of enough to be told. */
export function isTold(name: FigureName, figures: Figures): boolean {
  const waited = WAITED.exec(name)?.[1];
  const counts =
    waited !== undefined
      ? [figures[`${waited}N` as FigureName]]
      : (COUNTED[name]?.(figures) ?? (metricOf(name).unit === 'count' ? [figures[name]] : []));
  return !counts.some(isSmall);
}

/**
 * Of cells whose sum is known, those that are not told: the small ones, and further ones, the smallest first, until there are two
 * and they sum up to enough. Otherwise the total less the others would tell them.
 */
export function hiddenCells(counts: readonly number[]): ReadonlySet<number> {
  const hidden = new Set(counts.flatMap((count, index) => (isSmall(count) ? [index] : [])));
  if (hidden.size === 0) return hidden;
  const bySize = counts
    .map((count, index) => ({ count, index }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count);
  let sum = [...hidden].reduce((total, index) => total + counts[index]!, 0);
  for (const { count, index } of bySize) {
    if (hidden.size > 1 && sum >= FEWEST) break;
    if (hidden.has(index)) continue;
    hidden.add(index);
    sum += count;
  }
  return hidden;
}

/** An evaluation as a brief tells it, and the metrics of which a phase is not told. */
export interface ToldEvaluation {
  evaluation: Evaluation;
  hidden: ReadonlyMap<FigureName, readonly PhaseName[]>;
}

export interface Totals {
  own: Partial<ByPhase<Figures>>;
  /** Of the locations for comparison; empty without any. */
  compared: Partial<ByPhase<Figures>>;
}

/** An evaluation without the figures of too few. Only what is compared in all hours is kept: a brief tells nothing else. */
export function toldEvaluation(evaluation: Evaluation, totals: Totals): ToldEvaluation {
  const hidden = new Map<FigureName, readonly PhaseName[]>();
  const hiddenIn = (metric: FigureName): readonly PhaseName[] => {
    let phases = hidden.get(metric);
    if (!phases) {
      phases = PHASE_NAMES.filter((phase) => {
        const figures = totals.own[phase];
        return figures !== undefined && !isTold(metric, figures);
      });
      hidden.set(metric, phases);
    }
    return phases;
  };
  const comparisons = evaluation.comparisons
    .filter(({ hours }) => hours === 'all')
    .map((comparison) => toldComparison(comparison, hiddenIn(comparison.metric), totals));
  const targets = evaluation.targets.map((target): EvaluatedTarget =>
    hiddenIn(target.metric).includes('pilot')
      ? { ...target, actual: null, interval: null, verdict: 'cannot-tell', weeksNeeded: null }
      : target,
  );
  const primary = targets.find((target) => target.primary);
  const isVerdictTold = !primary || !hiddenIn(primary.metric).includes('pilot');
  return {
    evaluation: {
      ...evaluation,
      verdict: isVerdictTold ? evaluation.verdict : 'cannot-tell',
      comparisons,
      targets,
    },
    hidden: new Map([...hidden].filter(([, phases]) => phases.length > 0)),
  };
}

function toldComparison(comparison: Comparison, hidden: readonly PhaseName[], totals: Totals): Comparison {
  const { metric, negativeControl, differenceInDifferences } = comparison;
  const isControlTold = !negativeControl || !PHASE_NAMES.some((phase) => isSmall(negativeControl.n[phase]));
  const areOthersTold = PHASE_NAMES.every((phase) => {
    const figures = totals.compared[phase];
    return figures === undefined || isTold(metric, figures);
  });
  const told: Comparison = {
    ...comparison,
    negativeControl: isControlTold ? negativeControl : null,
    differenceInDifferences: areOthersTold ? differenceInDifferences : null,
  };
  if (hidden.length === 0) return told;
  return {
    ...told,
    baseline: hidden.includes('baseline') ? null : comparison.baseline,
    pilot: hidden.includes('pilot') ? null : comparison.pilot,
    estimate: null,
    interval: null,
    shift: null,
    adjusted: null,
    differenceInDifferences: null,
    standardised: null,
    negativeControl: null,
    placebo: null,
    interim: null,
    warnings: comparison.warnings.filter((warning) => warning !== 'disagreement'),
  };
}
