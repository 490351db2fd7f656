import { Injectable } from '@nestjs/common';
import { allOverridable } from '../../domain/eligibility.js';
import { conflict, type Violation } from '../../domain/errors.js';
import { isActive, seatsHeldFrom, type ClaimStatus } from '../../domain/seats.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/ids.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { OperatorFactsRepository, type OperatorFacts } from '../eligibility/operator-facts.repository.js';
import { ClaimsRepository, stateOf, type ClaimRow } from '../roster/claims.repository.js';
import { ShiftsRepository, type ShiftRow } from '../roster/shifts.repository.js';
import { ClaimTradesRepository } from './claim-trades.repository.js';
import { SeatsRepository } from './seats.repository.js';
import { SeatEffects, type SeatChange } from './seat-effects.service.js';

/** What is about to change, locked in the one order: operators, shifts, claims, each by id. */
export interface Held {
  operators: ReadonlyMap<string, OperatorFacts>;
  shifts: ReadonlyMap<string, ShiftRow>;
  claims: ReadonlyMap<string, ClaimRow>;
}

/** Why a claim does not change. */
export interface Undecided {
  claimId: string;
  violations: Violation[];
}

/** All ways to take a seat and to free one. The caller locks with `hold` first, within its transaction. */
@Injectable()
export class Seats {
  constructor(
    private readonly seats: SeatsRepository,
    private readonly claims: ClaimsRepository,
    private readonly shifts: ShiftsRepository,
    private readonly operators: OperatorFactsRepository,
    private readonly trades: ClaimTradesRepository,
    private readonly eligibility: EligibilityService,
    private readonly seatEffects: SeatEffects,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks claims with their operators and shifts, and further ones on request. Leaves out what does not
   * exist. Throws SHIFT_BUSY.
   */
  async hold({
    claims: claimIds = [],
    operators: operatorIds = [],
    shifts: shiftIds = [],
  }: {
    claims?: readonly string[];
    operators?: readonly string[];
    shifts?: readonly string[];
  }): Promise<Held> {
    const expected = claimIds.length === 0 ? [] : await this.claims.findAll(claimIds);
    const operators = await this.operators.lock([
      ...new Set([...operatorIds, ...expected.map(({ operatorId }) => operatorId)]),
    ]);
    const shifts = byId(
      await this.shifts.lockAll([...new Set([...shiftIds, ...expected.map(({ shiftId }) => shiftId)])]),
    );
    const claims = expected.length === 0 ? [] : await this.claims.lockAll(expected.map(({ id }) => id));
    if (claims.some(({ shiftId }) => !shifts.has(shiftId))) throw conflict('SHIFT_BUSY');
    return { operators: byId(operators), shifts, claims: byId(claims) };
  }

  /** Takes a free seat, for an operator who claims or who is assigned. Returns the claim. */
  async take(
    { operator, shift }: { operator: OperatorFacts; shift: ShiftRow },
    as: 'claim' | 'assignment',
    overrideReason?: string,
  ): Promise<string> {
    const { holding, ...taken } = await this.shifts.findSeatsOf(shift.id);
    const offered = { ...shift, ...taken, seatsHeld: seatsHeldFrom(operator.id, holding) };
    await this.eligibility.require(operator, offered, as, { overrideReason });
    const claim = { id: newId(), shiftId: shift.id, operatorId: operator.id };
    const status = as === 'assignment' ? 'approved' : 'pending';
    const isShadow = operator.trainingIds.includes(shift.positionId);
    const at = this.clock.date();
    await this.seats.insert({ ...claim, status, at, overrideReason: overrideReason ?? null, isShadow });
    await this.seatEffects.apply([
      {
        claim: { ...claim, locationId: shift.locationId },
        before: null,
        after: { status, isShadow, isRelief: false },
        action: as === 'assignment' ? 'claim.assigned' : 'claim.created',
        details: { shiftId: shift.id, operatorId: operator.id, overrideReason },
      },
    ]);
    return claim.id;
  }

  /** Approves pending claims with their own seats, except those that a rule forbids. */
  async confirm(held: Held, pending: readonly ClaimRow[], overrideReason?: string): Promise<Undecided[]> {
    const taken = await this.shifts.findSeats([...new Set(pending.map(({ shiftId }) => shiftId))]);
    const violations = await this.eligibility.violationsOfPairs(
      pending.map(({ operatorId, shiftId }) => ({
        operator: held.operators.get(operatorId)!,
        shift: { ...held.shifts.get(shiftId)!, ...taken.get(shiftId)! },
      })),
      'approval',
    );
    const stands = (reasons: readonly Violation[]): boolean =>
      reasons.length > 0 && !(overrideReason !== undefined && allOverridable(reasons));
    const details = { ...(overrideReason !== undefined && { overrideReason }) };
    const confirmed = pending.filter((_claim, index) => !stands(violations[index]!));
    const changes: SeatChange[] = [];
    for (const claim of confirmed) {
      await this.seats.decide(claim.id, { status: 'approved', at: this.clock.date(), overrideReason });
      changes.push(changeOf(claim, 'approved', 'claim.approved', details));
    }
    await this.seatEffects.apply(changes);
    return pending.flatMap(({ id }, index) =>
      stands(violations[index]!) ? [{ claimId: id, violations: violations[index]! }] : [],
    );
  }

  /** Ends claims and frees their seats. A claim that ended before it was locked stays as it ended. */
  async free(
    claims: readonly ClaimRow[],
    status: 'rejected' | 'withdrawn' | 'cancelled' | ((claim: ClaimRow) => 'rejected' | 'cancelled'),
    reason?: string,
  ): Promise<void> {
    const changes: SeatChange[] = [];
    for (const claim of claims.filter((one) => isActive(one.status))) {
      const ends = typeof status === 'function' ? status(claim) : status;
      await this.seats.decide(claim.id, { status: ends, at: this.clock.date(), reason });
      changes.push(changeOf(claim, ends, `claim.${ends}`, { ...(reason !== undefined && { reason }) }));
    }
    await this.seatEffects.apply(changes);
  }

  /** Ends what colleagues offered an operator, for shifts from an instant on. */
  async endOffersTo(operatorId: string, from: Date): Promise<void> {
    await this.seatEffects.endSwaps(await this.trades.endOffersTo(operatorId, from, this.clock.date()));
  }

  /**
   * Makes decided claims pending again, when `against` finds no reason against it. `against` is told which
   * claims have already come back. One by one, because of two overlapping claims of an operator only one can
   * come back.
   */
  async reopen(
    claims: readonly ClaimRow[],
    against: (claim: ClaimRow, backOn: ReadonlySet<string>) => Promise<Violation[]>,
  ): Promise<Undecided[]> {
    const undecided: Undecided[] = [];
    const changes: SeatChange[] = [];
    for (const claim of claims) {
      const back = changes.filter((one) => one.claim.shiftId === claim.shiftId);
      const violations = await against(claim, new Set(back.map((one) => one.claim.operatorId)));
      if (violations.length > 0) {
        undecided.push({ claimId: claim.id, violations });
        continue;
      }
      await this.seats.reopen(claim.id);
      changes.push(changeOf(claim, 'pending', 'claim.reopened', {}));
    }
    await this.seatEffects.apply(changes);
    return undecided;
  }
}

const byId = <Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row]));

/** A claim as it is after its decision. From then on it relieves no other claim. */
export const changeOf = (
  claim: ClaimRow,
  status: ClaimStatus,
  action: AuditAction<'claim'>,
  details: object,
): SeatChange => ({
  claim,
  before: stateOf(claim),
  after: { status, isShadow: claim.isShadow, isRelief: false },
  action,
  details,
});
