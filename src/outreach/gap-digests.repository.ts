import { Injectable } from '@nestjs/common';
import { SCAN_LOCK_SPACE } from '../gaps/scan-lock.js';
import { Database } from '../platform/database/database.js';

/** An open alert that no message has reported yet. Instants in epoch ms. */
export interface UnreportedAlert {
  id: string;
  positionName: string;
  stretches: { start: number; end: number; required: number; missing: number }[];
}

export interface DigestedLocation {
  id: string;
  name: string;
  timeZone: string;
  digestedOn: string | null;
}

@Injectable()
export class GapDigestsRepository {
  constructor(private readonly database: Database) {}

  /** Locations with alerts that no message has reported yet. */
  findLocations(): Promise<DigestedLocation[]> {
    return this.database.query<DigestedLocation>(
      `SELECT l.id, l.name, l.time_zone AS "timeZone", s.digested_on AS "digestedOn"
       FROM locations l JOIN scanned_locations s ON s.location_id = l.id
       WHERE EXISTS (SELECT FROM coverage_alerts WHERE location_id = l.id AND status = 'open' AND told_at IS NULL)
       ORDER BY l.id`,
    );
  }

  /**
   * Locks unreported alerts until the transaction ends, so that they stay open: those whose first gap starts
   * by an instant, or all, and only those seen before another instant.
   */
  async lockUntold(
    locationId: string,
    startsBy: number | null,
    seenBefore: Date,
  ): Promise<UnreportedAlert[]> {
    // The same lock as a scan's, so that the two take turns.
    await this.database.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [
      SCAN_LOCK_SPACE,
      locationId,
    ]);
    return this.database.query<UnreportedAlert>(
      `SELECT a.id, p.name AS "positionName", a.stretches
       FROM coverage_alerts a JOIN positions p ON p.id = a.position_id
       WHERE a.location_id = $1 AND a.status = 'open' AND a.told_at IS NULL AND COALESCE(a.changed_at, a.first_seen_at) <= $3
         AND ($2::float8 IS NULL OR (a.stretches -> 0 ->> 'start')::float8 <= $2)
       ORDER BY a.date, p.name, a.id FOR UPDATE OF a`,
      [locationId, startsBy, seenBefore],
    );
  }

  async markTold(ids: readonly string[], at: Date): Promise<void> {
    await this.database.query('UPDATE coverage_alerts SET told_at = $2 WHERE id = ANY($1)', [ids, at]);
  }

  async markDigested(locationId: string, date: string): Promise<void> {
    await this.database.query('UPDATE scanned_locations SET digested_on = $2 WHERE location_id = $1', [
      locationId,
      date,
    ]);
  }
}
