import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { PageRequest } from '../platform/http/paging.js';
import type { Role } from './caller.js';

export interface SessionRow {
  id: string;
  userId: string;
  role: Role;
  operatorId: string | null;
  locationIds: string[];
  seenAt: Date;
  /** The session ends then, even if it is used. */
  endsAt: Date;
  confirmedAt: Date;
  isKept: boolean;
}

/** A session as its owner sees it. */
export interface OwnSessionRow {
  id: string;
  createdAt: Date;
  seenAt: Date;
  endsAt: Date;
  device: string | null;
  address: string | null;
}

export interface NewSession {
  id: string;
  userId: string;
  digest: Buffer;
  now: Date;
  expiresAt: Date;
  endsAt: Date;
  isKept: boolean;
  device: string | null;
  address: string;
}

const VALID_SESSIONS = `
  SELECT s.id, s.user_id AS "userId", s.seen_at AS "seenAt", s.ends_at AS "endsAt", s.confirmed_at AS "confirmedAt",
         s.is_kept AS "isKept", u.role, o.id AS "operatorId",
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

  /** Those of the given sessions that are still valid, with the current rights of their users. */
  findValid(ids: readonly string[], now: Date): Promise<SessionRow[]> {
    return this.database.query<SessionRow>(`${VALID_SESSIONS} AND s.id = ANY($2)`, [now, ids]);
  }

  /** The user's own sessions, newest first. */
  listOf(userId: string, now: Date, { limit, after }: PageRequest): Promise<OwnSessionRow[]> {
    return this.database.query<OwnSessionRow>(
      `SELECT id, created_at AS "createdAt", seen_at AS "seenAt", ends_at AS "endsAt", device, address
       FROM sessions WHERE user_id = $1 AND expires_at > $2 AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [userId, now, after?.[0] ?? null, limit + 1],
    );
  }

  async insert(session: NewSession): Promise<void> {
    await this.database.query(
      `INSERT INTO sessions (id, user_id, digest, created_at, seen_at, confirmed_at, expires_at, ends_at, is_kept, device, address)
       VALUES ($1, $2, $3, $4, $4, $4, $5, $6, $7, $8, $9)`,
      [
        session.id,
        session.userId,
        session.digest,
        session.now,
        session.expiresAt,
        session.endsAt,
        session.isKept,
        session.device,
        session.address,
      ],
    );
  }

  async prolong(id: string, now: Date, expiresAt: Date): Promise<void> {
    await this.database.query('UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE id = $1', [
      id,
      now,
      expiresAt,
    ]);
  }

  async confirm(id: string, now: Date): Promise<void> {
    await this.database.query('UPDATE sessions SET confirmed_at = $2 WHERE id = $1', [id, now]);
  }

  async remove(digest: Buffer): Promise<string | null> {
    const row = await this.database.one<{ userId: string }>(
      'DELETE FROM sessions WHERE digest = $1 RETURNING user_id AS "userId"',
      [digest],
    );
    return row?.userId ?? null;
  }

  /**
   * Removes one of the user's own sessions; returns false when it does not exist or belongs to somebody else.
   */
  async removeOwn(id: string, userId: string): Promise<boolean> {
    const row = await this.database.one('DELETE FROM sessions WHERE id = $1 AND user_id = $2 RETURNING id', [
      id,
      userId,
    ]);
    return row !== null;
  }

  /** Removes all sessions of a user, or all but one. */
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
