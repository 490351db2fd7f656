import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { from as copyFrom } from 'pg-copy-streams';
import type { ActivitySeries } from '../../domain/activity/series.js';
import { Database } from '../../platform/database/database.js';
import { followedDirectional, followedLevel, meaningsIn } from '../categories/said-by-category.js';
import { escalatedOver, tierOver } from '../kept-hand-over.js';
import { firstResolution } from '../first-resolution.js';
import type { Cell } from './record-stream.js';

/** One of the first staged requests. */
export interface SampledRequest {
  line: number;
  externalId: string;
  openedAt: Date | null;
  firstResponseAt: Date | null;
  escalatedAt: Date | null;
  resolvedAt: Date | null;
  tier: string | null;
  channel: string | null;
  category: string | null;
  priority: string | null;
  readLevel: number | null;
  directional: boolean | null;
}

/** One of the first staged counts. */
export interface SampledCount {
  line: number;
  at: Date;
  series: ActivitySeries;
  area: string;
  count: number;
  cumulative: boolean;
}

/** One of the first staged rows of a past roster. */
export interface SampledRoster {
  line: number;
  operator: string;
  position: string;
  startsAt: Date;
  endsAt: Date;
  workedFrom: Date | null;
  workedTo: Date | null;
  noShow: boolean;
}

export type StagedTable = 'staged_requests' | 'staged_events' | 'staged_counts' | 'staged_rosters';

/** The counts of a merge of staged records. */
export interface MergeCounts {
  created: number;
  updated: number;
}

const FIELD_TYPES: Record<string, string> = {
  opened_at: 'timestamptz',
  first_response_at: 'timestamptz',
  escalated_at: 'timestamptz',
  first_resolved_at: 'timestamptz',
  resolved_at: 'timestamptz',
  read_level: 'smallint',
  directional: 'boolean',
};

/** What a file may leave to its categories: of a new request, and of a known one. */
const SAID = {
  read_level: ['m.read_level', followedLevel('excluded.category')],
  directional: ['COALESCE(m.directional, false)', followedDirectional('excluded.category')],
} as const;

const REQUEST_COLUMNS = `line int NOT NULL, external_id text NOT NULL, opened_at timestamptz, first_response_at timestamptz,
  escalated_at timestamptz, first_resolved_at timestamptz, resolved_at timestamptz, tier text, channel text,
  category text, priority text, read_level smallint, directional boolean, external_url text`;

/** Stages an import's records in temporary tables that end with the transaction, and merges them in sets. */
@Injectable()
export class StagingRepository {
  constructor(private readonly database: Database) {}

  async createTables(): Promise<void> {
    await this.database.query(`CREATE TEMPORARY TABLE staged_requests (${REQUEST_COLUMNS}) ON COMMIT DROP`);
    await this.database.query(
      `CREATE TEMPORARY TABLE staged_events (line int NOT NULL, external_id text NOT NULL, at timestamptz NOT NULL, is_response boolean,
         is_escalation boolean, is_resolution boolean) ON COMMIT DROP`,
    );
    await this.database.query(
      `CREATE TEMPORARY TABLE staged_counts
         (line int NOT NULL, at timestamptz NOT NULL, series text NOT NULL CHECK (series IN ('headcount', 'workstations-in-use', 'gate')),
          area text NOT NULL, count int NOT NULL, cumulative boolean NOT NULL) ON COMMIT DROP`,
    );
  }

