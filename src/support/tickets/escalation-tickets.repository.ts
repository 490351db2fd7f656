import { Injectable } from '@nestjs/common';
import { conflict } from '../../domain/errors.js';
import { Database } from '../../platform/database/database.js';
import { whenBroken } from '../../platform/database/database-errors.js';
import type { SourceProblem } from '../sources/sources.repository.js';

/**
 * `waiting`: to be opened; `open`: it is there and followed; `failed`: it could not be opened, and is not tried again by
 * itself; `over`: not followed any more.
 */
export const TICKET_STATES = ['waiting', 'open', 'failed', 'over'] as const;
export type TicketState = (typeof TICKET_STATES)[number];

export interface TicketRow {
  id: string;
  requestId: string;
  sourceId: string | null;
  sourceName: string;
  reference: string;
  words: string | null;
  /** What is still to be written into it; of one that is over. */
  parting: string | null;
  state: TicketState;
  attempts: number;
  nextAttemptAt: Date;
  problem: SourceProblem | null;
  externalId: string | null;
  externalUrl: string | null;
  createdAt: Date;
  openedAt: Date | null;
  seenAt: Date | null;
  firstResponseAt: Date | null;
  resolvedAt: Date | null;
  wasWithCampusIt: boolean;
  /** It was merged into a ticket that is a request of its own. */
  isShared: boolean;
}

/** A location of which the escalations open tickets in a source. */
export interface EscalationPlace {
  locationId: string;
  sourceId: string;
  sourceName: string;
}

const COLUMNS = `
  t.id, t.request_id AS "requestId", t.source_id AS "sourceId", t.source_name AS "sourceName", t.reference, t.words, t.parting,
  t.state, t.attempts, t.next_attempt_at AS "nextAttemptAt", t.problem, t.external_id AS "externalId",
  t.external_url AS "externalUrl", t.created_at AS "createdAt", t.opened_at AS "openedAt", t.seen_at AS "seenAt",
  t.first_response_at AS "firstResponseAt", t.resolved_at AS "resolvedAt", t.was_with_campus_it AS "wasWithCampusIt",
  t.shared AS "isShared"`;

@Injectable()
export class EscalationTicketsRepository {
  constructor(private readonly database: Database) {}

  /** Where what is escalated at a location opens a ticket; null when it opens none. */
  findPlace(locationId: string): Promise<EscalationPlace | null> {
    return this.database.one(
      `SELECT e.location_id AS "locationId", e.source_id AS "sourceId", s.name AS "sourceName"
       FROM source_escalations e JOIN support_sources s ON s.id = e.source_id WHERE e.location_id = $1`,
      [locationId],
    );
  }

  async findLocations(sourceId: string): Promise<string[]> {
    const rows = await this.database.query<{ locationId: string }>(
      'SELECT location_id AS "locationId" FROM source_escalations WHERE source_id = $1 ORDER BY location_id',
      [sourceId],
    );
    return rows.map(({ locationId }) => locationId);
  }

  async saveLocations(sourceId: string, locationIds: readonly string[]): Promise<void> {
    await this.database.query(
      'DELETE FROM source_escalations WHERE source_id = $1 AND NOT location_id = ANY($2)',
      [sourceId, locationIds],
    );
    const missing = new Set(await this.findLocations(sourceId));
    await whenBroken(
      this.database.query(
        'INSERT INTO source_escalations (location_id, source_id) SELECT unnest($2::uuid[]), $1',
        [sourceId, locationIds.filter((id) => !missing.has(id))],
      ),
      { source_escalations_pkey: () => conflict('ESCALATIONS_ELSEWHERE') },
    );
  }

  /** Returns false when the request has one that is not over. */
  async insert(
    ticket: Pick<
      TicketRow,
      'id' | 'requestId' | 'sourceId' | 'sourceName' | 'reference' | 'words' | 'nextAttemptAt' | 'createdAt'
    >,
  ): Promise<boolean> {
    const inserted = await this.database.one(
      `INSERT INTO escalation_tickets (id, request_id, source_id, source_name, reference, words, state, next_attempt_at, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8)
       ON CONFLICT (request_id) WHERE state <> 'over' DO NOTHING RETURNING id`,
      [
        ticket.id,
        ticket.requestId,
        ticket.sourceId,
        ticket.sourceName,
        ticket.reference,
        ticket.words,
        ticket.nextAttemptAt,
        ticket.createdAt,
      ],
    );
    return inserted !== null;
  }

