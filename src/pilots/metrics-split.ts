import type { CountedPart } from '../domain/metrics/counts/parts.js';
import { NO_FACTS, type LocationFacts } from '../domain/metrics/facts.js';
import type { Dimension } from '../domain/metrics/metric.js';
import type { RequestFactRow } from '../support/support-facts.repository.js';
import type { LocationRecord } from './metrics-facts.js';

/** The dimensions of requests and tallies. */
type SupportDimension = 'tier' | 'channel' | 'category';

type Alike = Record<'channel' | 'category', string | null> & { tier?: string };

/** What belongs to every value of a dimension of requests, such as a location's full open time. */
export const COMMON = Symbol('common');
/** A value of a dimension; null without a dimension, and for requests that have none. */
export type SplitValue = string | null | typeof COMMON;

/** Splits a location's facts, without its requests, by the values of a dimension; without one, everything is under null. */
export function splitRecord(
  record: LocationRecord,
  by: Dimension | undefined,
): Map<SplitValue, LocationFacts> {
  if (by === undefined) return new Map([[null, record]]);
  if (by === 'location') return new Map([[record.locationId, record]]);
  if (by === 'position') return splitByPosition(record);
  const { calendar } = record;
  const split = new Map<SplitValue, LocationFacts>([[COMMON, { ...record, tallies: [] }]]);
  for (const [value, tallies] of Map.groupBy(record.tallies, (tally) => tallyValue(tally, by)))
    split.set(value, { ...NO_FACTS, calendar, tallies });
  return split;
}

/** Splits a location's facts, without its requests and tallies, which have no position. */
export function splitByPosition(record: LocationRecord): Map<string, LocationFacts> {
  const rows = [...record.demand, ...record.shifts, ...record.claims];
  const positions = new Set(rows.map(({ positionId }) => positionId));
  return new Map([...positions].map((positionId) => [positionId, narrowToPosition(record, positionId)]));
}

/** The same text for requests, or tallies, of one tier, channel and category. PostgreSQL has no text with the separator. */
export const likenessOf = ({ tier = '', channel, category }: Alike): string =>
  [tier, keyOf(channel), keyOf(category)].join('\0');

const keyOf = (value: string | null): string => (value === null ? '' : `=${value}`);

/** Splits requests by the values of a dimension. Requests have no position. */
export function splitRequests(
  requests: readonly RequestFactRow[],
  by: Dimension | undefined,
): Map<SplitValue, RequestFactRow[]> {
  if (by === 'position') return new Map();
  return Map.groupBy(requests, (request) =>
    by === undefined ? null : by === 'location' ? request.locationId : request[by],
  );
}

/** The value to which a part of counts belongs; undefined for one that is in other parts. */
export function valueOf(part: CountedPart, by: SupportDimension | 'position'): SplitValue | undefined {
  if (by === 'position') return part.kind === 'position' ? part.positionId : undefined;
  switch (part.kind) {
    case 'place':
      return COMMON;
    case 'position':
      return undefined;
    case 'tallies':
      return tallyValue(part, by);
    case 'requests':
      return part[by];
  }
}

/** Tallies are always the library's; they have no tier. */
const tallyValue = (
  tally: { channel: string | null; category: string | null },
  by: SupportDimension,
): string | null => (by === 'tier' ? 'library' : tally[by]);

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
