import { Injectable } from '@nestjs/common';
import { CoverageChanges } from '../../coverage/coverage-changes.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { ClaimsRepository } from '../roster/claims.repository.js';
import { Notices } from '../telling/telling.service.js';
import { ShiftsRepository, type ShiftRow } from '../roster/shifts.repository.js';
import { Waitlists } from './waiting.service.js';

export interface Cancelled {
  shiftIds: string[];
  claimIds: string[];
  /** Those that somebody has checked in to; they stay. */
  workedIds: string[];
}

/** Takes shifts out of the plan with all that hangs on them. */
@Injectable()
export class ShiftCancelling {
  constructor(
    private readonly shifts: ShiftsRepository,
    private readonly claims: ClaimsRepository,
    private readonly waitlists: Waitlists,
    private readonly notices: Notices,
    private readonly changes: CoverageChanges,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Shifts the caller holds, none of them cancelled; whoever was on some of them hears of all these at once. */
  async cancelHeld(shifts: readonly ShiftRow[], reason: string): Promise<Cancelled> {
    const held = await this.claims.lockActiveOf(shifts.map(({ id }) => id));
    const worked = new Set(held.filter((claim) => claim.checkedInAt !== null).map(({ shiftId }) => shiftId));
    const going = shifts.filter(({ id }) => !worked.has(id));
    const shiftIds = going.map(({ id }) => id);
    const cancelled = await this.claims.cancelAllOf(shiftIds, this.clock.date(), reason);
    await this.shifts.cancelAll(shiftIds, reason);
    const claimsOf = Map.groupBy(cancelled, ({ shiftId }) => shiftId);
    for (const { id, locationId } of going) {
      const claims = (claimsOf.get(id) ?? []).map((claim) => claim.id);
      const details = { reason, claims };
      await this.audit.record({
        action: 'shift.cancelled',
        entity: 'shift',
        entityId: id,
        locationId,
        details,
      });
    }
    const claimIds = cancelled.map(({ id }) => id);
    await this.notices.claimsDecided(claimIds);
    await this.waitlists.seatsFreed(shiftIds);
    for (const locationId of new Set(going.map((shift) => shift.locationId)))
      await this.changes.touched(locationId);
    return { shiftIds, claimIds, workedIds: [...worked] };
  }
}
