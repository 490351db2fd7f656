import { Injectable } from '@nestjs/common';
import { conflict } from '../../../domain/errors.js';
import { Database } from '../../../platform/database/database.js';
import { whenBroken } from '../../../platform/database/database-errors.js';
import type { PageRequest } from '../../../platform/http/paging.js';
import type { SavedMapping } from './saved-mappings.dto.js';

export interface SavedMappingRow {
  id: string;
  locationId: string;
  name: string;
  nameKey: string;
  mapping: SavedMapping;
  header: string[];
  version: number;
}

const SELECT = `
  SELECT m.id, m.location_id AS "locationId", m.name, m.name_key AS "nameKey", m.mapping, m.header, m.version
  FROM import_mappings m`;

@Injectable()
export class SavedMappingsRepository {
  constructor(private readonly database: Database) {}

  /** `lock`: until the transaction ends, nobody else changes it. */
  find(id: string, options: { lock?: boolean } = {}): Promise<SavedMappingRow | null> {
    return this.database.one(`${SELECT} WHERE m.id = $1 ${options.lock ? 'FOR UPDATE' : ''}`, [id]);
  }

  /** By location and name. */
  list(
    selection: { visible: readonly string[] | null; locationId: string | null },
    { limit, after }: PageRequest,
  ): Promise<SavedMappingRow[]> {
    return this.database.query(
      `${SELECT}
       WHERE ($1::uuid[] IS NULL OR m.location_id = ANY($1)) AND ($2::uuid IS NULL OR m.location_id = $2)
         AND ($3::uuid IS NULL OR (m.location_id, m.name_key) > ($3, $4::text))
       ORDER BY m.location_id, m.name_key LIMIT $5`,
      [selection.visible, selection.locationId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
  }

  async save(row: Omit<SavedMappingRow, 'nameKey' | 'version'>): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO import_mappings (id, location_id, name, name_key, mapping, header)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, mapping = excluded.mapping,
           header = excluded.header, version = import_mappings.version + 1`,
        [
          row.id,
          row.locationId,
          row.name,
          row.name.toLowerCase(),
          JSON.stringify(row.mapping),
          JSON.stringify(row.header),
        ],
      ),
      { import_mappings_name: () => conflict('NAME_TAKEN', { what: 'mapping' }) },
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM import_mappings WHERE id = $1', [id]);
  }
}
