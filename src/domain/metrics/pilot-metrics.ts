import { openSpans } from '../coverage.js';
import { intersection, MINUTE, overlaps, SpanIndex, unite, type Span } from '../interval.js';
import { gapsIn, staffingOf, teamsOf, type StaffingSegment } from '../staffing.js';
import type { MetricsAccumulator } from './accumulator.js';
import type { Slice } from './buckets.js';
import type { LocationFacts } from './facts.js';

/** One location's coverage over the counted time, computed once for all splits of its facts. */
export interface Timeline {
  segments: readonly StaffingSegment[];
  open: readonly Span[];
  serviceHours: SpanIndex;
  gaps: SpanIndex;
}

/** Computes the timeline of a location from its whole demand and staff in O(n log n). */
export function timelineOf({ calendar, staff }: LocationFacts, slices: readonly Slice[]): Timeline {
  const window = { start: slices[0]?.start ?? 0, end: slices.at(-1)?.end ?? 0 };
  const segments = staffingOf(calendar, teamsOf(staff), window);
  const open = openSpans(calendar);
  return { segments, open, serviceHours: new SpanIndex(open), gaps: new SpanIndex(unite(gapsIn(segments))) };
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
  timeline: Timeline = timelineOf(facts, slices),
): void {
  const [first, last] = [slices[0], slices.at(-1)];
  if (!first || !last) return;
  const window = { start: first.start, end: last.end };
  const { serviceHours, gaps } = timeline;
  const isWhole = facts.demand === facts.calendar;

  for (const segment of isWhole
    ? timeline.segments
    : staffingOf(facts.demand, teamsOf(facts.staff), window)) {
    forEachPart(segment, slices, (part, bucket) => accumulatorOf(bucket).addCoverage(segment, part));
  }
  for (const span of isWhole ? timeline.open : openSpans(facts.demand)) {
    forEachPart(span, slices, (part, bucket) =>
      accumulatorOf(bucket).addOpen((part.end - part.start) / MINUTE),
    );
  }
  for (const claim of facts.claims) {
    if (claim.present) {
      forEachPart(claim.present, slices, (part, bucket) =>
        accumulatorOf(bucket).addStaffed((part.end - part.start) / MINUTE),
      );
    }
    atInstant(claim.shift.start, slices, (bucket) => accumulatorOf(bucket).addClaim(claim));
  }
  for (const shift of facts.shifts) {
    atInstant(shift.startsAt, slices, (bucket) => accumulatorOf(bucket).addShift(shift));
  }
  for (const tally of facts.tallies) {
    atInstant(tally.at, slices, (bucket) =>
      accumulatorOf(bucket).addTally(tally, serviceHours.includes(tally.at), gaps.includes(tally.at)),
    );
  }
  for (const request of facts.requests) {
    const at = request.openedAt;
    atInstant(at, slices, (bucket) =>
      accumulatorOf(bucket).addRequest(request, serviceHours.includes(at), gaps.includes(at), serviceHours),
    );
  }
}

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
