import { Injectable } from '@nestjs/common';
import type { ToldState } from '../../domain/told-past.js';
import type { Tier } from '../../domain/tiers.js';
import { Database } from '../../platform/database/database.js';
import { meaningsOver } from '../categories/meanings-over.js';
import { meaningsAsJson, meaningsIn, saidDirectional, saidLevel } from '../categories/said-by-category.js';
import {
  DIRECTIONAL,
  ESCALATED,
  FIRST_RESOLVED,
  FIRST_RESPONSE,
  IS_CHANGED,
  LOCATION,
  OPENED,
  OPTIONAL,
  READ_LEVEL,
  RESOLVED,
  TIER,
  told,
  WAITED,
} from './collected-fields.js';
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

/** What became of tickets: the ids of those that are new, that were told of another change, and those of the latter that are different now. */
export interface Stored {
  created: string[];
  updated: string[];
  different: string[];
  /** All of them, by their ids in their system. */
  requests: Map<string, StoredRequest>;
}

/** The request of a ticket, and how it was before it was told; null when it was not there, or did not come from the source itself. */
export interface StoredRequest {
  id: string;
  before: ToldState | null;
  now: Omit<ToldState, 'changedAt'>;
  /** People here handed it over at some time; that is no part of what is told. */
  wasHandedOver: boolean;
}

interface StoredRow {
  id: string;
  externalId: string;
  isNew: boolean;
  /** It was told of another change. */
  isTold: boolean;
  isDifferent: boolean;
  changedAt: Date | null;
  wasTier: Tier | null;
  wasEscalatedAt: Date | null;
  wasResolvedAt: Date | null;
  tier: Tier;
  escalatedAt: Date | null;
  resolvedAt: Date | null;
  escalatedByHandAt: Date | null;
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
  async store(source: string, tickets: readonly PlacedTicket[]): Promise<Stored> {
    const meanings = meaningsAsJson(await meaningsOver(this.database));
    const byFields = Object.groupBy(tickets, (ticket) => fieldsOf(ticket).join());
    const rows: StoredRow[] = [];
    for (const group of Object.values(byFields))
      rows.push(...(await this.storeAlike(source, group!, meanings)));
    const idsOf = (isMeant: (row: StoredRow) => boolean): string[] =>
      rows.filter(isMeant).map(({ externalId }) => externalId);
    return {
      created: idsOf(({ isNew }) => isNew),
      updated: idsOf(({ isNew, isTold }) => isTold && !isNew),
      different: idsOf(({ isDifferent }) => isDifferent),
      requests: new Map(rows.map((row) => [row.externalId, storedOf(row)])),
    };
  }

