import type { ShiftStatus } from './eligibility.js';
import type { ClaimStatus } from './seats.js';

/** How a calendar shows a shift. */
export type CalendarStatus = 'confirmed' | 'tentative' | 'cancelled';

/** A claim of a person on a shift. `cancelledFrom`: its status when it was cancelled together with the shift. */
export interface CalendarClaim {
  status: ClaimStatus;
  cancelledFrom: string | null;
}

/**
 * How a person's calendar shows a shift, from all claims that they ever made on it: null when it does not. A shift that was
 * theirs and is not any more stays there as cancelled, so that a calendar program removes its copy. Claims that
 * wait for approval, and ended without one, are shown only on request (`withPending`).
 */
export function ownCalendarStatus(
  shift: ShiftStatus,
  claims: readonly CalendarClaim[],
  withPending: boolean,
): CalendarStatus | null {
  const has = (status: ClaimStatus): boolean => claims.some((claim) => claim.status === status);
  if (shift !== 'cancelled' && has('approved')) return 'confirmed';
  if (shift !== 'cancelled' && has('pending') && withPending) return 'tentative';
  const was = withPending ? claims.length > 0 : claims.some(wasApproved);
  return was ? 'cancelled' : null;
}

const wasApproved = ({ status, cancelledFrom }: CalendarClaim): boolean =>
  status === 'approved' ||
  (status === 'cancelled' && (cancelledFrom === null || cancelledFrom === 'approved'));
