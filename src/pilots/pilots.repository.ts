import { Injectable } from '@nestjs/common';
import { conflict } from '../domain/errors.js';
import { Database } from '../platform/database/database.js';
import { whenBroken } from '../platform/database/database-errors.js';
import type { PageRequest } from '../platform/http/paging.js';
import type { PilotDto } from './pilots.dto.js';

const SELECT = `
  SELECT p.id, p.name, ARRAY(SELECT location_id FROM pilot_locations WHERE pilot_id = p.id ORDER BY 1) AS "locationIds",
         json_build_object('from', p.baseline_from, 'to', p.baseline_to) AS baseline,
         json_build_object('from', p.pilot_from, 'to', p.pilot_to) AS pilot,
         p.exclusions, p.targets, p.fixed_costs AS "fixedCosts", p.version
  FROM pilots p`;

@Injectable()
export class PilotsRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<PilotDto | null> {
    return this.database.one(`${SELECT} WHERE p.id = $1 ${options.lock ? 'FOR UPDATE OF p' : ''}`, [id]);
  }

  /** Pilots whose locations are all visible. */
  list(visible: readonly string[] | null, { limit, after }: PageRequest): Promise<PilotDto[]> {
    return this.database.query(
      `${SELECT} WHERE ($1::uuid[] IS NULL OR NOT EXISTS (
           SELECT FROM pilot_locations WHERE pilot_id = p.id AND location_id <> ALL($1)))
         AND ($2::uuid IS NULL OR p.id > $2) ORDER BY p.id LIMIT $3`,
      [visible, after?.[0] ?? null, limit + 1],
    );
  }

  async save(pilot: Omit<PilotDto, 'version'>): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO pilots
           (id, name, baseline_from, baseline_to, pilot_from, pilot_to, exclusions, targets, fixed_costs)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, baseline_from = excluded.baseline_from,
           baseline_to = excluded.baseline_to, pilot_from = excluded.pilot_from, pilot_to = excluded.pilot_to,
           exclusions = excluded.exclusions, targets = excluded.targets, fixed_costs = excluded.fixed_costs,
           version = pilots.version + 1`,
        [
          pilot.id,
          pilot.name,
          pilot.baseline.from,
          pilot.baseline.to,
          pilot.pilot.from,
          pilot.pilot.to,
          JSON.stringify(pilot.exclusions),
          JSON.stringify(pilot.targets),
          pilot.fixedCosts,
        ],
      ),
      { pilots_name: () => conflict('NAME_TAKEN', { what: 'pilot' }) },
    );
    await this.database.query('DELETE FROM pilot_locations WHERE pilot_id = $1', [pilot.id]);
    await this.database.query(
      'INSERT INTO pilot_locations (pilot_id, location_id) SELECT $1, unnest($2::uuid[])',
      [pilot.id, pilot.locationIds],
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM pilots WHERE id = $1', [id]);
  }
}
