import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { conflict, invalid } from '../domain/errors.js';
import { HOUR, MINUTE } from '../domain/interval.js';
import { Clock } from '../platform/clock/clock.js';
import { StaffingService } from '../scheduling/staffing/staffing.service.js';

/** A device's clock may be wrong by that. */
const AHEAD = 5 * MINUTE;
const OLDEST_HOURS = 24;
const LATE = HOUR;

/** The last moment of which something may be written down by now, in epoch ms: a clock elsewhere may be a little ahead. */
export const latestLogged = (now: number): number => now + AHEAD;

/** Whether something was written down long after it happened. */
export const isLate = (at: Date, loggedAt: Date | null): boolean =>
  loggedAt !== null && +loggedAt - +at > LATE;

/** Which times may be written down of what was asked at a desk: figures that anybody could make up afterwards prove nothing. */
@Injectable()
export class LoggedTimes {
  constructor(
    private readonly staffing: StaffingService,
    private readonly clock: Clock,
  ) {}

  /** Throws where a time lies ahead, whoever writes it down. */
  requirePast(times: Readonly<Record<string, Date | null | undefined>>): void {
    const latest = latestLogged(this.clock.now());
    for (const [field, at] of Object.entries(times))
      if (at && at.getTime() > latest) throw invalid(field, 'IN_THE_FUTURE', { field });
  }

  /** Throws where an operator writes down, or takes back, what is older than a day. */
  requireRecent(caller: Caller, times: Readonly<Record<string, Date | null | undefined>>): void {
    if (caller.role !== 'operator') return;
    const oldest = this.clock.now() - OLDEST_HOURS * HOUR;
    for (const [field, at] of Object.entries(times))
      if (at && at.getTime() < oldest) throw invalid(field, 'TOO_LONG_AGO', { field, hours: OLDEST_HOURS });
  }

  /** Throws where an operator writes down what was asked when they had no shift near. */
  async requireOwnShift(caller: Caller, locationId: string, field: string, at: Date): Promise<void> {
    if (caller.role !== 'operator') return;
    this.requireRecent(caller, { [field]: at });
    if (caller.operatorId === null || !(await this.staffing.isShiftNear(caller.operatorId, locationId, at)))
      throw conflict('NO_SHIFT_NEAR');
  }
}
