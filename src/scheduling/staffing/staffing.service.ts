import { Injectable } from '@nestjs/common';
import { workedSpan } from '../../domain/attendance.js';
import type { Basis } from '../../domain/coverage-basis.js';
import { DAY, type Span } from '../../domain/interval.js';
import type { StaffSpan } from '../../domain/staffing.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Database } from '../../platform/database/database.js';
import {
  StaffingRepository,
  type LocatedTeam,
  type SeatsRow,
  type StaffingRow,
} from './staffing.repository.js';

const SHIFT_SURROUNDINGS = { minutesBefore: 30, minutesAfter: 120 };

/** What somebody worked. */
export interface AttendedSpan extends StaffSpan {
  /** Worked, but never checked out: taken to have stayed to the shift's end. */
  checkOutMissing: boolean;
}

/** Who is on shift, as the features above scheduling ask for it. */
@Injectable()
export class StaffingService {
  constructor(
    private readonly staffing: StaffingRepository,
    private readonly clock: Clock,
  ) {}

  /** On a database outside the app's own modules, in a worker thread say. */
  static over(database: Database, clock: Clock): StaffingService {
    return new StaffingService(new StaffingRepository(database), clock);
  }

  /** Who is on shift by their claims, as teams of a location and position; one query however many locations. */
  onShift(
    locationIds: readonly string[],
    window: Span,
    basis: Exclude<Basis, 'attended'>,
  ): Promise<LocatedTeam[]> {
    const statuses = basis === 'approved' ? ['approved'] : ['approved', 'pending'];
    return this.staffing.findTeams(locationIds, statuses, new Date(window.start), new Date(window.end));
  }

  /** Approved claims as they stand, with what is known of attendance. */
  approvedClaims(locationIds: readonly string[], window: Span): Promise<StaffingRow[]> {
    return this.staffing.findClaims(locationIds, ['approved'], new Date(window.start), new Date(window.end));
  }

  seatsOffered(locationIds: readonly string[], window: Span): Promise<SeatsRow[]> {
    return this.staffing.findSeats(locationIds, new Date(window.start), new Date(window.end));
  }

  /** Whether an operator has a shift at a location around a moment: from half an hour before it to two hours after. */
  isShiftNear(operatorId: string, locationId: string, at: Date): Promise<boolean> {
    return this.staffing.isShiftNear(operatorId, locationId, at, SHIFT_SURROUNDINGS);
  }

  /** What people worked, as far as is known by now. */
  async attended(locationIds: readonly string[], window: Span): Promise<AttendedSpan[]> {
    // Attendance may lie up to a day beside its shift, so the shifts of a day around are asked for.
    const rows = await this.staffing.findClaims(
      locationIds,
      ['approved'],
      new Date(window.start - DAY),
      new Date(window.end + DAY),
    );
    const now = this.clock.now();
    return rows.flatMap((row) => {
      if (row.isShadow) return [];
      const worked = workedSpan(row, { start: row.startsAt, end: row.endsAt }, now);
      if (!worked) return [];
      const checkOutMissing = row.checkedOutAt === null && row.endsAt <= now;
      return [{ positionId: row.positionId, ...worked, checkOutMissing }];
    });
  }
}
