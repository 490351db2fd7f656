import { Injectable } from '@nestjs/common';
import { mayWorkAt } from '../access/may-work-at.js';
import { openInvitationOf } from '../access/open-invitation.js';
import { Database } from '../platform/database/database.js';
import { whenUnused } from '../platform/database/database-errors.js';
import type { PageRequest } from '../platform/http/paging.js';
import type { OperatorDto } from './people.dto.js';

const SELECT = `
  SELECT o.id, o.user_id AS "userId", u.name, u.display_name AS "displayName", u.email, o.weekly_hour_cap AS "weeklyHourCap",
         o.cap_is_binding AS "capIsBinding", o.cap_reason AS "capReason", o.other_weekly_hours AS "otherWeeklyHours",
         u.password_hash IS NOT NULL AS active, ${openInvitationOf('u.id')} AS invitation,
         o.employee_id AS "employeeId", o.deactivated_on AS "deactivatedOn",
         o.deactivation_reason AS "deactivationReason", o.version,
         ARRAY(SELECT position_id FROM operator_positions WHERE operator_id = o.id ORDER BY 1) AS "positionIds",
         COALESCE((SELECT json_agg(json_build_object(
                     'positionId', q.position_id, 'status', CASE WHEN q.in_training THEN 'in-training' ELSE 'qualified' END,
                     'expiresOn', q.expires_on,
                     'signedOffShifts', (SELECT count(*) FROM claims c JOIN shifts s ON s.id = c.shift_id
                                         WHERE c.operator_id = o.id AND s.position_id = q.position_id
                                           AND c.signed_off_at >= COALESCE(q.training_since, '-infinity'))) ORDER BY q.position_id)
                   FROM operator_positions q WHERE q.operator_id = o.id), '[]') AS qualifications,
         ARRAY(SELECT location_id FROM user_locations WHERE user_id = o.user_id ORDER BY 1) AS "locationIds"
  FROM operators o JOIN users u ON u.id = o.user_id
  WHERE u.removed_at IS NULL`;

type OperatorTerms = Pick<
  OperatorDto,
  'id' | 'weeklyHourCap' | 'capIsBinding' | 'capReason' | 'otherWeeklyHours' | 'employeeId'
>;

const termsOf = (operator: OperatorTerms): unknown[] => [
  operator.id,
  operator.weeklyHourCap,
  operator.capIsBinding,
  operator.capReason,
  operator.otherWeeklyHours,
  operator.employeeId,
];

@Injectable()
export class OperatorsRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<OperatorDto | null> {
    return this.database.one(`${SELECT} AND o.id = $1`, [id]);
  }

  async lock(id: string): Promise<OperatorDto | null> {
    await this.database.query('SELECT FROM operators WHERE id = $1 FOR NO KEY UPDATE', [id]);
    return this.find(id);
  }

  /** Operators who may work at one of the visible locations, in the order of their creation. */
  list(
    selection: { visible: readonly string[] | null; only: string | null },
    { limit, after }: PageRequest,
  ): Promise<OperatorDto[]> {
    return this.database.query(
      `${SELECT} AND ($1::uuid IS NULL OR o.id = $1)
         AND ($2::uuid[] IS NULL OR cardinality($2) > 0 AND ${mayWorkAt('o.user_id', '= ANY($2)')})
         AND ($3::uuid IS NULL OR o.id > $3)
       ORDER BY o.id LIMIT $4`,
      [selection.only, selection.visible, after?.[0] ?? null, limit + 1],
    );
  }

  async insert(operator: OperatorTerms & Pick<OperatorDto, 'userId'>): Promise<void> {
    await this.database.query(
      `INSERT INTO operators (id, weekly_hour_cap, cap_is_binding, cap_reason, other_weekly_hours, employee_id, user_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [...termsOf(operator), operator.userId],
    );
  }

  async update(operator: OperatorTerms): Promise<void> {
    await this.database.query(
      `UPDATE operators SET weekly_hour_cap = $2, cap_is_binding = $3, cap_reason = $4, other_weekly_hours = $5, employee_id = $6,
              version = version + 1
       WHERE id = $1`,
      termsOf(operator),
    );
  }

  async setDeactivation(id: string, on: string | null, reason: string | null): Promise<void> {
    await this.database.query(
      'UPDATE operators SET deactivated_on = $2, deactivation_reason = $3, version = version + 1 WHERE id = $1',
      [id, on, reason],
    );
  }

  /** Existing positions stay as they are, in training or not. For new ones the operator is qualified. */
  async setPositions(id: string, positionIds: readonly string[], now: Date): Promise<void> {
    await this.database.query(
      'DELETE FROM operator_positions WHERE operator_id = $1 AND position_id <> ALL($2)',
      [id, positionIds],
    );
    await this.database.query(
      `INSERT INTO operator_positions (operator_id, position_id, expires_on)
       SELECT $1, p.id, CASE WHEN p.expires_with_term
                             THEN (SELECT ends_on FROM terms, settings
                                   WHERE ($3::timestamptz AT TIME ZONE time_zone)::date BETWEEN starts_on AND ends_on) END
       FROM positions p WHERE p.id = ANY($2)
       ON CONFLICT DO NOTHING`,
      [id, positionIds, now],
    );
  }

  async remove(id: string): Promise<void> {
    await whenUnused(this.database.query('DELETE FROM operators WHERE id = $1', [id]), 'operator');
  }
}
