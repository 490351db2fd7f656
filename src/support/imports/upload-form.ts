import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { refusal } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';

/**
 * A request's parts. However their reading ends, the rest of the request is read away: an unread rest would keep
 * the connection, and with it a server that is told to stop, waiting.
 */
export async function* formParts(request: FastifyRequest): AsyncGenerator<Multipart> {
  try {
    yield* whole(request.parts());
  } finally {
    request.raw.unpipe();
    request.raw.resume();
  }
}

/** What comes of a form; that it cannot be read is the client's doing. */
export async function* whole<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (error) {
    if (typeof (error as { statusCode?: unknown }).statusCode === 'number') throw error;
    throw refusal('invalid', [{ ...refusalText('INVALID_FORM'), field: 'file' }]);
  }
}
