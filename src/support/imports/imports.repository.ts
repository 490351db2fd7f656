import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { ActivitySeries } from '../../domain/activity/series.js';
import type { PageRequest } from '../../platform/http/paging.js';
import type { ImportMapping } from './mapping.dto.js';
import type { Reading } from './reading.js';
import type { SampledCount, SampledRequest, SampledRoster } from './staging.repository.js';

export type ImportStatus = 'queued' | 'running' | 'completed' | 'failed';
export type RemarkKind = 'rejected' | 'warning' | 'kept';

export interface ImportCounts {
  rows: number;
  created: number;
  updated: number;
  skipped: number;
}

/** One of the first staged records, by field name, as it is stored. */
export interface SampleRow {
  line: number;
  externalId?: string;
  openedAt?: string;
  firstResponseAt?: string | null;
  escalatedAt?: string | null;
  resolvedAt?: string | null;
  tier?: string | null;
  channel?: string | null;
  category?: string | null;
  priority?: string | null;
  readLevel?: number | null;
  directional?: boolean | null;
  at?: string;
  area?: string;
  count?: number;
  series?: ActivitySeries;
  cumulative?: boolean;
  operator?: string;
  position?: string;
  startsAt?: string;
  endsAt?: string;
  workedFrom?: string | null;
  workedTo?: string | null;
  noShow?: boolean;
}

export interface ImportRow extends ImportCounts {
  id: string;
  locationId: string;
  timeZone: string;
  fileId: string;
  fileName: string;
  fileBytes: number;
  fileSha256: string;
  mapping: ImportMapping;
  /** Null when it was queued before this was stored. */
  reading: Reading | null;
  sample: SampleRow[];
  status: ImportStatus;
  error: string | null;
  createdBy: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  rejectedCount: number;
  warningCount: number;
  isKeptTrackOf: boolean;
  takeBackStatus: ImportStatus | null;
  takeBackError: string | null;
  takenBackAt: Date | null;
  removed: number;
  restored: number;
  kept: number;
}

export interface Remark {
  line: number | null;
  code: string;
  message: string;
}

export interface RemarkRow extends Remark {
  kind: RemarkKind;
  ordinal: number;
}

const SELECT = `
  SELECT i.id, i.location_id AS "locationId", l.time_zone AS "timeZone", i.file_id AS "fileId",
         i.file_name AS "fileName", i.file_bytes AS "fileBytes", i.file_sha256 AS "fileSha256", i.mapping, i.reading,
         i.sample, i.status,
         i.rows, i.created, i.updated, i.skipped, i.error, i.created_by AS "createdBy", i.created_at AS "createdAt",
         i.finished_at AS "finishedAt", i.is_kept_track_of AS "isKeptTrackOf", i.take_back_status AS "takeBackStatus",
         i.take_back_error AS "takeBackError", i.taken_back_at AS "takenBackAt", i.removed, i.restored, i.kept,
         (SELECT count(*) FROM support_import_remarks WHERE import_id = i.id AND kind = 'rejected') AS "rejectedCount",
         (SELECT count(*) FROM support_import_remarks WHERE import_id = i.id AND kind = 'warning') AS "warningCount"
  FROM support_imports i JOIN locations l ON l.id = i.location_id`;

const IMPORT_LOCK_SPACE = 7_266_004;

/** What imports of rosters of a location take turns for, in the place of a source. */
export const rostersOf = (locationId: string): string => `rosters ${locationId}`;

