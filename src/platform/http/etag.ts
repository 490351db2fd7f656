import { createHash } from 'node:crypto';
import {
  createParamDecorator,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { DomainError } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';

/** The versions that an `If-Match` header allows: any, or the named ones; null without the header. */
export type Precondition = readonly number[] | 'any' | null;

/** Gives single resources an `ETag`: their version, or a digest when they have no version. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap((body: unknown) => {
        const resource = body as { id?: unknown; version?: unknown } | null;
        if (typeof resource?.version === 'number') void reply.header('etag', `"${resource.version}"`);
        else if (typeof resource?.id === 'string') void reply.header('etag', `"${digest(resource)}"`);
      }),
    );
  }
}

const digest = (resource: object): string =>
  createHash('sha256').update(JSON.stringify(resource)).digest('base64url').slice(0, 22);

/** The request's `If-Match` header. */
export const IfMatch = createParamDecorator((_data: unknown, context: ExecutionContext): Precondition => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) return null;
  if (header.trim() === '*') return 'any';
  return header.split(',').map((tag) => {
    const version = /^\s*"(\d{1,9})"\s*$/.exec(tag)?.[1];
    return version === undefined ? Number.NaN : Number(version);
  });
});

/** Throws when the header does not allow the current version. */
export function requireMatch(precondition: Precondition, version: number): void {
  if (precondition === null || precondition === 'any' || precondition.includes(version)) return;
  throw new DomainError('precondition-failed', refusalText('PRECONDITION_FAILED', { version }));
}