  /** Copies rows as they arrive. Their source must not use the transaction's connection meanwhile. */
  async copy(
    table: StagedTable,
    columns: readonly string[],
    batches: AsyncIterable<readonly (readonly Cell[])[]>,
  ): Promise<void> {
    const stream = this.database
      .connection()
      .query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN WITH (FORMAT csv)`));
    const lines = async function* (): AsyncGenerator<string> {
      for await (const rows of batches) if (rows.length > 0) yield rows.map(csvLine).join('');
    };
    // The text of a batch is a piece; sixteen would wait otherwise.
    await pipeline(Readable.from(lines(), { highWaterMark: 1 }), stream);
  }

  async analyze(table: StagedTable): Promise<void> {
    await this.database.query(`ANALYZE ${table}`);
  }

  /**
   * Combines the events of each case to one request: its first opening, first answer, and first and last
   * resolution.
   */
  async gatherEvents(): Promise<void> {
    await this.database.query(
      `INSERT INTO staged_requests
         (line, external_id, opened_at, first_response_at, escalated_at, first_resolved_at, resolved_at)
       SELECT min(line), external_id, min(at), min(at) FILTER (WHERE is_response), min(at) FILTER (WHERE is_escalation),
              min(at) FILTER (WHERE is_resolution), max(at) FILTER (WHERE is_resolution)
       FROM staged_events GROUP BY external_id`,
    );
  }

  sampleRequests(limit: number): Promise<SampledRequest[]> {
    return this.database.query(
      `SELECT line, external_id AS "externalId", opened_at AS "openedAt", first_response_at AS "firstResponseAt",
              escalated_at AS "escalatedAt", resolved_at AS "resolvedAt", tier, channel, category,
              priority, read_level AS "readLevel", directional
       FROM staged_requests ORDER BY line LIMIT $1`,
      [limit],
    );
  }

  async countRequests(): Promise<number> {
    return (await this.database.one<{ count: number }>('SELECT count(*) FROM staged_requests'))!.count;
  }

  /**
   * Inserts new requests, and updates those with a different staged field. Without `first_resolved_at` among
   * the fields it follows from the resolution. A priority that is null stays. Times that differ from the known ones are measured, so they
   * replace a stated wait.
   */
  async mergeRequests(
    fields: readonly string[],
    owner: {
      source: string;
      locationId: string;
      importId: string;
      createdBy: string | null;
      meanings: string;
    },
  ): Promise<MergeCounts> {
    const derives = fields.includes('resolved_at') && !fields.includes('first_resolved_at');
    const stored = derives ? [...fields, 'first_resolved_at'] : fields;
    // What the file does not tell its categories may say.
    const said = (['read_level', 'directional'] as const).filter((field) => !fields.includes(field));
    const isSaid = (field: string): field is keyof typeof SAID => said.some((one) => one === field);
    const changed = fields.includes('category') ? [...stored, ...said] : stored;
    const value = (field: string): string =>
      derives && field === 'first_resolved_at' ? 'resolved_at' : field;
    const next = (field: string): string =>
      derives && field === 'first_resolved_at'
        ? firstResolution('r.first_resolved_at', 'excluded.resolved_at')
        : isSaid(field)
          ? SAID[field][1]
          : field === 'tier'
            ? tierOver('excluded.tier')
            : field === 'escalated_at'
              ? escalatedOver('excluded.escalated_at')
              : `excluded.${field}`;
    // A priority that says nothing stays as it is: what is known is locked.
    const tells = (field: string): string =>
      field === 'priority'
        ? `COALESCE(s.priority, known.priority, 'normal')`
        : `s.${value(field)}::${FIELD_TYPES[field] ?? 'text'}`;
    const known = stored.includes('priority')
      ? 'LEFT JOIN support_requests known ON known.source = $2 AND known.external_id = s.external_id'
      : '';
    const waits = stored.filter((field) => ['opened_at', 'first_response_at'].includes(field));
    const measured = `, waited_minutes = CASE WHEN ${waits
      .map((field) => `r.${field} IS DISTINCT FROM ${next(field)}`)
      .join(' OR ')} THEN NULL ELSE r.waited_minutes END`;
    const counts = await this.database.one<MergeCounts>(
      `WITH ${meaningsIn('$4')}, merged AS (
         INSERT INTO support_requests AS r
           (id, location_id, source, created_by, imported, import_id, import_version, external_id, ${[...stored, ...said].join(', ')})
         SELECT gen_random_uuid(), $1::uuid, $2::text, $3::uuid, true, $5::uuid, 1, s.external_id,
                ${[...stored.map(tells), ...said.map((field) => SAID[field][0])].join(', ')}
         FROM staged_requests s LEFT JOIN meanings m ON m.name = s.category ${known} ORDER BY s.external_id COLLATE "C"
         ON CONFLICT (source, external_id) WHERE external_id IS NOT NULL DO UPDATE
           SET ${changed.map((field) => `${field} = ${next(field)}`).join(', ')}${measured}, version = r.version + 1,
               import_id = excluded.import_id, import_version = r.version + 1
           WHERE r.location_id = excluded.location_id
             AND (${stored.map((field) => `r.${field} IS DISTINCT FROM ${next(field)}`).join(' OR ')})
         RETURNING (xmax = 0) AS is_new
       )
       SELECT count(*) FILTER (WHERE is_new) AS created, count(*) FILTER (WHERE NOT is_new) AS updated FROM merged`,
      [owner.locationId, owner.source, owner.createdBy, owner.meanings, owner.importId],
    );
    return counts!;
  }

  /** The next lines after a line that should have been counted in open hours, with their times, in order. */
  findCountedMoments(afterLine: number, limit: number): Promise<{ line: number; at: Date }[]> {
    return this.database.query(
      `SELECT DISTINCT line, at FROM staged_counts WHERE line > $1 AND series <> 'gate' ORDER BY line LIMIT $2`,
      [afterLine, limit],
    );
  }

  sampleCounts(limit: number): Promise<SampledCount[]> {
    return this.database.query(
      'SELECT line, at, series, area, count, cumulative FROM staged_counts ORDER BY line, area LIMIT $1',
      [limit],
    );
  }

  async countCounts(): Promise<number> {
    return (await this.database.one<{ count: number }>('SELECT count(*) FROM staged_counts'))!.count;
  }

  async mergeCounts(locationId: string, importId: string): Promise<MergeCounts> {
    const counts = await this.database.one<MergeCounts>(
      `WITH merged AS (
         INSERT INTO activity_counts AS c (id, location_id, series, area, at, count, cumulative, import_id, import_version)
         SELECT gen_random_uuid(), $1, series, area, at, count, cumulative, $2, 1
         FROM staged_counts ORDER BY series, area, at
         ON CONFLICT ON CONSTRAINT activity_counts_once DO UPDATE
           SET count = excluded.count, cumulative = excluded.cumulative, created_by = NULL, version = c.version + 1,
               import_id = excluded.import_id, import_version = c.version + 1
           WHERE c.count <> excluded.count OR c.cumulative <> excluded.cumulative
         RETURNING (xmax = 0) AS is_new
       )
       SELECT count(*) FILTER (WHERE is_new) AS created, count(*) FILTER (WHERE NOT is_new) AS updated FROM merged`,
      [locationId, importId],
    );
    return counts!;
  }

  /** Runs `work`, undoes its changes and keeps its result. */
  async rehearse<T>(work: () => Promise<T>): Promise<T> {
    await this.database.query('SAVEPOINT rehearsal');
    const result = await work();
    await this.database.query('ROLLBACK TO SAVEPOINT rehearsal');
    return result;
  }
}

const csvLine = (row: readonly Cell[]): string =>
  `${row.map((cell) => (cell === null ? '' : typeof cell === 'string' ? `"${cell.replaceAll('"', '""')}"` : String(cell))).join(',')}\n`;
