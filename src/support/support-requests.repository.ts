import { Injectable } from '@nestjs/common';
import type { Tier } from '../domain/tiers.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { keyBefore, type PageRequest } from '../platform/http/paging.js';
import { firstResolution } from './first-resolution.js';

export interface SupportRequestRow {
  id: string;
  locationId: string;
  timeZone: string;
  source: string | null;
  externalId: string | null;
  externalUrl: string | null;
  openedAt: Date;
  firstResponseAt: Date | null;
  /** The wait stated at the desk, from opening to first response. */
  waitedMinutes: number | null;
  escalatedAt: Date | null;
  firstResolvedAt: Date | null;
  resolvedAt: Date | null;
  tier: Tier;
  channel: string | null;
  category: string | null;
  readLevel: number | null;
  directional: boolean;
  /**
   * An open request that is known only from an imported file and was opened before the location's first
   * pilot.
   */
  history: boolean;
  createdBy: string | null;
  /** When it was written down; null for requests from before this was stored, and from files. */
  loggedAt: Date | null;
  title: string | null;
  place: string | null;
  placedByHand: boolean;
  /** Its source is still collected, so its times and tier come from there. */
  collected: boolean;
  version: number;
}

/** The stored fields of a request. */
export type StoredRequest = Omit<
  SupportRequestRow,
  'timeZone' | 'history' | 'version' | 'title' | 'place' | 'placedByHand' | 'collected'
>;

export interface SupportSelection {
  visible: readonly string[] | null;
  createdBy: string | null;
  locationId: string | null;
  from: Date | null;
  to: Date | null;
}

/** What a list of requests is filtered by. */
export interface RequestSelection extends SupportSelection {
  tier: Tier | null;
  channel: string | null;
  category: string | null;
  escalated: boolean | null;
  history: boolean | null;
}

/** When no pilot is planned, an imported request that was opened longer ago than this is history. */
const PAST = `interval '30 days'`;

/** Computed with each query, because a pilot may be planned, moved or removed after the import. */
const IS_HISTORY = `
  (r.imported AND r.resolved_at IS NULL AND r.opened_at < COALESCE(
    (SELECT min(p.pilot_from)::timestamp AT TIME ZONE l.time_zone
     FROM pilot_locations pl JOIN pilots p ON p.id = pl.pilot_id WHERE pl.location_id = r.location_id),
    $1::timestamptz - ${PAST}))`;

const IS_COLLECTED = `
  (r.source_changed_at IS NOT NULL AND EXISTS (SELECT FROM support_sources s WHERE s.name = r.source))`;

const COLUMNS = `
  r.id, r.location_id AS "locationId", l.time_zone AS "timeZone", r.source, r.external_id AS "externalId",
  r.external_url AS "externalUrl", r.opened_at AS "openedAt", r.first_response_at AS "firstResponseAt",
  r.waited_minutes AS "waitedMinutes", r.escalated_at AS "escalatedAt", r.first_resolved_at AS "firstResolvedAt", r.resolved_at AS "resolvedAt",
  r.tier, r.channel, r.category, r.read_level AS "readLevel", r.directional, ${IS_HISTORY} AS history,
  r.created_by AS "createdBy", r.logged_at AS "loggedAt", r.title, r.place, r.placed_by_hand AS "placedByHand", ${IS_COLLECTED} AS collected,
  r.version`;

const SELECT = `SELECT ${COLUMNS} FROM support_requests r JOIN locations l ON l.id = r.location_id`;

const AT_LOCATIONS = '($2::uuid[] IS NULL OR l.id = ANY($2)) AND ($4::uuid IS NULL OR l.id = $4)';
const IN_TIME = 'r.opened_at >= $5 AND (r.opened_at, r.id) < ($6::timestamptz, $7::uuid)';
/**
 * Conditions that may be left out. For the planner they are one that leaves half of the rows: from each of
 * them it would conclude that few rows are left, and rather sort them all than read the newest by an index.
 */
const IF_GIVEN = `COALESCE(
  ($3::uuid IS NULL OR r.created_by = $3) AND ($8::text IS NULL OR r.tier = $8)
  AND ($9::text IS NULL OR r.channel = $9) AND ($10::text IS NULL OR r.category = $10)
  AND ($11::boolean IS NULL OR (r.escalated_at IS NOT NULL) = $11)
  AND ($12::boolean IS NULL OR ${IS_HISTORY} = $12), false)`;
const NEWEST_FIRST = 'ORDER BY r.opened_at DESC, r.id DESC LIMIT $13';

