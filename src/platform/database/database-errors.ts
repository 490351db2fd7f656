import { DatabaseError } from 'pg';
import { conflict, DomainError } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const UNKNOWN_STATEMENT = '26000';
const DISK_FULL = '53100';
// Temporary errors that the client did not cause: classes 08 (connection), 28 (the server does not know us),
// 3D (no such database), 53 (out of resources), 57 (shutting down, cancelled), a read-only standby, a
// transaction that is too slow, a lock that others hold too long.
const PASSING_STATES = /^(08|28|3D|53|57|25006$|25P03$|25P04$|55P03$)/;
const PASSING_SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
const PASSING_MESSAGES =
  /connection terminated|client has encountered a connection error|timeout expired|timeout exceeded when trying to connect|cannot use a pool after|query read timeout|client was closed|connection error and is not queryable/i;

/**
 * A named statement was refused before it ran: a migration changed its result type (recognized by the
 * routine, because the code is shared and the message is translated), or a connection pooler does not know
 * it.
 */
export const isOutdatedStatement = (error: unknown): boolean =>
  error instanceof DatabaseError &&
  (error.routine === 'RevalidateCachedQuery' || error.code === UNKNOWN_STATEMENT);

/** Whether the whole transaction may be run again. */
export const isRetriable = (error: unknown): boolean =>
  error instanceof DatabaseError &&
  (error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK || isOutdatedStatement(error));

/** The server did not answer in time. The connection still waits for it and cannot be used any more. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof Error && error.message === 'Query read timeout';

const isDiskFull = (error: unknown): boolean => error instanceof DatabaseError && error.code === DISK_FULL;

/**
 * Turns errors of a database that is unreachable or overloaded into 'unavailable'. All other errors stay as
 * they are.
 */
export function translate(error: unknown): unknown {
  if (isDiskFull(error)) {
    return new DomainError('unavailable', refusalText('DISK_FULL'), { retryAfterSeconds: 30, cause: error });
  }
  return isPassing(error)
    ? new DomainError('unavailable', refusalText('DATABASE_UNAVAILABLE'), {
        retryAfterSeconds: 2,
        cause: error,
      })
    : error;
}

function isPassing(error: unknown): boolean {
  if (error instanceof DatabaseError) return PASSING_STATES.test(error.code ?? '') || isRetriable(error);
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isPassing);
  const { code } = error as NodeJS.ErrnoException;
  return PASSING_SYSTEM_CODES.has(code ?? '') || PASSING_MESSAGES.test(error.message);
}

/** The name of the constraint that a statement violated, or null for other errors. */
export const brokenConstraint = (error: unknown): string | null =>
  error instanceof DatabaseError && error.code?.startsWith('23') ? (error.constraint ?? null) : null;

/**
 * Runs a statement and turns violations of named constraints into domain errors. Rethrows everything else.
 */
export async function whenBroken<T>(
  statement: Promise<T>,
  errors: Readonly<Record<string, () => DomainError>>,
): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    const toDomainError = errors[brokenConstraint(error) ?? ''];
    throw toDomainError ? toDomainError() : error;
  }
}

const FOREIGN_KEY_VIOLATION = '23503';

/** Words for tables whose names do not say what they hold. */
const HOLDERS: Record<string, string> = { user_locations: 'people' };

/** Deletes a row that nothing refers to. When it is still used, throws a refusal that names what uses it. */
export async function whenUnused<T>(statement: Promise<T>, what: string): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== FOREIGN_KEY_VIOLATION) throw error;
    const table = error.table ?? 'other_records';
    const holder = HOLDERS[table] ?? table.replaceAll('_', ' ');
    throw conflict('IN_USE', { what, holder });
  }
}
