import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { invalid } from '../../domain/errors.js';
import { FromQuery, isLocalDate, MayBeLeftOut, parseInstant, tells, Text } from './fields.js';

/** `?limit=&cursor=` of every list. */
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

/** What a repository needs to fetch one page and to know whether another follows: the key to start after, and one row more. */
export interface PageRequest {
  limit: number;
  after: readonly string[] | null;
}

/**
 * What the first page of a list starts after: before every id, or behind every one. Told so, rather than "if given", PostgreSQL can bound
 * an index's range whatever the values are.
 */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';
export const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Tells whether a part of a cursor is what its list is ordered by. */
interface CursorKey {
  test(text: string): boolean;
}

/** Reads a page query for a list ordered by `keys` values; throws when the cursor is not of this list's making. */
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

/** Makes a page of up to limit + 1 fetched rows. */
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
