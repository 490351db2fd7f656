import type { CountedPart } from '../domain/metrics/counts/day-counts.js';
import { NO_FACTS, type LocationFacts } from '../domain/metrics/facts.js';
import type { Dimension } from '../domain/metrics/metric.js';
import type { RequestFactRow, SupportDimension } from '../support/support-facts.repository.js';
import type { LocationRecord } from './metrics-facts.js';

const SUPPORT_ONLY: readonly SupportDimension[] = ['tier', 'channel', 'category'];

export const isOfSupport = (by: Dimension | undefined): by is SupportDimension =>
  (SUPPORT_ONLY as readonly unknown[]).includes(by);

/**
 * Splits a location's facts by the values of a dimension; without a dimension, everything is under null. For
 * a support dimension, `values` are its values, and each gets the location's full open time.
 */
export function splitRecord(
  record: LocationRecord,
  by: Dimension | undefined,
  values: readonly (string | null)[],
): Map<string | null, LocationFacts> {
  if (by === undefined) return new Map([[null, record]]);
  if (by === 'location') return new Map([[record.locationId, record]]);
  if (by === 'position') {
    const rows = [...record.demand, ...record.shifts, ...record.claims];
    const positions = new Set(rows.map(({ positionId }) => positionId));
    return new Map([...positions].map((positionId) => [positionId, narrowToPosition(record, positionId)]));
  }
  // Tallies are always the library's; they have no tier.
  const tallies = Map.groupBy(record.tallies, (tally) => (by === 'tier' ? 'library' : tally[by]));
  return new Map(values.map((value) => [value, { ...record, tallies: tallies.get(value) ?? [] }]));
}

/** The values of a dimension to which a part of counts belongs, split as by `splitRecord` and `splitRequests`. */
export function valuesOf(
  part: CountedPart,
  by: Exclude<Dimension, 'location'>,
  values: readonly (string | null)[],
): readonly (string | null)[] {
  if (by === 'position') return part.kind === 'position' ? [part.positionId] : [];
  switch (part.kind) {
    case 'place':
      return values;
    case 'position':
      return [];
    case 'tallies':
      return [by === 'tier' ? 'library' : part[by]];
    case 'requests':
      return [part[by]];
  }
}

/** Splits requests by the values of a dimension. Requests have no position. */
export function splitRequests(
  requests: readonly RequestFactRow[],
  by: Dimension | undefined,
): Map<string | null, RequestFactRow[]> {
  if (by === 'position') return new Map();
  return Map.groupBy(requests, (request) =>
    by === undefined ? null : by === 'location' ? request.locationId : request[by],
  );
}

const narrowToPosition = (record: LocationRecord, positionId: string): LocationFacts => {
  const isOfIt = (row: { positionId: string }): boolean => row.positionId === positionId;
  return {
    ...NO_FACTS,
    calendar: record.calendar,
    demand: record.demand.filter(isOfIt),
    approved: record.approved.filter(isOfIt),
    attended: record.attended.filter(isOfIt),
    claims: record.claims.filter(isOfIt),
    shifts: record.shifts.filter(isOfIt),
  };
};
