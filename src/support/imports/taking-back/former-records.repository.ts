import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';

/** What a merge did with records that were there before. */
export interface Kept {
  importId: string;
  /** How many of them it changed. */
  updated: number;
}

/** The values that an import may change of a request, and so the former ones that are kept. */
const VALUES = `opened_at, first_response_at, waited_minutes, escalated_at, first_resolved_at, resolved_at, tier, channel,
  category, priority, read_level, directional, external_url`;

/**
 * Keeps what an import finds there before it merges its records, so that it can be taken back. What is found is locked, so
 * that nobody changes it until the transaction ends.
 */
@Injectable()
export class FormerRecordsRepository {
  constructor(private readonly database: Database) {}

  async createTables(): Promise<void> {
    await this.database.query(`
      CREATE TEMPORARY TABLE former_requests
        (id uuid NOT NULL, version int NOT NULL, import_id uuid, import_version int, opened_at timestamptz NOT NULL,
         first_response_at timestamptz, waited_minutes smallint, escalated_at timestamptz, first_resolved_at timestamptz,
         resolved_at timestamptz, tier text, channel text, category text, priority text NOT NULL, read_level smallint,
         directional boolean, external_url text) ON COMMIT DROP`);
    await this.database.query(`
      CREATE TEMPORARY TABLE former_counts
        (id uuid NOT NULL, version int NOT NULL, import_id uuid, import_version int, count int NOT NULL,
         cumulative boolean NOT NULL, created_by uuid) ON COMMIT DROP`);
  }

  /** Notes the staged requests that exist already. Returns whether there are any. */
  async noteRequests(source: string): Promise<boolean> {
    await this.database.query(
      `INSERT INTO former_requests (id, version, import_id, import_version, ${VALUES})
       SELECT id, version, import_id, import_version, ${VALUES}
       FROM support_requests
       WHERE source = $1 AND external_id IN (SELECT s.external_id FROM staged_requests s)
       ORDER BY external_id COLLATE "C" FOR UPDATE`,
      [source],
    );
    await this.database.query('ANALYZE former_requests');
    return (await this.database.one('SELECT id FROM former_requests LIMIT 1')) !== null;
  }

  /** After the merge: keeps the former values of what it changed, and tells what the file holds of other imports. */
  async keepRequests({ importId, updated }: Kept, source: string): Promise<void> {
    const changed = await this.database.one<{ count: number }>(
      `WITH changed AS (
         INSERT INTO support_import_requests
           (import_id, request_id, kind, version, former_import_id, former_import_version, ${VALUES})
         SELECT $1, f.id, 'changed', f.version, f.import_id, f.import_version, f.opened_at, f.first_response_at,
                f.waited_minutes, f.escalated_at, f.first_resolved_at, f.resolved_at, f.tier, f.channel, f.category,
                f.priority, f.read_level, f.directional, f.external_url
         FROM former_requests f JOIN support_requests r ON r.id = f.id WHERE r.version <> f.version
         RETURNING 1
       ) SELECT count(*) FROM changed`,
      [importId],
    );
    await this.database.query(
      `INSERT INTO support_import_requests (import_id, request_id, kind, version)
       SELECT $1, f.id, 'confirmed', f.version
       FROM former_requests f JOIN support_requests r ON r.id = f.id AND r.version = f.version
       WHERE f.import_id IS NOT NULL`,
      [importId],
    );
    if (changed!.count === updated) return;
    await this.database.query(
      `INSERT INTO support_import_requests (import_id, request_id, kind, version)
       SELECT $1, r.id, 'changed', r.version - 1
       FROM support_requests r
       WHERE r.source = $2 AND r.external_id IS NOT NULL AND r.import_id = $1 AND r.import_version > 1
         AND NOT EXISTS (SELECT FROM former_requests f WHERE f.id = r.id)`,
      [importId, source],
    );
  }

  /** Notes the staged counts that exist already. Returns whether there are any. */
  async noteCounts(locationId: string): Promise<boolean> {
    await this.database.query(
      `INSERT INTO former_counts (id, version, import_id, import_version, count, cumulative, created_by)
       SELECT c.id, c.version, c.import_id, c.import_version, c.count, c.cumulative, c.created_by
       FROM activity_counts c
       WHERE c.location_id = $1 AND (c.series, c.area, c.at) IN (SELECT s.series, s.area, s.at FROM staged_counts s)
       ORDER BY c.series, c.area, c.at FOR UPDATE`,
      [locationId],
    );
    await this.database.query('ANALYZE former_counts');
    return (await this.database.one('SELECT id FROM former_counts LIMIT 1')) !== null;
  }

  async keepCounts({ importId, updated }: Kept, locationId: string): Promise<void> {
    const changed = await this.database.one<{ count: number }>(
      `WITH changed AS (
         INSERT INTO support_import_counts
           (import_id, count_id, kind, version, former_import_id, former_import_version, count, cumulative, created_by)
         SELECT $1, f.id, 'changed', f.version, f.import_id, f.import_version, f.count, f.cumulative, f.created_by
         FROM former_counts f JOIN activity_counts c ON c.id = f.id WHERE c.version <> f.version
         RETURNING 1
       ) SELECT count(*) FROM changed`,
      [importId],
    );
    await this.database.query(
      `INSERT INTO support_import_counts (import_id, count_id, kind, version)
       SELECT $1, f.id, 'confirmed', f.version
       FROM former_counts f JOIN activity_counts c ON c.id = f.id AND c.version = f.version
       WHERE f.import_id IS NOT NULL`,
      [importId],
    );
    if (changed!.count === updated) return;
    await this.database.query(
      `INSERT INTO support_import_counts (import_id, count_id, kind, version)
       SELECT $1, c.id, 'changed', c.version - 1
       FROM activity_counts c
       WHERE c.location_id = $2 AND c.import_id = $1 AND c.import_version > 1
         AND NOT EXISTS (SELECT FROM former_counts f WHERE f.id = c.id)`,
      [importId, locationId],
    );
  }
}
