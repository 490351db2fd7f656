import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { refusal } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';

/**
 * The parts of a request. Whatever happens while they are read, the rest of the request is read too: an
 * unread rest would keep the connection open, and with it a server that is stopping. A file of more than `mostBytes` is cut
 * off and says so (`truncated`).
 */
export async function* formParts(request: FastifyRequest, mostBytes?: number): AsyncGenerator<Multipart> {
  const limits = mostBytes === undefined ? {} : { limits: { fileSize: mostBytes } };
  try {
    yield* whole(request.parts(limits));
  } finally {
    request.raw.unpipe();
    request.raw.resume();
  }
}

/** Passes on the items of a form. An unreadable form is reported as the client's error. */
export async function* whole<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (error) {
    const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
    const isNoJson = code === 'FST_INVALID_JSON_FIELD_ERROR';
    if (typeof statusCode === 'number' && !isNoJson) throw error;
    throw refusal('invalid', [
      { ...refusalText(isNoJson ? 'INVALID_FORM.no-json' : 'INVALID_FORM'), field: 'file' },
    ]);
  }
}
