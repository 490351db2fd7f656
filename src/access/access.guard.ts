import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { forbidden, unauthenticated } from '../domain/errors.js';
import { Clock } from '../platform/clock/clock.js';
import { requestContext } from '../platform/request-context.js';
import { Config } from '../platform/config/config.js';
import { requireOwnHost } from '../platform/http/hosts.js';
import { noteClient } from '../platform/logging/logged-client.js';
import { PERMISSION } from '../platform/http/permission.js';
import { FRESH_SIGN_IN, type FreshNeed, type Permission } from './allow.js';
import { requireFreshSignIn } from './fresh-sign-in.js';
import { ApiKeysService } from './api-keys.service.js';
import { RecentSessions } from './recent-sessions.js';
import type { Caller } from './caller.js';
import { SessionsService, type ActiveSession } from './sessions.service.js';

/** Finds out who sends each request, and rejects it unless the route allows that caller. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionsService,
    private readonly recentSessions: RecentSessions,
    private readonly apiKeys: ApiKeysService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const permission = this.reflector.getAllAndOverride<Permission | 'public' | undefined>(PERMISSION, [
      context.getHandler(),
      context.getClass(),
    ]);
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    if (!READING.has(request.method)) this.forgetAround(reply);
    if (permission === 'public') {
      // Other paths (health, metrics) answer under any host name, because the people who run the machine use
      // any.
      if (request.routeOptions.url?.startsWith('/api/')) requireOwnHost(request, this.config);
      return true;
    }
    const caller = await this.authenticate(request, reply);
    requirePermission(caller, permission);
    const needsFresh = this.reflector.get<FreshNeed | undefined>(FRESH_SIGN_IN, context.getHandler());
    if (needsFresh?.(request.body)) requireFreshSignIn(caller, this.clock.now());
    request.caller = caller;
    const { kind, id, locationIds } = caller;
    noteClient(request.raw, kind === 'user' ? { userId: id } : { apiKeyId: id });
    requestContext.actAs({ kind, id, ...(locationIds !== 'all' && { locationIds }) });
    return true;
  }

  private async authenticate(request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const key = /^Bearer (\S{1,200})$/i.exec(authorization)?.[1];
      const caller = key === undefined ? null : await this.apiKeys.authenticate(key);
      if (caller) return caller;
      throw unauthenticated('INVALID_API_KEY');
    }
    const token = request.cookies[this.sessions.cookieName];
    const session = token === undefined ? null : await this.sessionOf(token, request.method);
    if (token !== undefined && session) {
      const { caller, renewedCookie } = session;
      if (renewedCookie) void reply.setCookie(this.sessions.cookieName, token, renewedCookie);
      return caller;
    }
    throw unauthenticated('UNAUTHENTICATED');
  }

  private sessionOf(token: string, method: string): Promise<ActiveSession | null> {
    const find = (): Promise<ActiveSession | null> => this.sessions.authenticate(token);
    return READING.has(method) ? this.recentSessions.get(token, find) : find();
  }

  /**
   * A read that runs during the change may have stored the old state of the session, so it is dropped before
   * and after.
   */
  private forgetAround(reply: FastifyReply): void {
    this.recentSessions.clear();
    reply.raw.once('finish', () => this.recentSessions.clear());
  }
}

/** Methods that change nothing. */
const READING = new Set(['GET', 'HEAD']);

function requirePermission(caller: Caller, permission: Permission | undefined): void {
  if (!permission) throw forbidden('FORBIDDEN.route-closed');
  if (caller.scopes === null) {
    if (!permission.roles.includes(caller.role)) throw forbidden('FORBIDDEN');
  } else if (permission.scope && caller.scopes.includes(permission.scope)) {
    if (!permission.roles.includes(caller.role)) throw forbidden('BOUND_KEY');
  } else if (!permission.scope || !caller.scopes.includes(permission.scope)) {
    throw permission.scope
      ? forbidden('MISSING_SCOPE', { scope: permission.scope })
      : forbidden('MISSING_SCOPE.people-only');
  }
}
