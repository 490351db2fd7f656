import { Injectable } from '@nestjs/common';
import type { Tier } from '../domain/tiers.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { keyBefore, type PageRequest } from '../platform/http/paging.js';
import { filterValues, fits, foundBy, type RequestFilters } from './request-filters.js';
import { COLUMNS, IS_HISTORY, SELECT, type SupportRequestRow } from './request-row.js';

/** What lists of the desk are filtered by. `createdBy`: only what this user wrote down. */
export interface SupportSelection {
  visible: readonly string[] | null;
  createdBy: string | null;
  locationId: string | null;
  from: Date | null;
  to: Date | null;
}

/** What a list of requests is filtered by. */
export interface RequestSelection extends Omit<SupportSelection, 'createdBy'>, RequestFilters {
  /** Null for all requests of the visible locations. */
  operator: OperatorSight | null;
  tier: Tier | null;
  escalated: boolean | null;
  history: boolean | null;
  resolved: boolean | null;
}

/**
 * An operator sees what they logged, what they did or wrote something about, what they are to work on, and what is open at the
 * desks where they are on shift.
 */
export interface OperatorSight {
  id: string;
  deskLocationIds: readonly string[];
}

/** Of people or channels to choose from. */
const MOST_CHOICES = 500;

const AT_LOCATIONS = '($2::uuid[] IS NULL OR l.id = ANY($2)) AND ($4::uuid IS NULL OR l.id = $4)';
const IN_TIME = 'r.opened_at >= $5 AND (r.opened_at, r.id) < ($6::timestamptz, $7::uuid)';
const FITS = fits('$9', '$10', '$18', '$19', '$15', '$16');
const FOUND = foundBy('$17');
/**
 * Conditions that may be left out. For the planner they are one that leaves half of the rows: from each of
 * them it would conclude that few rows are left, and rather sort them all than read the newest by an index.
 */
const ifGiven = (found: string): string => `COALESCE(
  ($8::text IS NULL OR r.tier = $8)
  AND ($11::boolean IS NULL OR (r.escalated_at IS NOT NULL) = $11)
  AND ($12::boolean IS NULL OR ${IS_HISTORY} = $12)
  AND ($14::boolean IS NULL OR (r.resolved_at IS NOT NULL) = $14) AND ${FITS} AND ${found}, false)`;
const IF_GIVEN = ifGiven(`($17::text IS NULL OR ${FOUND})`);
const NEWEST_FIRST = 'ORDER BY r.opened_at DESC, r.id DESC LIMIT $13';
const SORTED = 'ORDER BY "openedAt" DESC, id DESC LIMIT $13';

/** SQL: some of the newest requests that fit. */
const newest = (from: string, which = 'true'): string => `
  SELECT ${COLUMNS} FROM ${from} JOIN locations l ON l.id = r.location_id
  WHERE ${which} AND ${IN_TIME} AND ${IF_GIVEN} AND COALESCE(${AT_LOCATIONS}, false) ${NEWEST_FIRST}`;
const LOGGED = newest('support_requests r', 'r.created_by = $3');
const ASSIGNED = newest('support_requests r', 'r.assignee_id = $3');
const WORKED_ON = newest(`(SELECT DISTINCT request_id FROM request_entries WHERE author_id = $3) worked
  JOIN support_requests r ON r.id = worked.request_id`);
const OPEN_AT_DESK =
  newest(`(SELECT open.* FROM unnest($20::uuid[]) AS desk (id) JOIN locations l ON l.id = desk.id CROSS JOIN LATERAL (
     SELECT r.* FROM support_requests r
     WHERE r.location_id = l.id AND r.resolved_at IS NULL AND ${IN_TIME} AND ${IF_GIVEN} AND NOT ${IS_HISTORY} ${NEWEST_FIRST}
   ) open) r`);
/** SQL: what an operator sees, each part by its own index. */
const SEEN_BY_OPERATOR = `
  SELECT seen.* FROM ((${LOGGED}) UNION (${ASSIGNED}) UNION (${WORKED_ON}) UNION (${OPEN_AT_DESK})) seen ${SORTED}`;
/** SQL: what is found, by the index of words: as a list of its own, or the planner rather reads all by time. */
const SEARCHED = `
  SELECT ${COLUMNS} FROM (SELECT r.* FROM support_requests r WHERE ${FOUND} OFFSET 0) r JOIN locations l ON l.id = r.location_id
  WHERE ${IN_TIME} AND ${ifGiven('true')} AND COALESCE(${AT_LOCATIONS}, false) AND $3::uuid IS NULL ${NEWEST_FIRST}`;

