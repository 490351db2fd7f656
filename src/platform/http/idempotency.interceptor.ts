import {
  Injectable,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { invalid } from '../../domain/errors.js';
import { requestContext } from '../request-context.js';
import { fingerprintOf, Idempotency, type IdempotentRequest } from './idempotency.js';

const ITSELF = 'afterhours:answers-once-itself';

/**
 * For a route that does slow work before its transaction and must not hold a connection meanwhile. It calls
 * answerOnce itself, afterwards.
 */
export const HandlesIdempotencyItself = (): MethodDecorator => SetMetadata(ITSELF, true);

const SHOWN_ONCE = 'afterhours:shown-once';

/** For a route whose answer has secrets under names that are none elsewhere: a replayed answer is without them. */
export const ShownOnce = (...names: string[]): MethodDecorator => SetMetadata(SHOWN_ONCE, names);

/** Handles `Idempotency-Key` on POST requests of known callers. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const isItself = this.reflector.get<boolean | undefined>(ITSELF, context.getHandler());
    const idempotent = isItself ? null : idempotentRequest(request, () => fingerprintOf(request.body));
    if (!idempotent) return next.handle();
    const secrets = this.reflector.get<readonly string[] | undefined>(SHOWN_ONCE, context.getHandler());
    return from(this.answer({ ...idempotent, ...(secrets && { secrets }) }, reply, next));
  }

  private async answer(request: IdempotentRequest, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const answer = await this.idempotency.run(request, async () => {
      const body: unknown = await firstValueFrom(next.handle(), { defaultValue: undefined });
      return { status: reply.statusCode, body };
    });
    if (answer.replayed) markReplayed(reply, answer);
    return answer.body;
  }
}

/** Runs `work`, which creates something, once for the request's key; without a key, each time. */
export async function answerOnce<T>(
  idempotency: Idempotency,
  { request, reply, fingerprint }: { request: FastifyRequest; reply: FastifyReply; fingerprint: Buffer },
  work: () => Promise<T>,
): Promise<T> {
  const idempotent = idempotentRequest(request, () => fingerprint);
  if (!idempotent) return work();
  const answer = await idempotency.run(idempotent, async () => ({
    status: reply.statusCode,
    body: await work(),
  }));
  if (answer.replayed) markReplayed(reply, answer);
  return answer.body as T;
}

/** The request's idempotency data, or null without a key or a known caller. */
function idempotentRequest(request: FastifyRequest, fingerprint: () => Buffer): IdempotentRequest | null {
  const key = request.headers['idempotency-key'];
  const actor = requestContext.get()?.actor;
  if (request.method !== 'POST' || key === undefined || !actor || actor.kind === 'system') return null;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalid('Idempotency-Key', 'INVALID_FIELD.idempotency-key', { field: 'Idempotency-Key' });
  }
  const [route = ''] = request.url.split('?');
  return { caller: `${actor.kind}:${actor.id}`, route, key, fingerprint: fingerprint() };
}

function markReplayed(reply: FastifyReply, answer: { status: number }): void {
  void reply.status(answer.status).header('idempotency-replayed', 'true');
  if (answer.status >= 400) void reply.header('content-type', 'application/problem+json; charset=utf-8');
}
