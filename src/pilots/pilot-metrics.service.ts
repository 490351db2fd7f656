import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { DemandService } from '../coverage/demand.service.js';
import type { LocationDto } from '../coverage/locations.dto.js';
import { SettingsService } from '../coverage/settings.service.js';
import { invalid } from '../domain/errors.js';
import { DAY, intersection, minutesOf, subtract, unite, type Span } from '../domain/interval.js';
import { sliceIntoBuckets, type Bucket, type BucketKind, type Slice } from '../domain/metrics/buckets.js';
import {
  accumulate,
  DEFINITION_VERSION,
  MetricsAccumulator,
  timelineOf,
  type Timeline,
} from '../domain/metrics/pilot-metrics.js';
import { instantOf } from '../domain/recurrence.js';
import type { WeekCalendar } from '../domain/week.js';
import { Clock } from '../platform/clock/clock.js';
import { inZone, isLocalDate, parseInstant } from '../platform/http/fields.js';
import { MetricsFacts, type LocationRecord } from './metrics-facts.js';
import { splitRecords, visibleMetrics, type Part } from './metrics-split.js';
import type { MetricsDto, MetricsItemDto, MetricsQuery, PilotDto, PilotMetricsDto } from './pilots.dto.js';
import { PilotsService } from './pilots.service.js';

type PhaseName = 'baseline' | 'pilot';
type Sliced = ReturnType<typeof sliceIntoBuckets>;

const LONGEST_HOURLY_DAYS = 400;
const MOST_ITEMS = 20_000;

/** A pilot's metrics, by phase and bucket. */
@Injectable()
export class PilotMetricsService {
  constructor(
    private readonly pilots: PilotsService,
    private readonly facts: MetricsFacts,
    private readonly demand: DemandService,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
  ) {}

  async get(caller: Caller, pilotId: string, query: MetricsQuery): Promise<PilotMetricsDto> {
    const pilot = await this.pilots.get(caller, pilotId);
    const locations = await this.demand.findLocations(pilot.locationIds);
    const calendar = await this.calendarOf(locations);
    const phases = (['baseline', 'pilot'] as const).filter((phase) =>
      [undefined, 'both', phase].includes(query.phase),
    );
    const answer: PilotMetricsDto = {
      definitionVersion: DEFINITION_VERSION,
      basis: 'approved',
      timeZone: calendar.zone,
      items: [],
      totals: {},
    };
    for (const name of phases) {
      const phase = narrowed(phaseSpan(pilot, name, calendar.zone), query, calendar.zone);
      requireBucketsFew(query.bucket, phase);
      const counted = subtract(phase ? [phase] : [], exclusionsOf(pilot, calendar.zone));
      const records = phase ? await this.facts.load(locations, phase) : [];
      const whole = counted.map((span) => ({ ...span, bucket: 0 }));
      const timelines = new Map(records.map((record) => [record, timelineOf(record, whole)]));
      answer.totals[name] = total(timelines, whole);
      if (!phase) continue;
      const sliced = sliceIntoBuckets(query.bucket ?? 'none', phase, counted, calendar);
      for (const part of splitRecords(records, query.by)) {
        answer.items.push(
          ...this.items(name, part, timelines, { ...sliced, query, phase, counted, calendar }),
        );
        requireItemsFew(answer.items);
      }
    }
    return answer;
  }

  /** The locations' own calendar where they share a zone, the institution's otherwise. */
  private async calendarOf(locations: readonly LocationDto[]): Promise<WeekCalendar> {
    const institution = await this.settings.calendar();
    const zones = new Set(locations.map((location) => location.timeZone));
    const [zone = institution.zone] = zones;
    return { zone: zones.size === 1 ? zone : institution.zone, weekStartsOn: institution.weekStartsOn };
  }

  private items(
    phase: PhaseName,
    part: Part,
    timelines: ReadonlyMap<LocationRecord, Timeline>,
    asked: Sliced & { query: MetricsQuery; phase: Span; counted: readonly Span[]; calendar: WeekCalendar },
  ): MetricsItemDto[] {
    const { buckets, slices, query, phase: span, counted, calendar } = asked;
    const accumulators = buckets.map(() => new MetricsAccumulator());
    for (const { own, whole } of part.records) {
      accumulate(own, slices, (index) => accumulators[index]!, timelines.get(whole));
    }
    const countedMinutes = minutesByBucket(buckets, slices);
    return buckets.map((bucket, index) => ({
      phase,
      from: inZone(bucket.start, calendar.zone),
      to: inZone(bucket.end, calendar.zone),
      partial: this.isPartial(bucket, countedMinutes[index]!, span, counted),
      ...bucket.hourOfWeek,
      ...part.key,
      ...visibleMetrics(accumulators[index]!.summary(), query.by),
    }));
  }

  private isPartial(bucket: Bucket, countedMinutes: number, span: Span, counted: readonly Span[]): boolean {
    const now = this.clock.now();
    if (bucket.hourOfWeek) {
      const all = counted.reduce((minutes, part) => minutes + minutesOf(part), 0);
      return span.end > now || all < minutesOf(span);
    }
    return bucket.end > now || countedMinutes < minutesOf(bucket);
  }
}

function total(timelines: ReadonlyMap<LocationRecord, Timeline>, whole: readonly Slice[]): MetricsDto {
  const accumulator = new MetricsAccumulator();
  for (const [record, timeline] of timelines) accumulate(record, whole, () => accumulator, timeline);
  return visibleMetrics(accumulator.summary(), undefined);
}

const phaseSpan = (pilot: PilotDto, phase: PhaseName, zone: string): Span => ({
  start: instantOf(pilot[phase].from, '00:00', zone, 'first'),
  end: instantOf(pilot[phase].to, '00:00', zone, 'first'),
});

/** The part of a phase that `from` and `to` leave; null when they leave none. */
function narrowed(phase: Span, { from, to }: MetricsQuery, zone: string): Span | null {
  const start = from === undefined ? -Infinity : momentOf(from, zone);
  const end = to === undefined ? Infinity : momentOf(to, zone);
  if (end <= start) throw invalid('to', 'to must lie after from.');
  return intersection(phase, { start, end });
}

const momentOf = (text: string, zone: string): number =>
  isLocalDate(text) ? instantOf(text, '00:00', zone, 'first') : parseInstant(text)!;

const exclusionsOf = (pilot: PilotDto, zone: string): Span[] =>
  unite(
    pilot.exclusions.map(({ from, to }) => ({
      start: instantOf(from, '00:00', zone, 'first'),
      end: instantOf(to, '00:00', zone, 'first'),
    })),
  );

function requireBucketsFew(bucket: BucketKind | undefined, phase: Span | null): void {
  if (bucket === 'hour' && phase && phase.end - phase.start > LONGEST_HOURLY_DAYS * DAY) {
    throw invalid('bucket', `Hours are given for at most ${LONGEST_HOURLY_DAYS} days; narrow from and to.`);
  }
}

function requireItemsFew(items: readonly MetricsItemDto[]): void {
  if (items.length <= MOST_ITEMS) return;
  throw invalid('bucket', `This would be more than ${MOST_ITEMS} items; narrow from and to, or split less.`);
}

function minutesByBucket(buckets: readonly Bucket[], slices: readonly Slice[]): number[] {
  const minutes = buckets.map(() => 0);
  for (const slice of slices) minutes[slice.bucket]! += minutesOf(slice);
  return minutes;
}
