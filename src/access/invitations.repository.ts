import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';

@Injectable()
export class InvitationsRepository {
  constructor(private readonly database: Database) {}

  /** A user has one invitation; a new one takes the earlier one's place. */
  async save(invitation: {
    id: string;
    userId: string;
    digest: Buffer;
    createdAt: Date;
    expiresAt: Date;
  }): Promise<void> {
    await this.database.query(
      `INSERT INTO invitations (id, user_id, digest, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT invitations_one_each DO UPDATE
         SET digest = excluded.digest, created_at = excluded.created_at, expires_at = excluded.expires_at`,
      [invitation.id, invitation.userId, invitation.digest, invitation.createdAt, invitation.expiresAt],
    );
  }

  /** Whom an invitation that still holds is for, or null. */
  async findUserId(digest: Buffer, now: Date): Promise<string | null> {
    const row = await this.database.one<{ userId: string }>(
      'SELECT user_id AS "userId" FROM invitations WHERE digest = $1 AND expires_at > $2',
      [digest, now],
    );
    return row?.userId ?? null;
  }

  /** Takes an invitation that still holds; false when it was taken or replaced meanwhile. */
  async take(digest: Buffer, now: Date): Promise<boolean> {
    const row = await this.database.one(
      'DELETE FROM invitations WHERE digest = $1 AND expires_at > $2 RETURNING id',
      [digest, now],
    );
    return row !== null;
  }

  async removeOf(userId: string): Promise<void> {
    await this.database.query('DELETE FROM invitations WHERE user_id = $1', [userId]);
  }
}
