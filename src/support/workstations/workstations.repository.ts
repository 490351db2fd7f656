import { Injectable } from '@nestjs/common';
import { conflict } from '../../domain/errors.js';
import { workstationKey, type WorkstationFields } from '../../domain/workstations.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken } from '../../platform/database/database-errors.js';
import type { PageRequest } from '../../platform/http/paging.js';

export interface WorkstationRow extends WorkstationFields {
  id: string;
  locationId: string;
  timeZone: string;
  nameKey: string;
  version: number;
}

export interface WorkstationSelection {
  visible: readonly string[] | null;
  locationId: string | null;
  area: string | null;
  /** Null: all. */
  inService: boolean | null;
  /** Null: today at each location. */
  on: string | null;
  now: Date;
}

const SELECT = `
  SELECT w.id, w.location_id AS "locationId", l.time_zone AS "timeZone", w.name, w.name_key AS "nameKey", w.area,
         w.in_service_from AS "inServiceFrom", w.upgraded_on AS "upgradedOn", w.joined_network_on AS "joinedNetworkOn",
         w.out_of_service_from AS "outOfServiceFrom", w.out_of_service_until AS "outOfServiceUntil", w.note, w.version
  FROM workstations w JOIN locations l ON l.id = w.location_id`;
const DATE = '(COALESCE($5::date, ($6::timestamptz AT TIME ZONE l.time_zone)::date))';
/** As `workstationState`. */
const IN_SERVICE = `(COALESCE(w.in_service_from <= ${DATE}, true)
  AND NOT COALESCE(w.out_of_service_from <= ${DATE} AND COALESCE(w.out_of_service_until >= ${DATE}, true), false))`;

@Injectable()
export class WorkstationsRepository {
  constructor(private readonly database: Database) {}

  /** `lock`: until the transaction ends, nobody else changes it. */
  find(id: string, options: { lock?: boolean } = {}): Promise<WorkstationRow | null> {
    return this.database.one(`${SELECT} WHERE w.id = $1 ${options.lock ? 'FOR UPDATE OF w' : ''}`, [id]);
  }

  /** By location and name. */
  list(
    { visible, locationId, area, inService, on, now }: WorkstationSelection,
    { limit, after }: PageRequest,
  ): Promise<WorkstationRow[]> {
    return this.database.query(
      `${SELECT}
       WHERE ($1::uuid[] IS NULL OR w.location_id = ANY($1)) AND ($2::uuid IS NULL OR w.location_id = $2)
         AND ($3::text IS NULL OR w.area = $3) AND ($4::boolean IS NULL OR ${IN_SERVICE} = $4)
         AND ($7::uuid IS NULL OR (w.location_id, w.name_key) > ($7, $8::text))
       ORDER BY w.location_id, w.name_key LIMIT $9`,
      [visible, locationId, area, inService, on, now, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
  }

  /** Imports into a location and new names there wait for each other here, and for nobody else. */
  async lockNamesOf(locationId: string): Promise<void> {
    await this.database.query('SELECT FROM locations WHERE id = $1 FOR NO KEY UPDATE', [locationId]);
  }

  /** Those of a location with one of the names, locked. */
  findByKeys(locationId: string, keys: readonly string[]): Promise<WorkstationRow[]> {
    return this.database.query(
      `${SELECT} WHERE w.location_id = $1 AND w.name_key = ANY($2) ORDER BY w.name_key FOR UPDATE OF w`,
      [locationId, keys],
    );
  }

  async save(station: Omit<WorkstationRow, 'timeZone' | 'nameKey' | 'version'>): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO workstations (id, location_id, name, name_key, area, in_service_from, upgraded_on, joined_network_on,
                                   out_of_service_from, out_of_service_until, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, area = excluded.area,
           in_service_from = excluded.in_service_from, upgraded_on = excluded.upgraded_on,
           joined_network_on = excluded.joined_network_on, out_of_service_from = excluded.out_of_service_from,
           out_of_service_until = excluded.out_of_service_until, note = excluded.note, version = workstations.version + 1`,
        [
          station.id,
          station.locationId,
          station.name,
          workstationKey(station.name),
          station.area,
          station.inServiceFrom,
          station.upgradedOn,
          station.joinedNetworkOn,
          station.outOfServiceFrom,
          station.outOfServiceUntil,
          station.note,
        ],
      ),
      { workstations_name: () => conflict('NAME_TAKEN', { what: 'workstation' }) },
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM workstations WHERE id = $1', [id]);
  }
}
