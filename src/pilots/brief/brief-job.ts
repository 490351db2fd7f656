import type { EvaluationJob } from '../evaluation/evaluation-job.js';
import type { MetricsJob } from '../parsed-metrics-query.js';
import type { MetricsItemDto, MetricsTotalsDto, PilotDto } from '../pilots.dto.js';
import type { EvaluationDto } from '../evaluation/evaluation.dto.js';

/** What a brief is about. Plain values, because it is sent to a worker thread. */
export interface BriefSubject {
  institutionName: string;
  pilot: PilotDto;
  locationNames: readonly string[];
  comparisonNames: readonly string[];
}

/** A brief to write. */
export interface BriefJob extends BriefSubject {
  evaluation: EvaluationJob;
  /** By week, by hour of the week, and in total, in this order. */
  metrics: MetricsJob;
}

/** All that a brief tells; figures of too few are left out. */
export interface BriefFacts extends BriefSubject {
  evaluation: EvaluationDto;
  weeks: readonly MetricsItemDto[];
  hours: readonly MetricsItemDto[];
  totals: MetricsTotalsDto;
  definitionVersion: number;
  timeZone: string;
  /** How many figures of a plot are of too few to be told. */
  hidden: number;
  weekStartsOn: number;
}
