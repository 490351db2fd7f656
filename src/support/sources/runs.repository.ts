import { Injectable } from '@nestjs/common';
import type { RefusalText } from '../../domain/refusals/refusal-text.js';
import { Database } from '../../platform/database/database.js';
import { keyBefore, type PageRequest } from '../../platform/http/paging.js';
import { newId } from '../../platform/ids.js';
import type { SourceProblem, SourceRow } from './sources.repository.js';
import type { Cursor, Doubt } from './ticket-source.js';

/** `pushes`: what was pushed within an hour. */
export const PURPOSES = ['changes', 'recheck', 'backfill', 'pushes'] as const;
export type Purpose = (typeof PURPOSES)[number];
/** `queued`: somebody asked for it, and it begins soon. */
export const RUN_STATUSES = ['queued', 'running', 'completed', 'failed', 'interrupted'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];
export const BACKFILL_STATUSES = ['running', 'completed', 'stopped'] as const;
export type BackfillStatus = (typeof BACKFILL_STATUSES)[number];

/** What a run did. */
export interface RunCounts {
  fetched: number;
  created: number;
  updated: number;
  removed: number;
}

export interface RunRow extends RunCounts {
  id: string;
  sourceId: string;
  purpose: Purpose;
  status: RunStatus;
  startedAt: Date;
  endedAt: Date | null;
  skipped: number;
  remarks: Doubt[];
  problem: RefusalText | null;
}

export interface BackfillRow {
  id: string;
  sourceId: string;
  from: Date;
  to: Date;
  cursor: Cursor | null;
  status: BackfillStatus;
  fetched: number;
  created: number;
  updated: number;
  remaining: number | null;
  createdAt: Date;
  endedAt: Date | null;
}

/** A run that may store requests of its source. */
export interface RunOwner {
  sourceId: string;
  runId: string;
}

const RUN = `
  SELECT id, source_id AS "sourceId", purpose, status, started_at AS "startedAt", ended_at AS "endedAt", fetched, created,
         updated, removed, skipped, remarks, problem
  FROM support_source_runs`;
const BACKFILL = `
  SELECT id, source_id AS "sourceId", from_at AS "from", to_at AS "to", cursor, status, fetched, created, updated,
         remaining, created_at AS "createdAt", ended_at AS "endedAt"
  FROM support_backfills`;
/** How many remarks a run shows, or a page more. */
const SHOWN_REMARKS = 20;

@Injectable()
export class RunsRepository {
  constructor(private readonly database: Database) {}

