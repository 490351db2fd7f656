import { invalid } from '../domain/errors.js';
import { minutesOf, subtract, type Span } from '../domain/interval.js';
import { sliceIntoBuckets, type Bucket, type Slice } from '../domain/metrics/buckets.js';
import {
  accumulate,
  MetricsAccumulator,
  type LocationFacts,
  type Timeline,
} from '../domain/metrics/pilot-metrics.js';
import { inZone } from '../platform/http/fields.js';
import type { RequestFactRow } from '../support/support-facts.repository.js';
import type { LocationRecord } from './metrics-facts.js';
import type { MetricsJob, MetricsQuestion, PhaseName } from './metrics-questions.js';
import { splitRecord, splitRequests, visibleMetrics } from './metrics-split.js';
import type { MetricsDto, MetricsItemDto } from './pilots.dto.js';

const MOST_ITEMS = 20_000;

/** The sums of a stretch of a phase, whoever asks for them. */
export class PhaseTotal {
  private readonly whole: readonly Slice[];
  private readonly accumulator = new MetricsAccumulator();

  constructor(phase: Span, exclusions: readonly Span[]) {
    this.whole = subtract([phase], exclusions).map((span) => ({ ...span, bucket: 0 }));
  }

  /** What is told of a phase of which nothing is asked. */
  static empty = (): MetricsDto => visibleMetrics(new MetricsAccumulator().summary(), undefined);

  addLocation(record: LocationRecord, timeline: Timeline): void {
    accumulate(record, this.whole, () => this.accumulator, timeline);
  }

  addRequests(requests: readonly RequestFactRow[], record: LocationRecord, timeline: Timeline): void {
    accumulate(onlyRequests(requests, record), this.whole, () => this.accumulator, timeline);
  }

  summary(): MetricsDto {
    return visibleMetrics(this.accumulator.summary(), undefined);
  }
}

/** The items of the answer to a question about one phase, gathered location by location and request by request. */
export class PhaseAnswer {
  private readonly counted: readonly Span[];
  private readonly buckets: readonly Bucket[];
  private readonly slices: readonly Slice[];
  /** By the value of the dimension that is asked for, or null. */
  private readonly parts = new Map<string | null, readonly MetricsAccumulator[]>();

  /** `values` are those of the dimension where they are known before; throws where they make too many items. */
  constructor(
    private readonly job: MetricsJob,
    private readonly question: MetricsQuestion,
    private readonly name: PhaseName,
    readonly phase: Span,
    private readonly values: readonly (string | null)[],
  ) {
    this.counted = subtract([phase], job.exclusions);
    const { buckets, slices } = sliceIntoBuckets(question.bucket, phase, this.counted, job.calendar);
    [this.buckets, this.slices] = [buckets, slices];
    for (const value of values) this.part(value);
  }

  /** Adds all of a location but its requests. `timeline` is of the whole location, over the phase at least. */
  addLocation(record: LocationRecord, timeline: Timeline): void {
    for (const [value, own] of splitRecord(record, this.question.by, this.values))
      this.add(value, own, timeline);
  }

  addRequests(requests: readonly RequestFactRow[], record: LocationRecord, timeline: Timeline): void {
    for (const [value, own] of splitRequests(requests, this.question.by))
      this.add(value, onlyRequests(own, record), timeline);
  }

  *items(): Generator<MetricsItemDto> {
    const { by } = this.question;
    const { zone } = this.job.calendar;
    const counted = minutesByBucket(this.buckets, this.slices);
    const isSorted = by !== undefined && by !== 'location';
    const parts = isSorted ? [...this.parts].sort(([a], [b]) => compared(String(a), String(b))) : this.parts;
    for (const [value, accumulators] of parts)
      for (const [index, bucket] of this.buckets.entries())
        yield {
          phase: this.name,
          from: inZone(bucket.start, zone),
          to: inZone(bucket.end, zone),
          partial: this.isPartial(bucket, counted[index]!),
          ...bucket.hourOfWeek,
          ...(by && { [by === 'location' || by === 'position' ? `${by}Id` : by]: value }),
          ...visibleMetrics(accumulators[index]!.summary(), by),
        };
  }

  private add(value: string | null, own: LocationFacts, timeline: Timeline): void {
    const accumulators = this.part(value);
    accumulate(own, this.slices, (index) => accumulators[index]!, timeline);
  }

  private part(value: string | null): readonly MetricsAccumulator[] {
    let accumulators = this.parts.get(value);
    if (!accumulators) {
      if ((this.parts.size + 1) * this.buckets.length > MOST_ITEMS)
        throw invalid(
          'bucket',
          `This would be more than ${MOST_ITEMS} items; narrow from and to, or split less.`,
        );
      accumulators = this.buckets.map(() => new MetricsAccumulator());
      this.parts.set(value, accumulators);
    }
    return accumulators;
  }

  private isPartial(bucket: Bucket, countedMinutes: number): boolean {
    const { now } = this.job;
    if (bucket.hourOfWeek) {
      const all = this.counted.reduce((minutes, part) => minutes + minutesOf(part), 0);
      return this.phase.end > now || all < minutesOf(this.phase);
    }
    return bucket.end > now || countedMinutes < minutesOf(bucket);
  }
}

const onlyRequests = (requests: readonly RequestFactRow[], { calendar }: LocationRecord): LocationFacts => ({
  ...NOTHING,
  calendar,
  requests,
});

const NOTHING: Omit<LocationFacts, 'calendar' | 'requests'> = {
  demand: [],
  staff: [],
  claims: [],
  shifts: [],
  tallies: [],
};

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function minutesByBucket(buckets: readonly Bucket[], slices: readonly Slice[]): number[] {
  const minutes = buckets.map(() => 0);
  for (const slice of slices) minutes[slice.bucket]! += minutesOf(slice);
  return minutes;
}
