import { Injectable } from '@nestjs/common';
import { workedSpan } from '../domain/attendance.js';
import { DAY, type Span } from '../domain/interval.js';
import type { StaffSpan } from '../domain/staffing.js';
import { Clock } from '../platform/clock/clock.js';
import { StaffingRepository, type SeatsRow, type StaffingRow } from './staffing.repository.js';

export const BASES = ['approved', 'claimed', 'attended'] as const;
/** What counts as being on shift: approved claims, pending ones too, or what people worked. */
export type Basis = (typeof BASES)[number];

/** Somebody on shift at a location. */
export interface LocatedStaff extends StaffSpan {
  locationId: string;
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

  /** Staff of locations in a basis, touching the window; one query however many locations. */
  async onShift(locationIds: readonly string[], window: Span, basis: Basis): Promise<LocatedStaff[]> {
    if (basis === 'attended') return this.attended(locationIds, window);
    const statuses = basis === 'approved' ? ['approved'] : ['approved', 'pending'];
    const rows = await this.staffing.findStaff(
      locationIds,
      statuses,
      new Date(window.start),
      new Date(window.end),
    );
    return rows.flatMap(({ locationId, positionId, starts, ends }) =>
      starts.map((start, at) => ({
        locationId,
        positionId,
        start,
        end: ends[at]!,
        checkOutMissing: false,
      })),
    );
  }

  /** Approved claims as they stand, with what is known of attendance. */
  approvedClaims(locationIds: readonly string[], window: Span): Promise<StaffingRow[]> {
    return this.staffing.findClaims(locationIds, ['approved'], new Date(window.start), new Date(window.end));
  }

  seatsOffered(locationIds: readonly string[], window: Span): Promise<SeatsRow[]> {
    return this.staffing.findSeats(locationIds, new Date(window.start), new Date(window.end));
  }

  private async attended(locationIds: readonly string[], window: Span): Promise<LocatedStaff[]> {
    // Attendance may lie up to a day beside its shift, so the shifts of a day around are asked for.
    const rows = await this.staffing.findClaims(
      locationIds,
      ['approved'],
      new Date(window.start - DAY),
      new Date(window.end + DAY),
    );
    const now = this.clock.now();
    return rows.flatMap((row) => {
      const worked = workedSpan(row, { start: row.startsAt, end: row.endsAt }, now);
      if (!worked) return [];
      const checkOutMissing = row.checkedOutAt === null && row.endsAt <= now;
      return [{ locationId: row.locationId, positionId: row.positionId, ...worked, checkOutMissing }];
    });
  }
}
