import type { DemandPiece } from '../coverage.js';
import type { Span } from '../interval.js';
import type { StaffSpan } from '../staffing.js';
import type { KnownWait } from '../wait-times.js';

/**
 * An approved claim and its attendance. `due`: the part of the shift that has passed by now, null before it
 * begins. `worked`: check-in to check-out, null while unknown. `present`: when the person is assumed to have
 * been there. `recorded`: whether a check-in or a no-show is known.
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

/** Help that was given without a ticket. */
export interface TallyFact {
  at: number;
  count: number;
  directional: boolean;
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
  staff: readonly StaffSpan[];
  claims: readonly ClaimFact[];
  shifts: readonly ShiftFact[];
  requests: readonly RequestFact[];
  tallies: readonly TallyFact[];
}
