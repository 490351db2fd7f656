import { Injectable } from '@nestjs/common';
import { conflict } from '../domain/errors.js';
import { Database } from '../platform/database/database.js';
import { whenBroken, whenUnused } from '../platform/database/database-errors.js';
import type { PageRequest } from '../platform/http/paging.js';
import type { LocationDto } from './locations.dto.js';

const COLUMNS = `id, name, time_zone AS "timeZone", trades_need_approval AS "tradesNeedApproval",
  check_in_networks AS "checkInNetworks", version`;
const nameTaken = {
  locations_name: () => conflict('NAME_TAKEN', { what: 'location' }),
};

@Injectable()
export class LocationsRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<LocationDto | null> {
    const lock = options.lock ? 'FOR UPDATE' : '';
    return this.database.one<LocationDto>(`SELECT ${COLUMNS} FROM locations WHERE id = $1 ${lock}`, [id]);
  }

  /** Locks locations against deletion until the transaction ends, for rows that will refer to them. */
  findForUse(ids: readonly string[]): Promise<LocationDto[]> {
    return this.database.query<LocationDto>(
      `SELECT ${COLUMNS} FROM locations WHERE id = ANY($1) ORDER BY id FOR KEY SHARE`,
      [ids],
    );
  }

  findAll(ids: readonly string[]): Promise<LocationDto[]> {
    return this.database.query<LocationDto>(
      `SELECT ${COLUMNS} FROM locations WHERE id = ANY($1) ORDER BY id`,
      [ids],
    );
  }

  /** The ids of all locations, for work on all of them. */
  async allIds(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>('SELECT id FROM locations ORDER BY id');
    return rows.map((row) => row.id);
  }

  list(visible: readonly string[] | null, { limit, after }: PageRequest): Promise<LocationDto[]> {
    return this.database.query<LocationDto>(
      `SELECT ${COLUMNS} FROM locations
       WHERE ($1::uuid[] IS NULL OR id = ANY($1)) AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [visible, after?.[0] ?? null, limit + 1],
    );
  }

  async insert({
    id,
    name,
    timeZone,
    tradesNeedApproval,
    checkInNetworks,
  }: Omit<LocationDto, 'version'>): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO locations (id, name, time_zone, trades_need_approval, check_in_networks)
         VALUES ($1, $2, $3, $4, $5)`,
        [id, name, timeZone, tradesNeedApproval, checkInNetworks],
      ),
      nameTaken,
    );
  }

  async update({ id, name, timeZone, tradesNeedApproval, checkInNetworks }: LocationDto): Promise<void> {
    await whenBroken(
      this.database.query(
        `UPDATE locations SET name = $2, time_zone = $3, trades_need_approval = $4, check_in_networks = $5,
                version = version + 1 WHERE id = $1`,
        [id, name, timeZone, tradesNeedApproval, checkInNetworks],
      ),
      nameTaken,
    );
  }

  async remove(id: string): Promise<void> {
    await whenUnused(this.database.query('DELETE FROM locations WHERE id = $1', [id]), 'location');
  }
}
