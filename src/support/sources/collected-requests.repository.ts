import { Injectable } from '@nestjs/common';
import type { Tier } from '../../domain/tiers.js';
import { Database } from '../../platform/database/database.js';
import { meaningsOver } from '../categories/meanings-over.js';
import {
  followedDirectional,
  followedLevel,
  meaningsAsJson,
  meaningsIn,
  saidDirectional,
  saidLevel,
} from '../categories/said-by-category.js';
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

/** The ids of requests that are new, that were told of another change, and those of the latter that are different now. */
export interface StoredIds {
  created: string[];
  updated: string[];
  different: string[];
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
  'firstResolvedAt',
  'resolvedAt',
  'tier',
  'priority',
  'channel',
  'category',
  'readLevel',
  'directional',
  'waitedMinutes',
  'title',
  'workstation',
  'place',
] as const satisfies readonly (keyof Ticket)[];

/** SQL: the new value of a field when the system tells it; else the stored one. */
const told = (field: (typeof OPTIONAL)[number], column: string): string =>
  `CASE WHEN '${field}' = ANY($3) THEN excluded.${column} ELSE r.${column} END`;

/** SQL: the new time; of a ticket that is told in part, the stored one when it lies further out. */
const reaching = (outermost: 'LEAST' | 'GREATEST', column: string): string =>
  `CASE WHEN 'isPart' = ANY($3) THEN ${outermost}(r.${column}, excluded.${column}) ELSE excluded.${column} END`;

/** SQL: both of them. */
const toldTime = (
  field: (typeof OPTIONAL)[number],
  outermost: 'LEAST' | 'GREATEST',
  column: string,
): string => `CASE WHEN '${field}' = ANY($3) THEN ${reaching(outermost, column)} ELSE r.${column} END`;

/**
 * SQL: a request that somebody placed by hand stays there, as does one whose place is not told. One that came by a file or
 * a program keeps its location unless a rule says another.
 */
const LOCATION = `
  CASE WHEN r.placed_by_hand OR NOT 'place' = ANY($3) THEN r.location_id
       WHEN r.source_changed_at IS NULL THEN COALESCE(excluded.location_id, r.location_id)
       ELSE excluded.location_id END`;
const OPENED = reaching('LEAST', 'opened_at');
const FIRST_RESPONSE = toldTime('firstResponseAt', 'LEAST', 'first_response_at');
const ESCALATED = toldTime('escalatedAt', 'LEAST', 'escalated_at');
const RESOLVED = toldTime('resolvedAt', 'GREATEST', 'resolved_at');
const FIRST_RESOLVED = `
  CASE WHEN 'firstResolvedAt' = ANY($3) AND NOT 'isPart' = ANY($3) THEN COALESCE(excluded.first_resolved_at, ${RESOLVED})
       WHEN 'resolvedAt' = ANY($3) THEN ${firstResolution('r.first_resolved_at', 'excluded.first_resolved_at')}
       ELSE r.first_resolved_at END`;
const CATEGORY = told('category', 'category');
const READ_LEVEL = `CASE WHEN 'readLevel' = ANY($3) THEN excluded.read_level ELSE ${followedLevel(CATEGORY)} END`;
const DIRECTIONAL = `CASE WHEN 'directional' = ANY($3) THEN excluded.directional ELSE ${followedDirectional(CATEGORY)} END`;
/** SQL: a stated wait holds as long as its times do. */
const WAITED = `
  CASE WHEN 'waitedMinutes' = ANY($3) THEN excluded.waited_minutes
       WHEN r.opened_at = ${OPENED} AND r.first_response_at IS NOT DISTINCT FROM ${FIRST_RESPONSE}
       THEN r.waited_minutes END`;
const BEFORE = `(r.location_id, r.opened_at, r.external_url, r.first_response_at, r.escalated_at, r.first_resolved_at,
  r.resolved_at, r.tier, r.priority, r.channel, r.category, r.read_level, r.directional, r.waited_minutes, r.title, r.workstation, r.place, r.imported)`;
const AFTER = `(${LOCATION}, ${OPENED}, ${told('externalUrl', 'external_url')}, ${FIRST_RESPONSE}, ${ESCALATED}, ${FIRST_RESOLVED},
  ${RESOLVED}, ${told('tier', 'tier')}, ${told('priority', 'priority')}, ${told('channel', 'channel')}, ${told('category', 'category')},
  ${READ_LEVEL}, ${DIRECTIONAL}, ${WAITED}, ${told('title', 'title')},
  ${told('workstation', 'workstation')}, ${told('place', 'place')}, false)`;
const IS_CHANGED = `(${BEFORE} IS DISTINCT FROM ${AFTER})`;

/** SQL: a request of a source that was collected, and opened in a span. */
const COLLECTED_IN = `
  source = $1 AND external_id IS NOT NULL AND source_changed_at IS NOT NULL AND opened_at >= $2 AND opened_at < $3`;

