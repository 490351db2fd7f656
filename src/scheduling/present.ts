import type { Caller } from '../access/caller.js';
import { punctuality } from '../domain/attendance.js';
import { inZone, inZoneOrNull } from '../platform/http/fields.js';
import type { ClaimRow } from './claims.repository.js';
import type { ClaimDto, ShiftClaimDto, ShiftDto } from './scheduling.dto.js';
import { seatsTakenOf, spanOf, type ClaimedShiftRow, type ShiftClaimRow } from './shifts.repository.js';

/** A shift as the caller may see it: an operator sees colleagues only on shifts she shares, by first name. */
export function presentShift(caller: Caller, shift: ClaimedShiftRow): ShiftDto {
  const { timeZone, startsAt, endsAt, claims, publishedAt: _publishedAt, claimableFrom, ...rest } = shift;
  return {
    ...rest,
    startsAt: inZone(startsAt, timeZone),
    endsAt: inZone(endsAt, timeZone),
    claimableFrom: inZoneOrNull(claimableFrom, timeZone),
    seatsTaken: seatsTakenOf(claims),
    claims: visibleClaims(caller, claims),
  };
}

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
    .map(({ id, operatorId, operatorName, status, isShadow }) =>
      operatorId === caller.operatorId
        ? { id, operatorId, operatorName, status, isShadow }
        : { id, operatorName: firstName(operatorName), status, isShadow },
    );
}

export const firstName = (name: string): string => name.split(/\s+/)[0]!;

export function presentClaim({ timeZone, graceMinutes, ...claim }: ClaimRow): ClaimDto {
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
