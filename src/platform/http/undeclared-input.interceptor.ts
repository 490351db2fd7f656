import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { refusal } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';

/**
 * Refuses query parameters and body fields on routes that declare none. On other routes the DTOs refuse
 * unknown ones.
 */
@Injectable()
export class UndeclaredInputInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const declared = declaredInputs(context);
    const unknown = [
      ...(declared.has(RouteParamtypes.QUERY) ? [] : namesIn(request.query)),
      ...(declared.has(RouteParamtypes.BODY) || declared.has(RouteParamtypes.REQUEST)
        ? []
        : namesIn(request.body)),
    ];
    if (unknown.length > 0 && request.routeOptions.url?.startsWith('/api/')) {
      throw refusal(
        'invalid',
        unknown.map((field) => ({ ...refusalText('UNKNOWN_FIELD', { field }), field })),
      );
    }
    return next.handle();
  }
}

function declaredInputs(context: ExecutionContext): Set<RouteParamtypes> {
  const metadata = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) as
    Record<string, unknown> | undefined;
  return new Set(Object.keys(metadata ?? {}).map((key) => Number(key.split(':')[0])));
}

/** The field names of an input; a body that is not an object counts as one field without a name. */
function namesIn(input: unknown): string[] {
  if (input === undefined || input === null) return [];
  return typeof input === 'object' && !Array.isArray(input) ? Object.keys(input).slice(0, 20) : ['body'];
}
