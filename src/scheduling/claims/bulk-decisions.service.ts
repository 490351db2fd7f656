import { Injectable } from '@nestjs/common';
import { sees, type Caller } from '../../access/caller.js';
import { CoverageChanges } from '../../coverage/coverage-changes.js';
import type { Violation } from '../../domain/errors.js';
import { said, type Said } from '../../domain/refusals/said.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { ClaimsRepository, type ClaimRow, type EligibilityRow } from '../roster/claims.repository.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import type { BulkDecisionDto, UndecidedClaimDto } from '../roster/roster.dto.js';
import { seatsHeldFrom, ShiftsRepository, type ShiftRow } from '../roster/shifts.repository.js';
import { Waitlists } from '../seats/waiting.service.js';
import { Notices } from '../telling/telling.service.js';

/** Claims about to be decided, with the operators and shifts of them held in the one order. */
export interface HeldClaims {
  ids: string[];
  operators: Map<string, EligibilityRow>;
  shifts: Map<string, ShiftRow>;
}

/** Decides many claims in one transaction: what can be is, the rest is named with why not. */
@Injectable()
export class BulkDecisions {
  constructor(
    private readonly claims: ClaimsRepository,
    private readonly shifts: ShiftsRepository,
    private readonly eligibility: EligibilityService,
    private readonly changes: CoverageChanges,
    private readonly notices: Notices,
    private readonly waitlists: Waitlists,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  approve(caller: Caller, claimIds: readonly string[]): Promise<BulkDecisionDto> {
    return this.database.transaction(async () => {
      const known = await this.known(caller, claimIds);
      const decided = await this.approveHeld(await this.hold(known));
      return { ...decided, undecided: [...decided.undecided, ...unknownOf(claimIds, known)] };
    });
  }

  reject(caller: Caller, claimIds: readonly string[], reason: string): Promise<BulkDecisionDto> {
    return this.database.transaction(async () => {
      const known = await this.known(caller, claimIds);
      const decided: string[] = [];
      const undecided: UndecidedClaimDto[] = [];
      for (const claim of await this.claims.lockAll(known.map(({ id }) => id))) {
        if (claim.status !== 'pending') undecided.push(notPending(claim));
        else {
          await this.claims.decide(claim.id, { status: 'rejected', at: this.clock.date(), reason });
          await this.record('claim.rejected', claim, { reason });
          decided.push(claim.id);
        }
      }
      const freed = known.filter(({ id }) => decided.includes(id)).map(({ shiftId }) => shiftId);
      await this.waitlists.seatsFreed(freed);
      await this.notices.claimsDecided(decided);
      return { decided, undecided: [...undecided, ...unknownOf(claimIds, known)] };
    });
  }

  /** Takes decisions back: what was approved or rejected waits again, so far as that is still possible. */
  reopen(caller: Caller, claimIds: readonly string[]): Promise<BulkDecisionDto> {
    return this.database.transaction(async () => {
      const known = await this.known(caller, claimIds);
      const { operators, shifts } = await this.hold(known);
      const decided: string[] = [];
      const undecided: UndecidedClaimDto[] = [];
      // One by one: of two of somebody's that overlap only one can come back.
      for (const claim of await this.claims.lockAll(known.map(({ id }) => id))) {
        const shift = shifts.get(claim.shiftId)!;
        const violations = await this.againstReopening(claim, operators.get(claim.operatorId)!, shift);
        if (violations.length > 0) {
          undecided.push({ claimId: claim.id, violations });
          continue;
        }
        await this.claims.reopen(claim.id, this.clock.date());
        await this.waitlists.taken(claim.shiftId, claim.operatorId);
        await this.record('claim.reopened', claim, {});
        decided.push(claim.id);
        if (claim.status === 'approved') await this.changes.touched(claim.locationId);
      }
      await this.notices.claimsDecided(decided);
      return { decided, undecided: [...undecided, ...unknownOf(claimIds, known)] };
    });
  }

  private async againstReopening(
    claim: ClaimRow,
    operator: EligibilityRow,
    shift: ShiftRow,
  ): Promise<Violation[]> {
    if (claim.status === 'approved') {
      if (claim.checkedInAt || claim.noShow || +claim.startsAt <= this.clock.now())
        return [said('SHIFT_WORKED.begun')];
      return (await this.claims.lockRelief(claim.id)) ? [said('ALREADY_TAKEN.claim')] : [];
    }
    if (claim.status !== 'rejected') return [said('CLAIM_NOT_DECIDED', { status: claim.status })];
    if (claim.isShadow !== operator.trainingIds.includes(shift.positionId))
      return [said('QUALIFICATION_CHANGED')];
    const { holding, ...seats } = await this.shifts.findSeatsOf(shift.id);
    const [violations = []] = await this.eligibility.violations(
      operator,
      [{ ...shift, ...seats, seatsHeld: seatsHeldFrom(operator.id, holding) }],
      'claim',
    );
    return violations;
  }

  /** Operators, then shifts (theirs, or more); the claims themselves are held when they are decided. */
  async hold(
    claims: readonly Pick<ClaimRow, 'id' | 'operatorId' | 'shiftId'>[],
    shiftIds: readonly string[] = [...new Set(claims.map((claim) => claim.shiftId))],
  ): Promise<HeldClaims> {
    const operators = await this.claims.lockOperators([...new Set(claims.map((claim) => claim.operatorId))]);
    const shifts = await this.shifts.lockAll(shiftIds);
    return {
      ids: claims.map((claim) => claim.id),
      operators: new Map(operators.map((operator) => [operator.id, operator])),
      shifts: new Map(shifts.map((shift) => [shift.id, shift])),
    };
  }

  /** Trades are decided one by one: who is to relieve somebody stays pending here. */
  async approveHeld({ ids, operators, shifts }: HeldClaims): Promise<BulkDecisionDto> {
    const undecided: UndecidedClaimDto[] = [];
    const pending: ClaimRow[] = [];
    for (const claim of await this.claims.lockAll(ids)) {
      if (claim.status !== 'pending') undecided.push(notPending(claim));
      else if (claim.relievesClaimId !== null) undecided.push(reasonFor(claim.id, said('CLAIM_IS_RELIEF')));
      else pending.push(claim);
    }
    const seats = await this.shifts.findSeats([...shifts.keys()]);
    const questions = pending.map(({ operatorId, shiftId }) => ({
      operator: operators.get(operatorId)!,
      shift: { ...shifts.get(shiftId)!, ...seats.get(shiftId)! },
    }));
    const violations = await this.eligibility.violationsOfPairs(questions, 'approval');
    const decided: string[] = [];
    const touched = new Set<string>();
    for (const [index, claim] of pending.entries()) {
      const reasons = violations[index]!;
      if (reasons.length > 0) {
        undecided.push({ claimId: claim.id, violations: reasons });
        continue;
      }
      await this.claims.decide(claim.id, { status: 'approved', at: this.clock.date() });
      await this.record('claim.approved', claim, {});
      decided.push(claim.id);
      touched.add(claim.locationId);
    }
    await this.notices.claimsDecided(decided);
    for (const locationId of touched) await this.changes.touched(locationId);
    return { decided, undecided };
  }

  /** Those that exist and are the caller's to see. */
  private async known(caller: Caller, ids: readonly string[]): Promise<ClaimRow[]> {
    const rows = await this.claims.findAll(ids);
    return rows.filter((claim) => sees(caller, claim.locationId));
  }

  private record(action: string, { id, locationId }: ClaimRow, details: object): Promise<void> {
    return this.audit.record({ action, entity: 'claim', entityId: id, locationId, details });
  }
}

const reasonFor = (claimId: string, reason: Said): UndecidedClaimDto => ({
  claimId,
  violations: [reason satisfies Violation],
});

export const madeJustNow = (claimId: string): UndecidedClaimDto =>
  reasonFor(claimId, said('CLAIMED_JUST_NOW'));

export const leftOut = (claimId: string): UndecidedClaimDto => reasonFor(claimId, said('LEFT_OUT.claim'));

const notPending = ({ id, status }: ClaimRow): UndecidedClaimDto =>
  reasonFor(id, said('CLAIM_NOT_PENDING', { status }));

function unknownOf(ids: readonly string[], known: readonly ClaimRow[]): UndecidedClaimDto[] {
  const there = new Set(known.map((claim) => claim.id));
  return ids.filter((id) => !there.has(id)).map((id) => reasonFor(id, said('NOT_FOUND', { what: 'claim' })));
}