  private storeAlike(
    source: string,
    tickets: readonly PlacedTicket[],
    meanings: string,
  ): Promise<StoredRow[]> {
    return this.database.query(
      `WITH ${meaningsIn('$4')}, before AS (
         SELECT r.id, r.external_id, r.version, r.source_changed_at, r.tier, r.escalated_at, r.resolved_at, r.escalated_by_hand_at
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
               resolved_at = ${RESOLVED}, tier = ${TIER}, priority = ${told('priority', 'priority')},
               channel = ${told('channel', 'channel')}, category = ${told('category', 'category')},
               read_level = ${READ_LEVEL}, directional = ${DIRECTIONAL},
               title = ${told('title', 'title')}, workstation = ${told('workstation', 'workstation')}, place = ${told('place', 'place')}, imported = false,
               source_changed_at = excluded.source_changed_at,
               version = r.version + CASE WHEN ${IS_CHANGED} THEN 1 ELSE 0 END
           WHERE ${IS_CHANGED} OR r.source_changed_at IS DISTINCT FROM excluded.source_changed_at
         RETURNING id, external_id, version, tier, escalated_at, resolved_at, escalated_by_hand_at
       )
       SELECT merged.id, merged.external_id AS "externalId", before.id IS NULL AS "isNew", true AS "isTold",
              COALESCE(merged.version <> before.version, false) AS "isDifferent", before.source_changed_at AS "changedAt",
              before.tier AS "wasTier", before.escalated_at AS "wasEscalatedAt", before.resolved_at AS "wasResolvedAt",
              merged.tier, merged.escalated_at AS "escalatedAt", merged.resolved_at AS "resolvedAt", merged.escalated_by_hand_at AS "escalatedByHandAt"
       FROM merged LEFT JOIN before USING (external_id) WHERE merged.external_id IS NOT NULL
       UNION ALL
       SELECT id, external_id, false, false, false, source_changed_at, tier, escalated_at, resolved_at, tier, escalated_at, resolved_at, escalated_by_hand_at
       FROM before
       WHERE external_id IS NOT NULL AND NOT EXISTS (SELECT FROM merged WHERE merged.external_id = before.external_id)`,
      [source, JSON.stringify(tickets.map(toRecord)), fieldsOf(tickets[0]!), meanings],
    );
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

  /**
   * Removes a request. Its notes go to the one that it was merged into, and so does its hand-over by people here with its ticket, unless
   * that one was handed over itself. Returns what it was; null when it is not there.
   */
  async drop(source: string, externalId: string, mergedInto: string | null): Promise<DroppedRequest | null> {
    if (mergedInto !== null)
      await this.database.query(
        `WITH pair AS (
           SELECT merged.id, survivor.id AS survivor_id, merged.tier_by_hand, merged.escalated_by_hand_at,
                  merged.escalated_by_hand_at IS NOT NULL AND survivor.escalated_by_hand_at IS NULL AS was_handed_over
           FROM support_requests merged, support_requests survivor
           WHERE merged.source = $1 AND merged.external_id = $2 AND survivor.source = $1 AND survivor.external_id = $3
         ), tickets AS (
           UPDATE escalation_tickets t SET request_id = pair.survivor_id
           FROM pair WHERE t.request_id = pair.id AND pair.was_handed_over
         ), survivor AS (
           UPDATE support_requests r
           SET tier = CASE WHEN pair.tier_by_hand THEN 'campus-it' ELSE r.tier END, tier_by_hand = pair.tier_by_hand,
               escalated_by_hand_at = pair.escalated_by_hand_at, escalated_at = LEAST(r.escalated_at, pair.escalated_by_hand_at),
               version = r.version + 1
           FROM pair WHERE r.id = pair.survivor_id AND pair.was_handed_over
         )
         UPDATE request_entries e SET request_id = pair.survivor_id
         FROM pair
         WHERE e.request_id = pair.id
           AND (e.kind IN ('note', 'attached')
                OR (pair.was_handed_over AND e.kind IN ('escalated', 'returned', 'withdrawn')
                    AND NOT EXISTS (SELECT FROM support_sources s WHERE s.id = e.author_id AND s.name = $1)))`,
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

const storedOf = ({ id, changedAt, wasTier, escalatedByHandAt, ...row }: StoredRow): StoredRequest => ({
  id,
  wasHandedOver: escalatedByHandAt !== null,
  before:
    wasTier === null || changedAt === null
      ? null
      : {
          changedAt: +changedAt,
          tier: wasTier,
          escalatedAt: toldTime(row.wasEscalatedAt, escalatedByHandAt),
          resolvedAt: millis(row.wasResolvedAt),
        },
  now: {
    tier: row.tier,
    escalatedAt: toldTime(row.escalatedAt, escalatedByHandAt),
    resolvedAt: millis(row.resolvedAt),
  },
});

/** That people here handed it over is nothing that the system told. */
const toldTime = (at: Date | null, byHand: Date | null): number | null =>
  +(at ?? NaN) === +(byHand ?? NaN) ? null : millis(at);

const millis = (at: Date | null): number | null => at && +at;

const fieldsOf = (ticket: Ticket): string[] =>
  [...OPTIONAL, 'isPart' as const].filter((field) => ticket[field] !== undefined);

const instant = (millis: number | null | undefined): string | null =>
  millis === null || millis === undefined ? null : new Date(millis).toISOString();

const toRecord = ({ past: _past, isWaiting: _isWaiting, ...ticket }: PlacedTicket): object => ({
  ...ticket,
  changedAt: instant(ticket.changedAt),
  openedAt: instant(ticket.openedAt),
  firstResponseAt: instant(ticket.firstResponseAt),
  escalatedAt: instant(ticket.escalatedAt),
  firstResolvedAt: instant(ticket.firstResolvedAt),
  resolvedAt: instant(ticket.resolvedAt),
});
