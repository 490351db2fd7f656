import { Injectable } from '@nestjs/common';
import { notFound } from '../domain/errors.js';
import { DAY, HOUR, MINUTE, SECOND } from '../domain/interval.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { requestContext } from '../platform/request-context.js';
import { digestOf, newId, newSecret } from '../platform/ids.js';
import type { UserDto } from './access.dto.js';
import { boundariesOf, type Caller } from './caller.js';
import type { ClientInfo } from './client-info.js';
import { KnownDevicesRepository } from './known-devices.repository.js';
import { SessionsRepository, type SessionRow } from './sessions.repository.js';
import { SignInService, wrongCredentials } from './sign-in.service.js';
import { UsersRepository } from './users.repository.js';
import { toUserDto } from './users.service.js';

/**
 * Over https the prefix makes the browser guarantee that no other host, path or plain connection set the
 * cookie.
 */
export const sessionCookieName = ({ baseUrl }: Pick<Config, 'baseUrl'>): string =>
  baseUrl.startsWith('https:') ? '__Host-afterhours_session' : 'afterhours_session';

const REFRESH_AFTER = 10 * MINUTE;

/** How a session's cookie is set. Without `maxAge` it ends when the browser is closed. */
export interface SessionCookie {
  httpOnly: true;
  sameSite: 'lax';
  path: string;
  secure: boolean;
  maxAge?: number;
}

/** A new session and its user. */
export interface StartedSession {
  token: string;
  cookie: SessionCookie;
  /** The token by which this device is recognized later. */
  deviceToken: string;
  user: UserDto;
}

/** The caller of a session, and a new cookie when it is time to renew it. */
export interface ActiveSession {
  caller: Caller;
  renewedCookie: SessionCookie | null;
}

/** The input of a sign-in. */
export interface SignIn {
  email: string;
  password: string;
  keepSignedIn?: boolean;
}

@Injectable()
export class SessionsService {
  readonly cookieName: string;
  /** The cookie as it is cleared; a cookie that is set also has a lifetime. */
  readonly cookie: SessionCookie;

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly users: UsersRepository,
    private readonly signIns: SignInService,
    private readonly devices: KnownDevicesRepository,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {
    this.cookieName = sessionCookieName(config);
    const secure = config.baseUrl.startsWith('https:');
    this.cookie = { httpOnly: true, sameSite: 'lax', path: '/', secure };
  }

  async start(
    { email, password, keepSignedIn: isKept = false }: SignIn,
    client: ClientInfo,
    device?: string,
  ): Promise<StartedSession> {
    const user = await this.signIns.identify(email, password, client, device);
    requestContext.actAs({ kind: 'user', id: user.id });
    const { secret, digest } = newSecret();
    const now = this.clock.date();
    const { sessionMaxDays, sessionHours } = this.config;
    const endsAt = new Date(+now + (isKept ? sessionMaxDays * DAY : sessionHours * HOUR));
    const expiresAt = this.expiry({ isKept, endsAt });
    const deviceToken = await this.database.transaction(async () => {
      // The check took time, and another password may have been chosen meanwhile. Then the old one must not
      // sign in.
      if (!(await this.users.holdPassword(user.id, user.passwordHash))) throw wrongCredentials();
      await this.sessions.insert({
        id: newId(),
        userId: user.id,
        digest,
        now,
        expiresAt,
        endsAt,
        isKept,
        ...client,
      });
      // A deactivated operator still has a password, but may not sign in.
      if (!(await this.authenticate(secret))) throw wrongCredentials();
      await this.audit.record({ action: 'session.started', entity: 'user', entityId: user.id });
      return this.signIns.rememberDevice(user.id, device);
    });
    const cookie = this.cookieUntil(expiresAt, isKept);
    return { token: secret, cookie, deviceToken, user: toUserDto(user) };
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

  /** The caller of a session token, or null. Each use extends the session. */
  async authenticate(token: string): Promise<ActiveSession | null> {
    const session = await this.sessions.find(digestOf(token), this.clock.date());
    if (!session) return null;
    const isProlonged = this.clock.now() - session.seenAt.getTime() > REFRESH_AFTER;
    if (!isProlonged) return { caller: callerOf(session), renewedCookie: null };
    const expiresAt = this.expiry(session);
    await this.sessions.prolong(session.id, this.clock.date(), expiresAt);
    const renewedCookie = session.isKept ? this.cookieUntil(expiresAt, true) : null;
    return { caller: callerOf(session), renewedCookie };
  }

  /** The callers of those sessions that are still valid, by session id, with their current rights. */
  async stillValid(ids: readonly string[]): Promise<Map<string, Caller>> {
    const sessions = await this.sessions.findValid(ids, this.clock.date());
    return new Map(sessions.map((session) => [session.id, callerOf(session)]));
  }

  /** Ends all sessions of another user, for an admin. */
  async signOut(userId: string): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.users.lock(userId))) throw notFound('user');
      await this.sessions.removeAllOf(userId);
      await this.devices.forgetAllOf(userId);
      await this.audit.record({ action: 'user.signed-out', entity: 'user', entityId: userId });
    });
  }

  /** When the session ends if it is not used any more. */
  private expiry({ isKept, endsAt }: { isKept: boolean; endsAt: Date }): Date {
    const idle = isKept ? this.config.sessionDays * DAY : this.config.sessionIdleMinutes * MINUTE;
    return new Date(Math.min(this.clock.now() + idle, +endsAt));
  }

  /** Uses an age instead of a date, because the browser's clock may differ from the server's. */
  private cookieUntil(expiresAt: Date, isKept: boolean): SessionCookie {
    if (!isKept) return this.cookie;
    return { ...this.cookie, maxAge: Math.floor((+expiresAt - this.clock.now()) / SECOND) };
  }
}

const callerOf = (session: SessionRow): Caller => ({
  kind: 'user',
  id: session.userId,
  sessionId: session.id,
  confirmedAt: session.confirmedAt,
  role: session.role,
  scopes: null,
  operatorId: session.operatorId,
  locationIds: boundariesOf(session.role, session.locationIds),
});
