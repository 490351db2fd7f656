import { HOUR, intersection, MINUTE, SECOND, type Span, type SpanIndex } from '../interval.js';
import { addSegment, emptyCoverageTotals, type CoverageTotals } from '../staffing.js';
import { isWaitUnknown } from '../wait-times.js';
import type { ClaimFact, OccupiedHour, PaidSpan, RequestFact, ShiftFact, TallyFact } from './facts.js';
import { WaitHistogram } from './wait-histogram.js';

/** The measured durations of a request; each starts when the request is opened. */
export type Duration = 'firstResponse' | 'firstResolution' | 'resolution';
/** Service time counts only while the location is open. */
export type Clock = 'Service' | 'Wall';

/** What holds for all figures of an answer. */
export interface MeasuringRules {
  /** The present, in epoch ms. */
  now: number;
  /** A request is followed for so long after its opening; a later answer counts as none. */
  followUpHours: number;
  /** The operators who could work in the measured time. */
  operators: readonly OperatorCap[];
  /** Campus IT's cost of an escalated request; null when it is not known. */
  escalationCost: number | null;
}

export interface OperatorCap {
  id: string;
  /** Hours a week; null: no cap. */
  weeklyHourCap: number | null;
}

/** When a request or tally was opened. */
export interface Circumstances {
  isOpen: boolean;
  /** A position had too few people, but somebody. */
  isShort: boolean;
  /** A position that needed people had nobody. */
  isEmpty: boolean;
  /** People were counted in that clock hour. */
  isCounted: boolean;
}

/** The times within which an answer is wanted, in minutes. */
export const HORIZONS = { '15Minutes': 15, '60Minutes': 60, '24Hours': 1_440 } as const;
export type Horizon = keyof typeof HORIZONS;
const HORIZON_NAMES = Object.keys(HORIZONS) as Horizon[];

const noneByDuration = (): Record<Duration, number> => ({
  firstResponse: 0,
  firstResolution: 0,
  resolution: 0,
});

/**
 * Sums and histograms of one bucket. They add up over locations and positions. Rates are computed once, at
 * the end, with the formulas of metrics.ts.
 */
