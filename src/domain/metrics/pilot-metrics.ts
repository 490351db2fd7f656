import { openSpans, type DemandPiece } from '../coverage.js';
import { intersection, MINUTE, overlaps, SpanIndex, unite, type Span } from '../interval.js';
import {
  addSegment,
  coverageSummary,
  emptyCoverageTotals,
  gapsIn,
  staffingOf,
  teamsOf,
  type CoverageSummary,
  type CoverageTotals,
  type StaffingSegment,
  type StaffSpan,
} from '../staffing.js';
import { isWaitUnknown, type KnownWait } from '../waits.js';
import type { Slice } from './buckets.js';
import { quantile } from './percentile.js';
import {
  attendanceRate,
  escalationShare,
  fillRate,
  firstLevelResolutionRate,
  noShowRate,
  recordedShare,
  requestsPerHour,
} from './rates.js';

/** Bumped whenever a formula changes, so that two reports can be compared. */
export const DEFINITION_VERSION = 3;

/**
 * An approved claim with what became of it. `due` is the part of the shift that has passed by now, null before it
 * begins; `worked` is check-in to check-out, null while unknown; `present` is where they are taken to have been; `recorded`
 * says whether a check-in or a no-show is known.
 */
export interface ClaimFact {
  shift: Span;
  due: Span | null;
  worked: Span | null;
  present: Span | null;
  recorded: boolean;
  noShow: boolean;
}

/** A published shift, for the fill rate. */
export interface ShiftFact {
  startsAt: number;
  seats: number;
  filledSeats: number;
}

/** A support request, instants in epoch ms. */
export interface RequestFact extends KnownWait {
  escalatedAt: number | null;
  firstResolvedAt: number | null;
  resolvedAt: number | null;
  tier: 'library' | 'campus-it';
  directional: boolean;
  readLevel: number | null;
}

/** Help given that nobody wrote a ticket for. */
export interface TallyFact {
  at: number;
  count: number;
  directional: boolean;
}

/** All facts of one location that bear on some counted time. `calendar` demand reaches far enough to time every request. */
export interface LocationFacts {
  demand: readonly DemandPiece[];
  /** Demand of every position, where the other facts are narrowed to one; decides open hours and unmet need. */
  calendar: readonly DemandPiece[];
  staff: readonly StaffSpan[];
  claims: readonly ClaimFact[];
  shifts: readonly ShiftFact[];
  requests: readonly RequestFact[];
  tallies: readonly TallyFact[];
}

export interface PilotMetrics extends CoverageSummary, Percentiles {
  seats: number;
  filledSeats: number;
  fillRate: number | null;
  attendanceRate: number | null;
  noShowRate: number | null;
  recordedShare: number | null;
  openHours: number;
  staffedHours: number;
  requests: number;
  requestsOutsideHours: number;
  directionalRequests: number;
  requestsPerOpenHour: number | null;
  requestsPerStaffedHour: number | null;
  demandDuringGaps: number;
  resolved: number;
  escalated: number;
  firstLevelResolutionRate: number | null;
  escalationShare: number | null;
  readLevels: Record<string, number>;
  /** Of the first responses that are timed, those whose wait was stated at the desk rather than measured. */
  firstResponseStatedN: number;
  missing: { firstResponseAt: number; resolvedAt: number };
  waitUnknown: ByAnswer;
  outOfOrder: ByAnswer;
}

/** A count for each answer a duration ends with. */
type ByAnswer = Record<'firstResponseAt' | 'firstResolvedAt' | 'resolvedAt', number>;

const DURATIONS = ['firstResponse', 'firstResolution', 'resolution'] as const;
type DurationName = (typeof DURATIONS)[number];
type Clock = 'Service' | 'Wall';
type Timed = `${DurationName}${Clock}Minutes`;
/** Of each duration its percentiles, and of how many they are. */
type Percentiles = Record<`${Timed}${'P50' | 'P90'}`, number | null> & Record<`${Timed}N`, number>;

const noneByDuration = (): Record<DurationName, number> => ({
  firstResponse: 0,
  firstResolution: 0,
  resolution: 0,
});

const byAnswer = (counts: Record<DurationName, number>): ByAnswer => ({
  firstResponseAt: counts.firstResponse,
  firstResolvedAt: counts.firstResolution,
  resolvedAt: counts.resolution,
});

