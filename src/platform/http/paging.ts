import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { invalid } from '../../domain/errors.js';
import { isLocalDate } from '../../domain/local-date.js';
import { FromQuery, MayBeLeftOut, parseInstant, tells, Text } from './fields.js';

/** `?limit=&cursor=` of all lists. */
export class PageQuery {
  @ApiProperty({ required: false, minimum: 1, maximum: 200, default: 50, type: 'integer' })
  @FromQuery()
  @MayBeLeftOut()
  @IsInt(tells('limit', { most: 200 }))
  @Min(1, tells('limit', { most: 200 }))
  @Max(200, tells('limit', { most: 200 }))
  limit?: number;

  @MayBeLeftOut()
  @Text(500)
  cursor?: string;
}

/** One page of a list; `nextCursor` is null on the last. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/**
 * What a repository needs for one page: the key to start after, and a limit of one extra row, which shows
 * whether another page follows.
 */
export interface PageRequest {
  limit: number;
  after: readonly string[] | null;
}

/**
 * Ids below and above all others: the first page of a list starts after one of them. With a value, instead of
 * a condition that the first page lacks, PostgreSQL can limit an index's range in a plan for all values.
 */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';
export const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * The key before which a page of a list by time begins, newest first: the last row before it, or the end of
 * the time that is asked for. As one value it gives the planner one bound; for a lower and an upper bound of
 * unknown values it assumes that few rows lie between them, and then rather sorts all.
 */
export function keyBefore(
  to: Date | null,
  { after }: Pick<PageRequest, 'after'>,
): { at: Date | string; id: string } {
  const [at = 'infinity', id = LAST_ID] = after ?? [];
  return to && (after === null || Date.parse(at) >= to.getTime()) ? { at: to, id: FIRST_ID } : { at, id };
}

/** Whether a part of a cursor fits the key of its list. */
interface CursorKey {
  test(text: string): boolean;
}

/** Reads a page query for a list ordered by `keys` values. Throws when the cursor is not from this list. */
export function pageRequest(query: PageQuery, keys: readonly CursorKey[] = [UUID]): PageRequest {
  const limit = query.limit ?? 50;
  if (query.cursor === undefined) return { limit, after: null };
  const after = decode(query.cursor);
  if (!after || after.length !== keys.length || !keys.every((key, index) => key.test(after[index]!))) {
    throw invalid('cursor', 'INVALID_CURSOR');
  }
  return { limit, after };
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const LOCAL_DATE: CursorKey = { test: isLocalDate };
export const ISO_INSTANT: CursorKey = { test: (text) => text.endsWith('Z') && parseInstant(text) !== null };

/** Makes a page from up to limit + 1 rows. */
export function toPage<Row, T>(
  rows: readonly Row[],
  { limit }: PageRequest,
  keyOf: (row: Row) => readonly (string | number)[],
  present: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(present),
    nextCursor: rows.length > limit && last ? encode(keyOf(last)) : null,
  };
}

const encode = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

function decode(cursor: string): string[] | null {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const plain =
      Array.isArray(key) && key.every((part) => typeof part === 'string' || typeof part === 'number');
    return plain ? key.map(String) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