@Injectable()
export class SupportRequestsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  find(id: string, options: { lock?: boolean } = {}): Promise<SupportRequestRow | null> {
    return this.database.one(`${SELECT} WHERE r.id = $2 ${options.lock ? 'FOR UPDATE OF r' : ''}`, [
      this.clock.date(),
      id,
    ]);
  }

  lockExternal(source: string, externalId: string): Promise<SupportRequestRow | null> {
    return this.database.one(`${SELECT} WHERE r.source = $2 AND r.external_id = $3 FOR UPDATE OF r`, [
      this.clock.date(),
      source,
      externalId,
    ]);
  }

  /** Newest first. */
  list(selection: RequestSelection, page: PageRequest): Promise<SupportRequestRow[]> {
    const { createdBy, visible, locationId } = selection;
    const before = keyBefore(selection.to, page);
    const values = [
      this.clock.date(),
      visible,
      createdBy,
      locationId,
      selection.from ?? '-infinity',
      before.at,
      before.id,
      selection.tier,
      selection.channel,
      selection.category,
      selection.escalated,
      selection.history,
      page.limit + 1,
    ];
    const isRare = leading(selection) !== 'true';
    if (createdBy === null && (isRare || visible !== null || locationId !== null))
      return this.database.query(
        `SELECT listed.* FROM locations l CROSS JOIN LATERAL (
           SELECT ${COLUMNS} FROM support_requests r
           WHERE r.location_id = l.id AND ${IN_TIME} AND ${IF_GIVEN} AND ${leading(selection)}
           ${NEWEST_FIRST}
         ) listed
         WHERE ${AT_LOCATIONS} ORDER BY listed."openedAt" DESC, listed.id DESC LIMIT $13`,
        values,
      );
    return this.database.query(
      `${SELECT} WHERE ${IN_TIME} AND ${createdBy === null ? 'true' : 'r.created_by = $3'} AND ${IF_GIVEN}
         AND COALESCE(${AT_LOCATIONS}, false) ${NEWEST_FIRST}`,
      values,
    );
  }

  /** Returns false when the same source and external id were stored meanwhile. */
  async insert(row: StoredRequest): Promise<boolean> {
    const inserted = await this.database.one(
      `INSERT INTO support_requests
         (id, location_id, source, external_id, external_url, opened_at, first_response_at, escalated_at,
          first_resolved_at, resolved_at, tier, channel, category, read_level, directional, created_by, logged_at,
          waited_minutes)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
       ON CONFLICT (source, external_id) WHERE external_id IS NOT NULL DO NOTHING RETURNING id`,
      [
        row.id,
        row.locationId,
        row.source,
        row.externalId,
        row.externalUrl,
        row.openedAt,
        row.firstResponseAt,
        row.escalatedAt,
        row.firstResolvedAt,
        row.resolvedAt,
        row.tier,
        row.channel,
        row.category,
        row.readLevel,
        row.directional,
        row.createdBy,
        row.loggedAt,
        row.waitedMinutes,
      ],
    );
    return inserted !== null;
  }

  /**
   * A request that somebody changes is no longer known only from a file. A first resolution that is not given
   * follows from the resolution.
   */
  async update(row: SupportRequestRow, isFirstGiven: boolean): Promise<void> {
    await this.database.query(
      `UPDATE support_requests
       SET external_url = $2, opened_at = $3, first_response_at = $4, escalated_at = $5,
           first_resolved_at = CASE WHEN $14 THEN $6 ELSE ${firstResolution('first_resolved_at', '$7')} END, resolved_at = $7, tier = $8, channel = $9, category = $10, read_level = $11, directional = $12,
           waited_minutes = $13, imported = false, version = version + 1
       WHERE id = $1`,
      [
        row.id,
        row.externalUrl,
        row.openedAt,
        row.firstResponseAt,
        row.escalatedAt,
        row.firstResolvedAt,
        row.resolvedAt,
        row.tier,
        row.channel,
        row.category,
        row.readLevel,
        row.directional,
        row.waitedMinutes,
        isFirstGiven,
      ],
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM support_requests WHERE id = $1', [id]);
  }
}

/**
 * SQL: the condition whose index is read: the one that probably leaves the fewest requests. Most requests
 * are of the library and not escalated, so there is no index of these.
 */
const leading = ({ category, channel, tier, escalated }: RequestSelection): string =>
  category !== null
    ? 'r.category = $10'
    : channel !== null
      ? 'r.channel = $9'
      : tier === 'campus-it'
        ? `r.tier = 'campus-it'`
        : escalated === true
          ? 'r.escalated_at IS NOT NULL'
          : 'true';
