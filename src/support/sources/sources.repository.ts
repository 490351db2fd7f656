import { Injectable } from '@nestjs/common';
import { conflict } from '../../domain/errors.js';
import type { RefusalText } from '../../domain/refusals/refusal-text.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken } from '../../platform/database/database-errors.js';
import type { PageRequest } from '../../platform/http/paging.js';
import type { SourceKind } from './kinds/kinds.js';
import type { Cursor, SourceError } from './ticket-source.js';

export interface LocationRule {
  equals: string;
  locationId: string;
}

/** Why the last run failed. */
export interface SourceProblem extends RefusalText {
  kind: SourceError['kind'];
  /** Of a refused push: when, and its id. */
  at?: string;
  push?: string;
  /** Its sender does not know the secret. */
  isUnsigned?: true;
}

export interface SourceRow {
  id: string;
  name: string;
  kind: SourceKind;
  locationId: string | null;
  locationRules: LocationRule[];
  settings: Record<string, unknown>;
  everyMinutes: number;
  enabled: boolean;
  rulesApplied: boolean;
  createdBy: string | null;
  cursor: Cursor | null;
  nextRunAt: Date;
  runId: string | null;
  runUntil: Date | null;
  failures: number;
  failingSince: Date | null;
  problem: SourceProblem | null;
  lastSuccessAt: Date | null;
  recheckedAt: Date;
  /** Until when pushes may be signed with the secret before this one. */
  formerSecretUntil: Date | null;
  /** After so many days without anything new it is called quiet; null: never. */
  quietAfterDays: number | null;
  lastNewsAt: Date;
  version: number;
}

/** A text that no rule matches, with how many requests wait for it. */
export interface UnmatchedPlace {
  sourceName: string;
  place: string | null;
  count: number;
}

export interface CollectedTicket {
  externalId: string;
  openedAt: Date;
}

const COLUMNS = `
  s.id, s.name, s.kind, s.location_id AS "locationId", s.settings, s.every_minutes AS "everyMinutes", s.enabled,
  s.rules_applied AS "rulesApplied", s.created_by AS "createdBy", s.cursor, s.next_run_at AS "nextRunAt",
  s.run_id AS "runId", s.run_until AS "runUntil", s.failures, s.failing_since AS "failingSince", s.problem,
  s.last_success_at AS "lastSuccessAt", s.rechecked_at AS "recheckedAt", s.former_secret_until AS "formerSecretUntil",
  s.quiet_after_days AS "quietAfterDays", s.last_news_at AS "lastNewsAt", s.version,
  COALESCE((SELECT json_agg(json_build_object('equals', r.equals, 'locationId', r.location_id) ORDER BY r.ordinal)
            FROM support_source_rules r WHERE r.source_id = s.id), '[]') AS "locationRules"`;
/** The source has something to do with one of these locations. */
const isAt = (locations: string): string => `
  (s.location_id = ANY(${locations})
   OR EXISTS (SELECT FROM support_source_rules r WHERE r.source_id = s.id AND r.location_id = ANY(${locations})))`;
/** How many different texts are shown. */
const SHOWN_PLACES = 20;

const nameTaken = { support_sources_name: () => conflict('NAME_TAKEN', { what: 'source' }) };

@Injectable()
export class SourcesRepository {
  constructor(private readonly database: Database) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<SourceRow | null> {
    return this.database.one(
      `SELECT ${COLUMNS} FROM support_sources s WHERE s.id = $1 ${options.lock ? 'FOR UPDATE OF s' : ''}`,
      [id],
    );
  }

