import { Injectable } from '@nestjs/common';
import { conflict } from '../../domain/errors.js';
import type { RoutingRule } from '../../domain/routing.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken } from '../../platform/database/database-errors.js';
import type { PageRequest } from '../../platform/http/paging.js';

export interface RoutingRuleRow extends RoutingRule {
  id: string;
  words: string;
  rank: number;
  version: number;
}

export interface RoutingSelection {
  /** Whose rules, besides those for all locations; null for those of all. */
  locationIds: readonly string[] | null;
}

/** Key of the advisory lock with which those who change rules take turns. Who logs requests does not wait for them. */
const RULES_LOCK = 7_266_004;
/** SQL: stands for all locations, behind each of them. */
export const ALL_LOCATIONS = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const SCOPE = `COALESCE(r.location_id, '${ALL_LOCATIONS}'::uuid)`;

const SELECT = `
  SELECT r.id, r.location_id AS "locationId", r.rank, r.categories, r.priorities,
         CASE WHEN r.weekdays IS NOT NULL THEN json_build_object('weekdays', r.weekdays,
           'startsAt', to_char(r.starts_at, 'HH24:MI'), 'endsAt', to_char(r.ends_at, 'HH24:MI')) END AS hours,
         r.staffing, r.position_id AS "positionId", r.tier, r.words, r.version
  FROM routing_rules r`;

@Injectable()
export class RoutingRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<RoutingRuleRow | null> {
    return this.database.one(`${SELECT} WHERE r.id = $1`, [id]);
  }

  /** By location, with those for all locations last, each in their order. */
  list({ locationIds }: RoutingSelection, { limit, after }: PageRequest): Promise<RoutingRuleRow[]> {
    const [scope = '00000000-0000-0000-0000-000000000000', rank = '0'] = after ?? [];
    return this.database.query(
      `${SELECT}
       WHERE (${SCOPE}, r.rank) > ($2::uuid, $3::int)
         AND ($1::uuid[] IS NULL OR r.location_id IS NULL OR r.location_id = ANY($1))
       ORDER BY ${SCOPE}, r.rank LIMIT $4`,
      [locationIds, scope, Number(rank), limit + 1],
    );
  }

  /** The rules of a location and those for all locations, each in their order. */
  findFor(locationId: string): Promise<RoutingRuleRow[]> {
    return this.database.query(
      `${SELECT} WHERE ${SCOPE} IN ($1::uuid, '${ALL_LOCATIONS}'::uuid) ORDER BY ${SCOPE}, r.rank`,
      [locationId],
    );
  }

  /** Until the transaction ends, nobody else changes rules. */
  async lock(): Promise<void> {
    await this.database.query('SELECT pg_advisory_xact_lock($1)', [RULES_LOCK]);
  }

  /** The ids of the rules of a location, or of those for all locations (null), in their order. */
  async findIds(locationId: string | null): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT r.id FROM routing_rules r WHERE ${SCOPE} = COALESCE($1::uuid, '${ALL_LOCATIONS}'::uuid) ORDER BY r.rank`,
      [locationId],
    );
    return rows.map(({ id }) => id);
  }

  /** Behind the others of its location. */
  async insert(rule: Omit<RoutingRuleRow, 'rank' | 'version'>): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO routing_rules (id, categories, priorities, weekdays, starts_at, ends_at, staffing, position_id, tier, words,
                                    location_id, rank)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::uuid, COALESCE(max(r.rank), 0) + 1
         FROM routing_rules r WHERE ${SCOPE} = COALESCE($11::uuid, '${ALL_LOCATIONS}'::uuid)`,
        [...valuesOf(rule), rule.locationId],
      ),
      brokenRule(rule),
    );
  }

  async update(rule: RoutingRuleRow): Promise<void> {
    await whenBroken(
      this.database.query(
        `UPDATE routing_rules SET categories = $2, priorities = $3, weekdays = $4, starts_at = $5, ends_at = $6, staffing = $7,
                position_id = $8, tier = $9, words = $10, version = version + 1 WHERE id = $1`,
        valuesOf(rule),
      ),
      brokenRule(rule),
    );
  }

  /** All rules of a location, or all of those for all locations, in their new order. */
  async saveOrder(ids: readonly string[]): Promise<void> {
    await this.database.query(
      `UPDATE routing_rules r SET rank = ordered.place
       FROM unnest($1::uuid[]) WITH ORDINALITY AS ordered (id, place) WHERE r.id = ordered.id AND r.rank <> ordered.place`,
      [ids],
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM routing_rules WHERE id = $1', [id]);
  }
}

const valuesOf = ({
  id,
  categories,
  priorities,
  hours,
  staffing,
  positionId,
  tier,
  words,
}: Omit<RoutingRuleRow, 'rank' | 'version'>): unknown[] => [
  id,
  categories,
  priorities,
  hours?.weekdays ?? null,
  hours?.startsAt ?? null,
  hours?.endsAt ?? null,
  staffing,
  positionId,
  tier,
  words,
];

const brokenRule = ({ positionId }: RoutingRule) => ({
  routing_rules_position_fk: () => conflict('UNKNOWN_POSITION', { id: positionId ?? '' }),
  routing_rules_location_fk: () => conflict('UNKNOWN_LOCATION'),
});
