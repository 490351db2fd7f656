import { Injectable } from '@nestjs/common';
import { mayWorkAt } from '../../access/may-work-at.js';
import type { FindablePerson } from '../../domain/past-rosters/people-finder.js';
import { Database } from '../../platform/database/database.js';
import { isActive } from '../roster/active-claims.js';

/** A staged row that is not taken, with what it names. */
export interface RefusedRow {
  line: number;
  about: string;
}

/** A row that says what an earlier import holds, or says it otherwise. */
interface KnownRow {
  line: number;
  isSame: boolean;
}

/**
 * The rows of a past roster, in a temporary table that ends with the transaction: what they name, and which of them cannot be
 * taken. Each method removes the rows that it returns.
 */
@Injectable()
export class StagedRostersRepository {
  constructor(private readonly database: Database) {}

  async createTable(): Promise<void> {
    await this.database.query(
      `CREATE TEMPORARY TABLE staged_rosters
         (line int NOT NULL, person text NOT NULL, position text NOT NULL, starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL,
          worked_from timestamptz, worked_to timestamptz, no_show boolean NOT NULL, operator_id uuid, position_id uuid)
       ON COMMIT DROP`,
    );
  }

  /** All operators, also those who left. Removed people are never found. */
  findPeople(locationId: string): Promise<FindablePerson[]> {
    return this.database.query<FindablePerson>(
      `SELECT o.id, u.name, u.email, o.employee_id AS "employeeId", ${mayWorkAt('o.user_id', '= $1')} AS "isHere"
       FROM operators o JOIN users u ON u.id = o.user_id WHERE u.removed_at IS NULL ORDER BY o.id`,
      [locationId],
    );
  }

  async findNames(): Promise<string[]> {
    const rows = await this.database.query<{ person: string }>(
      'SELECT DISTINCT person FROM staged_rosters ORDER BY person',
    );
    return rows.map(({ person }) => person);
  }

  async setPeople(names: readonly string[], ids: readonly string[]): Promise<void> {
    await this.database.query(
      `UPDATE staged_rosters r SET operator_id = found.id FROM unnest($1::text[], $2::uuid[]) AS found (name, id)
       WHERE r.person = found.name`,
      [names, ids],
    );
  }

  dropPeople(names: readonly string[]): Promise<RefusedRow[]> {
    return this.database.query<RefusedRow>(
      'DELETE FROM staged_rosters WHERE person = ANY($1) RETURNING line, person AS about',
      [names],
    );
  }

  /** A row without a position is for the default one. Capitals do not matter, unless they tell two positions apart. */
  async dropUnknownPositions(): Promise<RefusedRow[]> {
    await this.database.query(
      `UPDATE staged_rosters r SET position_id = p.id FROM positions p
       WHERE CASE r.position WHEN '' THEN p.is_default ELSE p.name = r.position OR (lower(p.name) = lower(r.position)
         AND NOT EXISTS (SELECT FROM positions q WHERE q.id <> p.id AND lower(q.name) = lower(p.name))) END`,
    );
    return this.database.query<RefusedRow>(
      'DELETE FROM staged_rosters WHERE position_id IS NULL RETURNING line, position AS about',
    );
  }

  /** Drops rows that a later one repeats, also with other times worked. */
  dropRepeated(): Promise<RefusedRow[]> {
    return this.database.query<RefusedRow>(
      `DELETE FROM staged_rosters r USING (
         SELECT operator_id, position_id, starts_at, ends_at, max(line) AS last FROM staged_rosters
         GROUP BY operator_id, position_id, starts_at, ends_at HAVING count(*) > 1) AS repeated
       WHERE r.operator_id = repeated.operator_id AND r.position_id = repeated.position_id
         AND r.starts_at = repeated.starts_at AND r.ends_at = repeated.ends_at AND r.line < repeated.last
       RETURNING r.line, r.person AS about`,
    );
  }

  /** Locks the operators of all rows until the transaction ends, as everybody does who changes claims. */
  async lockOperators(): Promise<void> {
    await this.database.query(
      `SELECT FROM operators WHERE id IN (SELECT r.operator_id FROM staged_rosters r) ORDER BY id FOR NO KEY UPDATE`,
    );
  }

  /** Drops rows of which an earlier import left the claim, and notes that this import holds those that say the same. */
  dropKnown(locationId: string, importId: string): Promise<KnownRow[]> {
    return this.database.query<KnownRow>(
      `WITH known AS (
         DELETE FROM staged_rosters r USING claims c JOIN shifts s ON s.id = c.shift_id
         WHERE c.operator_id = r.operator_id AND c.starts_at = r.starts_at AND c.ends_at = r.ends_at
           AND c.status = 'approved' AND c.import_id IS NOT NULL AND s.location_id = $1 AND s.position_id = r.position_id
         RETURNING r.line, c.id, c.no_show = r.no_show AND c.checked_in_at IS NOT DISTINCT FROM r.worked_from
           AND c.checked_out_at IS NOT DISTINCT FROM r.worked_to AS is_same
       ), noted AS (
         INSERT INTO claim_confirmations (claim_id, import_id) SELECT id, $2 FROM known WHERE is_same
       )
       SELECT line, is_same IS TRUE AS "isSame" FROM known`,
      [locationId, importId],
    );
  }

