import { invalid } from '../domain/errors.js';
import type { Span } from '../domain/interval.js';
import { MetricsAccumulator, type MeasuringRules } from '../domain/metrics/accumulator.js';
import { slicesWithin, type Slice } from '../domain/metrics/buckets.js';
import { NO_FACTS, type LocationFacts } from '../domain/metrics/facts.js';
import { metricsOf, noMetrics, visibleIn } from '../domain/metrics/metrics.js';
import { accumulate, type Timeline } from '../domain/metrics/pilot-metrics.js';
import { inZone } from '../domain/iso-text.js';
import type { PhaseName } from '../domain/pilots/phases.js';
import type { RequestFactRow } from '../support/support-facts.repository.js';
import type { LocationRecord } from './metrics-facts.js';
import type { MetricsJob, ParsedMetricsQuery } from './parsed-metrics-query.js';
import { BucketLayout, type Phase } from './bucket-layout.js';
import { splitRecord, splitRequests } from './metrics-split.js';
import type { MetricsDto } from './metrics.dto.js';
import type { MetricsItemDto } from './pilots.dto.js';

const MOST_ITEMS = 20_000;

/** A location's facts with what is computed from them once. */
export interface Measured {
  record: LocationRecord;
  timeline: Timeline;
}

/** The sums over a span of a phase, shared by all queries that count the same time in the same basis. */
export class PhaseTotal {
  private readonly accumulator: MetricsAccumulator;
  private readonly slices = new Map<string, readonly Slice[]>();

  constructor(
    rules: MeasuringRules,
    private readonly phase: Phase,
    private readonly countedAt: (location: LocationRecord) => readonly Span[],
  ) {
    this.accumulator = new MetricsAccumulator(rules);
  }

  /** The result for a phase in which no time is requested. */
  static empty = (rules: MeasuringRules): MetricsDto => metricsOf(new MetricsAccumulator(rules));

  addLocation({ record, timeline }: Measured): void {
    this.add(record, record, timeline);
  }

  addRequests(requests: readonly RequestFactRow[], { record, timeline }: Measured): void {
    this.add(onlyRequests(requests, record), record, timeline);
  }

  summary(): MetricsDto {
    return metricsOf(this.accumulator);
  }

  private add(facts: LocationFacts, record: LocationRecord, timeline: Timeline): void {
    accumulate(facts, this.wholeOf(record), () => this.accumulator, timeline);
  }

  private wholeOf(record: LocationRecord): readonly Slice[] {
    let slices = this.slices.get(record.locationId);
    if (!slices) {
      const span = this.phase[record.timeZone];
      slices = span ? slicesWithin([{ ...span, bucket: 0 }], this.countedAt(record)) : [];
      this.slices.set(record.locationId, slices);
    }
    return slices;
  }
}

/** The items of a query's result for one phase, collected location by location and request by request. */
export class PhaseResult {
  private readonly layout: BucketLayout;
  private readonly slices = new Map<string, readonly Slice[]>();
  /** By value of the requested dimension, or null. */
  private readonly parts = new Map<string | null, readonly MetricsAccumulator[]>();

  /**
   * `values`: the values of the dimension, where they are known in advance. Throws when they give too many
   * items.
   */
  constructor(
    private readonly job: MetricsJob,
    private readonly rules: MeasuringRules,
    private readonly question: ParsedMetricsQuery,
    private readonly name: PhaseName,
    readonly phase: Phase,
    private readonly values: readonly (string | null)[],
    private readonly countedAt: (location: LocationRecord) => readonly Span[],
  ) {
    this.layout = new BucketLayout(question.bucket, phase, job, question.isPlanned);
    for (const value of values) this.part(value);
  }

  /** Adds everything of a location except its requests. */
  addLocation({ record, timeline }: Measured): void {
    for (const [value, own] of splitRecord(record, this.question.by, this.values))
      this.add(value, own, record, timeline);
  }

  addRequests(requests: readonly RequestFactRow[], { record, timeline }: Measured): void {
    for (const [value, own] of splitRequests(requests, this.question.by))
      this.add(value, onlyRequests(own, record), record, timeline);
  }

  *items(): Generator<MetricsItemDto> {
    const { by } = this.question;
    const zones = new Map(this.job.locations.map(({ id, timeZone }) => [id, timeZone]));
    const isSorted = by !== undefined && by !== 'location';
    const parts = isSorted ? [...this.parts].sort(([a], [b]) => compared(String(a), String(b))) : this.parts;
    for (const [value, accumulators] of parts) {
      // A location's own item uses the location's dates, all others use the answer's.
      const own = by === 'location' ? zones.get(value!) : undefined;
      const zone = own ?? this.job.calendar.zone;
      for (const [index, accumulator] of accumulators.entries()) {
        const bucket = own ? this.layout.ownBucket(index, own) : this.layout.buckets[index]!;
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

  private add(value: string | null, own: LocationFacts, record: LocationRecord, timeline: Timeline): void {
    const accumulators = this.part(value);
    const slices = this.slicesOf(record);
    accumulate(own, slices, (index) => accumulators[index]!, timeline);
  }

  private slicesOf(record: LocationRecord): readonly Slice[] {
    let slices = this.slices.get(record.locationId);
    if (!slices) {
      slices = this.layout.slicesWithin(record.timeZone, this.countedAt(record));
      this.slices.set(record.locationId, slices);
    }
    return slices;
  }

  private part(value: string | null): readonly MetricsAccumulator[] {
    let accumulators = this.parts.get(value);
    if (!accumulators) {
      if ((this.parts.size + 1) * this.layout.buckets.length > MOST_ITEMS)
        throw invalid('bucket', 'INVALID_FIELD.too-many-items', { most: MOST_ITEMS });
      accumulators = this.layout.buckets.map(() => new MetricsAccumulator(this.rules));
      this.parts.set(value, accumulators);
    }
    return accumulators;
  }
}

const onlyRequests = (requests: readonly RequestFactRow[], { calendar }: LocationRecord): LocationFacts => ({
  ...NO_FACTS,
  calendar,
  requests,
});

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
