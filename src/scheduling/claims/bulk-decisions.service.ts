import { Injectable } from '@nestjs/common';
import { canSeeLocation, type Caller } from '../../access/caller.js';
import type { Violation } from '../../domain/errors.js';
import { refusalText, type RefusalText } from '../../domain/refusals/refusal-text.js';
import { seatsHeldFrom, whyNot } from '../../domain/seats.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { ClaimsRepository, factsOf, type ClaimRow } from '../roster/claims.repository.js';
import type { BulkDecisionDto, UndecidedClaimDto } from '../roster/roster.dto.js';
import { ShiftsRepository } from '../roster/shifts.repository.js';
import { Seats, type Held } from '../seats/seats.service.js';

/** Decides many claims in one transaction. Claims that cannot be decided are named with the reason. */
@Injectable()
export class BulkDecisions {
  constructor(
    private readonly claims: ClaimsRepository,
    private readonly shifts: ShiftsRepository,
    private readonly eligibility: EligibilityService,
    private readonly seats: Seats,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  approve(caller: Caller, claimIds: readonly string[]): Promise<BulkDecisionDto> {
    return this.database.transaction(async () => {
      const held = await this.hold(caller, claimIds);
      const decided = await this.approveHeld(held);
      return { ...decided, undecided: [...decided.undecided, ...unknownOf(claimIds, held)] };
    });
  }

  reject(caller: Caller, claimIds: readonly string[], reason: string): Promise<BulkDecisionDto> {
    return this.database.transaction(async () => {
      const held = await this.hold(caller, claimIds);
      const { pending, undecided } = this.pendingOf(held);
      await this.seats.free(pending, 'rejected', reason);
      return {
        decided: pending.map(({ id }) => id),
        undecided: [...undecided, ...unknownOf(claimIds, held)],
      };
    });
  }

  /** Undoes decisions: approved or rejected claims become pending again, if still possible. */
  reopen(caller: Caller, claimIds: readonly string[]): Promise<BulkDecisionDto> {
    return this.database.transaction(async () => {
      const held = await this.hold(caller, claimIds);
      const undecided = await this.seats.reopen([...held.claims.values()], (claim, backOn) =>
        this.againstReopening(claim, held, backOn),
      );
      const decided = without(held, undecided);
      return { decided, undecided: [...undecided, ...unknownOf(claimIds, held)] };
    });
  }

  /** Trades are decided one by one: a claim that is to relieve another stays pending here. */
  async approveHeld(held: Held): Promise<BulkDecisionDto> {
    const { pending, undecided } = this.pendingOf(held);
    const own = pending.filter(({ relievesClaimId }) => relievesClaimId === null);
    const reliefs = pending.filter(({ relievesClaimId }) => relievesClaimId !== null);
    const refused = await this.seats.confirm(held, own);
    const stay = [
      ...undecided,
      ...reliefs.map(({ id }) => reasonFor(id, refusalText('CLAIM_IS_RELIEF'))),
      ...refused,
    ];
    return { decided: without(held, stay), undecided: stay };
  }

  private pendingOf({ claims }: Held): { pending: ClaimRow[]; undecided: UndecidedClaimDto[] } {
    const reasons = [...claims.values()].map((claim) => ({
      claim,
      reason: whyNot('decide', factsOf(claim), this.clock.now()),
    }));
    return {
      pending: reasons.flatMap(({ claim, reason }) => (reason ? [] : [claim])),
      undecided: reasons.flatMap(({ claim, reason }) => (reason ? [reasonFor(claim.id, reason)] : [])),
    };
  }

  private async againstReopening(
    claim: ClaimRow,
    { operators, shifts }: Held,
    backOn: ReadonlySet<string>,
  ): Promise<Violation[]> {
    const reason = whyNot('reopen', factsOf(claim), this.clock.now());
    if (reason) return [reason];
    if (claim.status === 'approved')
      return (await this.claims.lockRelief(claim.id)) ? [refusalText('ALREADY_TAKEN.claim')] : [];
    const [operator, shift] = [operators.get(claim.operatorId)!, shifts.get(claim.shiftId)!];
    if (claim.isShadow !== operator.trainingIds.includes(shift.positionId))
      return [refusalText('QUALIFICATION_CHANGED')];
    const { holding, ...taken } = await this.shifts.findSeatsOf(shift.id);
    const stillWaiting = holding.filter(({ operatorId }) => !backOn.has(operatorId));
    const offered = { ...shift, ...taken, seatsHeld: seatsHeldFrom(operator.id, stillWaiting) };
    const [violations = []] = await this.eligibility.violations(operator, [offered], 'claim');
    return violations;
  }

  /** Locks those that exist and that the caller may see. */
  private async hold(caller: Caller, ids: readonly string[]): Promise<Held> {
    const rows = await this.claims.findAll(ids);
    const seen = rows.filter((claim) => canSeeLocation(caller, claim.locationId));
    return this.seats.hold({ claims: seen.map(({ id }) => id) });
  }
}

const without = ({ claims }: Held, undecided: readonly UndecidedClaimDto[]): string[] => {
  const stay = new Set(undecided.map(({ claimId }) => claimId));
  return [...claims.keys()].filter((id) => !stay.has(id));
};

const reasonFor = (claimId: string, reason: RefusalText): UndecidedClaimDto => ({
  claimId,
  violations: [reason satisfies Violation],
});

export const madeJustNow = (claimId: string): UndecidedClaimDto =>
  reasonFor(claimId, refusalText('CLAIMED_JUST_NOW'));

export const leftOut = (claimId: string): UndecidedClaimDto =>
  reasonFor(claimId, refusalText('LEFT_OUT.claim'));

function unknownOf(ids: readonly string[], { claims }: Held): UndecidedClaimDto[] {
  return ids
    .filter((id) => !claims.has(id))
    .map((id) => reasonFor(id, refusalText('NOT_FOUND', { what: 'claim' })));
}
