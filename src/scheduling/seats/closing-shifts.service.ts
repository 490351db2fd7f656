import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { ClaimsRepository } from '../roster/claims.repository.js';
import { ShiftsRepository, type ShiftRow } from '../roster/shifts.repository.js';
import { changeOf } from './seats.service.js';
import { SeatsRepository } from './seats.repository.js';
import { WaitlistUpdates } from './waitlist-updates.service.js';
import { SeatEffects } from './seat-effects.service.js';

export interface ClosedShifts {
  shiftIds: string[];
  /** Shifts with a check-in; they stay. */
  workedIds: string[];
}

/** Cancels shifts, with their claims and everything that depends on these. */
@Injectable()
export class ClosingShifts {
  constructor(
    private readonly shifts: ShiftsRepository,
    private readonly claims: ClaimsRepository,
    private readonly seats: SeatsRepository,
    private readonly waitlistUpdates: WaitlistUpdates,
    private readonly seatEffects: SeatEffects,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * The caller must have locked the shifts, and none may be cancelled. An operator with claims on several
   * gets one message.
   */
  async close(shifts: readonly ShiftRow[], reason: string): Promise<ClosedShifts> {
    const held = await this.claims.lockActiveOf(shifts.map(({ id }) => id));
    const worked = new Set(held.filter((claim) => claim.checkedInAt !== null).map(({ shiftId }) => shiftId));
    const closing = shifts.filter(({ id }) => !worked.has(id));
    const shiftIds = closing.map(({ id }) => id);
    const ended = held.filter(({ shiftId }) => !worked.has(shiftId));
    await this.seats.cancelAllOf(shiftIds, this.clock.date(), reason);
    await this.shifts.cancelAll(shiftIds, reason);
    await this.seatEffects.apply(
      ended.map((claim) => changeOf(claim, 'cancelled', 'claim.cancelled', { reason })),
      { withShift: true },
    );
    const claimsOf = Map.groupBy(ended, ({ shiftId }) => shiftId);
    for (const { id, locationId } of closing) {
      const claims = (claimsOf.get(id) ?? []).map((claim) => claim.id);
      await this.audit.record({
        action: 'shift.cancelled',
        entity: 'shift',
        entityId: id,
        locationId,
        details: { reason, claims },
      });
    }
    await this.waitlistUpdates.seatsFreed(shiftIds);
    return { shiftIds, workedIds: [...worked] };
  }
}