export class MetricsAccumulator {
  readonly coverage: CoverageTotals = emptyCoverageTotals();
  /** The same by what operators attended, up to now. */
  readonly attendedCoverage: CoverageTotals = emptyCoverageTotals();
  private readonly histograms = new Map<`${Duration}${Clock}`, WaitHistogram>();
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
    staffCost: 0,
    minutesWithoutCost: 0,
    fixedCost: 0,
    requests: 0,
    requestsOutsideHours: 0,
    directionalRequests: 0,
    demandDuringGaps: 0,
    demandWhileShort: 0,
    demandWhileEmpty: 0,
    resolved: 0,
    firstLevelResolved: 0,
    escalated: 0,
    resolvedOrEscalated: 0,
    statedResponses: 0,
    withoutResponse: 0,
    withoutResolution: 0,
    occupiedMinutes: 0,
    countedMinutes: 0,
    requestsWhileCounted: 0,
  };
  readonly waitUnknown = noneByDuration();
  readonly outOfOrder = noneByDuration();
  readonly readLevels: Record<string, number> = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0 };
  /** First responses within each horizon, of the requests that were followed so long. */
  readonly within: Record<Horizon, { answered: number; followed: number }> = {
    '15Minutes': { answered: 0, followed: 0 },
    '60Minutes': { answered: 0, followed: 0 },
    '24Hours': { answered: 0, followed: 0 },
  };
  /** Approved time by operator, in minutes. */
  readonly loads = new Map<string, { minutes: number; undesirable: number }>();
  /** The most people in one clock hour at one location. */
  occupancyPeak: number | null = null;

  constructor(readonly rules: MeasuringRules) {}

  addCoverage(
    basis: 'coverage' | 'attendedCoverage',
    segment: Parameters<typeof addSegment>[1],
    part: Span,
  ): void {
    addSegment(this[basis], segment, part);
  }

  addOpen(minutes: number): void {
    this.sums.openMinutes += minutes;
  }

  /** Operator time on shift, not limited by demand: as attended where known, else as approved. */
  addStaffed(minutes: number): void {
    this.sums.staffedMinutes += minutes;
  }

  addPaid({ hourlyCost }: PaidSpan, minutes: number): void {
    if (hourlyCost === null) this.sums.minutesWithoutCost += minutes;
    else this.sums.staffCost += (minutes / 60) * hourlyCost;
  }

  addFixedCost(cost: number): void {
    this.sums.fixedCost += cost;
  }

  addOccupied({ seats }: OccupiedHour, part: Span): void {
    const minutes = (part.end - part.start) / MINUTE;
    this.sums.countedMinutes += minutes;
    this.sums.occupiedMinutes += minutes * seats;
    this.occupancyPeak = Math.max(this.occupancyPeak ?? 0, seats);
  }

  addLoad(operatorId: string, minutes: number, undesirable: number): void {
    const load = this.loads.get(operatorId);
    if (load) {
      load.minutes += minutes;
      load.undesirable += undesirable;
    } else this.loads.set(operatorId, { minutes, undesirable });
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

  addTally(tally: TallyFact, circumstances: Circumstances): void {
    this.count(tally.count, tally.directional, circumstances);
  }

  addRequest(request: RequestFact, circumstances: Circumstances, serviceHours: SpanIndex): void {
    this.count(1, request.directional, circumstances);
    if (request.directional) return;
    const { firstResponseAt, firstResolvedAt, resolvedAt, escalatedAt } = request;
    if (firstResponseAt === null) this.sums.withoutResponse += 1;
    if (resolvedAt === null) this.sums.withoutResolution += 1;
    if (request.waitedMinutes !== null) this.sums.statedResponses += 1;
    if (this.measure('firstResponse', request, firstResponseAt, serviceHours))
      this.addWithin(request.openedAt, firstResponseAt);
    this.measure('firstResolution', request, firstResolvedAt, serviceHours);
    this.measure('resolution', request, resolvedAt, serviceHours);
    if (escalatedAt !== null) this.sums.escalated += 1;
    if (resolvedAt !== null) this.sums.resolved += 1;
    if (resolvedAt !== null || escalatedAt !== null) this.sums.resolvedOrEscalated += 1;
    if (resolvedAt !== null && escalatedAt === null && request.tier === 'library')
      this.sums.firstLevelResolved += 1;
    if (request.readLevel !== null) this.readLevels[request.readLevel]! += 1;
  }

  /** The measured waits; `Wall` ones are followed for the same time in both phases, `Service` ones answered. */
  histogram(duration: Duration, clock: Clock): WaitHistogram {
    const key = `${duration}${clock}` as const;
    let histogram = this.histograms.get(key);
    if (!histogram) this.histograms.set(key, (histogram = new WaitHistogram()));
    return histogram;
  }

  /** Adds the sums, and with `withWaits` the waits, of disjoint facts measured by the same rules. */
  add(other: MetricsAccumulator, { withWaits }: { withWaits: boolean }): void {
    const pairs = [
      [this.coverage, other.coverage],
      [this.attendedCoverage, other.attendedCoverage],
      [this.sums, other.sums],
      [this.waitUnknown, other.waitUnknown],
      [this.outOfOrder, other.outOfOrder],
      [this.readLevels, other.readLevels],
      ...HORIZON_NAMES.map((name) => [this.within[name], other.within[name]]),
    ] as [Record<string, number>, Record<string, number>][];
    for (const [own, more] of pairs) for (const name of Object.keys(more)) own[name]! += more[name]!;
    for (const [id, load] of other.loads) this.addLoad(id, load.minutes, load.undesirable);
    if (other.occupancyPeak !== null)
      this.occupancyPeak = Math.max(this.occupancyPeak ?? 0, other.occupancyPeak);
    if (!withWaits) return;
    for (const [key, histogram] of other.histograms) {
      const own = this.histograms.get(key);
      if (own) own.add(histogram);
      else this.histograms.set(key, histogram.copy());
    }
  }

  private count(
    by: number,
    directional: boolean,
    { isOpen, isShort, isEmpty, isCounted }: Circumstances,
  ): void {
    if (directional) {
      this.sums.directionalRequests += by;
      return;
    }
    if (isOpen) this.sums.requests += by;
    else this.sums.requestsOutsideHours += by;
    if (isShort || isEmpty) this.sums.demandDuringGaps += by;
    if (isShort) this.sums.demandWhileShort += by;
    if (isEmpty) this.sums.demandWhileEmpty += by;
    if (isCounted) this.sums.requestsWhileCounted += by;
  }

  private addWithin(openedAt: number, answeredAt: number | null): void {
    const followed = Math.min(this.rules.now - openedAt, this.rules.followUpHours * HOUR);
    for (const name of HORIZON_NAMES) {
      const horizon = HORIZONS[name] * MINUTE;
      if (followed < horizon) continue;
      this.within[name].followed += 1;
      if (answeredAt !== null && answeredAt - openedAt <= horizon) this.within[name].answered += 1;
    }
  }

  /** Whether the wait could be measured: a clock error and a made-up zero are counted apart. */
  private measure(name: Duration, request: RequestFact, to: number | null, serviceHours: SpanIndex): boolean {
    const from = request.openedAt;
    const { now, followUpHours } = this.rules;
    if (to === null) {
      // A resolved request had a response at some time. When, nobody has measured.
      if (request.resolvedAt !== null) {
        this.waitUnknown[name] += 1;
        return false;
      }
      const followed = Math.max(0, Math.min(followUpHours * HOUR, now - from));
      this.histogram(name, 'Wall').addCensored(secondsOf(followed));
      return true;
    }
    // An answer before its question is a clock error, so it has no duration.
    if (to < from) {
      this.outOfOrder[name] += 1;
      return false;
    }
    // A request that was written down when it was answered always shows a wait of zero.
    if (to === from && isWaitUnknown(request)) {
      this.waitUnknown[name] += 1;
      return false;
    }
    if (to > from + followUpHours * HOUR)
      this.histogram(name, 'Wall').addCensored(secondsOf(followUpHours * HOUR));
    else this.histogram(name, 'Wall').addAnswered(secondsOf(to - from));
    const service = serviceHours.minutesWithin({ start: from, end: to }) * MINUTE;
    this.histogram(name, 'Service').addAnswered(secondsOf(service));
    return true;
  }
}

/** Whole seconds; what is less than one is not counted. */
const secondsOf = (millis: number): number => Math.floor(Math.round(millis) / SECOND);
