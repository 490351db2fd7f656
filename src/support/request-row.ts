import type { Priority } from '../domain/service-clock.js';
import type { Tier } from '../domain/tiers.js';

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
  priority: Priority;
  /** Since when an open request waits for the person who asked. */
  waitingSince: Date | null;
  createdBy: string | null;
  /** When it was written down; null for requests from before this was stored, and from files. */
  loggedAt: Date | null;
  /** What is wrong. */
  title: string | null;
  /** Where: a workstation or an area. */
  workstation: string | null;
  /** Who asks, until they are forgotten. */
  requester: string | null;
  assigneeId: string | null;
  assigneeName: string | null;
  assigneeDisplayName: string | null;
  place: string | null;
  placedByHand: boolean;
  /** Its source is still collected, so its times and tier come from there. */
  collected: boolean;
  /** Of a collected request: a person here handed it over to Campus IT, so its tier is kept here. */
  tierByHand: boolean;
  /** When a person here first handed it over, though it is collected. */
  escalatedByHandAt: Date | null;
  /** It can be handed over to Campus IT here. */
  canEscalate: boolean;
  /** It can be given back to the library here. */
  canReturn: boolean;
  version: number;
}

/** When no pilot is planned, an imported request that was opened longer ago than this is history. */
const PAST = `interval '30 days'`;

/**
 * Imported requests from before this moment are history while they are open. Computed with each query, because a pilot may be
 * planned, moved or removed after the import.
 */
export const HISTORY_ENDS = `COALESCE(
    (SELECT min(p.pilot_from)::timestamp AT TIME ZONE l.time_zone
     FROM pilot_locations pl JOIN pilots p ON p.id = pl.pilot_id WHERE pl.location_id = l.id),
    $1::timestamptz - ${PAST})`;
export const IS_HISTORY = `(r.imported AND r.resolved_at IS NULL AND r.opened_at < ${HISTORY_ENDS})`;

const IS_COLLECTED = `
  (r.source_changed_at IS NOT NULL AND EXISTS (SELECT FROM support_sources s WHERE s.name = r.source))`;

/** Campus IT works in another system there than the one that tells the request. */
const OPENS_ELSEWHERE = `
  EXISTS (SELECT FROM source_escalations e JOIN support_sources s ON s.id = e.source_id WHERE e.location_id = r.location_id AND s.name <> r.source)`;

export const COLUMNS = `
  r.id, r.location_id AS "locationId", l.time_zone AS "timeZone", r.source, r.external_id AS "externalId",
  r.external_url AS "externalUrl", r.opened_at AS "openedAt", r.first_response_at AS "firstResponseAt",
  r.waited_minutes AS "waitedMinutes", r.escalated_at AS "escalatedAt", r.first_resolved_at AS "firstResolvedAt", r.resolved_at AS "resolvedAt",
  r.tier, r.channel, r.category, r.read_level AS "readLevel", r.directional, ${IS_HISTORY} AS history, r.priority,
  CASE WHEN r.resolved_at IS NULL THEN r.waiting_since END AS "waitingSince",
  r.created_by AS "createdBy", r.logged_at AS "loggedAt", r.title, r.workstation, r.requester, r.assignee_id AS "assigneeId",
  (SELECT u.name FROM users u WHERE u.id = r.assignee_id) AS "assigneeName",
  (SELECT u.display_name FROM users u WHERE u.id = r.assignee_id) AS "assigneeDisplayName", r.place, r.placed_by_hand AS "placedByHand", ${IS_COLLECTED} AS collected,
  r.tier_by_hand AS "tierByHand", r.escalated_by_hand_at AS "escalatedByHandAt",
  (r.tier = 'library' AND r.resolved_at IS NULL AND (NOT ${IS_COLLECTED} OR ${OPENS_ELSEWHERE})) AS "canEscalate",
  (r.tier = 'campus-it' AND r.resolved_at IS NULL AND (r.tier_by_hand OR NOT ${IS_COLLECTED})) AS "canReturn",
  r.version`;

export const SELECT = `SELECT ${COLUMNS} FROM support_requests r JOIN locations l ON l.id = r.location_id`;
