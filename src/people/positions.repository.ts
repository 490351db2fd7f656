import { Injectable } from '@nestjs/common';
import { conflict } from '../domain/errors.js';
import { Database } from '../platform/database/database.js';
import { whenBroken, whenUnused } from '../platform/database/database-errors.js';
import type { PageRequest } from '../platform/http/paging.js';

export interface PositionRow {
  id: string;
  name: string;
  hourlyCost: number | null;
  isDefault: boolean;
  shadowShifts: number;
  expiresWithTerm: boolean;
  version: number;
}

const SELECT = `
  SELECT id, name, hourly_cost AS "hourlyCost", is_default AS "isDefault", shadow_shifts AS "shadowShifts",
         expires_with_term AS "expiresWithTerm", version
  FROM positions`;
const nameTaken = {
  positions_name: () => conflict('NAME_TAKEN', { what: 'position' }),
};

@Injectable()
export class PositionsRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<PositionRow | null> {
    return this.database.one(`${SELECT} WHERE id = $1 ${options.lock ? 'FOR UPDATE' : ''}`, [id]);
  }

  async findDefault(): Promise<PositionRow> {
    return (await this.database.one<PositionRow>(`${SELECT} WHERE is_default`))!;
  }

  /** Those that exist, locked against deletion until the transaction ends. */
  async existing(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM positions WHERE id = ANY($1) ORDER BY id FOR KEY SHARE',
      [ids],
    );
    return rows.map((row) => row.id);
  }

  list({ limit, after }: PageRequest): Promise<PositionRow[]> {
    return this.database.query(`${SELECT} WHERE ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2`, [
      after?.[0] ?? null,
      limit + 1,
    ]);
  }

  async insert(position: Omit<PositionRow, 'isDefault' | 'version'>): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO positions (id, name, hourly_cost, shadow_shifts, expires_with_term) VALUES ($1, $2, $3, $4, $5)`,
        valuesOf(position),
      ),
      nameTaken,
    );
  }

  async update(position: PositionRow): Promise<void> {
    await whenBroken(
      this.database.query(
        `UPDATE positions SET name = $2, hourly_cost = $3, shadow_shifts = $4, expires_with_term = $5, version = version + 1
         WHERE id = $1`,
        valuesOf(position),
      ),
      nameTaken,
    );
  }

  async remove(id: string): Promise<void> {
    await whenUnused(this.database.query('DELETE FROM positions WHERE id = $1', [id]), 'position');
  }
}

const valuesOf = (position: Omit<PositionRow, 'isDefault' | 'version'>): unknown[] => [
  position.id,
  position.name,
  position.hourlyCost,
  position.shadowShifts,
  position.expiresWithTerm,
];
