import { Injectable } from '@nestjs/common';
import { notFound } from '../domain/errors.js';
import { DAY } from '../domain/interval.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { digestOf, newId, newSecret } from '../platform/ids.js';
import { requestContext } from '../platform/request-context.js';
import { hashPassword } from './passwords.js';
import { SessionsRepository } from './sessions.repository.js';
import { UsersRepository } from './users.repository.js';

const VALID_DAYS = 14;

@Injectable()
export class InvitationsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** A new invitation link; an earlier one of the same user stops working. */
  async issue(userId: string): Promise<string> {
    const { secret, digest } = newSecret();
    const now = this.clock.now();
    await this.database.query(
      `INSERT INTO invitations (id, user_id, digest, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT invitations_one_each DO UPDATE
         SET digest = excluded.digest, created_at = excluded.created_at, expires_at = excluded.expires_at`,
      [newId(), userId, digest, new Date(now), new Date(now + VALID_DAYS * DAY)],
    );
    return `${this.config.baseUrl}/invitations/${secret}`;
  }

  /** Sets the password the invited chose; works once. Whoever was signed in with the old one no longer is. */
  async accept(token: string, password: string): Promise<{ email: string }> {
    const passwordHash = await hashPassword(password);
    return this.database.transaction(async () => {
      const used = await this.database.one<{ userId: string }>(
        'DELETE FROM invitations WHERE digest = $1 AND expires_at > $2 RETURNING user_id AS "userId"',
        [digestOf(token), this.clock.date()],
      );
      if (!used) throw notFound('invitation');
      requestContext.actAs({ kind: 'user', id: used.userId });
      await this.users.setPassword(used.userId, passwordHash);
      await this.sessions.removeAllOf(used.userId);
      await this.audit.record({ action: 'invitation.accepted', entity: 'user', entityId: used.userId });
      const user = await this.users.find(used.userId);
      if (!user) throw notFound('invitation');
      return { email: user.email };
    });
  }
}
