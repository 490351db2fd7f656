import { Injectable } from '@nestjs/common';
import { isPastEvent, pastFrom, type PastEvent, type Period } from '../../domain/told-past.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import type { EntryKind } from '../thread/acts.js';

/** An entry of a thread that a source tells. */
export interface ThreadEvent extends PastEvent {
  requestId: string;
}

/** Since when a request waits as its source tells, before and after; epoch ms. */
export interface ChangedWait {
  requestId: string;
  before: number | null;
  after: number | null;
}

/** When a request was first handed over; epoch ms. */
export interface HandedOver {
  requestId: string;
  at: number;
}

@Injectable()
export class ToldPastRepository {
  constructor(private readonly database: Database) {}

  /** What a source told of the past of requests, in order. */
  async findTold(sourceId: string, requestIds: readonly string[]): Promise<ThreadEvent[]> {
    const rows = await this.database.query<{ requestId: string; kind: EntryKind; at: Date }>(
      `SELECT request_id AS "requestId", kind, at FROM request_entries
       WHERE request_id = ANY($2) AND author_id = $1
       ORDER BY at, id`,
      [sourceId, requestIds],
    );
    return rows.flatMap(({ requestId, kind, at }): ThreadEvent[] =>
      isPastEvent(kind) ? [{ requestId, kind, at: +at }] : [],
    );
  }

  /** When people here, and not the source itself, had handed requests over, in order. */
  async findHandOvers(sourceId: string, requestIds: readonly string[]): Promise<Map<string, Period[]>> {
    const rows = await this.database.query<{ requestId: string; isHandedOver: boolean; at: Date }>(
      `SELECT request_id AS "requestId", kind = 'escalated' AS "isHandedOver", at FROM request_entries
       WHERE request_id = ANY($2) AND author_id <> $1 AND kind IN ('escalated', 'returned', 'withdrawn')
       ORDER BY at, id`,
      [sourceId, requestIds],
    );
    const events = Map.groupBy(rows, ({ requestId }) => requestId);
    return new Map(
      [...events].map(([requestId, of]) => [
        requestId,
        pastFrom(
          of.map(({ isHandedOver, at }) => ({ kind: isHandedOver ? 'escalated' : 'returned', at: +at })),
        ).withCampusIt.map((period) => ({ ...period })),
      ]),
    );
  }

  async remove(sourceId: string, events: readonly ThreadEvent[]): Promise<void> {
    await this.database.query(
      `DELETE FROM request_entries e
       USING json_to_recordset($2) AS t("requestId" uuid, kind text, at timestamptz)
       WHERE e.request_id = t."requestId" AND e.author_id = $1 AND e.kind = t.kind AND e.at = t.at`,
      [sourceId, JSON.stringify(events.map(toRecord))],
    );
  }

  /** In this order, where they happened at the same moment. */
  async insert(sourceId: string, events: readonly (ThreadEvent & { text: string | null })[]): Promise<void> {
    const entries = events.map((event) => ({ ...toRecord(event), text: event.text, id: newId() }));
    await this.database.query(
      `INSERT INTO request_entries (id, request_id, at, kind, text, author_id)
       SELECT t.id, t."requestId", t.at, t.kind, t.text, $1
       FROM json_to_recordset($2) AS t(id uuid, "requestId" uuid, kind text, at timestamptz, text text)`,
      [sourceId, JSON.stringify(entries)],
    );
  }

  /**
   * What somebody said here meanwhile stays, until the source tells another change; so does what Campus IT's ticket told of a request that was
   * handed over here.
   */
  async changeWaits(changes: readonly ChangedWait[]): Promise<void> {
    const told = changes.map(({ requestId, before, after }) => ({
      requestId,
      before: instant(before),
      after: instant(after),
    }));
    await this.database.query(
      `UPDATE support_requests r
       SET waiting_since = CASE WHEN t.after IS NULL AND r.tier_by_hand AND r.waiting_since IS DISTINCT FROM t.before THEN r.waiting_since
                                WHEN t.after IS NULL THEN NULL
                                WHEN t.before IS NULL THEN COALESCE(r.waiting_since, t.after)
                                WHEN r.waiting_since = t.before THEN t.after
                                ELSE r.waiting_since END,
           version = r.version + 1
       FROM json_to_recordset($1) AS t("requestId" uuid, before timestamptz, after timestamptz)
       WHERE r.id = t."requestId"`,
      [JSON.stringify(told)],
    );
  }

  /** Of requests whose source does not tell the time of a hand-over. */
  async handOver(requests: readonly HandedOver[]): Promise<void> {
    await this.database.query(
      `UPDATE support_requests r SET escalated_at = t.at, version = r.version + 1
       FROM json_to_recordset($1) AS t("requestId" uuid, at timestamptz)
       WHERE r.id = t."requestId"`,
      [JSON.stringify(requests.map(({ requestId, at }) => ({ requestId, at: instant(at) })))],
    );
  }
}

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const toRecord = ({ requestId, kind, at }: ThreadEvent): object => ({ requestId, kind, at: instant(at) });
