import { Injectable } from '@nestjs/common';
import { allOverridable } from '../../domain/eligibility.js';
import type { Violation } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction, AuditEntity } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { OperatorFactsRepository, type OperatorFacts } from '../eligibility/operator-facts.repository.js';
import { ShiftsRepository, type ShiftRow } from '../roster/shifts.repository.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { ClaimTradesRepository } from './claim-trades.repository.js';
import { SeatsRepository, type CancelledClaimRow } from './seats.repository.js';
import type { Undecided } from './seats.service.js';
import { WaitlistUpdates } from './waitlist-updates.service.js';
import { SeatEffects, type SeatChange } from './seat-effects.service.js';

/** A cancelled shift, locked after the operators of the claims that ended with it. */
export interface HeldCancelled {
  operators: OperatorFacts[];
  before: ShiftRow;
}

export interface RestoredSeats {
  restored: string[];
  notRestored: Undecided[];
  dropRequests: string[];
  swaps: string[];
  waitlistEntries: string[];
}

/** Restores what a shift lost when it was cancelled. */
@Injectable()
export class RestoringShifts {
  constructor(
    private readonly seats: SeatsRepository,
    private readonly shifts: ShiftsRepository,
    private readonly operators: OperatorFactsRepository,
    private readonly trades: ClaimTradesRepository,
    private readonly eligibility: EligibilityService,
    private readonly waitlistUpdates: WaitlistUpdates,
    private readonly notifications: NotificationsService,
    private readonly seatEffects: SeatEffects,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Null when there is no such shift. */
  async hold(shiftId: string): Promise<HeldCancelled | null> {
    const expected = await this.seats.findCancelledWith(shiftId);
    const operators = await this.operators.lock([...new Set(expected.map(({ operatorId }) => operatorId))]);
    const before = await this.shifts.lock(shiftId);
    return before && { operators, before };
  }

  /**
   * For a shift that is no longer cancelled: restores the claims that the rules still allow, the requests for
   * them, and the waitlist.
   */
  async restore({ operators }: HeldCancelled, shift: ShiftRow): Promise<RestoredSeats> {
    const cancelled = await this.seats.findCancelledWith(shift.id, { lock: true });
    await this.shifts.update(shift);
    const changes: SeatChange[] = [];
    const notRestored: Undecided[] = [];
    for (const claim of cancelled) {
      const operator = operators.find(({ id }) => id === claim.operatorId);
      const violations = operator ? await this.against(claim, operator, shift) : [CLAIMED_ANEW];
      if (violations.length > 0) notRestored.push({ claimId: claim.id, violations });
      else {
        await this.seats.restore(claim, this.clock.date());
        changes.push(restoredOf(claim, shift));
      }
    }
    await this.seats.forgetCancelledWith(shift.id);
    await this.seatEffects.apply(changes);
    const trades = {
      ...(await this.restoreTrades(shift)),
      waitlistEntries: shift.status === 'published' ? await this.waitlistUpdates.shiftRestored(shift.id) : [],
    };
    const restored = changes.map(({ claim }) => claim.id);
    await this.record('shift.restored', 'shift', shift, {
      claims: restored,
      notRestored: notRestored.map(({ claimId }) => claimId),
      ...trades,
    });
    return { restored, notRestored, ...trades };
  }

  /** A restored swap asks its colleague again. */
  private async restoreTrades({ id }: ShiftRow): Promise<Pick<RestoredSeats, 'dropRequests' | 'swaps'>> {
    const dropRequests = await this.trades.reopenDropRequestsOf(id);
    for (const row of dropRequests) await this.record('drop-request.restored', 'drop-request', row, {});
    const swaps = await this.trades.reopenSwapsOf(id, this.clock.date());
    for (const row of swaps) {
      await this.record('swap.restored', 'swap', row, {});
      await this.notifications.swap(row.isOpen ? 'swap-offered' : 'swap-accepted', row.id);
    }
    return { dropRequests: dropRequests.map((row) => row.id), swaps: swaps.map((row) => row.id) };
  }

  private async against(
    claim: CancelledClaimRow,
    operator: OperatorFacts,
    shift: ShiftRow,
  ): Promise<Violation[]> {
    if (claim.cancelledFrom === 'relief') return [WAS_RELIEF];
    if (claim.isShadow !== operator.trainingIds.includes(shift.positionId)) return [TRAINING_CHANGED];
    const { seatsTaken, shadows } = await this.shifts.findSeatsOf(shift.id);
    const [violations = []] = await this.eligibility.violations(
      operator,
      [{ ...shift, seatsTaken, shadows, claimableFrom: null }],
      claim.cancelledFrom === 'approved' ? 'assignment' : 'claim',
    );
    return claim.overrideReason !== null && allOverridable(violations) ? [] : violations;
  }

  private record<Entity extends AuditEntity>(
    action: AuditAction<Entity>,
    entity: Entity,
    { id, locationId }: { id: string; locationId: string },
    details: object,
  ): Promise<void> {
    return this.audit.record({ action, entity, entityId: id, locationId, details });
  }
}

function restoredOf(
  { id, operatorId, cancelledFrom, isShadow }: CancelledClaimRow,
  shift: ShiftRow,
): SeatChange {
  const status = cancelledFrom === 'approved' ? 'approved' : 'pending';
  return {
    claim: { id, operatorId, shiftId: shift.id, locationId: shift.locationId },
    before: { status: 'cancelled', isShadow, isRelief: false },
    after: { status, isShadow, isRelief: false },
    action: 'claim.restored',
    details: { status },
  };
}

const WAS_RELIEF: Violation = refusalText('CLAIM_IS_RELIEF.ended');
const TRAINING_CHANGED: Violation = refusalText('QUALIFICATION_CHANGED');
const CLAIMED_ANEW: Violation = refusalText('SHIFT_BUSY.claim');
