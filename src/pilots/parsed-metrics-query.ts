import type { LocationDto } from '../coverage/locations.dto.js';
import { COVER_BASIS } from '../domain/coverage-basis.js';
import { invalid } from '../domain/errors.js';
import { DAY, intersection, unite, type Span } from '../domain/interval.js';
import type { BucketKind } from '../domain/metrics/buckets.js';
import type { HoursKind } from '../domain/metrics/counted-hours.js';
import type { Dimension } from '../domain/metrics/metric.js';
import type { MetricBasis } from '../domain/metrics/accumulator.js';
import { PHASE_NAMES, type PhaseName } from '../domain/pilots/phases.js';
import { startOfDate } from '../domain/recurrence.js';
import type { WeekCalendar } from '../domain/week-calendar.js';
import { isLocalDate } from '../domain/local-date.js';
import { parseInstant } from '../platform/http/fields.js';
import type { ByZone, Phase } from './bucket-layout.js';
import type { MetricsQuery, PilotDto } from './pilots.dto.js';

/** A parsed query: the phases with the requested time, and how to split it. */
export interface ParsedMetricsQuery {
  phases: Partial<Record<PhaseName, Phase>>;
  bucket: BucketKind;
  by: Dimension | undefined;
  hours: HoursKind;
  basis: MetricBasis;
  isPlanned: boolean;
  format: 'json' | 'csv';
}

/** What figures of a pilot are computed from. Plain values, because it is sent to a worker thread. */
export interface PilotContext {
  locations: readonly LocationDto[];
  /** The locations' zones, each once. Phases and exclusions are in each location's own dates. */
  zones: readonly string[];
  /** The calendar of the buckets in the answer. */
  calendar: WeekCalendar;
  /** The whole phases. */
  phases: Record<PhaseName, ByZone<Span>>;
  exclusions: ByZone<readonly Span[]>;
  /** What is measured by the pilot's own settings. */
  rules: Pick<PilotDto, 'followUpHours' | 'fixedCosts' | 'escalationCost'>;
  now: number;
}

/** Queries about one pilot that share one load of its facts. */
export interface MetricsJob extends PilotContext {
  questions: readonly ParsedMetricsQuery[];
}

const LONGEST_HOURLY_DAYS = 400;

/** Parses a query about the locations of a context. Throws when its span is empty or has too many hours. */
export function parseMetricsQuery(
  pilot: PilotDto,
  query: MetricsQuery,
  { zones: own, calendar }: Pick<PilotContext, 'zones' | 'calendar'>,
  format: ParsedMetricsQuery['format'] = 'json',
): ParsedMetricsQuery {
  const zones = [...new Set([...own, calendar.zone])];
  const { bucket = 'none', by, hours = 'all', basis = COVER_BASIS, planned } = query;
  const asked = PHASE_NAMES.filter((phase) => [undefined, 'both', phase].includes(query.phase));
  const phases = Object.fromEntries(
    asked.map((name) => [name, byZone(zones, (zone) => narrowed(phaseIn(pilot, name, zone), query, zone))]),
  );
  for (const phase of Object.values(phases))
    for (const span of Object.values(phase)) requireBucketsFew(bucket, span);
  return { phases, bucket, by, hours, basis, isPlanned: planned === 'true', format };
}

export const phasesOf = (pilot: PilotDto, zones: readonly string[]): MetricsJob['phases'] => ({
  baseline: byZone(zones, (zone) => phaseIn(pilot, 'baseline', zone)),
  pilot: byZone(zones, (zone) => phaseIn(pilot, 'pilot', zone)),
});

export const exclusionsOf = (pilot: PilotDto, zones: readonly string[]): ByZone<Span[]> =>
  byZone(zones, (zone) => unite(pilot.exclusions.map((range) => spanOf(range, zone))));

const byZone = <T>(zones: readonly string[], of: (zone: string) => T): ByZone<T> =>
  Object.fromEntries(zones.map((zone) => [zone, of(zone)]));

const spanOf = ({ from, to }: { from: string; to: string }, zone: string): Span => ({
  start: startOfDate(from, zone),
  end: startOfDate(to, zone),
});

/** A phase in a zone; a pilot that was ended early goes up to its end. */
function phaseIn(pilot: PilotDto, name: PhaseName, zone: string): Span {
  const { start, end } = spanOf(pilot[name], zone);
  const endedAt = name === 'pilot' && pilot.endedAt !== null ? Date.parse(pilot.endedAt) : Infinity;
  return { start, end: Math.max(start, Math.min(end, endedAt)) };
}

/** The part of a phase between `from` and `to`; null when it is empty. */
function narrowed(phase: Span, { from, to }: MetricsQuery, zone: string): Span | null {
  const start = from === undefined ? -Infinity : momentOf(from, zone);
  const end = to === undefined ? Infinity : momentOf(to, zone);
  if (end <= start) throw invalid('to', 'INVALID_FIELD.end-before-start');
  return intersection(phase, { start, end });
}

const momentOf = (text: string, zone: string): number =>
  isLocalDate(text) ? startOfDate(text, zone) : parseInstant(text)!;

function requireBucketsFew(bucket: BucketKind, phase: Span | null): void {
  if (bucket === 'hour' && phase && phase.end - phase.start > LONGEST_HOURLY_DAYS * DAY) {
    throw invalid('bucket', 'INVALID_FIELD.hourly-days', { days: LONGEST_HOURLY_DAYS });
  }
}