/** Sums and samples of one bucket. Sums add over locations and positions; rates are taken once, at the end. */
export class MetricsAccumulator {
  private readonly coverage: CoverageTotals = emptyCoverageTotals();
  private readonly samples = new Map<`${DurationName}${Clock}`, number[]>();
  private readonly sums = {
    seats: 0,
    filledSeats: 0,
    claimMinutes: 0,
    attendedMinutes: 0,
    claims: 0,
    noShows: 0,
    finishedClaims: 0,
    recordedClaims: 0,
    openMinutes: 0,
    staffedMinutes: 0,
    requests: 0,
    requestsOutsideHours: 0,
    directionalRequests: 0,
    demandDuringGaps: 0,
    resolved: 0,
    firstLevelResolved: 0,
    escalated: 0,
    resolvedOrEscalated: 0,
    statedResponses: 0,
    withoutResponse: 0,
    withoutResolution: 0,
  };
  private readonly waitUnknown = noneByDuration();
  private readonly outOfOrder = noneByDuration();
  private readonly readLevels: Record<string, number> = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0 };

  /**
   * The metrics as docs/metrics.md defines them: hours and minutes of real time, rates null without a denominator,
   * percentiles of type 7 in minutes over all non-directional requests opened in the counted time.
   */
  summary(): PilotMetrics {
    const { sums } = this;
    return {
      ...coverageSummary(this.coverage),
      seats: sums.seats,
      filledSeats: sums.filledSeats,
      fillRate: fillRate(sums.filledSeats, sums.seats),
      attendanceRate: attendanceRate(sums.attendedMinutes, sums.claimMinutes),
      noShowRate: noShowRate(sums.noShows, sums.claims),
      recordedShare: recordedShare(sums.recordedClaims, sums.finishedClaims),
      openHours: sums.openMinutes / 60,
      staffedHours: sums.staffedMinutes / 60,
      requests: sums.requests,
      requestsOutsideHours: sums.requestsOutsideHours,
      directionalRequests: sums.directionalRequests,
      requestsPerOpenHour: requestsPerHour(sums.requests, sums.openMinutes),
      requestsPerStaffedHour: requestsPerHour(sums.requests, sums.staffedMinutes),
      demandDuringGaps: sums.demandDuringGaps,
      ...this.percentiles(),
      resolved: sums.resolved,
      escalated: sums.escalated,
      firstLevelResolutionRate: firstLevelResolutionRate(sums.firstLevelResolved, sums.resolved),
      escalationShare: escalationShare(sums.escalated, sums.resolvedOrEscalated),
      readLevels: { ...this.readLevels },
      firstResponseStatedN: sums.statedResponses,
      missing: { firstResponseAt: sums.withoutResponse, resolvedAt: sums.withoutResolution },
      waitUnknown: byAnswer(this.waitUnknown),
      outOfOrder: byAnswer(this.outOfOrder),
    };
  }

  addCoverage(segment: Parameters<typeof addSegment>[1], part: Span): void {
    addSegment(this.coverage, segment, part);
  }

  addOpen(minutes: number): void {
    this.sums.openMinutes += minutes;
  }

  /** Operator time on shift, not capped by demand: as attended where that is known, else as approved. */
  addStaffed(minutes: number): void {
    this.sums.staffedMinutes += minutes;
  }

  addShift(shift: ShiftFact): void {
    this.sums.seats += shift.seats;
    this.sums.filledSeats += shift.filledSeats;
  }

  /**
   * A claim counts where its shift starts, once it has: before that there is nothing to attend. A finished shift of which nobody
   * recorded anything is no absence; recordedShare tells of it.
   */
  addClaim(claim: ClaimFact): void {
    if (!claim.due) return;
    const isFinished = claim.due.end === claim.shift.end;
    if (isFinished) this.sums.finishedClaims += 1;
    if (isFinished && claim.recorded) this.sums.recordedClaims += 1;
    if (isFinished && !claim.recorded) return;
    const attended = claim.worked && intersection(claim.worked, claim.due);
    this.sums.claims += 1;
    this.sums.claimMinutes += (claim.due.end - claim.due.start) / MINUTE;
    if (attended) this.sums.attendedMinutes += (attended.end - attended.start) / MINUTE;
    if (claim.noShow) this.sums.noShows += 1;
  }

  addTally(tally: TallyFact, open: boolean, duringGap: boolean): void {
    this.count(tally.count, tally.directional, open, duringGap);
  }

  addRequest(request: RequestFact, open: boolean, duringGap: boolean, serviceHours: SpanIndex): void {
    this.count(1, request.directional, open, duringGap);
    if (request.directional) return;
    const { firstResponseAt, firstResolvedAt, resolvedAt, escalatedAt } = request;
    if (firstResponseAt === null) this.sums.withoutResponse += 1;
    if (resolvedAt === null) this.sums.withoutResolution += 1;
    if (request.waitedMinutes !== null) this.sums.statedResponses += 1;
    this.sample('firstResponse', request, firstResponseAt, serviceHours);
    this.sample('firstResolution', request, firstResolvedAt, serviceHours);
    this.sample('resolution', request, resolvedAt, serviceHours);
    if (escalatedAt !== null) this.sums.escalated += 1;
    if (resolvedAt !== null) this.sums.resolved += 1;
    if (resolvedAt !== null || escalatedAt !== null) this.sums.resolvedOrEscalated += 1;
    if (resolvedAt !== null && escalatedAt === null && request.tier === 'library')
      this.sums.firstLevelResolved += 1;
    if (request.readLevel !== null) this.readLevels[request.readLevel]! += 1;
  }

  private count(by: number, directional: boolean, open: boolean, duringGap: boolean): void {
    if (directional) this.sums.directionalRequests += by;
    else if (open) this.sums.requests += by;
    else this.sums.requestsOutsideHours += by;
    if (duringGap && !directional) this.sums.demandDuringGaps += by;
  }

  private sample(name: DurationName, request: RequestFact, to: number | null, serviceHours: SpanIndex): void {
    const from = request.openedAt;
    if (to === null) return;
    // An answer from before the question is a slip of the clock: no duration can be read off it.
    if (to < from) {
      this.outOfOrder[name] += 1;
      return;
    }
    // What was written down as it was answered took no time by construction.
    if (to === from && isWaitUnknown(request)) {
      this.waitUnknown[name] += 1;
      return;
    }
    this.samplesOf(`${name}Wall`).push((to - from) / MINUTE);
    this.samplesOf(`${name}Service`).push(serviceHours.minutesWithin({ start: from, end: to }));
  }

  private samplesOf(key: `${DurationName}${Clock}`): number[] {
    let samples = this.samples.get(key);
    if (!samples) this.samples.set(key, (samples = []));
    return samples;
  }

  private percentiles(): Percentiles {
    const entries = DURATIONS.flatMap((name) =>
      (['Service', 'Wall'] as const).flatMap((clock) => {
        const sorted = this.samplesOf(`${name}${clock}`).sort((a, b) => a - b);
        return [
          [`${name}${clock}MinutesP50`, quantile(sorted, 0.5)],
          [`${name}${clock}MinutesP90`, quantile(sorted, 0.9)],
          [`${name}${clock}MinutesN`, sorted.length],
        ] as const;
      }),
    );
    return Object.fromEntries(entries) as Percentiles;
  }
}

/** One location's coverage over the counted time, worked out once for however many splits of its facts. */
export interface Timeline {
  segments: readonly StaffingSegment[];
  open: readonly Span[];
  serviceHours: SpanIndex;
  gaps: SpanIndex;
}

/** Works out the timeline of a location from its whole demand and staff. Costs O(n log n). */
export function timelineOf({ calendar, staff }: LocationFacts, slices: readonly Slice[]): Timeline {
  const window = { start: slices[0]?.start ?? 0, end: slices.at(-1)?.end ?? 0 };
  const segments = staffingOf(calendar, teamsOf(staff), window);
  const open = openSpans(calendar);
  return { segments, open, serviceHours: new SpanIndex(open), gaps: new SpanIndex(unite(gapsIn(segments))) };
}

/**
 * Adds one location's facts to the accumulators of the slices they fall in. Instants count where they lie, spans by
 * their part, shifts and claims where they start. `slices` are in order and disjoint; cost is linear. Facts narrowed
 * to one position have a demand of their own; `timeline` is of the whole location either way.
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

/** Index of the first slice that ends after an instant. */
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
