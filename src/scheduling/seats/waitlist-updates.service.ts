import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { WaitlistUpdatesRepository, type ChangedEntryRow } from './waitlist-updates.repository.js';

export const WAITLIST_QUEUE = 'waitlist';

/** A shift whose waitlist may have something to be offered; without one, all are looked at. */
export interface WaitlistJob {
  shiftId?: string;
}

/** What taking and giving up seats has to do with those who wait for one. */
@Injectable()
export class WaitlistUpdates {
  constructor(
    private readonly repository: WaitlistUpdatesRepository,
    private readonly jobs: Jobs,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Within the transaction in which seats come free: those who wait are asked first. */
  async seatsFreed(shiftIds: readonly string[]): Promise<void> {
    if (shiftIds.length === 0) return;
    for (const shiftId of await this.repository.askAnew(shiftIds))
      await this.jobs.enqueue(WAITLIST_QUEUE, { shiftId } satisfies WaitlistJob);
  }

  /** Within the transaction in which an operator gets a place on a shift. */
  async seatTaken(shiftId: string, operatorId: string): Promise<void> {
    const place = await this.repository.markTaken(shiftId, operatorId, this.clock.date());
    if (place) await this.record('waitlist.taken', place);
  }

  /** Within the transaction that restores a shift: those who waited for it wait again, and its free seats are offered to them. */
  async shiftRestored(shiftId: string): Promise<string[]> {
    const places = await this.repository.reopenOf(shiftId);
    for (const place of places) await this.record('waitlist.restored', place);
    await this.seatsFreed([shiftId]);
    return places.map(({ id }) => id);
  }

  /** How many seats of a shift are offered to somebody. */
  countOffers(shiftId: string): Promise<number> {
    return this.repository.countOffers(shiftId);
  }

  /** Shifts from an instant on that an operator waits for. */
  findShiftsOf(operatorId: string, from: Date): Promise<string[]> {
    return this.repository.findShiftsOf(operatorId, from);
  }

  /** Whoever works no more waits no more, from an instant on; what was offered to them goes to the next. Those shifts are held. */
  async leaveAll(operatorId: string, from: Date): Promise<void> {
    const shiftIds = await this.repository.findShiftsOf(operatorId, from);
    for (const place of await this.repository.leaveAll(operatorId, from, this.clock.date()))
      await this.record('waitlist.left', place);
    await this.seatsFreed(shiftIds);
  }

  private record(action: string, { id, locationId }: ChangedEntryRow): Promise<void> {
    return this.audit.record({ action, entity: 'waitlist-entry', entityId: id, locationId });
  }
}
