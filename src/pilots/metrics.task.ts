import { DomainError } from '../domain/errors.js';
import type { Span } from '../domain/interval.js';
import { DEFINITION_VERSION, timelineOf } from '../domain/metrics/pilot-metrics.js';
import { task } from '../platform/computing/task.js';
import { PhaseAnswer } from './metrics-answers.js';
import { metricsCsv } from './metrics-csv.js';
import { MetricsFacts } from './metrics-facts.js';
import { PHASE_NAMES, type MetricsJob, type MetricsQuestion, type PhaseName } from './metrics-questions.js';
import { isOfSupport } from './metrics-split.js';
import type { MetricsItemDto, PilotMetricsDto } from './pilots.dto.js';

/** The text of an answer, or why this question has none. */
export type MetricsAnswer = { text: string } | { refusal: { code: string; message: string; field: string } };

type PhaseAnswers = Partial<Record<PhaseName, PhaseAnswer>>;
/** A question with its answer in the making; what refuses it leaves the other questions alone. */
interface Asked {
  question: MetricsQuestion;
  answers: PhaseAnswers;
  refusal: DomainError | null;
}

/**
 * Answers questions about a pilot's metrics from one reading of the database, as it stood at one moment. Memory follows the largest
 * location, not their sum, and of requests only what the percentiles need is kept.
 */
export default task((job: MetricsJob, database): Promise<MetricsAnswer[]> =>
  database.transaction(async () => {
    await database.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const facts = new MetricsFacts(database, job.now);
    const asked: Asked[] = [];
    for (const question of job.questions) asked.push(await begin(job, question, facts));
    for (const name of PHASE_NAMES) await gather(job, name, asked, facts);
    return asked.map((one) => finish(job, one));
  }),
);

async function begin(job: MetricsJob, question: MetricsQuestion, facts: MetricsFacts): Promise<Asked> {
  const asked: Asked = { question, answers: {}, refusal: null };
  const { by } = question;
  const ids = job.locations.map(({ id }) => id);
  for (const name of PHASE_NAMES) {
    const phase = question.phases[name];
    if (!phase) continue;
    const values =
      by === 'tier' ? ['campus-it', 'library'] : isOfSupport(by) ? await facts.values(ids, phase, by) : [];
    const known = by === undefined ? [null] : by === 'location' ? ids : values;
    attempt(asked, () => {
      asked.answers[name] = new PhaseAnswer(job, question, name, phase, known);
    });
  }
  return asked;
}

async function gather(
  job: MetricsJob,
  name: PhaseName,
  asked: readonly Asked[],
  facts: MetricsFacts,
): Promise<void> {
  const answers = asked.flatMap(({ answers: { [name]: answer } }) => answer ?? []);
  if (answers.length === 0) return;
  const window: Span = {
    start: Math.min(...answers.map(({ phase }) => phase.start)),
    end: Math.max(...answers.map(({ phase }) => phase.end)),
  };
  const each = (work: (answer: PhaseAnswer) => void): void => {
    for (const one of asked) {
      const answer = one.answers[name];
      if (answer && !one.refusal) attempt(one, () => work(answer));
    }
  };
  for (const location of job.locations) {
    const record = await facts.load(location, window);
    const timeline = timelineOf(record, [{ ...window, bucket: 0 }]);
    each((answer) => answer.addLocation(record, timeline));
    for await (const requests of facts.requests(location.id, window))
      each((answer) => answer.addRequests(requests, record, timeline));
  }
}

function finish(job: MetricsJob, { question, answers, refusal }: Asked): MetricsAnswer {
  if (refusal)
    return { refusal: refusal.options.violations![0] as { code: string; message: string; field: string } };
  const items: MetricsItemDto[] = PHASE_NAMES.flatMap((name) => [...(answers[name]?.items() ?? [])]);
  if (question.format === 'csv') return { text: metricsCsv(items) };
  const totals: PilotMetricsDto['totals'] = {};
  for (const name of PHASE_NAMES)
    if (name in question.phases) totals[name] = answers[name]?.totals() ?? PhaseAnswer.empty();
  const metrics: PilotMetricsDto = {
    definitionVersion: DEFINITION_VERSION,
    basis: 'approved',
    timeZone: job.calendar.zone,
    items,
    totals,
  };
  return { text: JSON.stringify(metrics) };
}

function attempt(asked: Asked, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    asked.refusal = error;
  }
}
