import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { forbidden, unauthenticated } from '../domain/errors.js';
import { requestContext } from '../platform/request-context.js';
import { PERMISSION } from '../platform/http/permission.js';
import type { Permission } from './allow.js';
import { ApiKeysService } from './api-keys.service.js';
import type { Caller } from './caller.js';
import { SessionsService } from './sessions.service.js';

/** Asks every request who it is from, and lets it pass only where its route says so. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionsService,
    private readonly apiKeys: ApiKeysService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const permission = this.reflector.getAllAndOverride<Permission | 'public' | undefined>(PERMISSION, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (permission === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = await this.authenticate(request, context.switchToHttp().getResponse<FastifyReply>());
    requirePermission(caller, permission);
    request.caller = caller;
    const { kind, id, locationIds } = caller;
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
    const session = token === undefined ? null : await this.sessions.authenticate(token);
    if (token !== undefined && session) {
      const { caller, isProlonged } = session;
      if (isProlonged) void reply.setCookie(this.sessions.cookieName, token, this.sessions.cookie);
      return caller;
    }
    throw unauthenticated('UNAUTHENTICATED');
  }
}

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
