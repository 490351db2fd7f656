import type { PilotMetrics } from '../domain/metrics/pilot-metrics.js';
import type { LocationRecord } from './metrics-facts.js';
import type { Dimension, MetricsDto, MetricsItemDto } from './pilots.dto.js';

/** One value of a dimension, with each location's own part of the facts beside the whole they come from. */
export interface Part {
  key: Partial<Pick<MetricsItemDto, 'locationId' | 'positionId' | 'tier' | 'channel' | 'category'>>;
  records: { own: LocationRecord; whole: LocationRecord }[];
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
      records.flatMap((record) => [...record.demand, ...record.seats, ...record.claims]),
      'positionId',
    ).map((positionId) => ({
      key: { positionId: positionId },
      records: records.map((whole) => ({ own: narrowToPosition(whole, positionId), whole })),
    }));
  }
  return supportValues(records, by).map((value) => ({
    key: { [by]: value },
    records: records.map((whole) => ({ own: narrowToValue(whole, by, value), whole })),
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

const supportValues = (
  records: readonly LocationRecord[],
  by: 'tier' | 'channel' | 'category',
): (string | null)[] =>
  by === 'tier'
    ? ['library', 'campus-it']
    : valuesOf(
        records.flatMap((record) => [...record.requests, ...record.tallies]),
        by,
      );

const narrowToPosition = (record: LocationRecord, positionId: string): LocationRecord => ({
  ...record,
  demand: record.demand.filter((piece) => piece.positionId === positionId),
  claims: record.claims.filter((claim) => claim.positionId === positionId),
  seats: record.seats.filter((shift) => shift.positionId === positionId),
  requests: [],
  tallies: [],
});

/** Tallies are the library's own: they know no tier. */
const narrowToValue = (
  record: LocationRecord,
  by: 'tier' | 'channel' | 'category',
  value: string | null,
): LocationRecord => ({
  ...record,
  requests: record.requests.filter((request) => request[by] === value),
  tallies: record.tallies.filter((tally) => (by === 'tier' ? value === 'library' : tally[by] === value)),
});
