import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { newId } from '../../../platform/ids.js';
import type { SourceProblem, SourceRow } from '../sources.repository.js';
import type { Doubt } from '../ticket-source.js';

/** How precisely a source of pushes shows when the last one came. */
const NOTED_EVERY = `interval '10 seconds'`;

/** What decides how a pushed request changes the stored one. */
export interface StoredState {
  externalId: string;
  /** Null when it did not come from the source itself. */
  changedAt: Date | null;
  openedAt: Date;
  firstResponseAt: Date | null;
  waitedMinutes: number | null;
}

/** The run of an hour: when it was touched before, and what was remarked. */
export interface TouchedRun {
  id: string;
  before: Date | null;
  remarks: readonly Doubt[];
}

@Injectable()
export class PushesRepository {
  constructor(private readonly database: Database) {}

  /** The digests of the pushes among these that were taken, by their id. */
  async findTaken(sourceId: string, ids: readonly string[]): Promise<Map<string, Buffer>> {
    const rows = await this.database.query<{ messageId: string; digest: Buffer }>(
      `SELECT message_id AS "messageId", digest FROM support_pushes WHERE source_id = $1 AND message_id = ANY($2)`,
      [sourceId, ids],
    );
    return new Map(rows.map(({ messageId, digest }) => [messageId, digest]));
  }

  async take(
    sourceId: string,
    pushes: readonly { id: string; digest: Buffer }[],
    receivedAt: Date,
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO support_pushes (source_id, message_id, digest, received_at)
       SELECT $1, id, digest, $4 FROM unnest($2::text[], $3::bytea[]) AS p(id, digest)`,
      [sourceId, pushes.map(({ id }) => id), pushes.map(({ digest }) => digest), receivedAt],
    );
  }

  findStates(source: string, externalIds: readonly string[]): Promise<StoredState[]> {
    return this.database.query(
      `SELECT external_id AS "externalId", source_changed_at AS "changedAt", opened_at AS "openedAt",
              first_response_at AS "firstResponseAt", waited_minutes AS "waitedMinutes"
       FROM support_requests WHERE source = $1 AND external_id = ANY($2)`,
      [source, externalIds],
    );
  }

  /** Not with each of a thousand pushes, but when it shows something. */
  async noteTaken(
    sourceId: string,
    now: Date,
    { isNews, isMended }: { isNews: boolean; isMended: boolean },
  ): Promise<void> {
    await this.database.query(
      `UPDATE support_sources
       SET failures = CASE WHEN $4 THEN 0 ELSE failures END, failing_since = CASE WHEN $4 THEN NULL ELSE failing_since END,
           problem = CASE WHEN $4 THEN NULL ELSE problem END, last_success_at = $2,
           last_news_at = CASE WHEN $3 THEN $2 ELSE last_news_at END
       WHERE id = $1 AND ($4 OR last_success_at IS NULL OR last_success_at < $2::timestamptz - ${NOTED_EVERY}
                          OR $3 AND last_news_at < $2::timestamptz - ${NOTED_EVERY})`,
      [sourceId, now, isNews, isMended],
    );
  }

  async noteRefused(
    { id, failures, problem }: Pick<SourceRow, 'id' | 'failures'> & { problem: SourceProblem },
    now: Date,
  ): Promise<void> {
    await this.database.query(
      `UPDATE support_sources SET failures = $2, failing_since = COALESCE(failing_since, $3), problem = $4 WHERE id = $1`,
      [id, failures, now, JSON.stringify(problem)],
    );
  }

  /** The run of pushes since a moment, which begins now if there is none; and the time of its push before this one. */
  async touchRun(sourceId: string, since: Date, now: Date): Promise<TouchedRun> {
    const touched = await this.database.one<TouchedRun>(
      `UPDATE support_source_runs r SET ended_at = $3
       FROM (SELECT id, ended_at FROM support_source_runs
             WHERE source_id = $1 AND purpose = 'pushes' AND started_at >= $2 ORDER BY started_at DESC, id DESC LIMIT 1) AS last
       WHERE r.id = last.id RETURNING r.id, last.ended_at AS before, r.remarks`,
      [sourceId, since, now],
    );
    if (touched) return touched;
    const id = newId();
    await this.database.query(
      `INSERT INTO support_source_runs (id, source_id, purpose, status, started_at, ended_at)
       VALUES ($1, $2, 'pushes', 'completed', $3, $3)`,
      [id, sourceId, now],
    );
    return { id, before: null, remarks: [] };
  }

  /** Until the transaction ends, nobody else changes the source. */
  async lockSource(sourceId: string): Promise<void> {
    await this.database.query('SELECT 1 FROM support_sources WHERE id = $1 FOR UPDATE', [sourceId]);
  }

  /** Whoever pushes gives up after some seconds, and a file may take minutes. */
  async waitBriefly(): Promise<void> {
    await this.database.query(`SET LOCAL lock_timeout = '5s'`);
  }

  async removeBefore(at: Date): Promise<void> {
    await this.database.query('DELETE FROM support_pushes WHERE received_at < $1', [at]);
  }
}
