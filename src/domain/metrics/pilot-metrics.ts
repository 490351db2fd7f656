import { openSpans } from '../coverage.js';
import { intersection, MINUTE, overlaps, SpanIndex, unite, type Span } from '../interval.js';
import { gapsIn, staffingOf, teamsOf, type StaffingSegment } from '../staffing.js';
import type { Circumstances, MetricsAccumulator } from './accumulator.js';
import type { Slice } from './buckets.js';
import type { LocationFacts } from './facts.js';

/** Whom the figures of coverage and unmet need count: who was planned, or who came. */
export const METRIC_BASES = ['approved', 'attended'] as const;
export type MetricBasis = (typeof METRIC_BASES)[number];

/** One location's coverage over the counted time in one basis. */
interface CoverTimeline {
  segments: readonly StaffingSegment[];
  /** Some position has too few people, but somebody. */
  short: SpanIndex;
  /** Some position has nobody. */
  empty: SpanIndex;
}

/** One location's time, computed once for all splits of its facts. */
export interface Timeline {
  window: Span;
  /** The part of the window that is over, so that attendance is known. */
  known: Span;
  cover: Record<MetricBasis, CoverTimeline>;
  open: readonly Span[];
  serviceHours: SpanIndex;
  undesirable: SpanIndex;
  occupied: SpanIndex;
}

/**
 * Computes the timeline of a location from its whole demand and staff in O(n log n). Attendance is known up to
 * `now`, so the attended basis has no later time.
 */
export function timelineOf(facts: LocationFacts, window: Span, now: number): Timeline {
  const open = openSpans(facts.calendar);
  const occupied = unite(facts.occupied);
  const known = { start: window.start, end: Math.max(window.start, Math.min(window.end, now)) };
  return {
    window,
    known,
    cover: {
      approved: coverOf(facts.calendar, facts.approved, window),
      attended: coverOf(facts.calendar, facts.attended, known),
    },
    open,
    serviceHours: new SpanIndex(open),
    undesirable: new SpanIndex(facts.undesirable),
    occupied: new SpanIndex(occupied),
  };
}

function coverOf(
  demand: LocationFacts['demand'],
  staff: LocationFacts['approved'],
  window: Span,
): CoverTimeline {
  const segments = staffingOf(demand, teamsOf(staff), window);
  const gaps = gapsIn(segments);
  return {
    segments,
    short: new SpanIndex(unite(gaps.filter(({ assigned }) => assigned > 0))),
    empty: new SpanIndex(unite(gaps.filter(({ assigned }) => assigned === 0))),
  };
}

/**
 * Adds one location's facts to the accumulators of their slices. Instants count in their slice, spans by
 * their part in each, shifts and claims where they start. `slices` are in order and disjoint; the cost is
 * linear. Facts limited to one position have their own demand; `timeline` is always of the whole location.
 */
export function accumulate(
  facts: LocationFacts,
  slices: readonly Slice[],
  accumulatorOf: (bucket: number) => MetricsAccumulator,
  timeline: Timeline,
  basis: MetricBasis = 'approved',
): void {
  if (slices.length === 0) return;
  const { serviceHours, window, cover, undesirable, occupied } = timeline;
  const isWhole = facts.demand === facts.calendar;
  const minutesIn = (
    spans: readonly Span[],
    add: (to: MetricsAccumulator, minutes: number) => void,
  ): void => {
    for (const span of spans)
      forEachPart(span, slices, (part, bucket) => add(accumulatorOf(bucket), lengthOf(part)));
  };
  const circumstancesAt = (at: number): Circumstances => ({
    isOpen: serviceHours.includes(at),
    isShort: cover[basis].short.includes(at),
    isEmpty: cover[basis].empty.includes(at),
    isCounted: occupied.includes(at),
  });

  const segmentsIn = (one: MetricBasis): readonly StaffingSegment[] =>
    isWhole
      ? cover[one].segments
      : staffingOf(facts.demand, teamsOf(facts[one]), one === 'attended' ? timeline.known : window);
  for (const [name, one] of [
    ['coverage', basis],
    ['attendedCoverage', 'attended'],
  ] as const)
    for (const segment of segmentsIn(one))
      forEachPart(segment, slices, (part, bucket) => accumulatorOf(bucket).addCoverage(name, segment, part));
  minutesIn(isWhole ? timeline.open : openSpans(facts.demand), (to, minutes) => to.addOpen(minutes));
  if (facts.fixedCostsPerMinute > 0)
    for (const slice of slices)
      accumulatorOf(slice.bucket).addFixedCost(lengthOf(slice) * facts.fixedCostsPerMinute);
  for (const span of facts.paid) minutesIn([span], (to, minutes) => to.addPaid(span, minutes));
  for (const hour of facts.occupied)
    forEachPart(hour, slices, (part, bucket) => accumulatorOf(bucket).addOccupied(hour, part));
  for (const claim of facts.claims) {
    if (claim.present) minutesIn([claim.present], (to, minutes) => to.addStaffed(minutes));
    forEachPart(claim.shift, slices, (part, bucket) =>
      accumulatorOf(bucket).addLoad(claim.operatorId, lengthOf(part), undesirable.minutesWithin(part)),
    );
    atInstant(claim.shift.start, slices, (bucket) => accumulatorOf(bucket).addClaim(claim));
  }
  for (const shift of facts.shifts)
    atInstant(shift.startsAt, slices, (bucket) => accumulatorOf(bucket).addShift(shift));
  for (const tally of facts.tallies)
    atInstant(tally.at, slices, (bucket) => accumulatorOf(bucket).addTally(tally, circumstancesAt(tally.at)));
  for (const request of facts.requests) {
    const at = request.openedAt;
    atInstant(at, slices, (bucket) =>
      accumulatorOf(bucket).addRequest(request, circumstancesAt(at), serviceHours),
    );
  }
}

const lengthOf = ({ start, end }: Span): number => (end - start) / MINUTE;

/** The index of the first slice that ends after an instant. */
function firstEndingAfter(instant: number, slices: readonly Slice[]): number {
  let low = 0;
  let high = slices.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (slices[middle]!.end <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

function forEachPart(
  span: Span,
  slices: readonly Slice[],
  visit: (part: Span, bucket: number) => void,
): void {
  for (let i = firstEndingAfter(span.start, slices); i < slices.length && overlaps(slices[i]!, span); i++) {
    visit(intersection(span, slices[i]!)!, slices[i]!.bucket);
  }
}

function atInstant(instant: number, slices: readonly Slice[], visit: (bucket: number) => void): void {
  const slice = slices[firstEndingAfter(instant, slices)];
  if (slice && slice.start <= instant) visit(slice.bucket);
}
