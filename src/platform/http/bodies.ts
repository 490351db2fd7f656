import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { unauthenticated } from '../../domain/errors.js';
import { refuseShape } from './json-shape.js';
import type { RouteFacts } from './permission.js';
import { refuseUnstorable } from './text-guard.js';

export const BODY_LIMIT = 1024 * 1024;
export const FILE_LIMIT = 256 * 1024 * 1024;
/** For routes without credentials. A sign-in has 600 bytes. */
const PUBLIC_BODY_LIMIT = 16 * 1024;
/** A hundred requests of two kilobytes. */
const SIGNED_BODY_LIMIT = 256 * 1024;
const UPLOADS = ['multipart/form-data', 'text/calendar'];

/**
 * Accepts JSON, also an empty body that is announced as JSON. Forms have their own parser, and calendars stay
 * bytes.
 */
export function acceptBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const { isPublic, isSigned } = factsOf(route);
    if (isPublic) route.bodyLimit = isSigned ? SIGNED_BODY_LIMIT : PUBLIC_BODY_LIMIT;
  });
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = typeof body === 'string' ? body : body.toString('utf8');
    if (factsOf(request.routeOptions).isSigned) return done(null, text);
    if (text.trim() === '') return done(null, {});
    try {
      refuseShape('body', text);
    } catch (error) {
      return done(error as Error);
    }
    void parse(request, text, (error, value) => done(error ?? unstorableError(value), value));
  });
  fastify.addContentTypeParser('text/calendar', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
}

/**
 * Why a body is refused before it is read: the route does not take its type, or the sender has no
 * credentials.
 */
export function bodyError(request: FastifyRequest, sessionCookie: string): Error | undefined {
  if (!hasBody(request)) return undefined;
  const { takes, isPublic } = factsOf(request.routeOptions);
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const wanted = UPLOADS.find((upload) => upload === type);
  if (wanted && wanted !== takes) return new UnsupportedMediaTypeException('Send application/json here.');
  const isNamed = request.headers.authorization !== undefined || request.cookies[sessionCookie] !== undefined;
  return isPublic || isNamed || request.is404 ? undefined : unauthenticated('UNAUTHENTICATED');
}

export const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const factsOf = ({ config }: { config?: object }): RouteFacts => config ?? {};

function unstorableError(body: unknown): Error | null {
  try {
    refuseUnstorable('body', body);
    return null;
  } catch (error) {
    return error as Error;
  }
}
