import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { DAY, MINUTE } from '../domain/interval.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { digestOf, newId, newSecret } from '../platform/ids.js';
import type { UserDto } from './access.dto.js';
import type { Caller, Role } from './caller.js';
import { passwordMatches } from './passwords.js';
import { SessionsRepository } from './sessions.repository.js';
import { UsersRepository } from './users.repository.js';
import { normalizeEmail, presentUser } from './users.service.js';

export const SESSION_COOKIE = 'afterhours_session';
const REFRESH_AFTER = 10 * MINUTE;

/** A session as its cookie needs it. */
export interface StartedSession {
  token: string;
  expiresAt: Date;
  user: UserDto;
}

@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly users: UsersRepository,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async start(email: string, password: string): Promise<StartedSession> {
    const user = await this.users.findByEmail(normalizeEmail(email));
    const matches = await passwordMatches(user?.passwordHash ?? null, password);
    if (!user || !matches) {
      throw new DomainError(
        'unauthenticated',
        'WRONG_CREDENTIALS',
        'The e-mail address or the password is wrong.',
      );
    }
    const { secret, digest } = newSecret();
    const expiresAt = this.expiry();
    await this.database.transaction(async () => {
      await this.sessions.insert({ id: newId(), userId: user.id, digest, now: this.clock.date(), expiresAt });
      await this.audit.record({ action: 'session.started', entity: 'user', entityId: user.id });
    });
    return { token: secret, expiresAt, user: presentUser(user) };
  }

  async end(token: string): Promise<void> {
    await this.database.transaction(async () => {
      const userId = await this.sessions.remove(digestOf(token));
      if (userId) await this.audit.record({ action: 'session.ended', entity: 'user', entityId: userId });
    });
  }

  /** Who a session token belongs to, or null. Use prolongs the session. */
  async authenticate(token: string): Promise<Caller | null> {
    const session = await this.sessions.find(digestOf(token), this.clock.date());
    if (!session) return null;
    if (this.clock.now() - session.seenAt.getTime() > REFRESH_AFTER) {
      await this.sessions.prolong(session.id, this.clock.date(), this.expiry());
    }
    return {
      kind: 'user',
      id: session.userId,
      role: session.role,
      scopes: null,
      operatorId: session.operatorId,
      locationIds: boundaries(session.role, session.locationIds),
    };
  }

  private expiry(): Date {
    return new Date(this.clock.now() + this.config.sessionDays * DAY);
  }
}

/** An admin is everywhere; an operator is too unless she is bound to locations; the others are where they are named. */
const boundaries = (role: Role, locationIds: readonly string[]): readonly string[] | 'all' =>
  role === 'admin' || (role === 'operator' && locationIds.length === 0) ? 'all' : locationIds;
