import { Injectable } from '@nestjs/common';
import type { Category } from '../../domain/categories.js';
import { conflict } from '../../domain/errors.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken, whenUnused } from '../../platform/database/database-errors.js';
import { FIRST_ID, type PageRequest } from '../../platform/http/paging.js';

export interface CategoryRow extends Category {
  label: string;
  everywhere: boolean;
  /** Where it is offered otherwise than `everywhere` says. */
  locations: { locationId: string; shown: boolean }[];
  rank: number;
  archived: boolean;
  version: number;
}

export interface CategorySelection {
  /** Null for all. */
  locationId: string | null;
  offered: boolean | null;
}

const SELECT = `
  SELECT c.id, c.name, c.label, c.read_level AS "readLevel", c.directional, c.everywhere, c.rank, c.archived,
         c.merged_into_id AS "mergedIntoId", c.version,
         COALESCE((SELECT json_agg(json_build_object('locationId', p.location_id, 'shown', p.shown) ORDER BY p.location_id)
                   FROM support_category_locations p WHERE p.category_id = c.id), '[]') AS locations
  FROM support_categories c`;
const OFFERED = '(NOT c.archived AND c.merged_into_id IS NULL)';
const OFFERED_AT = `(${OFFERED} AND COALESCE(
  (SELECT p.shown FROM support_category_locations p WHERE p.category_id = c.id AND p.location_id = $1), c.everywhere))`;

const brokenCategory = {
  support_categories_name: () => conflict('NAME_TAKEN', { what: 'category' }),
  support_categories_merged_fk: () => conflict('UNKNOWN_CATEGORY'),
  support_category_locations_location_fk: () => conflict('UNKNOWN_LOCATION'),
};

@Injectable()
export class CategoriesRepository {
  constructor(private readonly database: Database) {}

  /** `lock`: until the transaction ends, nobody else changes it. */
  find(id: string, options: { lock?: boolean } = {}): Promise<CategoryRow | null> {
    return this.database.one(`${SELECT} WHERE c.id = $1 ${options.lock ? 'FOR UPDATE OF c' : ''}`, [id]);
  }

  /** In their order. */
  list({ locationId, offered }: CategorySelection, { limit, after }: PageRequest): Promise<CategoryRow[]> {
    const [rank = '-1', id = FIRST_ID] = after ?? [];
    return this.database.query(
      `${SELECT}
       WHERE (c.rank, c.id) > ($3::int, $4::uuid) AND ($2::boolean IS NULL OR ${OFFERED} = $2)
         AND ($1::uuid IS NULL OR ${OFFERED_AT})
       ORDER BY c.rank, c.id LIMIT $5`,
      [locationId, offered, Number(rank), id, limit + 1],
    );
  }

  /** What all words mean. `lock`: until the transaction ends, nobody else merges or orders. */
  findMeanings(options: { lock?: boolean } = {}): Promise<Category[]> {
    return this.database.query(
      `SELECT id, name, read_level AS "readLevel", directional, merged_into_id AS "mergedIntoId"
       FROM support_categories ORDER BY id ${options.lock ? 'FOR UPDATE' : ''}`,
    );
  }

  /** Behind all others. */
  async insert(category: Omit<CategoryRow, 'rank' | 'archived' | 'version'>): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO support_categories (id, name, label, read_level, directional, everywhere, merged_into_id, rank)
         SELECT $1, $2, $3, $4, $5, $6, $7, COALESCE(max(rank), 0) + 1 FROM support_categories`,
        [
          category.id,
          category.name,
          category.label,
          category.readLevel,
          category.directional,
          category.everywhere,
          category.mergedIntoId,
        ],
      ),
      brokenCategory,
    );
  }

  async update(category: CategoryRow): Promise<void> {
    await whenBroken(
      this.database.query(
        `UPDATE support_categories SET label = $2, read_level = $3, directional = $4, everywhere = $5, archived = $6,
                merged_into_id = $7, version = version + 1 WHERE id = $1`,
        [
          category.id,
          category.label,
          category.readLevel,
          category.directional,
          category.everywhere,
          category.archived,
          category.mergedIntoId,
        ],
      ),
      brokenCategory,
    );
  }

  /** Where it is offered otherwise than everywhere or nowhere; null removes what a location said. */
  async savePlaces(
    categoryId: string,
    places: readonly { locationId: string; shown: boolean | null }[],
  ): Promise<void> {
    const [own, removed] = [
      places.filter(({ shown }) => shown !== null),
      places.filter(({ shown }) => shown === null),
    ];
    await this.database.query(
      'DELETE FROM support_category_locations WHERE category_id = $1 AND location_id = ANY($2)',
      [categoryId, removed.map(({ locationId }) => locationId)],
    );
    await whenBroken(
      this.database.query(
        `INSERT INTO support_category_locations (category_id, location_id, shown)
         SELECT $1, location_id, shown FROM unnest($2::uuid[], $3::boolean[]) AS p (location_id, shown)
         ON CONFLICT (category_id, location_id) DO UPDATE SET shown = excluded.shown`,
        [categoryId, own.map(({ locationId }) => locationId), own.map(({ shown }) => shown)],
      ),
      brokenCategory,
    );
  }

  async saveOrder(ids: readonly string[]): Promise<void> {
    await this.database.query(
      `UPDATE support_categories c SET rank = ordered.place
       FROM (SELECT c.id, row_number() OVER (ORDER BY asked.place NULLS LAST, c.rank, c.id) AS place
             FROM support_categories c LEFT JOIN unnest($1::uuid[]) WITH ORDINALITY AS asked (id, place) USING (id)) ordered
       WHERE c.id = ordered.id AND c.rank <> ordered.place`,
      [ids],
    );
  }

  async remove(id: string): Promise<void> {
    await whenUnused(this.database.query('DELETE FROM support_categories WHERE id = $1', [id]), 'category');
  }

  /**
   * Words of requests at locations that are no category, the latest first. Reads one row of an index for each word, not each request.
   * Words of tallies are left out: there is no index of them, and desks offer categories only.
   */
  listWords(
    visible: readonly string[] | null,
    { limit, after }: PageRequest,
  ): Promise<{ word: string; lastAt: Date }[]> {
    const [at = 'infinity', word = ''] = after ?? [];
    return this.database.query(
      `SELECT latest.word, latest.at AS "lastAt"
       FROM (SELECT DISTINCT ON (found.word) found.word, found.at
       FROM locations l CROSS JOIN LATERAL (
         WITH RECURSIVE words AS (
           (SELECT category AS word FROM support_requests
            WHERE location_id = l.id AND category IS NOT NULL ORDER BY category LIMIT 1)
           UNION ALL
           SELECT (SELECT category FROM support_requests
                   WHERE location_id = l.id AND category > words.word ORDER BY category LIMIT 1)
           FROM words WHERE words.word IS NOT NULL
         )
         SELECT COALESCE(words.word, '') AS word, latest.at
         FROM words CROSS JOIN LATERAL (
           SELECT opened_at AS at FROM support_requests
           WHERE location_id = l.id AND category = words.word ORDER BY opened_at DESC LIMIT 1
         ) latest
       ) found
       WHERE ($1::uuid[] IS NULL OR l.id = ANY($1))
         AND NOT EXISTS (SELECT FROM support_categories c WHERE c.name = found.word)
       ORDER BY found.word, found.at DESC
       ) latest
       WHERE (latest.at, latest.word) < ($2::timestamptz, $3) ORDER BY latest.at DESC, latest.word DESC LIMIT $4`,
      [visible, at, word, limit + 1],
    );
  }
}
