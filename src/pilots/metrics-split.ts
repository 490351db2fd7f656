import type { LocationFacts, PilotMetrics } from '../domain/metrics/pilot-metrics.js';
import type { LocationRecord } from './metrics-facts.js';
import type { Dimension, MetricsDto, MetricsItemDto } from './pilots.dto.js';

/** One value of a dimension, with each location's own part of the facts beside the whole they come from. */
export interface Part {
  key: Partial<Pick<MetricsItemDto, 'locationId' | 'positionId' | 'tier' | 'channel' | 'category'>>;
  records: { own: LocationFacts; whole: LocationRecord }[];
}

/** What support records cannot be split by, and coverage can; and the other way round. */
const COVERAGE_ONLY = ['position'] as const;
const SUPPORT_ONLY = ['tier', 'channel', 'category'] as const;

const COVERAGE_METRICS: ReadonlySet<string> = new Set([
  'requiredMinutes',
  'staffedMinutes',
  'missingMinutes',
  'coverageRate',
  'fullyCoveredRate',
  'uncoveredMinutes',
  'seats',
  'filledSeats',
  'fillRate',
  'attendanceRate',
  'noShowRate',
  'staffedHours',
]);
/** Exposure: meaningful in every split, and needed to read the rates. */
const SHARED_METRICS: ReadonlySet<string> = new Set([
  'openHours',
  'requestsPerOpenHour',
  'requestsPerStaffedHour',
]);

/** Splits locations' facts by a dimension; without one, all is one part. */
export function splitRecords(records: readonly LocationRecord[], by: Dimension | undefined): Part[] {
  if (by === undefined) return [{ key: {}, records: records.map((own) => ({ own, whole: own })) }];
  if (by === 'location') {
    return records.map((own) => ({ key: { locationId: own.locationId }, records: [{ own, whole: own }] }));
  }
  if (by === 'position') {
    return valuesOf(
      records.flatMap((record) => [...record.demand, ...record.shifts, ...record.claims]),
      'positionId',
    ).map((positionId) => ({
      key: { positionId: positionId },
      records: records.map((whole) => ({ own: narrowToPosition(whole, positionId), whole })),
    }));
  }
  // Tallies are the library's own: they know no tier.
  const grouped = records.map((whole) => ({
    whole,
    requests: Map.groupBy(whole.requests, (request) => request[by]),
    tallies: Map.groupBy(whole.tallies, (tally) => (by === 'tier' ? 'library' : tally[by])),
  }));
  const values = new Set<string | null>(by === 'tier' ? ['library', 'campus-it'] : []);
  for (const { requests, tallies } of grouped) {
    for (const value of [...requests.keys(), ...tallies.keys()]) values.add(value);
  }
  return [...values].sort().map((value) => ({
    key: { [by]: value },
    records: grouped.map(({ whole, requests, tallies }) => ({
      own: { ...whole, requests: requests.get(value) ?? [], tallies: tallies.get(value) ?? [] },
      whole,
    })),
  }));
}

/** The metrics that mean something in a split; the others are null. */
export function visibleMetrics(metrics: PilotMetrics, by: Dimension | undefined): MetricsDto {
  const hides = (name: string): boolean => {
    if (COVERAGE_ONLY.some((dimension) => dimension === by))
      return !COVERAGE_METRICS.has(name) && name !== 'openHours';
    if (SUPPORT_ONLY.some((dimension) => dimension === by))
      return COVERAGE_METRICS.has(name) && !SHARED_METRICS.has(name);
    return false;
  };
  return Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [name, hides(name) ? null : (value as unknown)]),
  ) as unknown as MetricsDto;
}

const valuesOf = <Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Row[Key][] =>
  [...new Set(rows.map((row) => row[key]))].sort();

const narrowToPosition = (record: LocationRecord, positionId: string): LocationFacts => {
  const isOfIt = (row: { positionId: string }): boolean => row.positionId === positionId;
  return {
    calendar: record.calendar,
    demand: record.demand.filter(isOfIt),
    staff: record.staff.filter(isOfIt),
    claims: record.claims.filter(isOfIt),
    shifts: record.shifts.filter(isOfIt),
    requests: [],
    tallies: [],
  };
};
