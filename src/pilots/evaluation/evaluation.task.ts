import type { Evaluation } from '../../domain/evaluation/evaluation.js';
import { StoppedClock } from '../../platform/clock/clock.js';
import { task } from '../../platform/workers/task.js';
import { MetricsFacts } from '../metrics-facts.js';
import { evaluateFrom } from './evaluate-from.js';
import type { EvaluationJob } from './evaluation-job.js';

/** Evaluates a pilot from one snapshot of the database. */
export default task((job: EvaluationJob, database): Promise<Evaluation> =>
  database.snapshot(() => evaluateFrom(new MetricsFacts(database, new StoppedClock(job.now)), job)),
);
