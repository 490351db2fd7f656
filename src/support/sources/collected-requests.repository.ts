import { Injectable } from '@nestjs/common';
import type { Tier } from '../../domain/tiers.js';
import { Database } from '../../platform/database/database.js';
import { firstResolution } from '../first-resolution.js';
import type { Ticket } from './ticket-source.js';

/** A ticket with its location; null when no rule matches. */
export interface PlacedTicket extends Ticket {
  locationId: string | null;
}

/** A stored request, as far as rules need it. */
export interface PlacedRequest {
  externalId: string;
  place: string | null;
  locationId: string | null;
}

/** What a removed request was. */
export interface DroppedRequest {
  id: string;
  locationId: string | null;
  openedAt: Date;
  firstResponseAt: Date | null;
  escalatedAt: Date | null;
  resolvedAt: Date | null;
  tier: Tier;
  category: string | null;
}

/** Fields that a system may leave out. */
const OPTIONAL = [
  'externalUrl',
  'firstResponseAt',
  'escalatedAt',
  'resolvedAt',
  'tier',
  'channel',
  'category',
  'title',
  'place',
] as const satisfies readonly (keyof Ticket)[];

/** SQL: the new value of a field when the system tells it; else the stored one. */
const told = (field: (typeof OPTIONAL)[number], column: string): string =>
  `CASE WHEN '${field}' = ANY($3) THEN excluded.${column} ELSE r.${column} END`;

/**
 * SQL: a request that somebody placed by hand stays there, as does one whose place is not told. One that came by a file or
 * a program keeps its location unless a rule says another.
 */
const LOCATION = `
  CASE WHEN r.placed_by_hand OR NOT 'place' = ANY($3) THEN r.location_id
       WHEN r.source_changed_at IS NULL THEN COALESCE(excluded.location_id, r.location_id)
       ELSE excluded.location_id END`;
const FIRST_RESPONSE = told('firstResponseAt', 'first_response_at');
const FIRST_RESOLVED = `
  CASE WHEN 'resolvedAt' = ANY($3) THEN ${firstResolution('r.first_resolved_at', 'excluded.resolved_at')}
       ELSE r.first_resolved_at END`;
/** SQL: a stated wait holds as long as its times do. */
const WAITED = `
  CASE WHEN r.opened_at = excluded.opened_at AND r.first_response_at IS NOT DISTINCT FROM ${FIRST_RESPONSE}
       THEN r.waited_minutes END`;
const BEFORE = `(r.location_id, r.opened_at, r.external_url, r.first_response_at, r.escalated_at, r.first_resolved_at,
  r.resolved_at, r.tier, r.channel, r.category, r.title, r.place, r.imported)`;
const AFTER = `(${LOCATION}, excluded.opened_at, ${told('externalUrl', 'external_url')}, ${FIRST_RESPONSE},
  ${told('escalatedAt', 'escalated_at')}, ${FIRST_RESOLVED}, ${told('resolvedAt', 'resolved_at')}, ${told('tier', 'tier')},
  ${told('channel', 'channel')}, ${told('category', 'category')}, ${told('title', 'title')}, ${told('place', 'place')}, false)`;
const IS_CHANGED = `(${BEFORE} IS DISTINCT FROM ${AFTER})`;

/** SQL: a request of a source that was collected, and opened in a span. */
const COLLECTED_IN = `
  source = $1 AND external_id IS NOT NULL AND source_changed_at IS NOT NULL AND opened_at >= $2 AND opened_at < $3`;

