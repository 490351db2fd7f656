import { Injectable } from '@nestjs/common';
import type { WaitEvent } from '../../domain/told-waits.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import type { EntryKind } from '../thread/acts.js';

/** A change of a thread that a source tells. */
export interface ToldEvent extends WaitEvent {
  requestId: string;
}

/** Since when a request waits as its source tells, before and after; epoch ms. */
export interface ChangedWait {
  requestId: string;
  before: number | null;
  after: number | null;
}

@Injectable()
export class WaitsRepository {
  constructor(private readonly database: Database) {}

  /** The ids of collected requests, by their ids in their system. */
  async findIds(source: string, externalIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ id: string; externalId: string }>(
      `SELECT id, external_id AS "externalId" FROM support_requests
       WHERE source = $1 AND external_id IS NOT NULL AND external_id = ANY($2)`,
      [source, externalIds],
    );
    return new Map(rows.map(({ id, externalId }) => [externalId, id]));
  }

  /** What a source told of the waits of requests, in order. */
  async findTold(sourceId: string, requestIds: readonly string[]): Promise<ToldEvent[]> {
    const rows = await this.database.query<{ requestId: string; kind: EntryKind; at: Date }>(
      `SELECT request_id AS "requestId", kind, at FROM request_entries
       WHERE request_id = ANY($2) AND author_id = $1 AND kind IN ('waiting', 'resumed')
       ORDER BY at, id`,
      [sourceId, requestIds],
    );
    return rows.flatMap(({ requestId, kind, at }): ToldEvent[] =>
      kind === 'waiting' || kind === 'resumed' ? [{ requestId, kind, at: +at }] : [],
    );
  }

  async remove(sourceId: string, events: readonly ToldEvent[]): Promise<void> {
    await this.database.query(
      `DELETE FROM request_entries e
       USING json_to_recordset($2) AS t("requestId" uuid, kind text, at timestamptz)
       WHERE e.request_id = t."requestId" AND e.author_id = $1 AND e.kind = t.kind AND e.at = t.at`,
      [sourceId, JSON.stringify(events.map(toRecord))],
    );
  }

  async insert(sourceId: string, events: readonly ToldEvent[]): Promise<void> {
    await this.database.query(
      `INSERT INTO request_entries (id, request_id, at, kind, author_id)
       SELECT t.id, t."requestId", t.at, t.kind, $1
       FROM json_to_recordset($2) AS t(id uuid, "requestId" uuid, kind text, at timestamptz)`,
      [sourceId, JSON.stringify(events.map((event) => ({ ...toRecord(event), id: newId() })))],
    );
  }

  /** What somebody said here meanwhile stays, until the source tells another change. */
  async change(changes: readonly ChangedWait[]): Promise<void> {
    const told = changes.map(({ requestId, before, after }) => ({
      requestId,
      before: instant(before),
      after: instant(after),
    }));
    await this.database.query(
      `UPDATE support_requests r
       SET waiting_since = CASE WHEN t.after IS NULL THEN NULL
                                WHEN t.before IS NULL THEN COALESCE(r.waiting_since, t.after)
                                WHEN r.waiting_since = t.before THEN t.after
                                ELSE r.waiting_since END,
           version = r.version + 1
       FROM json_to_recordset($1) AS t("requestId" uuid, before timestamptz, after timestamptz)
       WHERE r.id = t."requestId"`,
      [JSON.stringify(told)],
    );
  }
}

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const toRecord = ({ requestId, kind, at }: ToldEvent): object => ({ requestId, kind, at: instant(at) });