@Injectable()
export class CollectedRequestsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Stores tickets, each once. Those that tell the same fields are stored together. Call it within a transaction. Returns
   * what became of them.
   */
  async store(source: string, tickets: readonly PlacedTicket[]): Promise<StoredIds> {
    const stored: StoredIds = { created: [], updated: [], different: [] };
    const meanings = meaningsAsJson(await meaningsOver(this.database));
    const byFields = Object.groupBy(tickets, (ticket) => fieldsOf(ticket).join());
    for (const group of Object.values(byFields)) {
      const { created, updated, different } = await this.storeAlike(source, group!, meanings);
      stored.created.push(...created);
      stored.updated.push(...updated);
      stored.different.push(...different);
    }
    return stored;
  }

  private async storeAlike(
    source: string,
    tickets: readonly PlacedTicket[],
    meanings: string,
  ): Promise<StoredIds> {
    const stored = await this.database.one<StoredIds>(
      `WITH ${meaningsIn('$4')}, before AS (
         SELECT r.external_id, r.version
         FROM json_to_recordset($2) AS t("externalId" text)
         JOIN support_requests r ON r.source = $1 AND r.external_id = t."externalId"
       ), merged AS (
         INSERT INTO support_requests AS r
           (id, location_id, source, external_id, external_url, opened_at, first_response_at, escalated_at,
            first_resolved_at, resolved_at, tier, priority, channel, category, read_level, directional, waited_minutes, title, workstation, place,
            source_changed_at)
         SELECT gen_random_uuid(), t."locationId", $1, t."externalId", t."externalUrl", t."openedAt", t."firstResponseAt",
                t."escalatedAt", COALESCE(t."firstResolvedAt", t."resolvedAt"), t."resolvedAt", COALESCE(t.tier, 'library'), COALESCE(t.priority, 'normal'),
                t.channel, t.category, COALESCE(t."readLevel", ${saidLevel('t.category')}), COALESCE(t.directional, ${saidDirectional('t.category')}), t."waitedMinutes", t.title, t.workstation, t.place,
                t."changedAt"
         FROM json_to_recordset($2) AS t(
           "externalId" text, "changedAt" timestamptz, "openedAt" timestamptz, "firstResponseAt" timestamptz,
           "escalatedAt" timestamptz, "firstResolvedAt" timestamptz, "resolvedAt" timestamptz, tier text, priority text, channel text,
           category text, "readLevel" smallint, directional boolean, "waitedMinutes" smallint, title text, workstation text, "externalUrl" text, place text, "locationId" uuid)
         ORDER BY t."externalId" COLLATE "C"
         ON CONFLICT (source, external_id) WHERE external_id IS NOT NULL DO UPDATE
           SET location_id = ${LOCATION}, opened_at = ${OPENED}, external_url = ${told('externalUrl', 'external_url')},
               first_response_at = ${FIRST_RESPONSE}, waited_minutes = ${WAITED},
               escalated_at = ${ESCALATED}, first_resolved_at = ${FIRST_RESOLVED},
               resolved_at = ${RESOLVED}, tier = ${told('tier', 'tier')}, priority = ${told('priority', 'priority')},
               channel = ${told('channel', 'channel')}, category = ${told('category', 'category')},
               read_level = ${READ_LEVEL}, directional = ${DIRECTIONAL},
               title = ${told('title', 'title')}, workstation = ${told('workstation', 'workstation')}, place = ${told('place', 'place')}, imported = false,
               source_changed_at = excluded.source_changed_at,
               version = r.version + CASE WHEN ${IS_CHANGED} THEN 1 ELSE 0 END
           WHERE ${IS_CHANGED} OR r.source_changed_at IS DISTINCT FROM excluded.source_changed_at
         RETURNING external_id, version, (xmax = 0) AS is_new
       )
       SELECT COALESCE(array_agg(external_id) FILTER (WHERE is_new), '{}') AS created,
              COALESCE(array_agg(external_id) FILTER (WHERE NOT is_new), '{}') AS updated,
              COALESCE(array_agg(external_id) FILTER (WHERE merged.version <> before.version), '{}') AS different
       FROM merged LEFT JOIN before USING (external_id)`,
      [source, JSON.stringify(tickets.map(toRecord)), fieldsOf(tickets[0]!), meanings],
    );
    return stored!;
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

  /** Gives requests the locations of their places. One that has another place by now was placed by that. */
  async place(source: string, requests: readonly PlacedRequest[]): Promise<void> {
    await this.database.query(
      `UPDATE support_requests r SET location_id = t."locationId", version = version + 1
       FROM json_to_recordset($2) AS t("externalId" text, place text, "locationId" uuid)
       WHERE r.source = $1 AND r.external_id = t."externalId" AND NOT r.placed_by_hand
         AND r.place IS NOT DISTINCT FROM t.place`,
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

  /** Removes a request; its notes go to the one that it was merged into. Returns what it was; null when it is not there. */
  async drop(source: string, externalId: string, mergedInto: string | null): Promise<DroppedRequest | null> {
    if (mergedInto !== null)
      await this.database.query(
        `UPDATE request_entries SET request_id = survivor.id
         FROM support_requests merged, support_requests survivor
         WHERE merged.source = $1 AND merged.external_id = $2 AND survivor.source = $1 AND survivor.external_id = $3
           AND request_entries.request_id = merged.id AND request_entries.kind IN ('note', 'attached')`,
        [source, externalId, mergedInto],
      );
    return this.database.one(
      `DELETE FROM support_requests WHERE source = $1 AND external_id = $2
       RETURNING id, location_id AS "locationId", opened_at AS "openedAt", first_response_at AS "firstResponseAt",
                 escalated_at AS "escalatedAt", resolved_at AS "resolvedAt", tier, category`,
      [source, externalId],
    );
  }
}

const fieldsOf = (ticket: Ticket): string[] =>
  [...OPTIONAL, 'isPart' as const].filter((field) => ticket[field] !== undefined);

const instant = (millis: number | null | undefined): string | null =>
  millis === null || millis === undefined ? null : new Date(millis).toISOString();

const toRecord = ({ waits: _waits, isWaiting: _isWaiting, ...ticket }: PlacedTicket): object => ({
  ...ticket,
  changedAt: instant(ticket.changedAt),
  openedAt: instant(ticket.openedAt),
  firstResponseAt: instant(ticket.firstResponseAt),
  escalatedAt: instant(ticket.escalatedAt),
  firstResolvedAt: instant(ticket.firstResolvedAt),
  resolvedAt: instant(ticket.resolvedAt),
});
