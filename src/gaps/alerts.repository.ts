import { Injectable } from '@nestjs/common';
import type { AlertState, AlertStatus, KnownAlert } from '../domain/alerts.js';
import { Database } from '../platform/database/database.js';
import type { PageRequest } from '../platform/http/paging.js';
import { newId } from '../platform/ids.js';
import { SCAN_LOCK_SPACE } from './scan-lock.js';

/** A stored stretch of a gap; instants in epoch ms. */
export interface StoredStretch {
  start: number;
  end: number;
  required: number;
  assigned: number;
  missing: number;
}

export interface AlertRow {
  id: string;
  locationId: string;
  positionId: string;
  date: string;
  timeZone: string;
  status: AlertStatus;
  stretches: StoredStretch[];
  firstSeenAt: Date;
  lastSeenAt: Date;
  closedAt: Date | null;
}

type OpenRow = Omit<KnownAlert, 'stretches'> & { locationId: string; stretches: StoredStretch[] };

const SELECT = `
  SELECT a.id, a.location_id AS "locationId", a.position_id AS "positionId", a.date, l.time_zone AS "timeZone",
         a.status, a.stretches, a.first_seen_at AS "firstSeenAt", a.closed_at AS "closedAt",
         CASE WHEN a.status = 'open' THEN GREATEST(a.last_seen_at, s.scanned_at) ELSE a.last_seen_at END AS "lastSeenAt"
  FROM coverage_alerts a JOIN locations l ON l.id = a.location_id LEFT JOIN scanned_locations s ON s.location_id = l.id`;

/** SQL: the missing time of an alert's stretches. */
const missing = (alert: string): string =>
  `(SELECT COALESCE(sum(((e ->> 'end')::float8 - (e ->> 'start')::float8) * (e ->> 'missing')::float8), 0)
    FROM jsonb_array_elements(${alert}.stretches) e)`;
/** SQL: whether a saved alert has newly opened or is missing more than before. */
const GREW = `(coverage_alerts.status <> 'open' OR ${missing('excluded')} > ${missing('coverage_alerts')})`;

@Injectable()
export class AlertsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Locks locations for a scan until the transaction ends, so that only one scan of a location runs at a
   * time. Returns those that still exist.
   */
  async lockLocations(locationIds: readonly string[]): Promise<string[]> {
    // In the order of their keys, so that two scans never deadlock.
    await this.database.query(
      `SELECT pg_advisory_xact_lock($1, key)
       FROM (SELECT DISTINCT hashtext(id) AS key FROM unnest($2::text[]) AS id ORDER BY key) AS keys`,
      [SCAN_LOCK_SPACE, locationIds],
    );
    const rows = await this.database.query<{ id: string }>(
      'SELECT id FROM locations WHERE id = ANY($1) ORDER BY id FOR KEY SHARE',
      [locationIds],
    );
    return rows.map((row) => row.id);
  }

  async findOpen(locationIds: readonly string[]): Promise<(KnownAlert & { locationId: string })[]> {
    const rows = await this.database.query<OpenRow>(
      `SELECT location_id AS "locationId", position_id AS "positionId", date, status, stretches FROM coverage_alerts
       WHERE location_id = ANY($1) AND status = 'open'`,
      [locationIds],
    );
    return rows.map((row) => ({
      ...row,
      stretches: row.stretches.map((stretch) => ({ ...stretch, positionId: row.positionId })),
    }));
  }

  /**
   * Stores the results of a scan in one statement, before markScanned. Returns how many alerts are newly
   * open.
   */
  async save(
    states: readonly (AlertState & { locationId: string })[],
    at: Date,
  ): Promise<{ opened: number; closed: number }> {
    if (states.length === 0) return { opened: 0, closed: 0 };
    const rows = await this.database.query<{ status: AlertStatus; opened: boolean }>(
      `WITH found AS (
         SELECT * FROM json_to_recordset($1)
           AS f(id uuid, "locationId" uuid, "positionId" uuid, date date, status text, stretches jsonb)
       ), kept AS (
         SELECT id FROM positions WHERE id IN (SELECT "positionId" FROM found) ORDER BY id FOR KEY SHARE
       ), before AS (
         SELECT a.location_id, a.position_id, a.date, a.status FROM coverage_alerts a
         JOIN found f ON f."locationId" = a.location_id AND f."positionId" = a.position_id AND f.date = a.date
       ), saved AS (
         INSERT INTO coverage_alerts (id, location_id, position_id, date, status, stretches, first_seen_at, last_seen_at, closed_at)
         SELECT id, "locationId", "positionId", date, status, stretches, $2, $2,
                CASE WHEN status <> 'open' THEN $2::timestamptz END
         FROM found WHERE "positionId" IN (SELECT id FROM kept)
         ON CONFLICT ON CONSTRAINT coverage_alerts_once DO UPDATE
           SET status = excluded.status, stretches = excluded.stretches, closed_at = excluded.closed_at,
               told_at = CASE WHEN ${GREW} THEN NULL ELSE coverage_alerts.told_at END,
               changed_at = CASE WHEN ${GREW} THEN $2 ELSE coverage_alerts.changed_at END,
               last_seen_at = CASE WHEN excluded.status = 'open' THEN excluded.last_seen_at
                                   ELSE GREATEST(coverage_alerts.last_seen_at, (SELECT scanned_at
                                     FROM scanned_locations s WHERE s.location_id = excluded.location_id)) END
         RETURNING location_id, position_id, date, status
       )
       SELECT saved.status, saved.status = 'open' AND before.status IS DISTINCT FROM 'open' AS opened
       FROM saved LEFT JOIN before USING (location_id, position_id, date)`,
      [
        JSON.stringify(
          states.map(({ locationId, positionId, date, status, stretches }) => ({
            id: newId(),
            locationId,
            positionId,
            date,
            status,
            stretches: stretches.map(({ start, end, required, assigned, missing }) => ({
              start,
              end,
              required,
              assigned,
              missing,
            })),
          })),
        ),
        at,
      ],
    );
    return {
      opened: rows.filter((row) => row.opened).length,
      closed: rows.filter((row) => row.status !== 'open').length,
    };
  }

  async markScanned(locationIds: readonly string[], at: Date): Promise<void> {
    await this.database.query(
      `INSERT INTO scanned_locations (location_id, scanned_at) SELECT unnest($1::uuid[]), $2
       ON CONFLICT (location_id) DO UPDATE SET scanned_at = excluded.scanned_at`,
      [locationIds, at],
    );
  }

  list(
    selection: {
      visible: readonly string[] | null;
      locationId: string | null;
      status: AlertStatus | null;
      from: string | null;
      to: string | null;
    },
    { limit, after }: PageRequest,
  ): Promise<AlertRow[]> {
    return this.database.query<AlertRow>(
      `${SELECT}
       WHERE ($1::uuid[] IS NULL OR a.location_id = ANY($1)) AND ($2::uuid IS NULL OR a.location_id = $2)
         AND ($3::text IS NULL OR a.status = $3) AND ($4::date IS NULL OR a.date >= $4) AND ($5::date IS NULL OR a.date < $5)
         AND ($6::date IS NULL OR (a.date, a.id) > ($6, $7::uuid))
       ORDER BY a.date, a.id LIMIT $8`,
      [
        selection.visible,
        selection.locationId,
        selection.status,
        selection.from,
        selection.to,
        after?.[0] ?? null,
        after?.[1] ?? null,
        limit + 1,
      ],
    );
  }

  find(id: string): Promise<AlertRow | null> {
    return this.database.one<AlertRow>(`${SELECT} WHERE a.id = $1`, [id]);
  }
}
