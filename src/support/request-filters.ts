import type { Priority } from '../domain/service-clock.js';

/** What every list of requests can be narrowed by, whatever else it selects. */
export interface RequestFilters {
  channel: string | null;
  priority: Priority | null;
  /** By zone, when it was opened; ISO instants. */
  openedByZone: Readonly<Record<string, { from: string | null; to: string | null }>> | null;
  /** Words that count as one category. */
  categories: readonly string[] | null;
  assigneeId: string | null;
  /** `false`: those that nobody works on. */
  assigned: boolean | null;
  search: string | null;
}

/**
 * Signs that are no part of words, for a regular expression of SQL and of JavaScript. Those of ASCII join words: PostgreSQL takes "PC-07" for
 * "PC" and a negative number, and "Printer/Scanner" for one word: the name of a file. The others are punctuation, blanks, signs of money and of
 * mathematics, and arrows, which it takes for letters where the locale knows only those of ASCII.
 */
const SIGNS =
  '-+./@~<>&' +
  '\\u00a0-\\u00a9\\u00ab\\u00ac\\u00ae-\\u00b1\\u00b4\\u00b6-\\u00b8\\u00bb\\u00bf\\u00d7\\u00f7' +
  '\\u037e\\u0387\\u05be\\u060c\\u061b\\u061f\\u06d4\\u0964\\u0965' +
  '\\u2000-\\u200a\\u2010-\\u2029\\u202f-\\u205f\\u20a0-\\u20cf\\u2190-\\u22ff' +
  '\\u3000-\\u3003\\u3008-\\u3011\\u3014-\\u301f\\u30fb\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65';
/** As in the index support_requests_words. */
const WORDS = `to_tsvector('simple', regexp_replace(
  COALESCE(r.title, '') || ' ' || COALESCE(r.workstation, '') || ' ' || COALESCE(r.category, '') || ' ' || COALESCE(r.external_id, ''),
  '[${SIGNS}]', ' ', 'g'))`;
/** Also what would end a quoted word of a search. */
const NOT_OF_WORDS = new RegExp(`[${SIGNS}\\\\']`, 'g');
/** SQL: it has the words of a search, as `wordsOf` gives them. */
export const foundBy = (parameter: string): string => `${WORDS} @@ to_tsquery('simple', ${parameter})`;
/** SQL: opened on the days that are asked for, in the zone of its location. A side without an end is null there. */
const inDays = (
  days: string,
): string => `COALESCE(r.opened_at >= (${days}->l.time_zone->>'from')::timestamptz, true)
  AND COALESCE(r.opened_at < (${days}->l.time_zone->>'to')::timestamptz, true)`;

/** SQL: what fits filters, by the parameters that hold them; null: not asked for. Without the search, which may have an index of its own. */
export const fits = (
  channel: string,
  categories: string,
  priority: string,
  openedByZone: string,
  assigneeId: string,
  assigned: string,
): string => `
  (${channel}::text IS NULL OR r.channel = ${channel})
  AND (${categories}::text[] IS NULL OR r.category = ANY(${categories}))
  AND (${priority}::text IS NULL OR r.priority = ${priority})
  AND (${openedByZone}::jsonb IS NULL OR ${inDays(openedByZone)})
  AND (${assigneeId}::uuid IS NULL OR r.assignee_id = ${assigneeId})
  AND (${assigned}::boolean IS NULL OR (r.assignee_id IS NOT NULL) = ${assigned})`;

/** The values of the filters for SQL. */
export const filterValues = (filters: RequestFilters) => ({
  ...filters,
  openedByZone: filters.openedByZone && JSON.stringify(filters.openedByZone),
  search: filters.search === null ? null : wordsOf(filters.search),
});

/** Each word of a search, as the beginning of a word: `pc 07` finds "PC-0712". Of words that a sign joins, one follows the other. */
const wordsOf = (search: string): string =>
  search
    .split(/\s+/)
    .map((word) => `'${word.replaceAll(NOT_OF_WORDS, ' ')}':*`)
    .join(' & ');
