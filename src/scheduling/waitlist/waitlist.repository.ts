import { Injectable } from '@nestjs/common';
import { conflict } from '../../domain/errors.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken } from '../../platform/database/database-errors.js';
import type { PageRequest } from '../../platform/http/paging.js';
import { takesSeat } from '../roster/active-claims.js';
import { isWaiting } from '../seats/waitlist-updates.repository.js';
import type { WaitlistStatus } from './waitlist.dto.js';

export interface WaitlistRow {
  id: string;
  shiftId: string;
  locationId: string;
  timeZone: string;
  operatorId: string;
  startsAt: Date;
  endsAt: Date;
  status: WaitlistStatus;
  rank: number | null;
  offerEndsAt: Date | null;
  createdAt: Date;
  decidedAt: Date | null;
  version: number;
}

const SELECT = `
  SELECT w.id, w.shift_id AS "shiftId", s.location_id AS "locationId", l.time_zone AS "timeZone",
         w.operator_id AS "operatorId", s.starts_at AS "startsAt", s.ends_at AS "endsAt", w.status,
         CASE WHEN ${isWaiting('w')} THEN (SELECT count(*)::int FROM waitlist_entries b
                                     WHERE b.shift_id = w.shift_id AND ${isWaiting('b')} AND b.id <= w.id) END AS rank,
         w.offer_ends_at AS "offerEndsAt", w.created_at AS "createdAt", w.decided_at AS "decidedAt", w.version
  FROM waitlist_entries w JOIN shifts s ON s.id = w.shift_id JOIN locations l ON l.id = s.location_id`;

@Injectable()
export class WaitlistRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<WaitlistRow | null> {
    return this.database.one<WaitlistRow>(`${SELECT} WHERE w.id = $1`, [id]);
  }

  list(
    selection: {
      visible: readonly string[] | null;
      operatorId: string | null;
      shiftId: string | null;
      status: WaitlistStatus | null;
    },
    { limit, after }: PageRequest,
  ): Promise<WaitlistRow[]> {
    return this.database.query<WaitlistRow>(
      `${SELECT}
       WHERE ($1::uuid[] IS NULL OR s.location_id = ANY($1)) AND ($2::uuid IS NULL OR w.operator_id = $2)
         AND ($3::uuid IS NULL OR w.shift_id = $3) AND ($4::text IS NULL OR w.status = $4)
         AND ($5::uuid IS NULL OR w.id > $5)
       ORDER BY w.id LIMIT $6`,
      [
        selection.visible,
        selection.operatorId,
        selection.shiftId,
        selection.status,
        after?.[0] ?? null,
        limit + 1,
      ],
    );
  }

  async insert(entry: { id: string; shiftId: string; operatorId: string; at: Date }): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO waitlist_entries (id, shift_id, operator_id, status, created_at) VALUES ($1, $2, $3, 'waiting', $4)`,
        [entry.id, entry.shiftId, entry.operatorId, entry.at],
      ),
      {
        waitlist_entries_one_each: () => conflict('ALREADY_WAITING'),
      },
    );
  }

  /**
   * Shifts whose waitlist needs work: an offer has expired, the shift has begun, or a seat is free and not
   * offered yet.
   */
  async findUnsettled(now: Date): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT DISTINCT s.id FROM waitlist_entries w JOIN shifts s ON s.id = w.shift_id
       WHERE ${isWaiting('w')} AND (s.starts_at <= $1 OR s.status = 'cancelled' OR (w.status = 'offered' AND w.offer_ends_at <= $1)
         OR (w.status = 'waiting' AND w.passed_at IS NULL
             AND s.seats > (SELECT count(*) FROM claims c WHERE c.shift_id = s.id AND ${takesSeat('c')})))
       ORDER BY s.id`,
      [now],
    );
    return rows.map((row) => row.id);
  }

  /** Locks the active entries, in the order in which they are asked. */
  lockActive(shiftId: string): Promise<WaitlistRow[]> {
    return this.database.query<WaitlistRow>(
      `${SELECT} WHERE w.shift_id = $1 AND ${isWaiting('w')} ORDER BY w.id FOR UPDATE OF w`,
      [shiftId],
    );
  }

  async findWaitingOperators(shiftId: string): Promise<string[]> {
    const rows = await this.database.query<{ operatorId: string }>(
      `SELECT operator_id AS "operatorId" FROM waitlist_entries WHERE shift_id = $1 AND ${isWaiting('waitlist_entries')}`,
      [shiftId],
    );
    return rows.map((row) => row.operatorId);
  }

  async offer(id: string, until: Date): Promise<void> {
    await this.database.query(
      `UPDATE waitlist_entries SET status = 'offered', offer_ends_at = $2, version = version + 1 WHERE id = $1`,
      [id, until],
    );
  }

  async pass(ids: readonly string[], at: Date): Promise<void> {
    await this.database.query('UPDATE waitlist_entries SET passed_at = $2 WHERE id = ANY($1)', [ids, at]);
  }

  async end(ids: readonly string[], status: WaitlistStatus, at: Date): Promise<void> {
    await this.database.query(
      `UPDATE waitlist_entries SET status = $2, decided_at = $3, version = version + 1 WHERE id = ANY($1)`,
      [ids, status, at],
    );
  }
}
