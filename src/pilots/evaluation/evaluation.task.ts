import type { MaintenanceMarkDto } from '../../coverage/maintenance/maintenance.dto.js';
import type { Evaluation } from '../../domain/evaluation/evaluation.js';
import { StoppedClock } from '../../platform/clock/clock.js';
import { task } from '../../platform/workers/task.js';
import { MetricsFacts } from '../metrics-facts.js';
import { evaluateFrom } from './evaluate-from.js';
import type { AroundFigures } from './around-figures.js';
import type { EvaluationJob } from './evaluation-job.js';

/** An evaluation, and what is marked in its time. */
export interface MarkedEvaluation {
  evaluation: Evaluation & AroundFigures;
  marks: MaintenanceMarkDto[];
}

/** Evaluates a pilot from one snapshot of the database. */
export default task((job: EvaluationJob, database): Promise<MarkedEvaluation> =>
  database.snapshot(async () => {
    const facts = new MetricsFacts(database, new StoppedClock(job.now));
    return { evaluation: await evaluateFrom(facts, job), marks: await facts.marks(job) };
  }),
);
