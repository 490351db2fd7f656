import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { Role } from './caller.js';

export interface SessionRow {
  id: string;
  userId: string;
  role: Role;
  operatorId: string | null;
  locationIds: string[];
  seenAt: Date;
}

const VALID_SESSIONS = `
  SELECT s.id, s.user_id AS "userId", s.seen_at AS "seenAt", u.role, o.id AS "operatorId",
         ARRAY(SELECT location_id FROM user_locations WHERE user_id = u.id) AS "locationIds"
  FROM sessions s
  JOIN users u ON u.id = s.user_id AND u.removed_at IS NULL
  CROSS JOIN settings
  LEFT JOIN operators o ON o.user_id = u.id
  WHERE s.expires_at > $1
    AND (o.deactivated_on IS NULL OR o.deactivated_on > ($1::timestamptz AT TIME ZONE settings.time_zone)::date)`;

@Injectable()
export class SessionsRepository {
  constructor(private readonly database: Database) {}

  find(digest: Buffer, now: Date): Promise<SessionRow | null> {
    return this.database.one<SessionRow>(`${VALID_SESSIONS} AND s.digest = $2`, [now, digest]);
  }

  /** Those of some sessions that are still valid, with what their users may see by now. */
  findValid(ids: readonly string[], now: Date): Promise<SessionRow[]> {
    return this.database.query<SessionRow>(`${VALID_SESSIONS} AND s.id = ANY($2)`, [now, ids]);
  }

  async insert(session: {
    id: string;
    userId: string;
    digest: Buffer;
    now: Date;
    expiresAt: Date;
  }): Promise<void> {
    await this.database.query(
      `INSERT INTO sessions (id, user_id, digest, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $4, $5)`,
      [session.id, session.userId, session.digest, session.now, session.expiresAt],
    );
  }

  async prolong(id: string, now: Date, expiresAt: Date): Promise<void> {
    await this.database.query('UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE id = $1', [
      id,
      now,
      expiresAt,
    ]);
  }

  async remove(digest: Buffer): Promise<string | null> {
    const row = await this.database.one<{ userId: string }>(
      'DELETE FROM sessions WHERE digest = $1 RETURNING user_id AS "userId"',
      [digest],
    );
    return row?.userId ?? null;
  }

  /** All of a user, or all but one. */
  async removeAllOf(userId: string, keptId: string | null = null): Promise<void> {
    await this.database.query('DELETE FROM sessions WHERE user_id = $1 AND id IS DISTINCT FROM $2', [
      userId,
      keptId,
    ]);
  }

  async removeExpired(now: Date): Promise<void> {
    await this.database.query('DELETE FROM sessions WHERE expires_at <= $1', [now]);
  }
}
