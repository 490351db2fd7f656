import { Injectable } from '@nestjs/common';
import { unauthenticated, type DomainError } from '../domain/errors.js';
import { DAY, MINUTE } from '../domain/interval.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { requestContext } from '../platform/request-context.js';
import { digestOf, newId, newSecret } from '../platform/ids.js';
import type { UserDto } from './access.dto.js';
import type { Caller, Role } from './caller.js';
import { passwordMatches } from './passwords.js';
import { SessionsRepository, type SessionRow } from './sessions.repository.js';
import { UsersRepository } from './users.repository.js';
import { normalizeEmail, presentUser } from './users.service.js';

/** Over https the browser itself sees to it that no other host, path or plain connection set the cookie. */
export const sessionCookieName = ({ baseUrl }: Pick<Config, 'baseUrl'>): string =>
  baseUrl.startsWith('https:') ? '__Host-afterhours_session' : 'afterhours_session';

const REFRESH_AFTER = 10 * MINUTE;
const SECOND = 1_000;

/** A session begun, and whose it is. */
export interface StartedSession {
  token: string;
  user: UserDto;
}

/** Whose session it is, and whether its cookie is due to be renewed. */
export interface ActiveSession {
  caller: Caller;
  isProlonged: boolean;
}

@Injectable()
export class SessionsService {
  readonly cookieName: string;
  readonly cookie: { httpOnly: true; sameSite: 'lax'; path: string; secure: boolean; maxAge: number };

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly users: UsersRepository,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {
    this.cookieName = sessionCookieName(config);
    const secure = config.baseUrl.startsWith('https:');
    // By its age rather than a date: the browser's clock need not agree with the server's.
    const maxAge = (config.sessionDays * DAY) / SECOND;
    this.cookie = { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge };
  }

  async start(email: string, password: string): Promise<StartedSession> {
    const user = await this.users.findByEmail(normalizeEmail(email));
    const matches = await passwordMatches(user?.passwordHash ?? null, password);
    if (!user || !matches) throw wrongCredentials();
    requestContext.actAs({ kind: 'user', id: user.id });
    const { secret, digest } = newSecret();
    await this.database.transaction(async () => {
      const id = newId();
      const expiresAt = this.expiry();
      await this.sessions.insert({ id, userId: user.id, digest, now: this.clock.date(), expiresAt });
      // An operator who was deactivated has a password still, and no way in.
      if (!(await this.authenticate(secret))) throw wrongCredentials();
      await this.audit.record({ action: 'session.started', entity: 'user', entityId: user.id });
    });
    return { token: secret, user: presentUser(user) };
  }

  async end(token: string): Promise<void> {
    await this.database.transaction(async () => {
      const userId = await this.sessions.remove(digestOf(token));
      if (!userId) return;
      requestContext.actAs({ kind: 'user', id: userId });
      await this.audit.record({ action: 'session.ended', entity: 'user', entityId: userId });
    });
  }

  async endAll(userId: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.sessions.removeAllOf(userId);
      await this.audit.record({ action: 'session.ended-everywhere', entity: 'user', entityId: userId });
    });
  }

  /** Who a session token belongs to, or null. Use prolongs the session. */
  async authenticate(token: string): Promise<ActiveSession | null> {
    const session = await this.sessions.find(digestOf(token), this.clock.date());
    if (!session) return null;
    const isProlonged = this.clock.now() - session.seenAt.getTime() > REFRESH_AFTER;
    if (isProlonged) await this.sessions.prolong(session.id, this.clock.date(), this.expiry());
    return { caller: callerOf(session), isProlonged };
  }

  /** The callers of those sessions that are still valid, by session id, as they stand by now. */
  async stillValid(ids: readonly string[]): Promise<Map<string, Caller>> {
    const sessions = await this.sessions.findValid(ids, this.clock.date());
    return new Map(sessions.map((session) => [session.id, callerOf(session)]));
  }

  private expiry(): Date {
    return new Date(this.clock.now() + this.config.sessionDays * DAY);
  }
}

const callerOf = (session: SessionRow): Caller => ({
  kind: 'user',
  id: session.userId,
  sessionId: session.id,
  role: session.role,
  scopes: null,
  operatorId: session.operatorId,
  locationIds: boundaries(session.role, session.locationIds),
});

/** An admin is everywhere; an operator is too unless bound to locations; the others are where they are named. */
const boundaries = (role: Role, locationIds: readonly string[]): readonly string[] | 'all' =>
  role === 'admin' || (role === 'operator' && locationIds.length === 0) ? 'all' : locationIds;

const wrongCredentials = (): DomainError => unauthenticated('WRONG_CREDENTIALS');
