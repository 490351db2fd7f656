import { DAY, HOUR, intersection, MINUTE, SECOND, type Span, type SpanIndex } from '../interval.js';
import { addSegment, emptyCoverageTotals, type CoverageTotals } from '../staffing.js';
import { isWaitUnknown } from '../wait-times.js';
import type {
  ClaimFact,
  OccupiedHour,
  PaidSpan,
  RequestFact,
  ShiftFact,
  TallyFact,
  VisitedPart,
} from './facts.js';
import { WaitHistogram } from './wait-histogram.js';

/** Whom the figures of coverage and unmet need count: who was planned, or who came. */
export const METRIC_BASES = ['approved', 'attended'] as const;
export type MetricBasis = (typeof METRIC_BASES)[number];

/** The measured durations of a request; each starts when the request is opened. */
export const DURATIONS = ['firstResponse', 'firstResolution', 'resolution'] as const;
export type Duration = (typeof DURATIONS)[number];
/** Service time counts only while the location is open and the request does not stand still. */
export type Clock = 'Service' | 'Wall';

/** What holds for all figures of an answer. */
export interface MeasuringRules {
  /** The present, in epoch ms. */
  now: number;
  basis: MetricBasis;
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

/** A position had too few people, but somebody; a position that needed people had nobody. */
export interface Shortage {
  isShort: boolean;
  isEmpty: boolean;
}

/** When a request or tally was opened. */
export interface Circumstances extends Record<MetricBasis, Shortage> {
  isOpen: boolean;
  /** People were counted in that clock hour. */
  isCounted: boolean;
}

/** The times within which an answer is wanted, in minutes. */
export const HORIZONS = { '15Minutes': 15, '60Minutes': 60, '24Hours': 1_440 } as const;
export type Horizon = keyof typeof HORIZONS;
export const HORIZON_NAMES = Object.keys(HORIZONS) as Horizon[];

/** An answer that comes later than this is a typing error. It must not make each report expand decades of hours. */
export const LONGEST_ANSWER_DAYS = 400;

const noneByDuration = (): Record<Duration, number> => ({
  firstResponse: 0,
  firstResolution: 0,
  resolution: 0,
});
const noDemand = (): Record<'duringGaps' | 'whileShort' | 'whileEmpty', number> => ({
  duringGaps: 0,
  whileShort: 0,
  whileEmpty: 0,
});

/**
 * Sums and histograms of one bucket. They add up over locations and positions. Times are whole milliseconds, so that the
 * order of adding changes nothing. Rates are computed once, at the end, with the formulas of metrics.ts.
 */
export class MetricsAccumulator {
  /** By what was approved, and by what operators attended up to now. */
  readonly coverage: Record<MetricBasis, CoverageTotals> = {
    approved: emptyCoverageTotals(),
    attended: emptyCoverageTotals(),
  };
  /** Requests and tallies while a position had a gap. */
  readonly unmet = { approved: noDemand(), attended: noDemand() };
  readonly sums = {
    seats: 0,
    filledSeats: 0,
    claimMillis: 0,
    attendedMillis: 0,
    claims: 0,
    noShows: 0,
    finishedClaims: 0,
    recordedClaims: 0,
    unknownMillis: 0,
    openMillis: 0,
    staffedMillis: 0,
    requests: 0,
    requestsOutsideHours: 0,
    directionalRequests: 0,
    resolved: 0,
    firstLevelResolved: 0,
    escalated: 0,
    resolvedOrEscalated: 0,
    statedResponses: 0,
    stoppedRequests: 0,
    withoutResponse: 0,
    withoutResolution: 0,
    occupiedMillis: 0,
    countedMillis: 0,
    requestsWhileCounted: 0,
    inUseMillis: 0,
    inUseCountedMillis: 0,
    entries: 0,
    gateReadMillis: 0,
    gateResets: 0,
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
  /** Paid time in ms by its cost of an hour, and counted time by the fixed costs of each ms. */
  readonly paid = new Map<number | null, number>();
  readonly fixed = new Map<number, number>();
  /** Approved time by operator, in ms. */
  readonly loads = new Map<string, { millis: number; undesirable: number }>();
  /** The most people in one clock hour at one location. */
  occupancyPeak: number | null = null;
  /** The most workstations in use in one clock hour at one location. */
  inUsePeak: number | null = null;
  private records: readonly Record<string, number>[] | null = null;
  private readonly histograms = new Map<`${Duration}${Clock}`, WaitHistogram>();

  constructor(readonly rules: MeasuringRules) {}

  get coverageInBasis(): CoverageTotals {
    return this.coverage[this.rules.basis];
  }

  /** Null where nobody knows who attended. */
  coverageKnown(basis: MetricBasis): CoverageTotals | null {
    return this.isKnown(basis) ? this.coverage[basis] : null;
  }

  /** Null where nobody knows who attended. */
  get unmetInBasis(): ReturnType<typeof noDemand> | null {
    return this.isKnown(this.rules.basis) ? this.unmet[this.rules.basis] : null;
  }

  /** What a past roster does not tell is not an absence: nobody was asked to check in. */
  private isKnown(basis: MetricBasis): boolean {
    return basis === 'approved' || this.sums.unknownMillis === 0;
  }

  addCoverage(basis: MetricBasis, segment: Parameters<typeof addSegment>[1], part: Span): void {
    addSegment(this.coverage[basis], segment, part);
  }

  addOpen(millis: number): void {
    this.sums.openMillis += millis;
  }

  /** Operator time on shift, not limited by demand: as attended where known, else as approved. */
  addStaffed(millis: number): void {
    this.sums.staffedMillis += millis;
  }

  /** Time up to now for which a past roster tells neither worked times nor an absence. */
  addUnknown(millis: number): void {
    this.sums.unknownMillis += millis;
  }

  addPaid({ hourlyCost }: Pick<PaidSpan, 'hourlyCost'>, millis: number): void {
    increase(this.paid, hourlyCost, millis);
  }

  /** `costsPerMinute` fall on each minute of a counted time. */
  addFixedCost(costsPerMinute: number, millis: number): void {
    if (costsPerMinute > 0) increase(this.fixed, costsPerMinute, millis);
  }

  addOccupied({ seats }: OccupiedHour, part: Span): void {
    const millis = part.end - part.start;
    this.sums.countedMillis += millis;
    this.sums.occupiedMillis += millis * seats;
    this.addPeak(seats);
  }

  addPeak(seats: number): void {
    this.occupancyPeak = Math.max(this.occupancyPeak ?? 0, seats);
  }

  addInUse({ seats }: OccupiedHour, part: Span): void {
    const millis = part.end - part.start;
    this.sums.inUseCountedMillis += millis;
    this.sums.inUseMillis += millis * seats;
    this.addInUsePeak(seats);
  }

  addInUsePeak(seats: number): void {
    this.inUsePeak = Math.max(this.inUsePeak ?? 0, seats);
  }

  /** A part of an hour is cut only where somebody asks for less than the hour. */
  addEntries({ entries, start, end }: VisitedPart, part: Span): void {
    const share = (part.end - part.start) / (end - start);
    this.sums.entries += share === 1 ? entries : entries * share;
  }

  addGateRead(millis: number): void {
    this.sums.gateReadMillis += millis;
  }

  addGateReset(): void {
    this.sums.gateResets += 1;
  }

  addLoad(operatorId: string, millis: number, undesirable: number): void {
    const load = this.loads.get(operatorId);
    if (load) {
      load.millis += millis;
      load.undesirable += undesirable;
    } else this.loads.set(operatorId, { millis, undesirable });
  }

  addShift(shift: ShiftFact): void {
    this.sums.seats += shift.seats;
    this.sums.filledSeats += shift.filledSeats;
  }

  /**
   * A claim counts where its shift starts, and only after it has started. A finished shift without any record
   * is not an absence; recordedShare shows it. A past roster tells who worked, and seldom who did not: its claims would make
   * attendance better than anybody knows.
   */
  addClaim(claim: ClaimFact): void {
    if (!claim.due) return;
    const isFinished = claim.due.end === claim.shift.end;
    if (isFinished) this.sums.finishedClaims += 1;
    if (isFinished && claim.recorded) this.sums.recordedClaims += 1;
    if ((isFinished && !claim.recorded) || claim.isImported) return;
    const attended = claim.worked && intersection(claim.worked, claim.due);
    this.sums.claims += 1;
    this.sums.claimMillis += claim.due.end - claim.due.start;
    if (attended) this.sums.attendedMillis += attended.end - attended.start;
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

  /** Ends the computing of figures; see `WaitHistogram.forgetOrder`. */
  forgetOrder(): void {
    for (const histogram of this.histograms.values()) histogram.forgetOrder();
  }

  /** All records of numbers that only add up, always in this order. */
  totals(): readonly Record<string, number>[] {
    return (this.records ??= [
      ...METRIC_BASES.flatMap((basis) => [this.coverage[basis], this.unmet[basis]]),
      this.sums,
      this.waitUnknown,
      this.outOfOrder,
      this.readLevels,
      ...HORIZON_NAMES.map((name) => this.within[name]),
    ]);
  }

  /** Adds the sums, and with `withWaits` the waits, of disjoint facts measured by the same rules. */
  add(other: MetricsAccumulator, { withWaits }: { withWaits: boolean }): void {
    const theirs = other.totals();
    for (const [index, own] of this.totals().entries())
      for (const name of Object.keys(own)) own[name]! += theirs[index]![name]!;
    for (const [cost, millis] of other.paid) increase(this.paid, cost, millis);
    for (const [cost, millis] of other.fixed) increase(this.fixed, cost, millis);
    for (const [id, load] of other.loads) this.addLoad(id, load.millis, load.undesirable);
    if (other.occupancyPeak !== null) this.addPeak(other.occupancyPeak);
    if (other.inUsePeak !== null) this.addInUsePeak(other.inUsePeak);
    if (!withWaits) return;
    for (const [key, histogram] of other.histograms) {
      const own = this.histograms.get(key);
      if (own) own.add(histogram);
      else this.histograms.set(key, histogram.copy());
    }
  }

  private count(by: number, directional: boolean, circumstances: Circumstances): void {
    if (directional) {
      this.sums.directionalRequests += by;
      return;
    }
    if (circumstances.isOpen) this.sums.requests += by;
    else this.sums.requestsOutsideHours += by;
    if (circumstances.isCounted) this.sums.requestsWhileCounted += by;
    for (const basis of METRIC_BASES) {
      const { isShort, isEmpty } = circumstances[basis];
      const unmet = this.unmet[basis];
      if (isShort || isEmpty) unmet.duringGaps += by;
      if (isShort) unmet.whileShort += by;
      if (isEmpty) unmet.whileEmpty += by;
    }
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
    this.histogram(name, 'Wall').addFollowed(secondsOf(to - from), (followUpHours * HOUR) / SECOND);
    const waited = { start: from, end: Math.min(to, from + LONGEST_ANSWER_DAYS * DAY) };
    const stops = (request.stops ?? []).flatMap((stop) => intersection(stop, waited) ?? []);
    if (name === 'resolution' && stops.length > 0) this.sums.stoppedRequests += 1;
    const minutes = stops.reduce(
      (left, stop) => left - serviceHours.minutesWithin(stop),
      serviceHours.minutesWithin(waited),
    );
    this.histogram(name, 'Service').addAnswered(secondsOf(minutes * MINUTE));
    return true;
  }
}

/** Whole seconds; what is less than one is not counted. */
const secondsOf = (millis: number): number => Math.floor(Math.round(millis) / SECOND);

function increase<Key>(sums: Map<Key, number>, key: Key, by: number): void {
  sums.set(key, (sums.get(key) ?? 0) + by);
}