  /** The latest of a request. */
  findLatest(requestId: string): Promise<TicketRow | null> {
    return this.database.one(
      `SELECT ${COLUMNS} FROM escalation_tickets t WHERE t.request_id = $1 ORDER BY t.created_at DESC, t.id DESC LIMIT 1`,
      [requestId],
    );
  }

  /** Locks it until the transaction ends. Lock its request before. */
  lock(id: string): Promise<TicketRow | null> {
    return this.database.one(`SELECT ${COLUMNS} FROM escalation_tickets t WHERE t.id = $1 FOR UPDATE OF t`, [
      id,
    ]);
  }

  /** Tickets of a source that have one of these ids there, or one of these references. */
  findAmong(
    sourceId: string,
    externalIds: readonly string[],
    references: readonly string[],
  ): Promise<Pick<TicketRow, 'id' | 'requestId' | 'externalId' | 'reference' | 'isShared'>[]> {
    return this.database.query(
      `SELECT t.id, t.request_id AS "requestId", t.external_id AS "externalId", t.reference, t.shared AS "isShared" FROM escalation_tickets t
       WHERE t.source_id = $1 AND t.external_id = ANY($2)
       UNION
       SELECT t.id, t.request_id, t.external_id, t.reference, t.shared FROM escalation_tickets t
       WHERE t.source_id = $1 AND t.reference = ANY($3)`,
      [sourceId, externalIds, references],
    );
  }

  /** Takes tickets to be opened or to be told of their end: nobody else takes them before the next attempt is due. */
  takeDue(now: Date, limit: number, retryAfterMinutes: readonly number[]): Promise<TicketRow[]> {
    return this.database.query(
      `WITH due AS (
         SELECT id FROM escalation_tickets WHERE (state = 'waiting' OR parting IS NOT NULL) AND next_attempt_at <= $1
         ORDER BY next_attempt_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
       )
       UPDATE escalation_tickets t SET attempts = attempts + 1,
              next_attempt_at = $1::timestamptz
                + make_interval(mins => ($3::int[])[LEAST(attempts + 1, cardinality($3::int[]))])
       FROM due WHERE t.id = due.id
       RETURNING ${COLUMNS}`,
      [now, limit, retryAfterMinutes],
    );
  }

  /** Takes open tickets that their system has not told for long. */
  takeUnseen(now: Date, before: Date, limit: number): Promise<TicketRow[]> {
    return this.database.query(
      `WITH unseen AS (
         SELECT t.id FROM escalation_tickets t JOIN support_sources s ON s.id = t.source_id AND s.enabled
         WHERE t.state = 'open' AND t.seen_at < $2
         ORDER BY t.seen_at, t.id LIMIT $3 FOR UPDATE OF t SKIP LOCKED
       )
       UPDATE escalation_tickets t SET seen_at = $1 FROM unseen WHERE t.id = unseen.id
       RETURNING ${COLUMNS}`,
      [now, before, limit],
    );
  }

  async update(ticket: TicketRow): Promise<void> {
    await this.database.query(
      `UPDATE escalation_tickets
       SET state = $2, attempts = $3, next_attempt_at = $4, problem = $5, external_id = $6, external_url = $7, opened_at = $8,
           seen_at = $9, first_response_at = $10, resolved_at = $11, was_with_campus_it = $12, words = $13, shared = $14, parting = $15
       WHERE id = $1`,
      [
        ticket.id,
        ticket.state,
        ticket.attempts,
        ticket.nextAttemptAt,
        ticket.problem && JSON.stringify(ticket.problem),
        ticket.externalId,
        ticket.externalUrl,
        ticket.openedAt,
        ticket.seenAt,
        ticket.firstResponseAt,
        ticket.resolvedAt,
        ticket.wasWithCampusIt,
        ticket.words,
        ticket.isShared,
        ticket.parting,
      ],
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM escalation_tickets WHERE id = $1', [id]);
  }

  /** Removes the request that was collected from a ticket before it was known as one of ours. Returns its id. */
  async removeCollected(source: string, externalId: string): Promise<string | null> {
    const removed = await this.database.one<{ id: string }>(
      `DELETE FROM support_requests WHERE source = $1 AND external_id = $2 AND source_changed_at IS NOT NULL RETURNING id`,
      [source, externalId],
    );
    return removed?.id ?? null;
  }
}
