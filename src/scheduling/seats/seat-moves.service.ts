import { Injectable } from '@nestjs/common';
import { CoverageChanges } from '../../coverage/coverage-changes.js';
import { allOverridable } from '../../domain/eligibility.js';
import { conflict, refusal, type Violation } from '../../domain/errors.js';
import { requireRoom, requireUnworked, seatsOf, shadowsOf } from '../../domain/seats.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { whenBroken } from '../../platform/database/database-errors.js';
import { newId } from '../../platform/ids.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { OperatorFactsRepository } from '../eligibility/operator-facts.repository.js';
import type { ClaimRow } from '../roster/claims.repository.js';
import { ShiftsRepository, type ShiftClaimRow, type ShiftRow } from '../roster/shifts.repository.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { brokenClaim, SeatsRepository } from './seats.repository.js';
import { WaitlistUpdates } from './waitlist-updates.service.js';
import { SeatEffects } from './seat-effects.service.js';

/** A shift with all its claims, locked. */
export interface HeldShift {
  before: ShiftRow;
  claims: ShiftClaimRow[];
}

/** Changes where or when seats are; their operators stay the same. */
@Injectable()
export class SeatMoves {
  constructor(
    private readonly seats: SeatsRepository,
    private readonly shifts: ShiftsRepository,
    private readonly operators: OperatorFactsRepository,
    private readonly eligibility: EligibilityService,
    private readonly waitlistUpdates: WaitlistUpdates,
    private readonly notifications: NotificationsService,
    private readonly changes: CoverageChanges,
    private readonly seatEffects: SeatEffects,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks operators by id, then the shift, then its claims. Null when there is no such shift. Throws
   * SHIFT_BUSY.
   */
  async hold(id: string): Promise<HeldShift | null> {
    const expected = (await this.shifts.findActiveClaims(id)).map((claim) => claim.operatorId);
    await this.operators.lock(expected);
    const before = await this.shifts.lock(id);
    if (!before) return null;
    const claims = await this.shifts.findActiveClaims(id, { lock: true });
    if (claims.some((claim) => !expected.includes(claim.operatorId))) throw conflict('SHIFT_BUSY');
    return { before, claims };
  }

  /**
   * Changes time, position or number of seats of a shift with claims. Throws all rules that a claim would
   * break.
   */
  async change({ before, claims }: HeldShift, after: ShiftRow, change: object): Promise<void> {
    const { id, locationId } = before;
    requireRoom(before, after, { claims, offers: await this.waitlistUpdates.countOffers(id) });
    const isElsewhere = isMoved(before, after);
    if (isElsewhere) await this.requireStillFit(before, after, claims);
    const told = await this.notifications.shift(id);
    if (after.seats < before.seats) await this.seats.closeHoles(id);
    await whenBroken(this.shifts.update(after), brokenClaim);
    const operatorIds = claims.map((claim) => claim.operatorId);
    if (isElsewhere && !before.isImported)
      await this.notifications.shiftChanged(told, before.version + 1, operatorIds);
    if (after.seats > before.seats) await this.waitlistUpdates.seatsFreed([id]);
    await this.audit.record({
      action: 'shift.updated',
      entity: 'shift',
      entityId: id,
      locationId,
      details: change,
    });
    await this.changes.touched(locationId);
  }

  /** Moves a claim to the only seat of another shift. */
  async move(claim: ClaimRow, toShiftId: string): Promise<void> {
    const { id, shiftId, locationId } = claim;
    await this.seats.moveTo(id, toShiftId);
    await this.seats.closeHoles(shiftId);
    await this.audit.record({
      action: 'claim.moved',
      entity: 'claim',
      entityId: id,
      locationId,
      details: { shiftId: toShiftId, fromShiftId: shiftId },
    });
  }

  /**
   * Gives the operator of a claim the seat of a new shift, made of a part of theirs. Requests for the whole
   * claim end. Returns the claim on the new shift.
   */
  async takePart(
    { id: fromClaimId, operatorId, overrideReason, locationId }: ClaimRow,
    shiftId: string,
  ): Promise<string> {
    await this.seatEffects.endTrades([fromClaimId]);
    const id = newId();
    const at = this.clock.date();
    await this.seats.insert({ id, shiftId, operatorId, status: 'approved', at, overrideReason });
    await this.audit.record({
      action: 'claim.split',
      entity: 'claim',
      entityId: id,
      locationId,
      details: { shiftId, operatorId, fromClaimId },
    });
    return id;
  }

  /** Checks the rules again for all operators on a shift. */
  private async requireStillFit(
    before: ShiftRow,
    after: ShiftRow,
    claims: readonly ShiftClaimRow[],
  ): Promise<void> {
    requireUnworked(claims);
    const operators = await this.operators.find(claims.map((claim) => claim.operatorId));
    const trainees = operators.filter(({ trainingIds }) => trainingIds.includes(after.positionId));
    if (before.positionId !== after.positionId && trainees.length + shadowsOf(claims) > 0)
      throw conflict('SHIFT_HAS_TRAINEES');
    const overridden = new Set(claims.filter((claim) => claim.isOverridden).map((claim) => claim.operatorId));
    const offered = { ...after, ...seatsOf(claims) };
    const violations = await this.eligibility.violationsOfEach(operators, offered, 'approval');
    const broken: Violation[] = [];
    for (const [index, operator] of operators.entries()) {
      const standing = violations[index]!.filter((violation) => violation.code !== 'SHIFT_STARTED');
      if (!overridden.has(operator.id) || !allOverridable(standing)) broken.push(...standing);
    }
    if (broken.length > 0) throw refusal('conflict', broken);
  }
}

/** Whether time or position change, so that the shift is no longer what its operators agreed to. */
const isMoved = (before: ShiftRow, after: ShiftRow): boolean =>
  +before.startsAt !== +after.startsAt ||
  +before.endsAt !== +after.endsAt ||
  before.positionId !== after.positionId;
