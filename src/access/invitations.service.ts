import { Injectable } from '@nestjs/common';
import { notFound } from '../domain/errors.js';
import { DAY } from '../domain/interval.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { digestOf, newId, newSecret } from '../platform/ids.js';
import { requestContext } from '../platform/request-context.js';
import { InvitationsRepository } from './invitations.repository.js';
import { hashPassword } from './passwords.js';
import { SessionsRepository } from './sessions.repository.js';
import { UsersRepository } from './users.repository.js';

const VALID_DAYS = 14;

@Injectable()
export class InvitationsService {
  constructor(
    private readonly invitations: InvitationsRepository,
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
    await this.invitations.save({
      id: newId(),
      userId,
      digest,
      createdAt: new Date(now),
      expiresAt: new Date(now + VALID_DAYS * DAY),
    });
    return `${this.config.baseUrl}/invitations/${secret}`;
  }

  /** Sets the password the invited chose; works once. Whoever was signed in with the old one no longer is. */
  async accept(token: string, password: string): Promise<{ email: string }> {
    const passwordHash = await hashPassword(password);
    return this.database.transaction(async () => {
      const userId = await this.invitations.take(digestOf(token), this.clock.date());
      if (userId === null) throw notFound('invitation');
      requestContext.actAs({ kind: 'user', id: userId });
      await this.users.setPassword(userId, passwordHash);
      await this.sessions.removeAllOf(userId);
      await this.audit.record({ action: 'invitation.accepted', entity: 'user', entityId: userId });
      const user = await this.users.find(userId);
      if (!user) throw notFound('invitation');
      return { email: user.email };
    });
  }
}
