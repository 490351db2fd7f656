import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { ClaimRow } from '../roster/claims.repository.js';

export type Attendance = Pick<ClaimRow, 'checkedInAt' | 'checkedOutAt' | 'noShow'>;

@Injectable()
export class AttendanceRepository {
  constructor(private readonly database: Database) {}

  /** The caller must have locked the claim. */
  async record(id: string, attendance: Attendance): Promise<void> {
    await this.database.query(
      'UPDATE claims SET checked_in_at = $2, checked_out_at = $3, no_show = $4, version = version + 1 WHERE id = $1',
      [id, attendance.checkedInAt, attendance.checkedOutAt, attendance.noShow],
    );
  }
}
