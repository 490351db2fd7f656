import { Injectable } from '@nestjs/common';
import type { LocalDate, LocalTime, Weekday } from '../domain/local-date.js';
import { Database } from '../platform/database/database.js';
import type { PageRequest } from '../platform/http/paging.js';
import type { Preference } from './availability.dto.js';

interface Common {
  id: string;
  operatorId: string;
  preference: Preference;
  reason: string | null;
}

export interface WeeklyRow extends Common {
  kind: 'weekly';
  weekday: Weekday;
  localStart: LocalTime;
  localEnd: LocalTime;
  effectiveFrom: LocalDate;
  effectiveTo: LocalDate | null;
}

export interface OnceRow extends Common {
  kind: 'once';
  startsAt: Date;
  endsAt: Date;
}

export type UnavailabilityRow = WeeklyRow | OnceRow;

const SELECT = `
  SELECT id, operator_id AS "operatorId", kind, preference, reason, weekday,
         to_char(local_start, 'HH24:MI') AS "localStart", to_char(local_end, 'HH24:MI') AS "localEnd",
         effective_from AS "effectiveFrom", effective_to AS "effectiveTo", starts_at AS "startsAt", ends_at AS "endsAt"
  FROM unavailability`;

@Injectable()
export class UnavailabilityRepository {
  constructor(private readonly database: Database) {}

  find(operatorId: string, id: string): Promise<UnavailabilityRow | null> {
    return this.database.one(`${SELECT} WHERE operator_id = $1 AND id = $2`, [operatorId, id]);
  }

  list(operatorId: string, { limit, after }: PageRequest): Promise<UnavailabilityRow[]> {
    return this.database.query(
      `${SELECT} WHERE operator_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [operatorId, after?.[0] ?? null, limit + 1],
    );
  }

  async count(operatorId: string): Promise<number> {
    const row = await this.database.one<{ count: number }>(
      'SELECT count(*)::int AS count FROM unavailability WHERE operator_id = $1',
      [operatorId],
    );
    return row!.count;
  }

  /**
   * What several operators entered for a span; weekly entries start one day earlier, for those across
   * midnight.
   */
  findTouching(operatorIds: readonly string[], from: Date, to: Date): Promise<UnavailabilityRow[]> {
    return this.database.query(
      `${SELECT}
       WHERE operator_id = ANY($1)
         AND CASE kind WHEN 'once' THEN starts_at < $3 AND ends_at > $2
             ELSE effective_from <= ($3::timestamptz + interval '1 day')::date
                  AND (effective_to IS NULL OR effective_to >= ($2::timestamptz - interval '3 days')::date) END`,
      [operatorIds, from, to],
    );
  }

  async insert(rows: readonly UnavailabilityRow[]): Promise<void> {
    await this.database.query(
      `INSERT INTO unavailability (id, operator_id, kind, preference, reason, weekday, local_start, local_end,
                                   effective_from, effective_to, starts_at, ends_at)
       SELECT id, "operatorId", kind, preference, reason, weekday, "localStart", "localEnd",
              "effectiveFrom", "effectiveTo", "startsAt", "endsAt"
       FROM jsonb_to_recordset($1) AS row (id uuid, "operatorId" uuid, kind text, preference text, reason text,
         weekday smallint, "localStart" time, "localEnd" time, "effectiveFrom" date, "effectiveTo" date,
         "startsAt" timestamptz, "endsAt" timestamptz)`,
      [JSON.stringify(rows)],
    );
  }

  /** Removes weekly entries that hold on the date or later. */
  async removeWeeklyFrom(operatorId: string, date: LocalDate): Promise<void> {
    await this.database.query(
      `DELETE FROM unavailability
       WHERE operator_id = $1 AND kind = 'weekly' AND (effective_to IS NULL OR effective_to >= $2)`,
      [operatorId, date],
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM unavailability WHERE id = $1', [id]);
  }
}
