import { followedDirectional, followedLevel } from '../categories/said-by-category.js';
import { firstResolution } from '../first-resolution.js';
import { escalatedOver, tierOver } from '../kept-hand-over.js';
import type { Ticket } from './ticket-source.js';

/** Fields that a system may leave out. */
export const OPTIONAL = [
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
export const told = (field: (typeof OPTIONAL)[number], column: string): string =>
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
export const LOCATION = `
  CASE WHEN r.placed_by_hand OR NOT 'place' = ANY($3) THEN r.location_id
       WHEN r.source_changed_at IS NULL THEN COALESCE(excluded.location_id, r.location_id)
       ELSE excluded.location_id END`;
export const OPENED = reaching('LEAST', 'opened_at');
export const FIRST_RESPONSE = toldTime('firstResponseAt', 'LEAST', 'first_response_at');
export const ESCALATED = escalatedOver(toldTime('escalatedAt', 'LEAST', 'escalated_at'));
export const TIER = tierOver(told('tier', 'tier'));
export const RESOLVED = toldTime('resolvedAt', 'GREATEST', 'resolved_at');
export const FIRST_RESOLVED = `
  CASE WHEN 'firstResolvedAt' = ANY($3) AND NOT 'isPart' = ANY($3) THEN COALESCE(excluded.first_resolved_at, ${RESOLVED})
       WHEN 'resolvedAt' = ANY($3) THEN ${firstResolution('r.first_resolved_at', 'excluded.first_resolved_at')}
       ELSE r.first_resolved_at END`;
const CATEGORY = told('category', 'category');
export const READ_LEVEL = `CASE WHEN 'readLevel' = ANY($3) THEN excluded.read_level ELSE ${followedLevel(CATEGORY)} END`;
export const DIRECTIONAL = `CASE WHEN 'directional' = ANY($3) THEN excluded.directional ELSE ${followedDirectional(CATEGORY)} END`;
/** SQL: a stated wait holds as long as its times do. */
export const WAITED = `
  CASE WHEN 'waitedMinutes' = ANY($3) THEN excluded.waited_minutes
       WHEN r.opened_at = ${OPENED} AND r.first_response_at IS NOT DISTINCT FROM ${FIRST_RESPONSE}
       THEN r.waited_minutes END`;
const BEFORE = `(r.location_id, r.opened_at, r.external_url, r.first_response_at, r.escalated_at, r.first_resolved_at,
  r.resolved_at, r.tier, r.priority, r.channel, r.category, r.read_level, r.directional, r.waited_minutes, r.title, r.workstation, r.place, r.imported)`;
const AFTER = `(${LOCATION}, ${OPENED}, ${told('externalUrl', 'external_url')}, ${FIRST_RESPONSE}, ${ESCALATED}, ${FIRST_RESOLVED},
  ${RESOLVED}, ${TIER}, ${told('priority', 'priority')}, ${told('channel', 'channel')}, ${told('category', 'category')},
  ${READ_LEVEL}, ${DIRECTIONAL}, ${WAITED}, ${told('title', 'title')},
  ${told('workstation', 'workstation')}, ${told('place', 'place')}, false)`;
export const IS_CHANGED = `(${BEFORE} IS DISTINCT FROM ${AFTER})`;
