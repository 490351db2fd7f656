import { Injectable, type OnModuleInit } from '@nestjs/common';
import { notFound } from '../domain/errors.js';
import { MINUTE } from '../domain/interval.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { networkOf } from '../platform/http/networks.js';
import { digestOf, newId, newSecret } from '../platform/ids.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { Outbox } from '../platform/outbox/outbox.js';
import { requestContext } from '../platform/request-context.js';
import { AttemptsService } from './attempts.service.js';
import type { ClientInfo } from './client-info.js';
import { PasswordResetsRepository } from './password-resets.repository.js';
import { hashPassword } from './passwords.js';
import { PasswordsService } from './passwords.service.js';
import { UsersRepository, type UserRow } from './users.repository.js';
import { normalizeEmail } from './users.service.js';
import { requireStrongPassword } from './weak-passwords.js';

export const PASSWORD_RESET = 'password-reset';
const QUEUE = 'password-resets';
const VALID_MINUTES = 30;
const HOUR_SECONDS = 3600;
/** Per hour. */
const MOST_FROM_ADDRESS = 100;
/**
 * At most one e-mail in this time, so nobody can fill a mailbox. The link stays valid for longer, so nobody
 * can keep a person from getting one.
 */
const MINUTES_A_MAIL = 5;

/**
 * The facts of a message that will carry a link: only when it was requested. The link is made when the
 * message is sent and is never stored.
 */
export interface PasswordResetFacts {
  askedAt: string;
}

@Injectable()
export class PasswordResetsService implements OnModuleInit {
  constructor(
    private readonly resets: PasswordResetsRepository,
    private readonly users: UsersRepository,
    private readonly passwords: PasswordsService,
    private readonly attempts: AttemptsService,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.jobs.define<{ email: string }>({
      queue: QUEUE,
      options: { retryLimit: 2, heartbeatSeconds: 15, deleteAfterSeconds: 3600 },
      batchSize: 100,
      handle: async (asked) => {
        for (const { email } of asked) await this.prepare(email);
      },
    });
  }

  /** Does the same work, in the same time, for known and unknown addresses; a job looks up the user later. */
  async ask(address: string, client: ClientInfo): Promise<void> {
    const email = normalizeEmail(address);
    await this.attempts.limit(`reset from ${networkOf(client.address)}`, MOST_FROM_ADDRESS, HOUR_SECONDS);
    await this.jobs.enqueue(QUEUE, { email });
  }

  /**
   * Makes the link when the message is sent. Null when the request is too old, or the user may no longer sign
   * in.
   */
  issue(userId: string, { askedAt }: PasswordResetFacts): Promise<string | null> {
    const { secret, digest } = newSecret();
    const createdAt = this.clock.date();
    const expiresAt = new Date(Date.parse(askedAt) + VALID_MINUTES * MINUTE);
    if (expiresAt <= createdAt) return Promise.resolve(null);
    return this.database.transaction(async () => {
      await this.users.lock(userId);
      if (!(await this.resets.isAccount(userId, createdAt))) return null;
      await this.resets.save({ id: newId(), userId, digest, createdAt, expiresAt });
      await this.audit.record({ action: 'user.password-link-sent', entity: 'user', entityId: userId });
      return `${this.config.baseUrl}/password-resets/${secret}`;
    });
  }

  /** Sets the new password; works once. All sessions with the old password end. */
  async accept(token: string, password: string): Promise<{ id: string; email: string }> {
    const digest = digestOf(token);
    const owner = await this.findOwner(digest);
    if (!owner) throw notFound('link');
    await requireStrongPassword(password, owner);
    const passwordHash = await hashPassword(password);
    return this.database.transaction(async () => {
      const user = await this.users.lock(owner.id);
      if (!user || !(await this.resets.take(digest, this.clock.date()))) throw notFound('link');
      requestContext.actAs({ kind: 'user', id: user.id });
      await this.passwords.replace(user, passwordHash);
      await this.audit.record({ action: 'user.password-reset', entity: 'user', entityId: user.id });
      return { id: user.id, email: user.email };
    });
  }

  /** Several requests within the same few minutes lead to one message. */
  private async prepare(email: string): Promise<void> {
    const userId = await this.resets.findAccount(email, this.clock.date());
    if (userId === null) return;
    const stretch = Math.floor(this.clock.now() / (MINUTES_A_MAIL * MINUTE));
    const facts: PasswordResetFacts = { askedAt: this.clock.date().toISOString() };
    await this.outbox.put([
      { key: `${PASSWORD_RESET} ${userId} ${stretch}`, userId, kind: PASSWORD_RESET, facts },
    ]);
  }

  private async findOwner(digest: Buffer): Promise<UserRow | null> {
    const userId = await this.resets.findUserId(digest, this.clock.date());
    return userId === null ? null : this.users.find(userId);
  }
}
