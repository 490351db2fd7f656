import { Injectable } from '@nestjs/common';
import { workedSpan } from '../../domain/attendance.js';
import type { Basis } from '../../domain/coverage-basis.js';
import { DAY, type Span } from '../../domain/interval.js';
import type { OperatorCap } from '../../domain/metrics/accumulator.js';
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

/** When an operator worked. */
export interface AttendedSpan extends StaffSpan {
  /** Worked, but without a check-out: assumed to have stayed until the shift's end. */
  checkOutMissing: boolean;
}

/** Who is on shift, for the features above scheduling. */
@Injectable()
export class StaffingService {
  constructor(
    private readonly staffing: StaffingRepository,
    private readonly clock: Clock,
  ) {}

  /** Builds the service on a database outside the app's modules, such as in a worker thread. */
  static over(database: Database, clock: Clock): StaffingService {
    return new StaffingService(new StaffingRepository(database), clock);
  }

  /**
   * People on shift by their claims, as teams per location and position. One query for any number of
   * locations.
   */
  onShift(
    locationIds: readonly string[],
    window: Span,
    basis: Exclude<Basis, 'attended'>,
  ): Promise<LocatedTeam[]> {
    const statuses = basis === 'approved' ? ['approved'] : ['approved', 'pending'];
    return this.staffing.findTeams(locationIds, statuses, new Date(window.start), new Date(window.end));
  }

  /** Approved claims, with what is known about attendance. */
  approvedClaims(locationIds: readonly string[], window: Span): Promise<StaffingRow[]> {
    return this.staffing.findClaims(locationIds, ['approved'], new Date(window.start), new Date(window.end));
  }

  /** The active operators of any of some locations. */
  activeOperators(locationIds: readonly string[]): Promise<OperatorCap[]> {
    return this.staffing.findActiveOperators(locationIds, new Date(this.clock.now()));
  }

  seatsOffered(locationIds: readonly string[], window: Span): Promise<SeatsRow[]> {
    return this.staffing.findSeats(locationIds, new Date(window.start), new Date(window.end));
  }

  /**
   * The locations where an operator has a shift around a moment: from half an hour before the shift to two hours
   * after it.
   */
  locationsNear(operatorId: string, at: Date): Promise<string[]> {
    return this.staffing.findLocationsNear(operatorId, at, SHIFT_SURROUNDINGS);
  }

  /** When people worked, as far as known by now. */
  async attended(locationIds: readonly string[], window: Span): Promise<AttendedSpan[]> {
    // Attendance may be up to a day before or after its shift, so the shifts of a day more on each side are
    // read.
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