@Injectable()
export class ImportsRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<ImportRow | null> {
    return this.database.one(`${SELECT} WHERE i.id = $1`, [id]);
  }

  /** Newest first. */
  list(
    selection: { visible: readonly string[] | null; locationId: string | null; withRosters: boolean },
    { limit, after }: PageRequest,
  ): Promise<ImportRow[]> {
    return this.database.query(
      `${SELECT} WHERE ($1::uuid[] IS NULL OR i.location_id = ANY($1)) AND ($2::uuid IS NULL OR i.location_id = $2)
         AND ($3::uuid IS NULL OR i.id < $3) AND ($5 OR i.mapping->>'kind' IS DISTINCT FROM 'rosters')
       ORDER BY i.id DESC LIMIT $4`,
      [selection.visible, selection.locationId, after?.[0] ?? null, limit + 1, selection.withRosters],
    );
  }

  async insert(
    row: Pick<
      ImportRow,
      | 'id'
      | 'locationId'
      | 'fileId'
      | 'fileName'
      | 'fileBytes'
      | 'fileSha256'
      | 'mapping'
      | 'reading'
      | 'createdBy'
      | 'createdAt'
    >,
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO support_imports
         (id, location_id, file_id, file_name, file_bytes, file_sha256, mapping, reading, status, created_by, created_at,
          is_kept_track_of)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9, $10, true)`,
      [
        row.id,
        row.locationId,
        row.fileId,
        row.fileName,
        row.fileBytes,
        row.fileSha256,
        JSON.stringify(row.mapping),
        JSON.stringify(row.reading),
        row.createdBy,
        row.createdAt,
      ],
    );
  }

  async findRunning(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM support_imports WHERE status = 'running'`,
    );
    return rows.map((row) => row.id);
  }

  /**
   * Allows one run of an import at a time on all servers, until the transaction ends. Returns false while another run has the
   * lock. When the server of a run is killed, PostgreSQL notices that within seconds, and does not first end a statement about
   * a million rows; it can do so on Linux.
   */
  async tryLockRun(id: string): Promise<boolean> {
    await this.database.query(
      `SELECT set_config('client_connection_check_interval', '5s', true) WHERE version() LIKE '%linux%'`,
    );
    const row = await this.database.one<{ locked: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AS locked',
      [IMPORT_LOCK_SPACE, id],
    );
    return row!.locked;
  }

  /**
   * Otherwise overlapping imports of one source would wait for each other row by row, in the order of their
   * files, and deadlock.
   */
  async lockSource(source: string): Promise<void> {
    await this.database.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [
      IMPORT_LOCK_SPACE,
      `source ${source}`,
    ]);
  }

  async showProgress(id: string, rows: number): Promise<void> {
    await this.database.query(
      `UPDATE support_imports SET status = 'running', rows = $2 WHERE id = $1 AND status IN ('queued', 'running')`,
      [id, rows],
    );
  }

  async complete(
    id: string,
    counts: ImportCounts,
    sample: readonly SampledRequest[] | readonly SampledCount[] | readonly SampledRoster[],
    at: Date,
  ): Promise<void> {
    await this.database.query(
      `UPDATE support_imports SET status = 'completed', rows = $2, created = $3, updated = $4, skipped = $5, sample = $6,
              finished_at = $7
       WHERE id = $1`,
      [id, counts.rows, counts.created, counts.updated, counts.skipped, JSON.stringify(sample), at],
    );
  }

  async fail(id: string, error: string, at: Date): Promise<void> {
    await this.database.query(
      `UPDATE support_imports SET status = 'failed', error = $2, finished_at = $3
       WHERE id = $1 AND status IN ('queued', 'running')`,
      [id, error, at],
    );
  }

  async addRemarks(
    id: string,
    kind: RemarkKind,
    firstOrdinal: number,
    remarks: readonly Remark[],
  ): Promise<void> {
    if (remarks.length === 0) return;
    await this.database.query(
      `INSERT INTO support_import_remarks (import_id, kind, ordinal, line, code, message)
       SELECT $1, $2, $3 + position - 1, line, code, message
       FROM unnest($4::int[], $5::text[], $6::text[]) WITH ORDINALITY AS r(line, code, message, position)`,
      [
        id,
        kind,
        firstOrdinal,
        remarks.map((remark) => remark.line),
        remarks.map((remark) => remark.code),
        remarks.map((remark) => remark.message),
      ],
    );
  }

  findRemarks(id: string, kind: RemarkKind, { limit, after }: PageRequest): Promise<RemarkRow[]> {
    return this.database.query(
      `SELECT kind, ordinal, line, code, message FROM support_import_remarks
       WHERE import_id = $1 AND kind = $2 AND ($3::int IS NULL OR ordinal > $3) ORDER BY ordinal LIMIT $4`,
      [id, kind, after ? Number(after[0]) : null, limit + 1],
    );
  }
}
