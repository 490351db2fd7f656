import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { invalid } from '../../domain/errors.js';
import { requestContext } from '../request-context.js';
import { fingerprintOf, Idempotency, type IdempotentRequest } from './idempotency.js';

/** Honours `Idempotency-Key` on POST by known callers. Uploads ask Idempotency themselves once their bytes are in. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly idempotency: Idempotency) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const multipart = request.headers['content-type']?.startsWith('multipart/');
    const idempotent = multipart ? null : idempotentRequest(request, fingerprintOf(request.body));
    return idempotent ? from(this.answer(idempotent, reply, next)) : next.handle();
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

/** The idempotent side of a request, or null when it carries no key or its caller is unknown. */
export function idempotentRequest(request: FastifyRequest, fingerprint: Buffer): IdempotentRequest | null {
  const key = request.headers['idempotency-key'];
  const actor = requestContext.get()?.actor;
  if (request.method !== 'POST' || key === undefined || !actor || actor.kind === 'system') return null;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalid('Idempotency-Key', 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
  }
  const [route = ''] = request.url.split('?');
  return { caller: `${actor.kind}:${actor.id}`, route, key, fingerprint };
}

export function markReplayed(reply: FastifyReply, answer: { status: number }): void {
  void reply.status(answer.status).header('idempotency-replayed', 'true');
  if (answer.status >= 400) void reply.header('content-type', 'application/problem+json; charset=utf-8');
}
