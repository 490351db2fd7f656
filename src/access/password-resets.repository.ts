import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';

/** Accounts that may get a link: not deactivated, and with a password. */
const ACCOUNTS = `
  users u CROSS JOIN settings LEFT JOIN operators o ON o.user_id = u.id
  WHERE u.removed_at IS NULL AND u.password_hash IS NOT NULL
    AND (o.deactivated_on IS NULL OR o.deactivated_on > ($1::timestamptz AT TIME ZONE settings.time_zone)::date)`;

@Injectable()
export class PasswordResetsRepository {
  constructor(private readonly database: Database) {}

  async findAccount(email: string, now: Date): Promise<string | null> {
    const row = await this.database.one<{ id: string }>(`SELECT u.id FROM ${ACCOUNTS} AND u.email = $2`, [
      now,
      email,
    ]);
    return row?.id ?? null;
  }

  async isAccount(userId: string, now: Date): Promise<boolean> {
    return (await this.database.one(`SELECT FROM ${ACCOUNTS} AND u.id = $2`, [now, userId])) !== null;
  }

  /** A user has at most one link; a new one replaces the earlier one. */
  async save(reset: {
    id: string;
    userId: string;
    digest: Buffer;
    createdAt: Date;
    expiresAt: Date;
  }): Promise<void> {
    await this.database.query(
      `INSERT INTO password_resets (id, user_id, digest, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT password_resets_one_each DO UPDATE
         SET digest = excluded.digest, created_at = excluded.created_at, expires_at = excluded.expires_at`,
      [reset.id, reset.userId, reset.digest, reset.createdAt, reset.expiresAt],
    );
  }

  /** The user of a valid link, or null. */
  async findUserId(digest: Buffer, now: Date): Promise<string | null> {
    const row = await this.database.one<{ id: string }>(
      `SELECT u.id FROM ${ACCOUNTS}
         AND u.id = (SELECT user_id FROM password_resets WHERE digest = $2 AND expires_at > $1)`,
      [now, digest],
    );
    return row?.id ?? null;
  }

  /** Uses up a valid link; returns false when it was used or replaced meanwhile. */
  async take(digest: Buffer, now: Date): Promise<boolean> {
    const row = await this.database.one(
      'DELETE FROM password_resets WHERE digest = $1 AND expires_at > $2 RETURNING id',
      [digest, now],
    );
    return row !== null;
  }

  async removeOf(userId: string): Promise<void> {
    await this.database.query('DELETE FROM password_resets WHERE user_id = $1', [userId]);
  }

  async removeExpired(now: Date): Promise<void> {
    await this.database.query('DELETE FROM password_resets WHERE expires_at <= $1', [now]);
  }
}
