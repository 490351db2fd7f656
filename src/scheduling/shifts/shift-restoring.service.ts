import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { conflict } from '../../domain/errors.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import type { RestoredShiftDto } from '../roster/roster.dto.js';
import type { ShiftRow } from '../roster/shifts.repository.js';
import { requireVisibleShift } from '../roster/visibility.js';
import { RestoringShifts } from '../seats/restoring-shifts.service.js';
import { ShiftsService } from './shifts.service.js';

/**
 * Undoes the cancellation of a shift: restores it with the claims that the rules still allow, the requests
 * for them, and the waitlist. Names the claims that are not restored.
 */
@Injectable()
export class ShiftRestoring {
  constructor(
    private readonly shifts: ShiftsService,
    private readonly restoring: RestoringShifts,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  restore(caller: Caller, id: string): Promise<RestoredShiftDto> {
    return this.database.transaction(async () => {
      const held = await this.restoring.hold(id);
      const before = requireVisibleShift(caller, held?.before);
      this.requireRestorable(before);
      const status = before.publishedAt === null ? 'draft' : 'published';
      const shift: ShiftRow = { ...before, status, cancelReason: null };
      if (status === 'published') shift.claimableFrom = await this.shifts.claimableFrom(shift, id);
      const restored = await this.restoring.restore(held!, shift);
      return { ...(await this.shifts.get(caller, id)), ...restored };
    });
  }

  private requireRestorable({ status, startsAt }: ShiftRow): void {
    if (status !== 'cancelled') throw conflict('SHIFT_NOT_CANCELLED');
    if (+startsAt <= this.clock.now()) throw conflict('SHIFT_STARTED.stays-cancelled');
  }
}
