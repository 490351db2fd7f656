import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { WaitlistRepository } from '../waitlist/waitlist.repository.js';

export const WAITLIST_QUEUE = 'waitlist';

/** A shift whose waitlist may have something to be offered; without one, all are looked at. */
export interface WaitlistJob {
  shiftId?: string;
}

/** What taking and giving up seats has to do with waitlists. */
@Injectable()
export class Waitlists {
  constructor(
    private readonly waitlist: WaitlistRepository,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** Within the transaction in which seats come free: those who wait are asked first. */
  async seatsFreed(shiftIds: readonly string[]): Promise<void> {
    const waiting = await this.waitlist.askAnew(shiftIds);
    for (const shiftId of waiting) await this.jobs.enqueue(WAITLIST_QUEUE, { shiftId } satisfies WaitlistJob);
  }

  /** Within the transaction that restores a shift: those who waited for it wait again, and its free seats are offered to them. */
  async shiftRestored(shiftId: string): Promise<string[]> {
    const entries = await this.waitlist.reopenWith(shiftId);
    await this.seatsFreed([shiftId]);
    return entries;
  }

  /** How many seats of a shift are offered to somebody. */
  offers(shiftId: string): Promise<number> {
    return this.waitlist.countOffers(shiftId);
  }

  /** Whoever works no more waits no more, from an instant on; `freed` are the shifts whose seats they give up. */
  async leaveAll(operatorId: string, from: Date, freed: readonly string[]): Promise<void> {
    const shiftIds = [...freed, ...(await this.waitlist.findShiftsOf(operatorId, from))];
    await this.waitlist.lockAll(shiftIds);
    await this.waitlist.leaveAll(operatorId, from, this.clock.date());
    await this.seatsFreed(shiftIds);
  }

  /** Within the transaction in which an operator gets a seat. */
  taken(shiftId: string, operatorId: string): Promise<void> {
    return this.waitlist.markTaken(shiftId, operatorId, this.clock.date());
  }
}
