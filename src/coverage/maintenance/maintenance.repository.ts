import { Injectable } from '@nestjs/common';
import type { Span } from '../../domain/interval.js';
import type { Tier } from '../../domain/tiers.js';
import { Database } from '../../platform/database/database.js';
import type { PageRequest } from '../../platform/http/paging.js';

export interface MaintenanceRow {
  id: string;
  locationId: string;
  timeZone: string;
  startsAt: Date;
  endsAt: Date;
  reason: string;
  closesCoverage: boolean;
  changedPast: boolean;
  /** Of one that is kept only as a mark; otherwise null. */
  withdrawnBecause: string | null;
  division: Tier;
  version: number;
}

/** Time of a location in which nobody is needed. */
export interface StoredClosure extends Span {
  locationId: string;
}

export interface MaintenanceSelection {
  visible: readonly string[] | null;
  locationId: string | null;
  /** What ends after it. */
  from: Date | null;
  /** What starts before it. */
  to: Date | null;
}

const SELECT = `
  SELECT m.id, m.location_id AS "locationId", l.time_zone AS "timeZone", m.starts_at AS "startsAt", m.ends_at AS "endsAt",
         m.reason, m.closes_coverage AS "closesCoverage", m.changed_past AS "changedPast",
         m.withdrawn_because AS "withdrawnBecause", m.division, m.version
  FROM maintenance_windows m JOIN locations l ON l.id = m.location_id`;

@Injectable()
export class MaintenanceRepository {
  constructor(private readonly database: Database) {}

  /** One that was not withdrawn. `lock`: until the transaction ends, nobody else changes it. */
  find(id: string, options: { lock?: boolean } = {}): Promise<MaintenanceRow | null> {
    return this.database.one(
      `${SELECT} WHERE m.id = $1 AND m.withdrawn_because IS NULL ${options.lock ? 'FOR UPDATE OF m' : ''}`,
      [id],
    );
  }

  /** By their start, without those that were withdrawn. */
  list(
    { visible, locationId, from, to }: MaintenanceSelection,
    { limit, after }: PageRequest,
  ): Promise<MaintenanceRow[]> {
    return this.database.query(
      `${SELECT}
       WHERE m.withdrawn_because IS NULL AND ($1::uuid[] IS NULL OR m.location_id = ANY($1)) AND ($2::uuid IS NULL OR m.location_id = $2)
         AND ($3::timestamptz IS NULL OR m.ends_at > $3) AND ($4::timestamptz IS NULL OR m.starts_at < $4)
         AND ($5::timestamptz IS NULL OR (m.starts_at, m.id) > ($5, $6::uuid))
       ORDER BY m.starts_at, m.id LIMIT $7`,
      [visible, locationId, from, to, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
  }

  /** The windows of locations that touch a span, by their start, also those that were withdrawn. */
  findTouching(locationIds: readonly string[], { start, end }: Span): Promise<MaintenanceRow[]> {
    return this.database.query(
      `${SELECT} WHERE m.location_id = ANY($1) AND m.ends_at > $2 AND m.starts_at < $3 ORDER BY m.starts_at, m.id`,
      [locationIds, new Date(start), new Date(end)],
    );
  }

  /** The time within a span in which maintenance closes locations; it may overlap. */
  async findClosures(locationIds: readonly string[], { start, end }: Span): Promise<StoredClosure[]> {
    const rows = await this.database.query<{ locationId: string; startsAt: Date; endsAt: Date }>(
      `SELECT location_id AS "locationId", starts_at AS "startsAt", ends_at AS "endsAt" FROM maintenance_windows
       WHERE location_id = ANY($1) AND ends_at > $2 AND starts_at < $3 AND closes_coverage AND withdrawn_because IS NULL`,
      [locationIds, new Date(start), new Date(end)],
    );
    return rows.map(({ locationId, startsAt, endsAt }) => ({ locationId, start: +startsAt, end: +endsAt }));
  }

  async save(window: Omit<MaintenanceRow, 'timeZone' | 'version' | 'withdrawnBecause'>): Promise<void> {
    await this.database.query(
      `INSERT INTO maintenance_windows (id, location_id, starts_at, ends_at, reason, closes_coverage, changed_past, division)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at, reason = excluded.reason,
         closes_coverage = excluded.closes_coverage, changed_past = excluded.changed_past,
         version = maintenance_windows.version + 1`,
      [
        window.id,
        window.locationId,
        window.startsAt,
        window.endsAt,
        window.reason,
        window.closesCoverage,
        window.changedPast,
        window.division,
      ],
    );
  }

  /** From then on it closes nothing, and is only a mark. */
  async withdraw(id: string, because: string): Promise<void> {
    await this.database.query(
      'UPDATE maintenance_windows SET withdrawn_because = $2, changed_past = true, version = version + 1 WHERE id = $1',
      [id, because],
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM maintenance_windows WHERE id = $1', [id]);
  }
}