@Injectable()
export class CollectedRequestsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Stores tickets, each once. Those that tell the same fields are stored together. Call it within a transaction. Counts
   * what is new and what is different from before.
   */
  async store(
    source: string,
    tickets: readonly PlacedTicket[],
  ): Promise<{ created: number; updated: number }> {
    const counts = { created: 0, updated: 0 };
    const byFields = Object.groupBy(tickets, (ticket) => fieldsOf(ticket).join());
    for (const group of Object.values(byFields)) {
      const { created, updated } = await this.storeAlike(source, group!);
      counts.created += created;
      counts.updated += updated;
    }
    return counts;
  }

  private async storeAlike(
    source: string,
    tickets: readonly PlacedTicket[],
  ): Promise<{ created: number; updated: number }> {
    const counts = await this.database.one<{ created: number; updated: number }>(
      `WITH merged AS (
         INSERT INTO support_requests AS r
           (id, location_id, source, external_id, external_url, opened_at, first_response_at, escalated_at,
            first_resolved_at, resolved_at, tier, channel, category, title, place, source_changed_at)
         SELECT gen_random_uuid(), t."locationId", $1, t."externalId", t."externalUrl", t."openedAt", t."firstResponseAt",
                t."escalatedAt", t."resolvedAt", t."resolvedAt", COALESCE(t.tier, 'library'), t.channel, t.category, t.title,
                t.place, t."changedAt"
         FROM json_to_recordset($2) AS t(
           "externalId" text, "changedAt" timestamptz, "openedAt" timestamptz, "firstResponseAt" timestamptz,
           "escalatedAt" timestamptz, "resolvedAt" timestamptz, tier text, channel text, category text, title text,
           "externalUrl" text, place text, "locationId" uuid)
         ORDER BY t."externalId" COLLATE "C"
         ON CONFLICT (source, external_id) WHERE external_id IS NOT NULL DO UPDATE
           SET location_id = ${LOCATION}, opened_at = excluded.opened_at, external_url = ${told('externalUrl', 'external_url')},
               first_response_at = ${FIRST_RESPONSE}, waited_minutes = ${WAITED},
               escalated_at = ${told('escalatedAt', 'escalated_at')}, first_resolved_at = ${FIRST_RESOLVED},
               resolved_at = ${told('resolvedAt', 'resolved_at')}, tier = ${told('tier', 'tier')},
               channel = ${told('channel', 'channel')}, category = ${told('category', 'category')},
               title = ${told('title', 'title')}, place = ${told('place', 'place')}, imported = false,
               source_changed_at = excluded.source_changed_at,
               version = r.version + CASE WHEN ${IS_CHANGED} THEN 1 ELSE 0 END
           WHERE ${IS_CHANGED} OR r.source_changed_at IS DISTINCT FROM excluded.source_changed_at
         RETURNING (xmax = 0) AS is_new
       )
       SELECT count(*) FILTER (WHERE is_new) AS created, count(*) FILTER (WHERE NOT is_new) AS updated FROM merged`,
      [source, JSON.stringify(tickets.map(toRecord)), fieldsOf(tickets[0]!)],
    );
    return counts!;
  }

  /** The next requests of a source after one, in the order of their ids, as far as rules apply to them. */
  findPlaced(
    source: string,
    afterId: string,
    limit: number,
  ): Promise<(PlacedRequest & { placedByHand: boolean })[]> {
    return this.database.query(
      `SELECT external_id AS "externalId", place, location_id AS "locationId",
              placed_by_hand OR source_changed_at IS NULL AS "placedByHand"
       FROM support_requests WHERE source = $1 AND external_id > $2 ORDER BY external_id LIMIT $3`,
      [source, afterId, limit],
    );
  }

  /** Those of the tickets that are stored as of that very change. */
  async findStored(
    source: string,
    tickets: readonly Pick<Ticket, 'externalId' | 'changedAt'>[],
  ): Promise<ReadonlySet<string>> {
    const changes = tickets.map(({ externalId, changedAt }) => ({
      externalId,
      changedAt: instant(changedAt),
    }));
    const rows = await this.database.query<{ externalId: string }>(
      `SELECT r.external_id AS "externalId"
       FROM json_to_recordset($2) AS t("externalId" text, "changedAt" timestamptz)
       JOIN support_requests r ON r.source = $1 AND r.external_id = t."externalId" AND r.source_changed_at = t."changedAt"`,
      [source, JSON.stringify(changes)],
    );
    return new Set(rows.map(({ externalId }) => externalId));
  }

  async place(
    source: string,
    requests: readonly Pick<PlacedRequest, 'externalId' | 'locationId'>[],
  ): Promise<void> {
    await this.database.query(
      `UPDATE support_requests r SET location_id = t."locationId", version = version + 1
       FROM json_to_recordset($2) AS t("externalId" text, "locationId" uuid)
       WHERE r.source = $1 AND r.external_id = t."externalId" AND NOT r.placed_by_hand`,
      [source, JSON.stringify(requests)],
    );
  }

  /** Requests of a source opened in a span that are not among the ids. */
  async findUnlisted(source: string, from: Date, to: Date, listed: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ externalId: string }>(
      `SELECT external_id AS "externalId" FROM support_requests
       WHERE ${COLLECTED_IN}
         AND NOT EXISTS (SELECT FROM unnest($4::text[]) AS listed (id) WHERE listed.id = external_id)
       ORDER BY external_id`,
      [source, from, to, listed],
    );
    return rows.map(({ externalId }) => externalId);
  }

  async countOpenedIn(source: string, from: Date, to: Date): Promise<number> {
    const row = await this.database.one<{ count: number }>(
      `SELECT count(*) FROM support_requests
       WHERE ${COLLECTED_IN}`,
      [source, from, to],
    );
    return row!.count;
  }

  /** Removes a request. Returns what it was; null when it is not there. */
  drop(source: string, externalId: string): Promise<DroppedRequest | null> {
    return this.database.one(
      `DELETE FROM support_requests WHERE source = $1 AND external_id = $2
       RETURNING id, location_id AS "locationId", opened_at AS "openedAt", first_response_at AS "firstResponseAt",
                 escalated_at AS "escalatedAt", resolved_at AS "resolvedAt", tier, category`,
      [source, externalId],
    );
  }
}

const fieldsOf = (ticket: Ticket): string[] => OPTIONAL.filter((field) => ticket[field] !== undefined);

const instant = (millis: number | null | undefined): string | null =>
  millis === null || millis === undefined ? null : new Date(millis).toISOString();

const toRecord = (ticket: PlacedTicket): object => ({
  ...ticket,
  changedAt: instant(ticket.changedAt),
  openedAt: instant(ticket.openedAt),
  firstResponseAt: instant(ticket.firstResponseAt),
  escalatedAt: instant(ticket.escalatedAt),
  resolvedAt: instant(ticket.resolvedAt),
});
