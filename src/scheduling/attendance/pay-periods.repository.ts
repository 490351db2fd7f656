import { Injectable } from '@nestjs/common';
import { conflict } from '../../domain/errors.js';
import type { LocalDate } from '../../domain/local-date.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken } from '../../platform/database/database-errors.js';
import type { PageRequest } from '../../platform/http/paging.js';
import { NEXT_ATTENDANCE } from '../roster/next-attendance.js';

export interface PayPeriodRow {
  id: string;
  startsOn: LocalDate;
  endsOn: LocalDate;
  lockedAt: Date | null;
  version: number;
}

/** A claim in a timesheet. Instants as Dates. */
export interface TimesheetRow {
  claimId: string;
  operatorId: string;
  operatorName: string;
  employeeId: string | null;
  locationName: string;
  positionName: string;
  timeZone: string;
  startsAt: Date;
  endsAt: Date;
  checkedInAt: Date | null;
  checkedOutAt: Date | null;
  /** The same person's next check-in to any shift. */
  nextCheckInAt: Date | null;
  noShow: boolean;
}

const SELECT = `
  SELECT id, starts_on AS "startsOn", ends_on AS "endsOn", locked_at AS "lockedAt", version FROM pay_periods`;

@Injectable()
export class PayPeriodsRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<PayPeriodRow | null> {
    return this.database.one(`${SELECT} WHERE id = $1 ${options.lock ? 'FOR UPDATE' : ''}`, [id]);
  }

  /** Latest first. */
  list({ limit, after }: PageRequest): Promise<PayPeriodRow[]> {
    return this.database.query(
      `${SELECT} WHERE ($1::date IS NULL OR starts_on < $1) ORDER BY starts_on DESC LIMIT $2`,
      [after?.[0] ?? null, limit + 1],
    );
  }

  /**
   * Periods that have a date in the range, protected from being locked for payment until the transaction
   * ends.
   */
  holdTouching(from: LocalDate, to: LocalDate): Promise<PayPeriodRow[]> {
    return this.database.query(
      `${SELECT} WHERE daterange(starts_on, ends_on, '[]') && daterange($1, $2, '[]') ORDER BY starts_on FOR SHARE`,
      [from, to],
    );
  }

  async insert(period: Pick<PayPeriodRow, 'id' | 'startsOn' | 'endsOn'>): Promise<void> {
    await whenBroken(
      this.database.query('INSERT INTO pay_periods (id, starts_on, ends_on) VALUES ($1, $2, $3)', [
        period.id,
        period.startsOn,
        period.endsOn,
      ]),
      {
        pay_periods_disjoint: () => conflict('OVERLAPPING_PAY_PERIOD'),
      },
    );
  }

  async setLocked(id: string, at: Date | null): Promise<void> {
    await this.database.query('UPDATE pay_periods SET locked_at = $2, version = version + 1 WHERE id = $1', [
      id,
      at,
    ]);
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM pay_periods WHERE id = $1', [id]);
  }

  /**
   * Approved claims on shifts around a span, by operator and start. Attendance is within a day of its shift. Imported work was
   * paid elsewhere.
   */
  findWork(
    selection: { visible: readonly string[] | null; operatorId: string | null },
    from: Date,
    to: Date,
  ): Promise<TimesheetRow[]> {
    return this.database.query(
      `SELECT c.id AS "claimId", o.id AS "operatorId", u.name AS "operatorName", o.employee_id AS "employeeId",
              l.name AS "locationName", p.name AS "positionName", l.time_zone AS "timeZone",
              c.starts_at AS "startsAt", c.ends_at AS "endsAt", c.checked_in_at AS "checkedInAt",
              c.checked_out_at AS "checkedOutAt", next.checked_in_at AS "nextCheckInAt", c.no_show AS "noShow"
       FROM shifts s JOIN claims c ON c.shift_id = s.id AND c.status = 'approved' AND c.import_id IS NULL
       JOIN operators o ON o.id = c.operator_id JOIN users u ON u.id = o.user_id
       JOIN locations l ON l.id = s.location_id JOIN positions p ON p.id = s.position_id ${NEXT_ATTENDANCE}
       WHERE s.status <> 'cancelled' AND s.starts_at > $1::timestamptz - interval '3 days'
         AND s.starts_at < $2::timestamptz + interval '2 days'
         AND ($3::uuid[] IS NULL OR s.location_id = ANY($3)) AND ($4::uuid IS NULL OR o.id = $4)
       ORDER BY u.name, o.id, c.starts_at, c.id`,
      [from, to, selection.visible, selection.operatorId],
    );
  }

  async countPendingCorrections(from: Date, to: Date): Promise<number> {
    const row = await this.database.one<{ count: number }>(
      `SELECT count(*)::int AS count FROM attendance_corrections
       WHERE status = 'pending' AND checked_in_at < $2 AND checked_out_at > $1`,
      [from, to],
    );
    return row!.count;
  }
}