  list(visible: readonly string[] | null, { limit, after }: PageRequest): Promise<SourceRow[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM support_sources s
       WHERE ($1::uuid[] IS NULL OR ${isAt('$1')}) AND ($2::uuid IS NULL OR s.id > $2) ORDER BY s.id LIMIT $3`,
      [visible, after?.[0] ?? null, limit + 1],
    );
  }

  /** The names of the sources that have something to do with one of these locations. */
  async namesAt(locationIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>(
      `SELECT s.name FROM support_sources s WHERE ${isAt('$1')} ORDER BY s.name`,
      [locationIds],
    );
    return rows.map(({ name }) => name);
  }

  findByName(name: string): Promise<SourceRow | null> {
    return this.database.one(`SELECT ${COLUMNS} FROM support_sources s WHERE s.name = $1`, [name]);
  }

  /** What belongs to it was changed. */
  async touch(id: string): Promise<void> {
    await this.database.query('UPDATE support_sources SET version = version + 1 WHERE id = $1', [id]);
  }

  async insert(
    row: Pick<
      SourceRow,
      | 'id'
      | 'name'
      | 'kind'
      | 'locationId'
      | 'settings'
      | 'everyMinutes'
      | 'enabled'
      | 'createdBy'
      | 'quietAfterDays'
      | 'nextRunAt'
    >,
  ): Promise<void> {
    await whenBroken(
      this.database.query(
        `INSERT INTO support_sources
           (id, name, kind, location_id, settings, every_minutes, enabled, created_by, next_run_at, rechecked_at, last_news_at,
            quiet_after_days)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9, $10)`,
        [
          row.id,
          row.name,
          row.kind,
          row.locationId,
          JSON.stringify(row.settings),
          row.everyMinutes,
          row.enabled,
          row.createdBy,
          row.nextRunAt,
          row.quietAfterDays,
        ],
      ),
      nameTaken,
    );
  }

  /** A run that is in hand stores nothing any more, and the next one begins at once. */
  async update(row: SourceRow): Promise<void> {
    await whenBroken(
      this.database.query(
        `UPDATE support_sources
         SET name = $2, location_id = $3, settings = $4, every_minutes = $5, enabled = $6, rules_applied = $7, cursor = $8,
             next_run_at = $9, last_news_at = $10, quiet_after_days = $11, former_secret_until = $12, run_id = NULL, run_until = NULL, failures = 0, failing_since = NULL, problem = NULL,
             version = version + 1
         WHERE id = $1`,
        [
          row.id,
          row.name,
          row.locationId,
          JSON.stringify(row.settings),
          row.everyMinutes,
          row.enabled,
          row.rulesApplied,
          row.cursor && JSON.stringify(row.cursor),
          row.nextRunAt,
          row.lastNewsAt,
          row.quietAfterDays,
          row.formerSecretUntil,
        ],
      ),
      nameTaken,
    );
  }

  async setFormerSecretUntil(id: string, until: Date | null): Promise<void> {
    await this.database.query(
      `UPDATE support_sources SET former_secret_until = $2, failures = 0, failing_since = NULL, problem = NULL,
                                  version = version + 1
       WHERE id = $1`,
      [id, until],
    );
  }

  async saveRules(sourceId: string, rules: readonly LocationRule[]): Promise<void> {
    await this.database.query('DELETE FROM support_source_rules WHERE source_id = $1', [sourceId]);
    await this.database.query(
      `INSERT INTO support_source_rules (source_id, ordinal, equals, location_id)
       SELECT $1, ordinal, equals, "locationId" FROM ROWS FROM
         (json_to_recordset($2) AS (equals text, "locationId" uuid)) WITH ORDINALITY AS r(equals, "locationId", ordinal)`,
      [sourceId, JSON.stringify(rules)],
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM support_sources WHERE id = $1', [id]);
  }

  /** The request that was opened last; null when none was collected. */
  findNewestTicket(name: string): Promise<CollectedTicket | null> {
    return this.database.one(
      `SELECT COALESCE(external_id, '') AS "externalId", opened_at AS "openedAt" FROM support_requests
       WHERE source = $1 AND external_id IS NOT NULL AND source_changed_at IS NOT NULL
       ORDER BY opened_at DESC, external_id DESC LIMIT 1`,
      [name],
    );
  }

  /** Whether requests have its name already. */
  async hasRequests(name: string): Promise<boolean> {
    const found = await this.database.one('SELECT 1 FROM support_requests WHERE source = $1 LIMIT 1', [name]);
    return found !== null;
  }

  /** Whether there are requests of this name at other locations than these, or such that wait for one. */
  async hasRequestsElsewhere(name: string, locationIds: readonly string[]): Promise<boolean> {
    const found = await this.database.one(
      `SELECT 1 FROM support_requests WHERE source = $1 AND (location_id IS NULL OR location_id <> ALL($2)) LIMIT 1`,
      [name, locationIds],
    );
    return found !== null;
  }

  /** What waits without a location in these sources, most frequent first. */
  unmatched(names: readonly string[]): Promise<UnmatchedPlace[]> {
    return this.database.query(
      `SELECT source AS "sourceName", place, count FROM (
         SELECT source, place, count(*), row_number() OVER (PARTITION BY source ORDER BY count(*) DESC, place) AS rank
         FROM support_requests WHERE location_id IS NULL AND source = ANY($1) GROUP BY source, place
       ) AS places WHERE rank <= ${SHOWN_PLACES} ORDER BY source, rank`,
      [names],
    );
  }

  async countUnassigned(names: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.query<{ source: string; count: number }>(
      `SELECT source, count(*) FROM support_requests WHERE location_id IS NULL AND source = ANY($1) GROUP BY source`,
      [names],
    );
    return new Map(rows.map(({ source, count }) => [source, count]));
  }

  /** Makes its next run due now. */
  async makeDue(id: string, now: Date): Promise<void> {
    await this.database.query(
      'UPDATE support_sources SET next_run_at = LEAST(next_run_at, $2) WHERE id = $1',
      [id, now],
    );
  }
}
