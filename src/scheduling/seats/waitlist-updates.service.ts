import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/audit.js';
import type { AuditAction } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { WaitlistUpdatesRepository, type ChangedEntryRow } from './waitlist-updates.repository.js';

export const WAITLIST_QUEUE = 'waitlist';

/** A shift whose waitlist may have a seat to offer; without a shift, all are checked. */
export interface WaitlistJob {
  shiftId?: string;
}

/** Updates waitlists when seats are taken and freed. */
@Injectable()
export class WaitlistUpdates {
  constructor(
    private readonly repository: WaitlistUpdatesRepository,
    private readonly jobs: Jobs,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Call within the transaction that frees seats: operators on the waitlist are asked first. */
  async seatsFreed(shiftIds: readonly string[]): Promise<void> {
    if (shiftIds.length === 0) return;
    for (const shiftId of await this.repository.askAnew(shiftIds))
      await this.jobs.enqueue(WAITLIST_QUEUE, { shiftId } satisfies WaitlistJob);
  }

  /** Call within the transaction in which an operator gets a claim on a shift. */
  async seatTaken(shiftId: string, operatorId: string): Promise<void> {
    const place = await this.repository.markTaken(shiftId, operatorId, this.clock.date());
    if (place) await this.record('waitlist.taken', place);
  }

  /**
   * Call within the transaction that restores a shift: its waitlist entries wait again, and its free seats
   * are offered to them.
   */
  async shiftRestored(shiftId: string): Promise<string[]> {
    const places = await this.repository.reopenOf(shiftId);
    for (const place of places) await this.record('waitlist.restored', place);
    await this.seatsFreed([shiftId]);
    return places.map(({ id }) => id);
  }

  /** The number of a shift's seats that are offered to somebody. */
  countOffers(shiftId: string): Promise<number> {
    return this.repository.countOffers(shiftId);
  }

  /** Shifts from an instant on for which an operator waits. */
  findShiftsOf(operatorId: string, from: Date): Promise<string[]> {
    return this.repository.findShiftsOf(operatorId, from);
  }

  /**
   * Removes an operator who no longer works from all waitlists, from an instant on; their offers go to the
   * next. The caller must have locked those shifts.
   */
  async leaveAll(operatorId: string, from: Date): Promise<void> {
    const shiftIds = await this.repository.findShiftsOf(operatorId, from);
    for (const place of await this.repository.leaveAll(operatorId, from, this.clock.date()))
      await this.record('waitlist.left', place);
    await this.seatsFreed(shiftIds);
  }

  private record(action: AuditAction<'waitlist-entry'>, { id, locationId }: ChangedEntryRow): Promise<void> {
    return this.audit.record({ action, entity: 'waitlist-entry', entityId: id, locationId });
  }
}
