import type { EvaluationJob } from '../evaluation/evaluation-job.js';
import type { MetricsJob } from '../parsed-metrics-query.js';
import type { MetricsItemDto, MetricsTotalsDto, PilotDto } from '../pilots.dto.js';
import type { PilotLifeDto } from '../reviews/life.dto.js';
import type { FigureName } from '../../domain/metrics/metrics.js';
import type { PhaseName } from '../../domain/pilots/phases.js';
import type { EvaluationDto } from '../evaluation/evaluation.dto.js';

/** What a brief is about. Plain values, because it is sent to a worker thread. */
export interface BriefSubject {
  institutionName: string;
  pilot: PilotDto;
  locationNames: readonly string[];
  comparisonNames: readonly string[];
  life: PilotLifeDto;
}

/** A brief to write. */
export interface BriefJob extends BriefSubject {
  evaluation: EvaluationJob;
  /** By week, by hour of the week, and in total, in this order. */
  metrics: MetricsJob;
  /** In total, of the locations for comparison; null without any. */
  compared: MetricsJob | null;
}

/** All that a brief tells; figures of too few are null. */
export interface BriefFacts extends BriefSubject {
  evaluation: EvaluationDto;
  weeks: readonly MetricsItemDto[];
  hours: readonly MetricsItemDto[];
  totals: MetricsTotalsDto;
  definitionVersion: number;
  timeZone: string;
  /** The metrics of which a phase is not told. */
  hidden: ReadonlyMap<FigureName, readonly PhaseName[]>;
  /** The hours of the week of which the requests are not told. */
  hiddenHours: ReadonlySet<MetricsItemDto>;
  /** How many figures of the plots are not told. */
  hiddenInPlots: number;
  weekStartsOn: number;
}
