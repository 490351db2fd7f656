import type { Caller } from '../../access/caller.js';
import { canReadAttendance, canReadReasons } from '../../access/person-visibility.js';
import { punctuality } from '../../domain/attendance.js';
import { inZone, inZoneOrNull } from '../../domain/iso-text.js';
import { seatsTakenOf } from '../../domain/seats.js';
import type { ClaimRow } from './claims.repository.js';
import type { ClaimDto, ShiftClaimDto, ShiftDto } from './roster.dto.js';
import { spanOf, type ClaimedShiftRow, type ShiftClaimRow } from './shifts.repository.js';

/**
 * A shift as the caller may see it. An operator sees colleagues only on shared shifts, and only their display
 * names.
 */
export const toShiftDto = (caller: Caller, shift: ClaimedShiftRow): ShiftDto => ({
  id: shift.id,
  locationId: shift.locationId,
  positionId: shift.positionId,
  startsAt: inZone(shift.startsAt, shift.timeZone),
  endsAt: inZone(shift.endsAt, shift.timeZone),
  seats: shift.seats,
  status: shift.status,
  cancelReason: shift.cancelReason,
  version: shift.version,
  claimableFrom: inZoneOrNull(shift.claimableFrom, shift.timeZone),
  seatsTaken: seatsTakenOf(shift.claims),
  isImported: shift.isImported,
  claims: visibleClaims(caller, shift.claims),
});

function visibleClaims(caller: Caller, claims: readonly ShiftClaimRow[]): ShiftClaimDto[] {
  if (caller.role !== 'operator') {
    return claims.map(({ id, operatorId, operatorName, status, isShadow }) => ({
      id,
      operatorId,
      operatorName,
      status,
      isShadow,
    }));
  }
  const own = claims.find((claim) => claim.operatorId === caller.operatorId);
  if (!own) return [];
  return claims
    .filter((claim) => claim === own || claim.status === 'approved')
    .map(({ id, operatorId, operatorName, displayName, status, isShadow }) =>
      operatorId === caller.operatorId
        ? { id, operatorId, operatorName, status, isShadow }
        : { id, operatorName: displayName, status, isShadow },
    );
}

const WITHOUT_REASONS = { reason: null, overrideReason: null };
const WITHOUT_ATTENDANCE = { checkedInAt: null, checkedOutAt: null, noShow: false };

/** A claim as the caller may see it. */
export function toClaimDto(caller: Caller, { timeZone, graceMinutes, ...row }: ClaimRow): ClaimDto {
  const claim = {
    ...row,
    ...(!canReadReasons(caller, row.operatorId) && WITHOUT_REASONS),
    ...(!canReadAttendance(caller, row.operatorId) && WITHOUT_ATTENDANCE),
  };
  const record = {
    checkedInAt: claim.checkedInAt && +claim.checkedInAt,
    checkedOutAt: claim.checkedOutAt && +claim.checkedOutAt,
  };
  return {
    ...claim,
    ...punctuality(record, spanOf(claim), graceMinutes),
    startsAt: inZone(claim.startsAt, timeZone),
    endsAt: inZone(claim.endsAt, timeZone),
    createdAt: inZone(claim.createdAt, timeZone),
    decidedAt: inZoneOrNull(claim.decidedAt, timeZone),
    checkedInAt: inZoneOrNull(claim.checkedInAt, timeZone),
    checkedOutAt: inZoneOrNull(claim.checkedOutAt, timeZone),
    signedOffAt: inZoneOrNull(claim.signedOffAt, timeZone),
  };
}