@Injectable()
export class RequestListRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The zones of the locations that a caller may see, or of one of them. */
  async zonesOf({
    visible,
    locationId,
  }: Pick<RequestSelection, 'visible' | 'locationId'>): Promise<string[]> {
    const rows = await this.database.query<{ zone: string }>(
      `SELECT DISTINCT time_zone AS zone FROM locations
       WHERE ($1::uuid[] IS NULL OR id = ANY($1)) AND ($2::uuid IS NULL OR id = $2)`,
      [visible, locationId],
    );
    return rows.map(({ zone }) => zone);
  }

  /** Who works or worked on requests of these locations (null: of all), by name. */
  findAssignees(visible: readonly string[] | null): Promise<{ id: string; name: string }[]> {
    return this.database.query(
      `SELECT u.id, u.name FROM users u
       WHERE EXISTS (SELECT FROM support_requests r
                     WHERE r.assignee_id = u.id AND ($1::uuid[] IS NULL OR r.location_id = ANY($1)) AND r.location_id IS NOT NULL)
       ORDER BY lower(u.name), u.id LIMIT $2`,
      [visible, MOST_CHOICES],
    );
  }

  /** How requests of these locations (null: of all) came. From one channel to the next, so that no request in between is read. */
  async findChannels(visible: readonly string[] | null): Promise<string[]> {
    const rows = await this.database.query<{ channel: string }>(
      `WITH RECURSIVE ways AS (
         SELECT l.id, (SELECT min(r.channel) FROM support_requests r WHERE r.location_id = l.id) AS channel
         FROM locations l WHERE $1::uuid[] IS NULL OR l.id = ANY($1)
         UNION ALL
         SELECT ways.id, (SELECT min(r.channel) FROM support_requests r WHERE r.location_id = ways.id AND r.channel > ways.channel)
         FROM ways WHERE ways.channel IS NOT NULL
       )
       SELECT DISTINCT channel FROM ways WHERE channel IS NOT NULL ORDER BY channel LIMIT $2`,
      [visible, MOST_CHOICES],
    );
    return rows.map(({ channel }) => channel);
  }

  /** Newest first. */
  list(selection: RequestSelection, page: PageRequest): Promise<SupportRequestRow[]> {
    const { operator, visible, locationId } = selection;
    const before = keyBefore(selection.to, page);
    const filters = filterValues(selection);
    const values = [
      this.clock.date(),
      visible,
      operator?.id ?? null,
      locationId,
      selection.from ?? '-infinity',
      before.at,
      before.id,
      selection.tier,
      selection.channel,
      selection.categories,
      selection.escalated,
      selection.history,
      page.limit + 1,
      selection.resolved,
      selection.assigneeId,
      selection.assigned,
      filters.search,
      selection.priority,
      filters.openedByZone,
    ];
    if (operator !== null && selection.assigneeId === operator.id)
      return this.database.query(ASSIGNED, values);
    if (operator !== null)
      return this.database.query(SEEN_BY_OPERATOR, [...values, operator.deskLocationIds]);
    if (selection.search !== null) return this.database.query(SEARCHED, values);
    const { assigneeId } = selection;
    const isRare = leading(selection) !== 'true';
    if (assigneeId === null && (isRare || visible !== null || locationId !== null))
      return this.database.query(
        // Each word by itself, because of several at once the planner reads no index in the order of the list.
        `SELECT listed.* FROM locations l CROSS JOIN unnest(COALESCE($10::text[], ARRAY[NULL])) AS asked (word) CROSS JOIN LATERAL (
           SELECT ${COLUMNS} FROM support_requests r
           WHERE r.location_id = l.id AND ${IN_TIME} AND ${IF_GIVEN} AND ${leading(selection)} AND $3::uuid IS NULL
           ${NEWEST_FIRST}
         ) listed
         WHERE ${AT_LOCATIONS} ${SORTED}`,
        values,
      );
    return this.database.query(
      `${SELECT} WHERE ${IN_TIME} AND ${assigneeId === null ? 'true' : 'r.assignee_id = $15'} AND ${IF_GIVEN}
         AND COALESCE(${AT_LOCATIONS}, false) AND $3::uuid IS NULL ${NEWEST_FIRST}`,
      values,
    );
  }
}

/**
 * SQL: the condition whose index is read: the one that probably leaves the fewest requests. Most requests
 * are of the library, of normal priority and not escalated, so there is no index of these.
 */
const leading = ({ categories, channel, priority, tier, escalated, resolved }: RequestSelection): string =>
  categories !== null
    ? 'r.category = asked.word'
    : channel !== null
      ? 'r.channel = $9'
      : priority !== null && priority !== 'normal'
        ? `r.priority = $18 AND r.priority <> 'normal'`
        : tier === 'campus-it'
          ? `r.tier = 'campus-it'`
          : escalated === true
            ? 'r.escalated_at IS NOT NULL'
            : resolved === false
              ? 'r.resolved_at IS NULL'
              : 'true';
