import { Injectable } from '@nestjs/common';
import { notFound } from '../domain/errors.js';
import { DAY } from '../domain/interval.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { digestOf, newId, newSecret } from '../platform/ids.js';
import { requestContext } from '../platform/request-context.js';
import { Outbox } from '../platform/outbox/outbox.js';
import type { InvitationDto } from './access.dto.js';
import { InvitationsRepository } from './invitations.repository.js';
import { invitationKey } from './open-invitation.js';
import { hashPassword } from './passwords.js';
import { PasswordsService } from './passwords.service.js';
import { UsersRepository, type UserRow } from './users.repository.js';
import { requireStrongPassword } from './weak-passwords.js';

const VALID_DAYS = 14;

@Injectable()
export class InvitationsService {
  constructor(
    private readonly invitations: InvitationsRepository,
    private readonly users: UsersRepository,
    private readonly passwords: PasswordsService,
    private readonly outbox: Outbox,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Creates an invitation; an earlier one of the same user stops working. It is sent by e-mail when there is
   * a mail server. The caller always gets the link, once.
   */
  async issue(user: Pick<UserRow, 'id' | 'passwordHash'>): Promise<InvitationDto> {
    const { secret, digest } = newSecret();
    const [id, now] = [newId(), this.clock.now()];
    const expiresAt = new Date(now + VALID_DAYS * DAY);
    await this.invitations.save({ id, userId: user.id, digest, expiresAt });
    const isMailed = this.config.smtpUrl !== null;
    if (isMailed) {
      const facts = { invitationId: id, isNew: user.passwordHash === null, expiresAt };
      await this.outbox.put([{ key: invitationKey(id), userId: user.id, kind: 'invitation', facts }]);
    }
    return { invitationUrl: this.linkTo(secret), isMailed };
  }

  /**
   * Makes a new link for each attempt to send it, so that the outbox never stores one. Null once the
   * invitation has expired or was used.
   */
  async linkToSend(invitationId: string): Promise<string | null> {
    const { secret, digest } = newSecret();
    const link = { id: newId(), invitationId, digest };
    return (await this.invitations.addLink(link, this.clock.date())) ? this.linkTo(secret) : null;
  }

  /** Ends the user's invitation, if there is one. */
  withdraw(userId: string): Promise<void> {
    return this.invitations.remove(userId);
  }

  /** Sets the password that the invited person chose; works once. Sessions with an old password end. */
  async accept(token: string, password: string): Promise<{ id: string; email: string }> {
    const digest = digestOf(token);
    const invited = await this.findInvited(digest);
    if (!invited) throw notFound('invitation');
    await requireStrongPassword(password, invited);
    const passwordHash = await hashPassword(password);
    return this.database.transaction(async () => {
      const now = this.clock.date();
      const userId = await this.invitations.findUserId(digest, now);
      // Locks the user before the invitation, in the same order as `issue`.
      const user = userId === null ? null : await this.users.lock(userId);
      if (!user || !(await this.invitations.take(digest, now))) throw notFound('invitation');
      requestContext.actAs({ kind: 'user', id: user.id });
      await this.passwords.replace(user, passwordHash);
      await this.audit.record({ action: 'invitation.accepted', entity: 'user', entityId: user.id });
      return { id: user.id, email: user.email };
    });
  }

  private linkTo(secret: string): string {
    return `${this.config.baseUrl}/invitations/${secret}`;
  }

  private async findInvited(digest: Buffer): Promise<UserRow | null> {
    const userId = await this.invitations.findUserId(digest, this.clock.date());
    return userId === null ? null : this.users.find(userId);
  }
}
