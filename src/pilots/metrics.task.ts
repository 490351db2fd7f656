import { COVER_BASIS } from '../domain/coverage-basis.js';
import { DomainError } from '../domain/errors.js';
import type { Span } from '../domain/interval.js';
import { DEFINITION_VERSION } from '../domain/metrics/metrics.js';
import { timelineOf } from '../domain/metrics/pilot-metrics.js';
import { StoppedClock } from '../platform/clock/clock.js';
import { task } from '../platform/workers/task.js';
import { PhaseResult, PhaseTotal } from './metrics-results.js';
import type { Phase } from './bucket-layout.js';
import { metricsCsv } from './metrics-csv.js';
import { MetricsFacts } from './metrics-facts.js';
import {
  PHASE_NAMES,
  type MetricsJob,
  type ParsedMetricsQuery,
  type PhaseName,
} from './parsed-metrics-query.js';
import { isOfSupport } from './metrics-split.js';
import type { MetricsItemDto, PilotMetricsDto } from './pilots.dto.js';

/** The text of an answer, or why a query was refused. */
export type MetricsAnswer = { text: string } | { refusal: { code: string; message: string; field: string } };

/** A query and its result so far. A refusal of one query does not affect the others. */
interface Asked {
  question: ParsedMetricsQuery;
  answers: Partial<Record<PhaseName, { items: PhaseResult; total: PhaseTotal }>>;
  refusal: DomainError | null;
}

/**
 * Answers queries about a pilot's metrics from one snapshot of the database. Memory depends on the largest
 * location, not on the sum of all. Of requests it keeps only what the percentiles need.
 */
export default task((job: MetricsJob, database): Promise<MetricsAnswer[]> =>
  database.transaction(async () => {
    await database.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const facts = new MetricsFacts(database, new StoppedClock(job.now));
    const asked: Asked[] = [];
    const totals = new Totals(job);
    for (const question of job.questions) asked.push(await begin(job, question, facts, totals));
    for (const name of PHASE_NAMES) await gather(job, name, asked, facts);
    return asked.map((one) => finish(job, one));
  }),
);

/** Queries about the same span share its sums. */
class Totals {
  private readonly byStretch = new Map<string, PhaseTotal>();

  constructor(private readonly job: MetricsJob) {}

  of(phase: Phase): PhaseTotal {
    const key = JSON.stringify(phase);
    let total = this.byStretch.get(key);
    if (!total) this.byStretch.set(key, (total = new PhaseTotal(phase, this.job.exclusions)));
    return total;
  }
}

async function begin(
  job: MetricsJob,
  question: ParsedMetricsQuery,
  facts: MetricsFacts,
  totals: Totals,
): Promise<Asked> {
  const asked: Asked = { question, answers: {}, refusal: null };
  const { by } = question;
  const ids = job.locations.map(({ id }) => id);
  for (const name of PHASE_NAMES) {
    const phase = question.phases[name];
    const span = phase && hullOf(job.zones.flatMap((zone) => phase[zone] ?? []));
    if (!span) continue;
    const values =
      by === 'tier' ? ['campus-it', 'library'] : isOfSupport(by) ? await facts.values(ids, span, by) : [];
    const known = by === undefined ? [null] : by === 'location' ? ids : values;
    attempt(asked, () => {
      asked.answers[name] = {
        items: new PhaseResult(job, question, name, phase, known),
        total: totals.of(phase),
      };
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
  const totals = new Set(answers.map(({ total }) => total));
  const each = (work: (gathering: PhaseResult | PhaseTotal) => void): void => {
    for (const total of totals) work(total);
    for (const one of asked) {
      const answer = one.answers[name];
      if (answer && !one.refusal) attempt(one, () => work(answer.items));
    }
  };
  for (const location of job.locations) {
    const window = hullOf(answers.flatMap(({ items }) => items.phase[location.timeZone] ?? []));
    if (!window) continue;
    const record = await facts.load(location, window);
    const timeline = timelineOf(record, [{ ...window, bucket: 0 }]);
    each((gathering) => gathering.addLocation(record, timeline));
    for await (const requests of facts.requests(location.id, window))
      each((gathering) => gathering.addRequests(requests, record, timeline));
  }
}

/** From the first start to the last end; null without spans. */
const hullOf = (spans: readonly Span[]): Span | null =>
  spans.length === 0
    ? null
    : {
        start: Math.min(...spans.map(({ start }) => start)),
        end: Math.max(...spans.map(({ end }) => end)),
      };

function finish(job: MetricsJob, { question, answers, refusal }: Asked): MetricsAnswer {
  if (refusal)
    return { refusal: refusal.options.violations![0] as { code: string; message: string; field: string } };
  const items: MetricsItemDto[] = PHASE_NAMES.flatMap((name) => [...(answers[name]?.items.items() ?? [])]);
  if (question.format === 'csv') return { text: metricsCsv(items) };
  const totals: PilotMetricsDto['totals'] = {};
  for (const name of PHASE_NAMES)
    if (name in question.phases) totals[name] = answers[name]?.total.summary() ?? PhaseTotal.empty();
  const metrics: PilotMetricsDto = {
    definitionVersion: DEFINITION_VERSION,
    basis: COVER_BASIS,
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
