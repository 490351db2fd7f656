import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerModuleOptions } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { networkOf } from '../platform/http/networks.js';
import type { Config } from '../platform/config/config.js';

/** Counts by caller, so that a lab behind one address is not one client; by address only before sign-in. */
@Injectable()
export class CallerThrottlerGuard extends ThrottlerGuard {
  protected override getTracker(request: Record<string, unknown>): Promise<string> {
    const { caller, ip } = request as unknown as FastifyRequest;
    return Promise.resolve(caller ? `${caller.kind}:${caller.id}` : networkOf(ip));
  }
}

const addressTracker = (request: Record<string, unknown>): string =>
  networkOf((request as unknown as FastifyRequest).ip);

/** Where an account is named by whoever asks. */
const isSignIn = (context: ExecutionContext): boolean =>
  /\/auth\/(login|password-resets)$/.test(
    context.switchToHttp().getRequest<FastifyRequest>().routeOptions.url ?? '',
  );

export const throttlerOptions = (config: Config): ThrottlerModuleOptions => ({
  throttlers: [
    { name: 'default', limit: 1200, ttl: 60_000 },
    // Before a password costs its CPU; AttemptsService counts what failed, for all replicas.
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
