import { Injectable } from '@nestjs/common';
import { conflict } from '../../domain/errors.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken } from '../../platform/database/database-errors.js';
import type { PageRequest } from '../../platform/http/paging.js';
import type { CorrectionStatus } from './attendance.dto.js';

export interface CorrectionRow {
  id: string;
  claimId: string;
  locationId: string;
  timeZone: string;
  operatorId: string;
  checkedInAt: Date;
  checkedOutAt: Date;
  reason: string;
  status: CorrectionStatus;
  decisionReason: string | null;
  createdAt: Date;
  decidedAt: Date | null;
  version: number;
}

const SELECT = `
  SELECT a.id, a.claim_id AS "claimId", s.location_id AS "locationId", l.time_zone AS "timeZone",
         c.operator_id AS "operatorId", a.checked_in_at AS "checkedInAt", a.checked_out_at AS "checkedOutAt", a.reason,
         a.status, a.decision_reason AS "decisionReason", a.created_at AS "createdAt", a.decided_at AS "decidedAt", a.version
  FROM attendance_corrections a JOIN claims c ON c.id = a.claim_id JOIN shifts s ON s.id = c.shift_id
  JOIN locations l ON l.id = s.location_id`;

@Injectable()
export class CorrectionsRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<CorrectionRow | null> {
    return this.database.one(`${SELECT} WHERE a.id = $1 ${options.lock ? 'FOR UPDATE OF a' : ''}`, [id]);
  }

  list(
    selection: {
      visible: readonly string[] | null;
      operatorId: string | null;
      claimId: string | null;
      status: CorrectionStatus | null;
    },
    { limit, after }: PageRequest,
  ): Promise<CorrectionRow[]> {
    return this.database.query(
      `${SELECT}
       WHERE ($1::uuid[] IS NULL OR s.location_id = ANY($1)) AND ($2::uuid IS NULL OR c.operator_id = $2)
         AND ($3::uuid IS NULL OR a.claim_id = $3) AND ($4::text IS NULL OR a.status = $4)
         AND ($5::uuid IS NULL OR a.id > $5)
       ORDER BY a.id LIMIT $6`,
      [
        selection.visible,
        selection.operatorId,
        selection.claimId,
        selection.status,
        after?.[0] ?? null,
        limit + 1,
      ],
    );
  }

  async insert(correction: {
    id: string;
    claimId: string;
    checkedInAt: Date;
    checkedOutAt: Date;
    reason: string;
    at: Date;
  }): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO attendance_corrections (id, claim_id, checked_in_at, checked_out_at, reason, status, created_at)
         VALUES ($1, $2, $3, $4, $5, 'pending', $6)`,
        [
          correction.id,
          correction.claimId,
          correction.checkedInAt,
          correction.checkedOutAt,
          correction.reason,
          correction.at,
        ],
      ),
      {
        attendance_corrections_one_each: () => conflict('CORRECTION_PENDING'),
      },
    );
  }

  async decide(
    id: string,
    status: 'approved' | 'rejected',
    at: Date,
    decisionReason: string | null,
  ): Promise<void> {
    await this.database.query(
      `UPDATE attendance_corrections SET status = $2, decided_at = $3, decision_reason = $4, version = version + 1
       WHERE id = $1`,
      [id, status, at, decisionReason],
    );
  }
}