  /** Sources to collect now: due, and in no live run. */
  async findDue(now: Date): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM support_sources
       WHERE enabled AND next_run_at <= $1 AND (run_until IS NULL OR run_until < $1) ORDER BY next_run_at`,
      [now],
    );
    return rows.map(({ id }) => id);
  }

  /** Takes a source that is due. Returns false when it is not, or another run has it. */
  async take({ sourceId, runId }: RunOwner, now: Date, until: Date): Promise<boolean> {
    const taken = await this.database.one(
      `UPDATE support_sources SET run_id = $2, run_until = $4
       WHERE id = $1 AND enabled AND next_run_at <= $3 AND (run_until IS NULL OR run_until < $3) RETURNING id`,
      [sourceId, runId, now, until],
    );
    if (taken) await this.endInterrupted(sourceId, now);
    return taken !== null;
  }

  /** Shows that the run is alive. Returns false when the source is not its own any more. */
  async keep({ sourceId, runId }: RunOwner, until: Date): Promise<boolean> {
    const kept = await this.database.one(
      'UPDATE support_sources SET run_until = $3 WHERE id = $1 AND run_id = $2 RETURNING id',
      [sourceId, runId, until],
    );
    return kept !== null;
  }

  /** Until the transaction ends, nobody else takes the source. Returns false when it is not the run's any more. */
  async hold({ sourceId, runId }: RunOwner): Promise<boolean> {
    const held = await this.database.one(
      'SELECT id FROM support_sources WHERE id = $1 AND run_id = $2 FOR NO KEY UPDATE',
      [sourceId, runId],
    );
    return held !== null;
  }

  async advance(sourceId: string, cursor: Cursor): Promise<void> {
    await this.database.query('UPDATE support_sources SET cursor = $2 WHERE id = $1', [
      sourceId,
      JSON.stringify(cursor),
    ]);
  }

  async rulesApplied(sourceId: string): Promise<void> {
    await this.database.query('UPDATE support_sources SET rules_applied = true WHERE id = $1', [sourceId]);
  }

  async rechecked(sourceId: string, at: Date): Promise<void> {
    await this.database.query('UPDATE support_sources SET rechecked_at = $2 WHERE id = $1', [sourceId, at]);
  }

  async succeed(sourceId: string, now: Date, nextRunAt: Date, isNews: boolean): Promise<void> {
    await this.database.query(
      `UPDATE support_sources
       SET run_id = NULL, run_until = NULL, failures = 0, failing_since = NULL, problem = NULL, last_success_at = $2,
           next_run_at = $3, last_news_at = CASE WHEN $4 THEN $2 ELSE last_news_at END
       WHERE id = $1`,
      [sourceId, now, nextRunAt, isNews],
    );
  }

  /** Nothing was read, because requests of this source are pushed. What is wrong with pushes stays. */
  async rest(sourceId: string, nextRunAt: Date): Promise<void> {
    await this.database.query(
      `UPDATE support_sources
       SET run_id = NULL, run_until = NULL, next_run_at = $2,
           failures = CASE WHEN problem ? 'push' THEN failures ELSE 0 END,
           failing_since = CASE WHEN problem ? 'push' THEN failing_since END,
           problem = CASE WHEN problem ? 'push' THEN problem END
       WHERE id = $1`,
      [sourceId, nextRunAt],
    );
  }

  async fail(
    source: Pick<SourceRow, 'id' | 'failures'> & { problem: SourceProblem },
    now: Date,
    nextRunAt: Date,
  ): Promise<void> {
    await this.database.query(
      `UPDATE support_sources
       SET run_id = NULL, run_until = NULL, failures = $2, failing_since = COALESCE(failing_since, $3), problem = $4,
           next_run_at = $5
       WHERE id = $1`,
      [source.id, source.failures, now, JSON.stringify(source.problem), nextRunAt],
    );
  }

  /** Gives the source back; it stays due. */
  async release({ sourceId, runId }: RunOwner): Promise<void> {
    await this.database.query(
      'UPDATE support_sources SET run_id = NULL, run_until = NULL WHERE id = $1 AND run_id = $2',
      [sourceId, runId],
    );
  }

  async insert(run: Pick<RunRow, 'id' | 'sourceId' | 'purpose' | 'status' | 'startedAt'>): Promise<void> {
    await this.database.query(
      `INSERT INTO support_source_runs (id, source_id, purpose, status, started_at) VALUES ($1, $2, $3, $4, $5)`,
      [run.id, run.sourceId, run.purpose, run.status, run.startedAt],
    );
  }

  /** Begins the run that was asked for. Returns its id; null when nobody asked. */
  async startQueued(sourceId: string, purpose: Purpose, startedAt: Date): Promise<string | null> {
    const queued = await this.database.one<{ id: string }>(
      `UPDATE support_source_runs SET status = 'running', started_at = $3
       WHERE source_id = $1 AND purpose = $2 AND status = 'queued' RETURNING id`,
      [sourceId, purpose, startedAt],
    );
    return queued?.id ?? null;
  }

  /** When the last run began that told all changes until then; null when there was none. */
  async findLastReading(sourceId: string): Promise<Date | null> {
    const run = await this.database.one<{ startedAt: Date }>(
      `SELECT started_at AS "startedAt" FROM support_source_runs
       WHERE source_id = $1 AND purpose = 'changes' AND status = 'completed' ORDER BY started_at DESC, id DESC LIMIT 1`,
      [sourceId],
    );
    return run?.startedAt ?? null;
  }

  /** Adds to what a run did, with why it left tickets out. */
  async add(id: string, counts: RunCounts, doubts: readonly Doubt[]): Promise<void> {
    await this.database.query(
      `UPDATE support_source_runs
       SET fetched = fetched + $2, created = created + $3, updated = updated + $4, removed = removed + $5,
           skipped = skipped + $6, remarks = CASE WHEN jsonb_array_length(remarks) < ${SHOWN_REMARKS} THEN remarks || $7::jsonb ELSE remarks END
       WHERE id = $1`,
      [
        id,
        counts.fetched,
        counts.created,
        counts.updated,
        counts.removed,
        doubts.filter(({ isTaken }) => !isTaken).length,
        JSON.stringify(doubts.slice(0, SHOWN_REMARKS)),
      ],
    );
  }

  async end(id: string, status: 'completed' | 'interrupted', now: Date): Promise<void> {
    await this.database.query(
      `UPDATE support_source_runs SET status = $2, ended_at = $3 WHERE id = $1 AND status = 'running'`,
      [id, status, now],
    );
  }

  /** The run that is in hand or was asked for has failed; without one, before it began. */
  async endFailed(sourceId: string, now: Date, problem: RefusalText): Promise<void> {
    await this.database.query(
      `WITH ended AS (
         UPDATE support_source_runs SET status = 'failed', ended_at = $2, problem = $3
         WHERE source_id = $1 AND status IN ('queued', 'running') RETURNING id)
       INSERT INTO support_source_runs (id, source_id, purpose, status, started_at, ended_at, problem)
       SELECT $4, $1, 'changes', 'failed', $2, $2, $3 WHERE NOT EXISTS (SELECT FROM ended)`,
      [sourceId, now, JSON.stringify(problem), newId()],
    );
  }

  /** The source was changed or switched off. */
  async endOpen(sourceId: string, now: Date): Promise<void> {
    await this.database.query(
      `UPDATE support_source_runs SET status = 'interrupted', ended_at = $2
       WHERE source_id = $1 AND status IN ('queued', 'running')`,
      [sourceId, now],
    );
  }

  async endInterrupted(sourceId: string, now: Date): Promise<void> {
    await this.database.query(
      `UPDATE support_source_runs SET status = 'interrupted', ended_at = $2 WHERE source_id = $1 AND status = 'running'`,
      [sourceId, now],
    );
  }

  find(id: string): Promise<RunRow | null> {
    return this.database.one(`${RUN} WHERE id = $1`, [id]);
  }

  /** The run that is in hand, or will begin. */
  findOpen(sourceId: string): Promise<RunRow | null> {
    return this.database.one(
      `${RUN} WHERE source_id = $1 AND status IN ('queued', 'running') ORDER BY started_at DESC, id DESC LIMIT 1`,
      [sourceId],
    );
  }

  /** Newest first. */
  list(sourceId: string, page: PageRequest): Promise<RunRow[]> {
    const before = keyBefore(null, page);
    return this.database.query(
      `${RUN} WHERE source_id = $1 AND (started_at, id) < ($2::timestamptz, $3::uuid)
       ORDER BY started_at DESC, id DESC LIMIT $4`,
      [sourceId, before.at, before.id, page.limit + 1],
    );
  }

  async removeBefore(at: Date): Promise<void> {
    await this.database.query(
      `DELETE FROM support_source_runs WHERE started_at < $1 AND ended_at IS NOT NULL`,
      [at],
    );
  }

  async insertBackfill(
    row: Pick<BackfillRow, 'sourceId' | 'from' | 'to' | 'createdAt'>,
  ): Promise<BackfillRow> {
    const id = newId();
    await this.database.query(
      `INSERT INTO support_backfills (id, source_id, from_at, to_at, status, created_at)
       VALUES ($1, $2, $3, $4, 'running', $5)`,
      [id, row.sourceId, row.from, row.to, row.createdAt],
    );
    return (await this.findBackfill(id))!;
  }

  findBackfill(id: string): Promise<BackfillRow | null> {
    return this.database.one(`${BACKFILL} WHERE id = $1`, [id]);
  }

  /** With `lock`, it cannot be stopped until the transaction ends. */
  findRunningBackfill(sourceId: string, options: { lock?: boolean } = {}): Promise<BackfillRow | null> {
    return this.database.one(
      `${BACKFILL} WHERE source_id = $1 AND status = 'running' ${options.lock ? 'FOR UPDATE' : ''}`,
      [sourceId],
    );
  }

  listBackfills(sourceId: string, page: PageRequest): Promise<BackfillRow[]> {
    const before = keyBefore(null, page);
    return this.database.query(
      `${BACKFILL} WHERE source_id = $1 AND (created_at, id) < ($2::timestamptz, $3::uuid)
       ORDER BY created_at DESC, id DESC LIMIT $4`,
      [sourceId, before.at, before.id, page.limit + 1],
    );
  }

  async addToBackfill(
    id: string,
    cursor: Cursor,
    counts: RunCounts,
    remaining: number | null,
  ): Promise<void> {
    await this.database.query(
      `UPDATE support_backfills
       SET cursor = $2, fetched = fetched + $3, created = created + $4, updated = updated + $5, remaining = $6
       WHERE id = $1`,
      [id, JSON.stringify(cursor), counts.fetched, counts.created, counts.updated, remaining],
    );
  }

  async endBackfill(id: string, status: BackfillStatus, now: Date): Promise<void> {
    await this.database.query(
      `UPDATE support_backfills SET status = $2, ended_at = $3, remaining = NULL WHERE id = $1 AND status = 'running'`,
      [id, status, now],
    );
  }
}
