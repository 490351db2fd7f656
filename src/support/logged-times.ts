import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { conflict, invalid } from '../domain/errors.js';
import { HOUR, MINUTE } from '../domain/interval.js';
import { Clock } from '../platform/clock/clock.js';
import { StaffingService } from '../scheduling/staffing/staffing.service.js';

/** The possible error of a device's clock. */
const AHEAD = 5 * MINUTE;
const OLDEST_HOURS = 24;
const LATE = HOUR;

/** The latest moment that may be written down now, in epoch ms; other clocks may be slightly ahead. */
export const latestLogged = (now: number): number => now + AHEAD;

/** Whether something was written down long after it happened. */
export const isLate = (at: Date, loggedAt: Date | null): boolean =>
  loggedAt !== null && +loggedAt - +at > LATE;

/**
 * Checks which times may be recorded about a desk. Figures that anybody could invent later would prove
 * nothing.
 */
@Injectable()
export class LoggedTimes {
  constructor(
    private readonly staffing: StaffingService,
    private readonly clock: Clock,
  ) {}

  /** Throws when a time is in the future, for all callers. */
  requirePast(times: Readonly<Record<string, Date | null | undefined>>): void {
    const latest = latestLogged(this.clock.now());
    for (const [field, at] of Object.entries(times))
      if (at && at.getTime() > latest) throw invalid(field, 'IN_THE_FUTURE', { field });
  }

  /** Throws when an operator records, or removes, something older than a day. */
  requireRecent(caller: Caller, times: Readonly<Record<string, Date | null | undefined>>): void {
    if (caller.role !== 'operator') return;
    const oldest = this.clock.now() - OLDEST_HOURS * HOUR;
    for (const [field, at] of Object.entries(times))
      if (at && at.getTime() < oldest) throw invalid(field, 'TOO_LONG_AGO', { field, hours: OLDEST_HOURS });
  }

  /** Throws when an operator records a request at a time when they had no shift nearby. */
  async requireOwnShift(caller: Caller, locationId: string, field: string, at: Date): Promise<void> {
    if (caller.role !== 'operator') return;
    this.requireRecent(caller, { [field]: at });
    const near = caller.operatorId === null ? [] : await this.staffing.locationsNear(caller.operatorId, at);
    if (!near.includes(locationId.toLowerCase())) throw conflict('NO_SHIFT_NEAR');
  }
}
