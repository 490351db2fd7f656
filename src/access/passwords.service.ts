import { Injectable } from '@nestjs/common';
import { forbidden, type DomainError } from '../domain/errors.js';
import { Audit } from '../platform/audit/audit.js';
import { Database } from '../platform/database/database.js';
import { Outbox } from '../platform/outbox/outbox.js';
import { AttemptsService } from './attempts.service.js';
import type { Caller } from './caller.js';
import { InvitationsRepository } from './invitations.repository.js';
import { KnownDevicesRepository } from './known-devices.repository.js';
import { PasswordResetsRepository } from './password-resets.repository.js';
import { hashPassword, passwordMatches } from './passwords.js';
import { SessionsRepository } from './sessions.repository.js';
import { UsersRepository, type UserRow } from './users.repository.js';
import { requireStrongPassword } from './weak-passwords.js';

/** What becomes of somebody's password, and of all that hung on the old one. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly invitations: InvitationsRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly devices: KnownDevicesRepository,
    private readonly attempts: AttemptsService,
    private readonly outbox: Outbox,
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** One's own, by whoever knows it. This session goes on, all others end. */
  async change(
    { id, sessionId }: Caller,
    { current, password }: { current: string; password: string },
  ): Promise<void> {
    const before = await this.users.find(id);
    if (!before || !(await this.isOf(before, current))) throw wrongPassword();
    await requireStrongPassword(password, before);
    const passwordHash = await hashPassword(password);
    await this.database.transaction(async () => {
      const user = await this.users.lock(id);
      // Another change came first, and `current` is not the current one any more.
      if (user?.passwordHash !== before.passwordHash) throw wrongPassword();
      await this.replace(user, passwordHash, sessionId);
      await this.audit.record({ action: 'user.password-changed', entity: 'user', entityId: id });
    });
  }

  /** Whether a password is somebody's who is signed in; counted, as a session left open is a way to guess at it. */
  async isOf({ id, passwordHash }: UserRow, password: string): Promise<boolean> {
    const proof = async (): Promise<true | null> =>
      (await passwordMatches(passwordHash, password)) ? true : null;
    return (await this.attempts.prove([{ user: id }], proof)) !== null;
  }

  /** Ends what the old password let in, links to choose one included, and tells the person. Joins the transaction that holds the user. */
  async replace(user: UserRow, passwordHash: string, keptSessionId: string | null = null): Promise<void> {
    await this.users.setPassword(user.id, passwordHash);
    await this.sessions.removeAllOf(user.id, keptSessionId);
    await this.invitations.remove(user.id);
    await this.resets.removeOf(user.id);
    if (keptSessionId === null) await this.devices.forgetAllOf(user.id);
    if (user.passwordHash === null) return;
    await this.outbox.put([
      {
        key: `password-changed ${user.id} ${user.version}`,
        userId: user.id,
        kind: 'password-changed',
        facts: {},
      },
    ]);
  }
}

export const wrongPassword = (): DomainError => forbidden('WRONG_PASSWORD');
