import type { DemandPiece } from '../coverage.js';
import type { Span } from '../interval.js';
import type { StaffSpan } from '../staffing.js';
import type { Tier } from '../tiers.js';
import type { KnownWait } from '../wait-times.js';

/**
 * An approved claim and its attendance. `due`: the part of the shift that has passed by now, null before it
 * begins. `worked`: check-in to check-out, null while unknown. `present`: when the person is assumed to have
 * been there. `recorded`: whether a check-in or a no-show is known. `isImported`: from a past roster, which tells who worked
 * rather than who was to.
 */
export interface ClaimFact {
  operatorId: string;
  shift: Span;
  due: Span | null;
  worked: Span | null;
  present: Span | null;
  recorded: boolean;
  noShow: boolean;
  isImported: boolean;
}

/** Time for which somebody is paid; `hourlyCost` is their position's, null when it is not set. */
export interface PaidSpan extends Span {
  hourlyCost: number | null;
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
  /** When it stood still (`standstillsOf`), in order and disjoint; null for never. What comes after its last answer may be left out. */
  stops: readonly Span[] | null;
  tier: Tier;
  directional: boolean;
  readLevel: number | null;
}

/** Help that was given without a ticket. */
export interface TallyFact {
  at: number;
  count: number;
  directional: boolean;
}

/**
 * A clock hour in which people, or workstations in use, were counted: the mean count of the whole location, or else the
 * sum over areas of the mean count of each.
 */
export interface OccupiedHour extends Span {
  seats: number;
}

/** Who came through a gate in a part of an hour of open time, told from its readings. */
export interface VisitedPart extends Span {
  entries: number;
  /** It ends with a reading after which the counter had been set back. */
  isReset: boolean;
}

/**
 * All facts of one location that matter for the counted time. `calendar` demand reaches far enough to measure
 * every request.
 */
export interface LocationFacts {
  demand: readonly DemandPiece[];
  /**
   * The demand of all positions, even when the other facts are limited to one. It decides open hours and
   * unmet need.
   */
  calendar: readonly DemandPiece[];
  /** Operators on shift as approved, and as attended up to now. */
  approved: readonly StaffSpan[];
  attended: readonly StaffSpan[];
  claims: readonly ClaimFact[];
  /** Operators' time, and that of trainees beside them. */
  paid: readonly PaidSpan[];
  /** The part of the phase's fixed costs that falls on each counted minute at this location. */
  fixedCostsPerMinute: number;
  /** Times that the location's operators find undesirable, sorted and disjoint. */
  undesirable: readonly Span[];
  shifts: readonly ShiftFact[];
  requests: readonly RequestFact[];
  tallies: readonly TallyFact[];
  /** Sorted and disjoint. */
  occupied: readonly OccupiedHour[];
  /** Workstations in use. Sorted and disjoint. */
  inUse: readonly OccupiedHour[];
  /** Of several gates, whose parts overlap. */
  visits: readonly VisitedPart[];
}

/** The facts of a location where nothing happened. */
export const NO_FACTS: LocationFacts = {
  demand: [],
  calendar: [],
  approved: [],
  attended: [],
  claims: [],
  paid: [],
  fixedCostsPerMinute: 0,
  undesirable: [],
  shifts: [],
  requests: [],
  tallies: [],
  occupied: [],
  inUse: [],
  visits: [],
};
