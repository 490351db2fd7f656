import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerModuleOptions } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { networkOf } from '../platform/http/networks.js';
import type { Config } from '../platform/config/config.js';

/**
 * Counts by caller, so that a lab behind one address is not one client. Before sign-in, counts by address.
 */
@Injectable()
export class CallerThrottlerGuard extends ThrottlerGuard {
  protected override getTracker(request: Record<string, unknown>): Promise<string> {
    const { caller, ip } = request as unknown as FastifyRequest;
    return Promise.resolve(caller ? `${caller.kind}:${caller.id}` : networkOf(ip));
  }
}

const addressTracker = (request: Record<string, unknown>): string =>
  networkOf((request as unknown as FastifyRequest).ip);

/** Routes on which the caller names an account. */
const isSignIn = (context: ExecutionContext): boolean =>
  /\/auth\/(login|password-resets)$/.test(
    context.switchToHttp().getRequest<FastifyRequest>().routeOptions.url ?? '',
  );

export const throttlerOptions = (config: Config): ThrottlerModuleOptions => ({
  throttlers: [
    { name: 'default', limit: 1200, ttl: 60_000 },
    // A limit before a password costs CPU. AttemptsService counts failures, for all replicas together.
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
