import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { SettingsService } from '../../coverage/settings.service.js';
import { startOfDate } from '../../domain/recurrence.js';
import { OperatorsService } from '../../people/operators.service.js';
import type { DeactivateOperatorDto, OperatorDto } from '../../people/people.dto.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { ClaimsRepository } from '../roster/claims.repository.js';
import { Seats } from '../seats/seats.service.js';
import { WaitlistUpdates } from '../seats/waitlist-updates.service.js';

/**
 * Deactivates operators: from a date on they no longer work, and their later seats become free. Recorded work
 * stays.
 */
@Injectable()
export class DeactivationService {
  constructor(
    private readonly operators: OperatorsService,
    private readonly claims: ClaimsRepository,
    private readonly settings: SettingsService,
    private readonly seats: Seats,
    private readonly waitlistUpdates: WaitlistUpdates,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  deactivate(caller: Caller, id: string, { on, reason }: DeactivateOperatorDto): Promise<OperatorDto> {
    return this.database.transaction(async () => {
      const operator = await this.operators.setDeactivation(caller, id, on, reason);
      const { zone } = await this.settings.calendar();
      const midnight = startOfDate(on, zone);
      const from = new Date(Math.max(midnight, this.clock.now()));
      const { claims } = await this.seats.hold({
        operators: [id],
        claims: await this.claims.findActiveFrom(id, from),
        shifts: await this.waitlistUpdates.findShiftsOf(id, from),
      });
      await this.seats.free([...claims.values()], 'cancelled', reason);
      await this.seats.endOffersTo(id, from);
      await this.waitlistUpdates.leaveAll(id, from);
      return operator;
    });
  }

  /** Undoes a deactivation; seats that became free stay free. */
  reactivate(caller: Caller, id: string): Promise<OperatorDto> {
    return this.operators.setDeactivation(caller, id, null, null);
  }
}
