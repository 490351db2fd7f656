import { DomainError, refusal } from '../domain/errors.js';
import type { Span } from '../domain/interval.js';
import { inZone } from '../domain/iso-text.js';
import type { MeasuringRules } from '../domain/metrics/accumulator.js';
import { DEFINITION_VERSION } from '../domain/metrics/metrics.js';
import { PHASE_NAMES, type PhaseName } from '../domain/pilots/phases.js';
import { TIERS } from '../domain/tiers.js';
import { CountedTime, hullOf } from './counted-time.js';
import { metricsCsv } from './metrics-csv.js';
import { gatherLocation, type Gathering } from './gathering.js';
import type { FactsLocation, MetricsFacts } from './metrics-facts.js';
import { PhaseResult, PhaseTotal } from './metrics-results.js';
import type { MetricsJob, ParsedMetricsQuery } from './parsed-metrics-query.js';
import type { MetricsItemDto, PilotMetricsDto } from './pilots.dto.js';

/** The text of an answer, or why a query was refused. */
export type MetricsAnswer = { text: string } | { refusal: { code: string; message: string; field: string } };

/** An answer that was asked for as JSON. Throws when its query was refused. */
export function readAnswer(answer: MetricsAnswer): PilotMetricsDto {
  if ('refusal' in answer) throw refusal('invalid', [answer.refusal]);
  return JSON.parse(answer.text) as PilotMetricsDto;
}

/** A query and its result so far. A refusal of one query does not affect the others. */
interface Asked {
  question: ParsedMetricsQuery;
  answers: Partial<Record<PhaseName, { items: PhaseResult; total: PhaseTotal }>>;
  refusal: DomainError | null;
}

/**
 * Answers queries about a pilot's metrics. Memory depends on the largest location, not on the sum of all. Of requests it keeps
 * only what the percentiles need. Use it within one transaction.
 */
export const answersFrom = (facts: MetricsFacts, job: MetricsJob): Promise<MetricsAnswer[]> =>
  new Answering(job, facts).run();

class Answering {
  private readonly counted: CountedTime;
  /** Queries that count the same share their sums. */
  private readonly totals = new Map<string, PhaseTotal>();

  constructor(
    private readonly job: MetricsJob,
    private readonly facts: MetricsFacts,
  ) {
    this.counted = new CountedTime(job);
  }

  async run(): Promise<MetricsAnswer[]> {
    const { job, facts } = this;
    const rules = await facts.rules(job);
    await this.findOpenHours();
    const asked = job.questions.map((question) => this.begin(question, rules));
    for (const name of PHASE_NAMES) await this.gather(name, asked);
    const marks = await facts.marks(job);
    return asked.map((one) => finish(job, one, rules, marks));
  }

  private async findOpenHours(): Promise<void> {
    const needed = this.job.questions.filter(({ hours }) => hours !== 'all');
    for (const isPlanned of new Set(needed.map((question) => question.isPlanned)))
      for (const location of this.job.locations)
        await this.counted.findOpenHours(location, this.facts, isPlanned);
  }

  private begin(question: ParsedMetricsQuery, rules: MeasuringRules): Asked {
    const { job } = this;
    const asked: Asked = { question, answers: {}, refusal: null };
    const { by, basis } = question;
    const measuring = { ...rules, basis };
    const ids = job.locations.map(({ id }) => id);
    for (const name of PHASE_NAMES) {
      const phase = question.phases[name];
      const span = phase && hullOf(job.zones.flatMap((zone) => phase[zone] ?? []));
      if (!span) continue;
      // Each value of these has an item, and each of the others that occurs.
      const known = by === undefined ? [null] : by === 'location' ? ids : by === 'tier' ? [...TIERS] : [];
      const countedAt = (location: FactsLocation): readonly Span[] =>
        this.counted.spansOf(location, name, question);
      attempt(asked, () => {
        const items = new PhaseResult(job, measuring, question, name, phase, known, countedAt);
        const total = this.totalOf(
          JSON.stringify([phase, question.hours, question.basis, question.isPlanned]),
          () => new PhaseTotal(measuring, phase, countedAt),
        );
        asked.answers[name] = { items, total };
      });
    }
    // A refused query gathers nothing that others could share.
    if (!asked.refusal)
      for (const { items, total } of Object.values(asked.answers)) if (items.holdsAll) total.items = items;
    return asked;
  }

  private totalOf(key: string, make: () => PhaseTotal): PhaseTotal {
    let total = this.totals.get(key);
    if (!total) this.totals.set(key, (total = make()));
    return total;
  }

  private async gather(name: PhaseName, asked: readonly Asked[]): Promise<void> {
    const { job, facts } = this;
    const answers = asked.flatMap(({ answers: { [name]: answer } }) => answer ?? []);
    if (answers.length === 0) return;
    const totals = new Set(answers.flatMap(({ total }) => (total.items ? [] : [total])));
    const each = (work: (gathering: Gathering) => void): void => {
      for (const total of totals) work(total);
      for (const one of asked) {
        const answer = one.answers[name];
        if (answer && !one.refusal) attempt(one, () => work(answer.items));
      }
    };
    const gatherings = [...totals, ...answers.map(({ items }) => items)];
    const fixedCostsPerMinute = this.counted.fixedCostsPerMinute(name);
    for (const location of job.locations) {
      const window = hullOf(answers.flatMap(({ items }) => items.phase[location.timeZone] ?? []));
      if (!window) continue;
      await gatherLocation(facts, job, { location, window, fixedCostsPerMinute }, gatherings, each);
    }
  }
}

function finish(
  job: MetricsJob,
  { question, answers, refusal }: Asked,
  rules: MeasuringRules,
  marks: PilotMetricsDto['marks'],
): MetricsAnswer {
  if (refusal)
    return { refusal: refusal.options.violations![0] as { code: string; message: string; field: string } };
  const items: MetricsItemDto[] = PHASE_NAMES.flatMap((name) => [...(answers[name]?.items.items() ?? [])]);
  const about = {
    definitionVersion: DEFINITION_VERSION,
    asOf: inZone(job.now, job.calendar.zone),
    hours: question.hours,
    basis: question.basis,
    timeZone: job.calendar.zone,
  };
  if (question.format === 'csv') return { text: metricsCsv(items, about) };
  const totals: PilotMetricsDto['totals'] = {};
  for (const name of PHASE_NAMES)
    if (name in question.phases) totals[name] = answers[name]?.total.summary() ?? PhaseTotal.empty(rules);
  const metrics: PilotMetricsDto = { ...about, items, totals, marks };
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
