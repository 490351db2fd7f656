import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';

/** Matches the link that its issuer got, or one that was sent by e-mail. */
const LINKED_BY = `(i.digest = $1 OR i.id = (SELECT invitation_id FROM invitation_links WHERE digest = $1))`;

@Injectable()
export class InvitationsRepository {
  constructor(private readonly database: Database) {}

  /**
   * A user has at most one invitation: a new one replaces the earlier one, and the earlier links stop
   * working.
   */
  async save(invitation: { id: string; userId: string; digest: Buffer; expiresAt: Date }): Promise<void> {
    await this.remove(invitation.userId);
    await this.database.query(
      'INSERT INTO invitations (id, user_id, digest, expires_at) VALUES ($1, $2, $3, $4)',
      [invitation.id, invitation.userId, invitation.digest, invitation.expiresAt],
    );
  }

  /** Adds a link to a valid invitation; returns false when the invitation is no longer valid. */
  async addLink(link: { id: string; invitationId: string; digest: Buffer }, now: Date): Promise<boolean> {
    const row = await this.database.one(
      `INSERT INTO invitation_links (id, invitation_id, digest)
       SELECT $1, id, $3 FROM invitations WHERE id = $2 AND expires_at > $4 FOR KEY SHARE RETURNING id`,
      [link.id, link.invitationId, link.digest, now],
    );
    return row !== null;
  }

  /** The user of a valid invitation, or null. */
  async findUserId(digest: Buffer, now: Date): Promise<string | null> {
    const row = await this.database.one<{ userId: string }>(
      `SELECT user_id AS "userId" FROM invitations i WHERE ${LINKED_BY} AND expires_at > $2`,
      [digest, now],
    );
    return row?.userId ?? null;
  }

  async remove(userId: string): Promise<void> {
    await this.database.query('DELETE FROM invitations WHERE user_id = $1', [userId]);
  }

  /** Uses up a valid invitation; returns false when it was used or replaced meanwhile. */
  async take(digest: Buffer, now: Date): Promise<boolean> {
    const row = await this.database.one(
      `DELETE FROM invitations i WHERE ${LINKED_BY} AND expires_at > $2 RETURNING id`,
      [digest, now],
    );
    return row !== null;
  }
}
