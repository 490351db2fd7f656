import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorKind, type Violation } from '../../domain/errors.js';
import { EN } from '../../domain/refusals/en.js';
import type { Params } from '../../domain/refusals/refusal-text.js';

/** RFC 9457 problem details, the body of all error answers. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  /** The figures and names in `detail`, for clients that say it in their own words. */
  params?: Params;
  violations?: Violation[];
  requestId?: string;
}

const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'precondition-failed': 412,
  idempotency: 422,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
};

const KNOWN: Record<number, { title: string; code: string }> = {
  400: { title: 'Bad request', code: 'MALFORMED_REQUEST' },
  401: { title: 'Unauthenticated', code: 'UNAUTHENTICATED' },
  403: { title: 'Forbidden', code: 'FORBIDDEN' },
  404: { title: 'Not found', code: 'NOT_FOUND' },
  405: { title: 'Method not allowed', code: 'METHOD_NOT_ALLOWED' },
  406: { title: 'Not acceptable', code: 'NOT_ACCEPTABLE' },
  408: { title: 'Request timeout', code: 'REQUEST_TIMEOUT' },
  409: { title: 'Conflict', code: 'CONFLICT' },
  412: { title: 'Precondition failed', code: 'PRECONDITION_FAILED' },
  413: { title: 'Content too large', code: 'CONTENT_TOO_LARGE' },
  414: { title: 'URI too long', code: 'URI_TOO_LONG' },
  415: { title: 'Unsupported media type', code: 'UNSUPPORTED_MEDIA_TYPE' },
  422: { title: 'Unprocessable content', code: 'IDEMPOTENCY_KEY_REUSED' },
  429: { title: 'Too many requests', code: 'TOO_MANY_REQUESTS' },
  431: { title: 'Request header fields too large', code: 'HEADERS_TOO_LARGE' },
  500: { title: 'Internal server error', code: 'INTERNAL_ERROR' },
  503: { title: 'Service unavailable', code: 'UNAVAILABLE' },
};

/**
 * The answer to an error, and after how many seconds a retry makes sense. For unknown errors it shows no
 * details.
 */
export function problemOf(error: unknown): { problem: Problem; retryAfterSeconds?: number } {
  if (error instanceof DomainError) {
    const { violations, retryAfterSeconds } = error.options;
    return {
      problem: {
        ...base(STATUS[error.kind], error.message),
        code: error.code,
        ...(error.params && { params: error.params }),
        ...(violations && { violations }),
      },
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    };
  }
  const status = statusOf(error);
  if (status >= 400 && status < 500) return { problem: base(status, messageOf(error)) };
  return {
    problem: base(status === 503 ? 503 : 500, EN.INTERNAL_ERROR),
  };
}

const base = (status: number, detail: string): Problem => ({
  type: 'about:blank',
  title: KNOWN[status]?.title ?? 'Error',
  status,
  detail,
  code: KNOWN[status]?.code ?? `HTTP_${status}`,
});

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status: unknown = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
