import { invalid } from '../domain/errors.js';
import type { Span } from '../domain/interval.js';
import { MetricsAccumulator, type MeasuringRules } from '../domain/metrics/accumulator.js';
import { slicesWithin, type Slice } from '../domain/metrics/buckets.js';
import { NO_FACTS, type LocationFacts } from '../domain/metrics/facts.js';
import { together, type CountsTargets } from '../domain/metrics/counts/day-counts.js';
import { metricsOf, noMetrics, visibleIn } from '../domain/metrics/metrics.js';
import { accumulate, type Timeline } from '../domain/metrics/pilot-metrics.js';
import { inZone } from '../domain/iso-text.js';
import type { PhaseName } from '../domain/pilots/phases.js';
import type { Gathering } from './gathering.js';
import type { FactsLocation, LocationRecord, RequestsAlone } from './metrics-facts.js';
import type { MetricsJob, ParsedMetricsQuery } from './parsed-metrics-query.js';
import { BucketLayout, type Phase } from './bucket-layout.js';
import { COMMON, splitRecord, splitRequests, valueOf, type SplitValue } from './metrics-split.js';
import type { MetricsDto } from './metrics.dto.js';
import type { MetricsItemDto } from './pilots.dto.js';

const MOST_ITEMS = 20_000;

/** The sums over a span of a phase, shared by all queries that count the same time in the same basis. */
export class PhaseTotal implements Gathering {
  private accumulator: MetricsAccumulator;
  /** Items that hold everything of the same time, so that it need not be gathered twice. */
  items: PhaseResult | null = null;

  constructor(
    private readonly rules: MeasuringRules,
    private readonly phase: Phase,
    private readonly countedAt: (location: FactsLocation) => readonly Span[],
  ) {
    this.accumulator = new MetricsAccumulator(rules);
  }

  /** The result for a phase in which no time is requested. */
  static empty = (rules: MeasuringRules): MetricsDto => metricsOf(new MetricsAccumulator(rules));

  slicesAt(location: FactsLocation): readonly Slice[] {
    const span = this.phase[location.timeZone];
    return span ? slicesWithin([{ ...span, bucket: 0 }], this.countedAt(location)) : [];
  }

  addRecord(record: LocationRecord, slices: readonly Slice[], timeline: Timeline): void {
    this.addRequests(record, slices, timeline);
  }

  addRequests(facts: RequestsAlone, slices: readonly Slice[], timeline: Timeline): void {
    accumulate(facts, slices, () => this.accumulator, timeline);
  }

  countsInto(): CountsTargets {
    return together(() => this.accumulator);
  }

  summary(): MetricsDto {
    if (this.items) this.accumulator = this.items.sum(new MetricsAccumulator(this.rules));
    return metricsOf(this.accumulator);
  }
}

/** The items of a query's result for one phase, collected location by location and request by request. */
export class PhaseResult implements Gathering {
  private readonly layout: BucketLayout;
  /** By value of the requested dimension, or null. */
  private readonly parts = new Map<SplitValue, readonly MetricsAccumulator[]>();

  /** `values`: those of the dimension that have an item in any case. Throws when they give too many items. */
  constructor(
    private readonly job: MetricsJob,
    private readonly rules: MeasuringRules,
    private readonly question: ParsedMetricsQuery,
    private readonly name: PhaseName,
    readonly phase: Phase,
    values: readonly (string | null)[],
    private readonly countedAt: (location: FactsLocation) => readonly Span[],
  ) {
    this.layout = new BucketLayout(question.bucket, phase, job, question.isPlanned);
    for (const value of values) this.part(value);
  }

  slicesAt(location: FactsLocation): readonly Slice[] {
    return this.layout.slicesWithin(location.timeZone, this.countedAt(location));
  }

  addRecord(record: LocationRecord, slices: readonly Slice[], timeline: Timeline): void {
    for (const [value, own] of splitRecord(record, this.question.by)) this.add(value, own, slices, timeline);
  }

  addRequests({ calendar, requests }: RequestsAlone, slices: readonly Slice[], timeline: Timeline): void {
    for (const [value, own] of splitRequests(requests, this.question.by))
      this.add(value, { ...NO_FACTS, calendar, requests: own }, slices, timeline);
  }

  countsInto(location: FactsLocation): CountsTargets {
    const { by } = this.question;
    if (by === undefined) return together((bucket) => this.part(null)[bucket]!);
    if (by === 'location') return together((bucket) => this.part(location.id)[bucket]!);
    return {
      togetherIn: null,
      accumulatorsOf: (part, bucket) => {
        const value = valueOf(part, by);
        return value === undefined ? [] : [this.part(value)[bucket]!];
      },
    };
  }

  /** Call it once: it adds what every value has in common to each. */
  *items(): Generator<MetricsItemDto> {
    const { by } = this.question;
    const zones = new Map(this.job.locations.map(({ id, timeZone }) => [id, timeZone]));
    const isSorted = by !== undefined && by !== 'location';
    const parts = [...this.parts].flatMap(([value, own]) =>
      value === COMMON ? [] : [[value, own] as const],
    );
    if (isSorted)
      parts.sort(([a], [b]) => compared(String(a), String(b)) || Number(a === null) - Number(b === null));
    const common = this.parts.get(COMMON);
    for (const [value, accumulators] of parts) {
      // A location's own item uses the location's dates, all others use the answer's.
      const own = by === 'location' ? zones.get(value!) : undefined;
      const zone = own ?? this.job.calendar.zone;
      for (const [index, accumulator] of accumulators.entries()) {
        const bucket = own ? this.layout.ownBucket(index, own) : this.layout.buckets[index]!;
        if (common) accumulator.add(common[index]!, { withWaits: true });
        yield {
          phase: this.name,
          from: inZone(bucket.start, zone),
          to: inZone(bucket.end, zone),
          partial: bucket.partial,
          ...bucket.hourOfWeek,
          ...(by && { [by === 'location' || by === 'position' ? `${by}Id` : by]: value }),
          excluded: bucket.excluded,
          ...(bucket.excluded ? noMetrics() : visibleIn(metricsOf(accumulator), by)),
        };
      }
    }
  }

  /** Whether each fact is in one item. */
  get holdsAll(): boolean {
    const { by } = this.question;
    return by === undefined || by === 'location';
  }

  /** Adds all items to sums. */
  sum(to: MetricsAccumulator): MetricsAccumulator {
    for (const accumulators of this.parts.values())
      for (const gathered of accumulators) to.add(gathered, { withWaits: true });
    return to;
  }

  private add(value: SplitValue, facts: LocationFacts, slices: readonly Slice[], timeline: Timeline): void {
    accumulate(facts, slices, (bucket) => this.part(value)[bucket]!, timeline);
  }

  private part(value: SplitValue): readonly MetricsAccumulator[] {
    let accumulators = this.parts.get(value);
    if (!accumulators) {
      const shown = new Set([...this.parts.keys(), value]);
      shown.delete(COMMON);
      if (shown.size * this.layout.buckets.length > MOST_ITEMS)
        throw invalid('bucket', 'INVALID_FIELD.too-many-items', { most: MOST_ITEMS });
      accumulators = this.layout.buckets.map(() => new MetricsAccumulator(this.rules));
      this.parts.set(value, accumulators);
    }
    return accumulators;
  }
}

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
