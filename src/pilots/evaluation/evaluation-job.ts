import type { LocationDto } from '../../coverage/locations.dto.js';
import type { FigureTarget } from '../../domain/evaluation/target.js';
import type { Term } from '../../domain/terms.js';
import type { PilotContext } from '../parsed-metrics-query.js';

/** A pilot to evaluate. Plain values, because it is sent to a worker thread. */
export interface EvaluationJob extends PilotContext {
  /** Locations without operators. */
  comparisonLocations: readonly LocationDto[];
  targets: readonly (FigureTarget & { primary?: boolean | undefined })[];
  terms: readonly Term[];
  /** The pilot runs, or was ended before its last date. */
  isInterim: boolean;
  /** The planned weeks of a pilot that has not started; null from its start on. */
  plannedWeeks: number | null;
  seed: number;
}
