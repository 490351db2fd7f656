import { evaluate, type EvaluatedPilot, type Evaluation } from '../../domain/evaluation/evaluation.js';
import type { MeasuredLocation } from '../../domain/evaluation/models.js';
import type { MeasuredCell } from '../../domain/evaluation/mix.js';
import { totalOf, type PhaseWeeks } from '../../domain/evaluation/weeks.js';
import type { Span } from '../../domain/interval.js';
import type { MeasuringRules } from '../../domain/metrics/accumulator.js';
import type { Slice } from '../../domain/metrics/buckets.js';
import { together } from '../../domain/metrics/counts/day-counts.js';
import { accumulate } from '../../domain/metrics/pilot-metrics.js';
import { PHASE_NAMES, type ByPhase, type PhaseName } from '../../domain/pilots/phases.js';
import { CountedTime, hullOf } from '../counted-time.js';
import { gatherLocation, type Gathering } from '../gathering.js';
import type { FactsLocation, MetricsFacts } from '../metrics-facts.js';
import type { EvaluationJob } from './evaluation-job.js';
import { AroundMaintenance, type AroundFigures } from './around-figures.js';
import { RequestCells } from './request-cells.js';
import { WeeklyFigures } from './weekly-figures.js';

/** Evaluates a pilot. Memory depends on the weeks and their different waits. Use it within one transaction. */
export async function evaluateFrom(
  facts: MetricsFacts,
  job: EvaluationJob,
): Promise<Evaluation & AroundFigures> {
  const rules = await facts.rules(job);
  const around = new AroundMaintenance(job, rules, await facts.aroundMarks(job));
  const evaluation = evaluate(await new Evaluating(job, facts, rules, around).run(), job.seed);
  return { ...evaluation, ...around.compared() };
}

/** The kinds of hours beside all of them. */
const KINDS = ['common', 'extended', 'control'] as const;

class Evaluating {
  private readonly counted: CountedTime;
  /** The pilot's locations together. */
  private readonly kinds: Record<(typeof KINDS)[number], ByPhase<WeeklyFigures>>;
  /** All hours of each location. */
  private readonly ofLocation: ReadonlyMap<string, ByPhase<WeeklyFigures>>;
  private readonly requests: ByPhase<RequestCells>;

  constructor(
    private readonly job: EvaluationJob,
    private readonly facts: MetricsFacts,
    private readonly rules: MeasuringRules,
    private readonly around: AroundMaintenance,
  ) {
    this.counted = new CountedTime(job);
    const figures = (): ByPhase<WeeklyFigures> => byPhase(() => new WeeklyFigures(rules));
    this.kinds = { common: figures(), extended: figures(), control: figures() };
    this.ofLocation = new Map(
      [...job.locations, ...job.comparisonLocations].map(({ id }) => [id, figures()] as const),
    );
    this.requests = byPhase(() => new RequestCells(rules));
  }

  async run(): Promise<EvaluatedPilot> {
    const { job, facts } = this;
    for (const location of job.locations) {
      await this.counted.findOpenHours(location, facts, false);
      for (const name of PHASE_NAMES) await this.gather(name, location, true);
    }
    for (const location of job.comparisonLocations)
      for (const name of PHASE_NAMES) await this.gather(name, location, false);
    return this.evaluated();
  }

  /** `isOwn`: a location of the pilot, not one for comparison. */
  private async gather(name: PhaseName, location: FactsLocation, isOwn: boolean): Promise<void> {
    const { job, facts, counted } = this;
    const calendar = { ...job.calendar, zone: location.timeZone };
    const phase = job.phases[name][location.timeZone]!;
    const allHours = counted.spansOf(location, name, { hours: 'all', isPlanned: false });
    const window = hullOf(allHours);
    if (!window) return;
    const own = this.ofLocation.get(location.id)![name];
    const slices = own.slicesOf(phase, allHours, calendar);
    const gatherings = [weekly(own, slices)];
    for (const hours of isOwn ? KINDS : []) {
      const figures = this.kinds[hours][name];
      const spans = counted.spansOf(location, name, { hours, isPlanned: false });
      gatherings.push(weekly(figures, figures.slicesOf(phase, spans, calendar)));
    }
    if (isOwn)
      gatherings.push(
        this.requests[name].at(location, slices),
        ...this.gatherAround(name, location, allHours),
      );
    const fixedCostsPerMinute = isOwn ? counted.fixedCostsPerMinute(name) : 0;
    await gatherLocation(facts, job, { location, window, fixedCostsPerMinute }, gatherings);
  }

  /** The weeks around maintenance of the location, where there are any. */
  private gatherAround(name: PhaseName, location: FactsLocation, counted: readonly Span[]): Gathering[] {
    const slices = this.around.slicesOf(location, name, counted);
    const sums = { sumsOf: (bucket: number) => this.around.sumsOf(location, name, bucket) };
    return slices ? [weekly(sums, slices)] : [];
  }

  private evaluated(): EvaluatedPilot {
    const { job, kinds, ofLocation } = this;
    const weeksIn = (figures: ByPhase<WeeklyFigures>): PhaseWeeks =>
      byPhase((name) => figures[name].weeks(job.terms));
    const all = byPhase((name) => {
      const together = new WeeklyFigures(this.rules);
      for (const { id } of job.locations) together.merge(ofLocation.get(id)![name]);
      return together;
    });
    const measured = (isComparison: boolean): MeasuredLocation[] =>
      job[isComparison ? 'comparisonLocations' : 'locations'].map(({ id }) => ({
        id,
        isComparison,
        weeks: weeksIn(ofLocation.get(id)!),
      }));
    const own = measured(false);
    const { targets, isInterim, plannedWeeks } = job;
    return {
      targets,
      isInterim,
      plannedWeeks,
      weeks: { all: weeksIn(all), common: weeksIn(kinds.common), extended: weeksIn(kinds.extended) },
      control: weeksIn(kinds.control),
      locations: [...own, ...measured(true)],
      mix: {
        requests: byPhase((name) => this.requests[name].cells()),
        locations: byPhase((name) => own.flatMap(({ id, weeks }) => cellOf(id, weeks[name]))),
      },
    };
  }
}

/** Gathers at one location, over its counted time by week. */
const weekly = (figures: Pick<WeeklyFigures, 'sumsOf'>, slices: readonly Slice[]): Gathering => {
  const add: Gathering['addRequests'] = (facts, within, timeline) =>
    accumulate(facts, within, (week) => figures.sumsOf(week), timeline);
  return {
    slicesAt: () => slices,
    addRecord: add,
    addRequests: add,
    countsInto: () => together((week) => figures.sumsOf(week)),
  };
};

const cellOf = (location: string, weeks: PhaseWeeks[PhaseName]): MeasuredCell[] =>
  weeks.length === 0 ? [] : [{ of: { location }, gathered: totalOf(weeks) }];

const byPhase = <T>(of: (name: PhaseName) => T): ByPhase<T> => ({
  baseline: of('baseline'),
  pilot: of('pilot'),
});
