import { canSeeLocation, type Caller } from '../../access/caller.js';
import { canSeePerson } from '../../access/person-visibility.js';
import { forbidden, invalid, notFound } from '../../domain/errors.js';
import type { ClaimRow } from './claims.repository.js';
import type { CreateClaimDto } from './roster.dto.js';
import type { ShiftRow } from './shifts.repository.js';

/**
 * The operator who gets the seat. Operators claim for themselves; a supervisor names the operator and may
 * give a reason for setting rules aside.
 */
export function claimantOf(
  caller: Caller,
  body: CreateClaimDto,
): { operatorId: string; overrideReason?: string } {
  if (caller.role === 'operator') {
    if (caller.operatorId === null) throw forbidden('FORBIDDEN.no-operator');
    if (body.operatorId !== undefined && body.operatorId.toLowerCase() !== caller.operatorId) {
      throw forbidden('FORBIDDEN.own-claims');
    }
    if (body.overrideReason !== undefined) throw forbidden('FORBIDDEN.set-aside');
    return { operatorId: caller.operatorId };
  }
  if (body.operatorId === undefined) throw invalid('operatorId', 'INVALID_FIELD.whom-to-assign');
  return { ...body, operatorId: body.operatorId.toLowerCase() };
}

/** Throws unless the caller may see the operator: themselves, or one at the caller's locations. */
export function requireVisibleOperator<Operator extends { id: string; locationIds: string[] }>(
  caller: Caller,
  operator: Operator | undefined,
): Operator {
  if (!operator || !canSeePerson(caller, operator)) throw notFound('operator');
  return operator;
}

/**
 * Throws unless the caller may see the claim: for an operator their own, for a supervisor one at their
 * locations.
 */
export function requireVisibleClaim(caller: Caller, claim: ClaimRow | null): ClaimRow {
  const visible =
    claim &&
    (caller.role === 'operator'
      ? claim.operatorId === caller.operatorId
      : canSeeLocation(caller, claim.locationId));
  if (!visible) throw notFound('claim');
  return claim;
}

/** Throws unless the shift is at one of the caller's locations. */
export function requireVisibleShift<Shift extends Pick<ShiftRow, 'locationId'>>(
  caller: Caller,
  shift: Shift | null | undefined,
): Shift {
  if (!shift || !canSeeLocation(caller, shift.locationId)) throw notFound('shift');
  return shift;
}