  /** Drops rows of somebody who has another shift at that time, at any location. */
  dropClaimed(): Promise<RefusedRow[]> {
    return this.database.query<RefusedRow>(
      `DELETE FROM staged_rosters r USING claims c
       WHERE c.operator_id = r.operator_id AND ${isActive('c')}
         AND tstzrange(c.starts_at, c.ends_at) && tstzrange(r.starts_at, r.ends_at)
       RETURNING r.line, r.person AS about`,
    );
  }

  /** Drops rows that begin on a date of one of the location's schedules. */
  dropScheduled(locationId: string): Promise<RefusedRow[]> {
    return this.database.query<RefusedRow>(
      `DELETE FROM staged_rosters r USING schedules c JOIN locations l ON l.id = c.location_id
       WHERE c.location_id = $1 AND (r.starts_at AT TIME ZONE l.time_zone)::date BETWEEN c.starts_on AND c.ends_on
       RETURNING r.line, r.person AS about`,
      [locationId],
    );
  }

  /** Drops rows at the time of a shift of the same position that was not imported. */
  dropPlanned(locationId: string): Promise<RefusedRow[]> {
    return this.database.query<RefusedRow>(
      `DELETE FROM staged_rosters r USING shifts s
       WHERE s.location_id = $1 AND s.position_id = r.position_id AND s.status <> 'cancelled' AND s.import_id IS NULL
         AND s.starts_at > r.starts_at - interval '24 hours' AND s.starts_at < r.ends_at AND s.ends_at > r.starts_at
       RETURNING r.line, r.person AS about`,
      [locationId],
    );
  }

  /** Drops rows in a pay period that is locked; none of those that they touch is locked until the transaction ends. */
  async dropPaid(): Promise<RefusedRow[]> {
    await this.database.query(
      `SELECT FROM pay_periods
       WHERE daterange(starts_on, ends_on, '[]') && (
         SELECT daterange((min(r.starts_at) AT TIME ZONE 'UTC')::date - 3, (max(r.ends_at) AT TIME ZONE 'UTC')::date + 3)
         FROM staged_rosters r)
       ORDER BY starts_on FOR SHARE`,
    );
    return this.database.query<RefusedRow>(
      `DELETE FROM staged_rosters r USING pay_periods p, settings
       WHERE p.locked_at IS NOT NULL
         AND tstzrange(p.starts_on::timestamp AT TIME ZONE settings.time_zone,
                       (p.ends_on + 1)::timestamp AT TIME ZONE settings.time_zone)
           && tstzrange(least(r.starts_at, r.worked_from), greatest(r.ends_at, r.worked_to))
       RETURNING r.line, r.person AS about`,
    );
  }

  /** Drops all rows that give somebody two shifts, or work at two shifts, at one time: nobody knows which of them is right. */
  dropOverlapping(): Promise<RefusedRow[]> {
    return this.database.query<RefusedRow>(
      `DELETE FROM staged_rosters r USING (
         SELECT line, lead(starts_at) OVER own < ends_at
             OR max(ends_at) OVER (own ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) > starts_at AS is_twice
         FROM staged_rosters WINDOW own AS (PARTITION BY operator_id ORDER BY starts_at, line)
         UNION ALL
         SELECT line, lead(worked_from) OVER own < worked_to
             OR max(worked_to) OVER (own ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) > worked_from
         FROM staged_rosters WHERE worked_from IS NOT NULL
         WINDOW own AS (PARTITION BY operator_id ORDER BY worked_from, line)) AS o
       WHERE o.line = r.line AND o.is_twice
       RETURNING r.line, r.person AS about`,
    );
  }

  /** Drops rows whose work overlaps recorded work of the same person at another shift, which lies within a day of it. */
  dropWorkedElsewhere(): Promise<RefusedRow[]> {
    return this.database.query<RefusedRow>(
      `DELETE FROM staged_rosters r USING claims c
       WHERE c.operator_id = r.operator_id AND c.status = 'approved' AND c.checked_in_at IS NOT NULL
         AND c.starts_at BETWEEN r.starts_at - interval '3 days' AND r.starts_at + interval '3 days'
         AND tstzrange(c.checked_in_at, coalesce(c.checked_out_at, greatest(c.ends_at, c.checked_in_at)), '[]')
           && tstzrange(r.worked_from, r.worked_to, '()') AND r.worked_from IS NOT NULL
       RETURNING r.line, r.person AS about`,
    );
  }
}
