import { intersection, MINUTE, type Span, type SpanIndex } from '../interval.js';
import { addSegment, emptyCoverageTotals, type CoverageTotals } from '../staffing.js';
import { isWaitUnknown } from '../wait-times.js';
import type { ClaimFact, RequestFact, ShiftFact, TallyFact } from './facts.js';

/** The measured durations of a request; each starts when the request is opened. */
export type Duration = 'firstResponse' | 'firstResolution' | 'resolution';
/** Service time counts only while the location is open. */
export type Clock = 'Service' | 'Wall';

const noneByDuration = (): Record<Duration, number> => ({
  firstResponse: 0,
  firstResolution: 0,
  resolution: 0,
});

/**
 * Sums and samples of one bucket. Sums add up over locations and positions. Rates are computed once, at the
 * end, with the formulas of metrics.ts.
 */
export class MetricsAccumulator {
  readonly coverage: CoverageTotals = emptyCoverageTotals();
  private readonly samples = new Map<`${Duration}${Clock}`, number[]>();
  readonly sums = {
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
  readonly waitUnknown = noneByDuration();
  readonly outOfOrder = noneByDuration();
  readonly readLevels: Record<string, number> = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0 };

  addCoverage(segment: Parameters<typeof addSegment>[1], part: Span): void {
    addSegment(this.coverage, segment, part);
  }

  addOpen(minutes: number): void {
    this.sums.openMinutes += minutes;
  }

  /** Operator time on shift, not limited by demand: as attended where known, else as approved. */
  addStaffed(minutes: number): void {
    this.sums.staffedMinutes += minutes;
  }

  addShift(shift: ShiftFact): void {
    this.sums.seats += shift.seats;
    this.sums.filledSeats += shift.filledSeats;
  }

  /**
   * A claim counts where its shift starts, and only after it has started. A finished shift without any record
   * is not an absence; recordedShare shows it.
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

  /** The durations of one kind in minutes, shortest first. */
  sortedMinutes(duration: Duration, clock: Clock): readonly number[] {
    return this.samplesOf(`${duration}${clock}`).sort((a, b) => a - b);
  }

  private count(by: number, directional: boolean, open: boolean, duringGap: boolean): void {
    if (directional) this.sums.directionalRequests += by;
    else if (open) this.sums.requests += by;
    else this.sums.requestsOutsideHours += by;
    if (duringGap && !directional) this.sums.demandDuringGaps += by;
  }

  private sample(name: Duration, request: RequestFact, to: number | null, serviceHours: SpanIndex): void {
    const from = request.openedAt;
    if (to === null) return;
    // An answer before its question is a clock error, so it has no duration.
    if (to < from) {
      this.outOfOrder[name] += 1;
      return;
    }
    // A request that was written down when it was answered always shows a wait of zero.
    if (to === from && isWaitUnknown(request)) {
      this.waitUnknown[name] += 1;
      return;
    }
    this.samplesOf(`${name}Wall`).push((to - from) / MINUTE);
    this.samplesOf(`${name}Service`).push(serviceHours.minutesWithin({ start: from, end: to }));
  }

  private samplesOf(key: `${Duration}${Clock}`): number[] {
    let samples = this.samples.get(key);
    if (!samples) this.samples.set(key, (samples = []));
    return samples;
  }
}
