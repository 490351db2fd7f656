import { StoppedClock } from '../platform/clock/clock.js';
import { task } from '../platform/workers/task.js';
import { answersFrom, type MetricsAnswer } from './metrics-answers.js';
import { MetricsFacts } from './metrics-facts.js';
import type { MetricsJob } from './parsed-metrics-query.js';

/** Answers queries about a pilot's metrics from one snapshot of the database. */
export default task((job: MetricsJob, database): Promise<MetricsAnswer[]> =>
  database.snapshot(() => answersFrom(new MetricsFacts(database, new StoppedClock(job.now)), job)),
);
