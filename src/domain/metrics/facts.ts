import type { DemandPiece } from '../coverage.js';
import type { Span } from '../interval.js';
import type { StaffSpan } from '../staffing.js';
import type { KnownWait } from '../wait-times.js';

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
