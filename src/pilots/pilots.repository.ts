import { Injectable } from '@nestjs/common';
import { conflict } from '../domain/errors.js';
import { Database } from '../platform/database/database.js';
import { whenBroken } from '../platform/database/database-errors.js';
import type { PageRequest } from '../platform/http/paging.js';
import type { PilotDto, PilotTerms } from './pilots.dto.js';

/** What the state of a pilot depends on, in place of the state. */
export interface PilotRow extends Omit<PilotDto, 'state' | 'endedAt'> {
  timeZones: string[];
  endedAt: Date | null;
  recorded: 'paused' | 'ended' | null;
}

const SELECT = `
  SELECT p.id, p.name,
         ARRAY(SELECT location_id FROM pilot_locations WHERE pilot_id = p.id AND NOT is_comparison ORDER BY 1) AS "locationIds",
         ARRAY(SELECT location_id FROM pilot_locations WHERE pilot_id = p.id AND is_comparison ORDER BY 1) AS "comparisonLocationIds",
         json_build_object('from', p.baseline_from, 'to', p.baseline_to) AS baseline,
         json_build_object('from', p.pilot_from, 'to', p.pilot_to) AS pilot,
         p.exclusions, p.targets, p.follow_up_hours AS "followUpHours", p.fixed_costs AS "fixedCosts",
         p.escalation_cost AS "escalationCost", p.late_changes AS "lateChanges", p.version,
         p.predecessor_id AS "predecessorId",
         (SELECT id FROM pilots WHERE predecessor_id = p.id) AS "successorId",
         ARRAY(SELECT DISTINCT l.time_zone FROM pilot_locations pl JOIN locations l ON l.id = pl.location_id
               WHERE pl.pilot_id = p.id AND NOT pl.is_comparison ORDER BY 1) AS "timeZones",
         (SELECT ended_at FROM pilot_endings WHERE pilot_id = p.id) AS "endedAt",
         CASE WHEN EXISTS (SELECT FROM pilot_endings WHERE pilot_id = p.id) THEN 'ended'
              WHEN EXISTS (SELECT FROM pilot_pauses WHERE pilot_id = p.id AND resumed_at IS NULL) THEN 'paused'
         END AS recorded
  FROM pilots p`;

@Injectable()
export class PilotsRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<PilotRow | null> {
    return this.database.one<PilotRow>(`${SELECT} WHERE p.id = $1`, [id]);
  }

  async lock(id: string): Promise<PilotRow | null> {
    await this.database.query('SELECT FROM pilots WHERE id = $1 FOR UPDATE', [id]);
    return this.find(id);
  }

  /** For a change of what belongs to the pilot. */
  async raiseVersion(id: string): Promise<void> {
    await this.database.query('UPDATE pilots SET version = version + 1 WHERE id = $1', [id]);
  }

  /** Pilots whose locations are all visible. */
  list(visible: readonly string[] | null, { limit, after }: PageRequest): Promise<PilotRow[]> {
    return this.database.query<PilotRow>(
      `${SELECT} WHERE ($1::uuid[] IS NULL OR NOT EXISTS (
           SELECT FROM pilot_locations WHERE pilot_id = p.id AND location_id <> ALL($1)))
         AND ($2::uuid IS NULL OR p.id > $2) ORDER BY p.id LIMIT $3`,
      [visible, after?.[0] ?? null, limit + 1],
    );
  }

  async save(pilot: PilotTerms & { id: string; predecessorId: string | null }): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO pilots
           (id, name, baseline_from, baseline_to, pilot_from, pilot_to, exclusions, targets, fixed_costs,
            escalation_cost, follow_up_hours, late_changes, predecessor_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, baseline_from = excluded.baseline_from,
           baseline_to = excluded.baseline_to, pilot_from = excluded.pilot_from, pilot_to = excluded.pilot_to,
           exclusions = excluded.exclusions, targets = excluded.targets, fixed_costs = excluded.fixed_costs,
           escalation_cost = excluded.escalation_cost, follow_up_hours = excluded.follow_up_hours,
           late_changes = excluded.late_changes, version = pilots.version + 1`,
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
          pilot.escalationCost,
          pilot.followUpHours,
          JSON.stringify(pilot.lateChanges),
          pilot.predecessorId,
        ],
      ),
      {
        pilots_name: () => conflict('NAME_TAKEN', { what: 'pilot' }),
        pilots_predecessor: () => conflict('PILOT_SUCCEEDED'),
      },
    );
    await this.database.query('DELETE FROM pilot_locations WHERE pilot_id = $1', [pilot.id]);
    await this.database.query(
      `INSERT INTO pilot_locations (pilot_id, location_id, is_comparison)
       SELECT $1::uuid, unnest($2::uuid[]), false UNION ALL SELECT $1, unnest($3::uuid[]), true`,
      [pilot.id, pilot.locationIds, pilot.comparisonLocationIds],
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM pilots WHERE id = $1', [id]);
  }
}
