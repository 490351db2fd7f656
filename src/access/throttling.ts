import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerModuleOptions } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../platform/config/config.js';

/** Counts by caller, so that a lab behind one address is not one client; by address only before sign-in. */
@Injectable()
export class CallerThrottlerGuard extends ThrottlerGuard {
  protected override getTracker(request: Record<string, unknown>): Promise<string> {
    const { caller, ip } = request as unknown as FastifyRequest;
    return Promise.resolve(caller ? `${caller.kind}:${caller.id}` : ip);
  }
}

/** Sign-in attempts, and links asked for, count by address and account together. */
export const loginTracker = (request: Record<string, unknown>): string => {
  const { ip, body } = request as unknown as FastifyRequest;
  const email: unknown = (body as { email?: unknown } | null)?.email;
  return `${ip} ${typeof email === 'string' ? email.trim().toLowerCase().slice(0, 320) : ''}`;
};

const addressTracker = (request: Record<string, unknown>): string =>
  (request as unknown as FastifyRequest).ip;

/** Where an account is named by whoever asks. */
const isSignIn = (context: ExecutionContext): boolean =>
  /\/auth\/(login|password-resets)$/.test(
    context.switchToHttp().getRequest<FastifyRequest>().routeOptions.url ?? '',
  );

export const throttlerOptions = (config: Config): ThrottlerModuleOptions => ({
  throttlers: [
    { name: 'default', limit: 1200, ttl: 60_000 },
    // Beside the limit by account: one address cannot try one password on every account.
    {
      name: 'address',
      limit: 300,
      ttl: 60_000,
      getTracker: addressTracker,
      skipIf: (context) => !isSignIn(context),
    },
  ],
  skipIf: () => !config.rateLimits,
  errorMessage: 'Too many requests. Wait as long as Retry-After says.',
});
