import { openSpans } from '../coverage.js';
import {
  firstEndingAfter,
  intersection,
  MINUTE,
  overlaps,
  SpanIndex,
  unite,
  type Span,
} from '../interval.js';
import { gapsIn, staffingOf, teamsOf, type StaffingSegment } from '../staffing.js';
import {
  METRIC_BASES,
  type Circumstances,
  type MetricBasis,
  type MetricsAccumulator,
  type Shortage,
} from './accumulator.js';
import type { Slice } from './buckets.js';
import type { LocationFacts } from './facts.js';

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
): void {
  if (slices.length === 0) return;
  const { serviceHours, window, cover, undesirable, occupied } = timeline;
  const isWhole = facts.demand === facts.calendar;
  const timeIn = (spans: readonly Span[], add: (to: MetricsAccumulator, millis: number) => void): void => {
    for (const span of spans)
      forEachPart(span, slices, (part, bucket) => add(accumulatorOf(bucket), lengthOf(part)));
  };
  const shortageAt = (at: number, basis: MetricBasis): Shortage => ({
    isShort: cover[basis].short.includes(at),
    isEmpty: cover[basis].empty.includes(at),
  });
  const circumstancesAt = (at: number): Circumstances => ({
    isOpen: serviceHours.includes(at),
    isCounted: occupied.includes(at),
    approved: shortageAt(at, 'approved'),
    attended: shortageAt(at, 'attended'),
  });

  const segmentsIn = (basis: MetricBasis): readonly StaffingSegment[] =>
    isWhole
      ? cover[basis].segments
      : staffingOf(facts.demand, teamsOf(facts[basis]), basis === 'attended' ? timeline.known : window);
  for (const basis of METRIC_BASES)
    for (const segment of segmentsIn(basis))
      forEachPart(segment, slices, (part, bucket) => accumulatorOf(bucket).addCoverage(basis, segment, part));
  timeIn(isWhole ? timeline.open : openSpans(facts.demand), (to, millis) => to.addOpen(millis));
  if (facts.fixedCostsPerMinute > 0)
    for (const slice of slices)
      accumulatorOf(slice.bucket).addFixedCost(facts.fixedCostsPerMinute, lengthOf(slice));
  for (const span of facts.paid) timeIn([span], (to, millis) => to.addPaid(span, millis));
  for (const hour of facts.occupied)
    forEachPart(hour, slices, (part, bucket) => accumulatorOf(bucket).addOccupied(hour, part));
  for (const hour of facts.inUse)
    forEachPart(hour, slices, (part, bucket) => accumulatorOf(bucket).addInUse(hour, part));
  timeIn(unite(facts.visits), (to, millis) => to.addGateRead(millis));
  for (const visit of facts.visits) {
    forEachPart(visit, slices, (part, bucket) => accumulatorOf(bucket).addEntries(visit, part));
    if (visit.isReset) atInstant(visit.end - 1, slices, (bucket) => accumulatorOf(bucket).addGateReset());
  }
  for (const claim of facts.claims) {
    if (claim.present) timeIn([claim.present], (to, millis) => to.addStaffed(millis));
    if (claim.due && claim.isImported && !claim.recorded)
      timeIn([claim.due], (to, millis) => to.addUnknown(millis));
    forEachPart(claim.shift, slices, (part, bucket) =>
      accumulatorOf(bucket).addLoad(
        claim.operatorId,
        lengthOf(part),
        millisOf(undesirable.minutesWithin(part)),
      ),
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

const lengthOf = ({ start, end }: Span): number => end - start;
const millisOf = (minutes: number): number => Math.round(minutes * MINUTE);

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
