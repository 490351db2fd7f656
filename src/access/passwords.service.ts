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

/** Changes passwords, and ends everything that depended on the old one. */
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

  /** Changes the caller's own password, which they must know. This session stays, all others end. */
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
      // Another change came first, so `current` is no longer the current password.
      if (user?.passwordHash !== before.passwordHash) throw wrongPassword();
      await this.replace(user, passwordHash, sessionId);
      await this.audit.record({ action: 'user.password-changed', entity: 'user', entityId: id });
    });
  }

  /**
   * Whether this is the signed-in user's password. Counted as an attempt, because an open session could be
   * used to guess it.
   */
  async isOf({ id, passwordHash }: UserRow, password: string): Promise<boolean> {
    const proof = async (): Promise<true | null> =>
      (await passwordMatches(passwordHash, password)) ? true : null;
    return (await this.attempts.prove([{ user: id }], proof)) !== null;
  }

  /**
   * Ends sessions and links that depended on the old password, and tells the user. Joins the transaction that
   * has locked the user.
   */
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
