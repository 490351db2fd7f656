import { SECOND } from '../../src/domain/interval.js';
import type { TestDatabase } from '../support/database.js';

/** A ticket as both databases have it; times as text, to the second. */
export interface SeenTicket {
  id: string;
  title: string;
  openedAt: string;
  firstResponseAt: string | null;
  firstResolvedAt: string | null;
  resolvedAt: string | null;
  escalatedAt: string | null;
  tier: string;
  place: string;
  category: string | null;
  /** When it began to wait for the person who asked, when that ended, when it began again …, with commas between. */
  waits: string;
  /** When it was resolved, opened again …, as far as it was opened again. */
  reopenings: string;
  /** When it was handed over, given back … */
  handOvers: string;
}

const text = (instant: string): string => `to_char(${instant}, 'YYYY-MM-DD HH24:MI:SS')`;

const entries = (...kinds: string[]): string => `
  (SELECT coalesce(string_agg(${text('e.at')}, ',' ORDER BY e.at, e.id), '')
   FROM (SELECT id, kind, timezone('UTC', at) AS at, request_id, author_id FROM request_entries) AS e
   WHERE e.request_id = r.id AND e.kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')})
     AND e.author_id IN (SELECT s.id FROM support_sources s WHERE s.name = $1))`;

/** The requests of a source. */
export const requestsOf = (database: TestDatabase, source: string): Promise<SeenTicket[]> =>
  database.query(
    `SELECT external_id AS id, title, ${text('opened_at')} AS "openedAt", ${text('first_response_at')} AS "firstResponseAt",
            ${text('first_resolved_at')} AS "firstResolvedAt", ${text('resolved_at')} AS "resolvedAt",
            ${text('escalated_at')} AS "escalatedAt", tier, place, category,
            ${entries('waiting', 'resumed')} AS waits, ${entries('resolved', 'reopened')} AS reopenings,
            ${entries('escalated', 'returned')} AS "handOvers"
     FROM (SELECT id, external_id, title, tier, place, category, timezone('UTC', opened_at) AS opened_at,
                  timezone('UTC', first_response_at) AS first_response_at, timezone('UTC', resolved_at) AS resolved_at,
                  timezone('UTC', first_resolved_at) AS first_resolved_at, timezone('UTC', escalated_at) AS escalated_at
           FROM support_requests WHERE source = $1) AS r
     ORDER BY external_id::int`,
    [source],
  );

/** What lasted no second is nothing, and what went on in the same second is one. */
function withoutNothing(times: string): string[] {
  const kept: string[] = [];
  for (const instant of times.split(',').filter((one) => one !== ''))
    if (kept.at(-1) === instant) kept.pop();
    else kept.push(instant);
  return kept;
}

/** A ticket of another system, of whose resolutions all are told, also one that holds. */
export function seenOf({ resolutions, ...ticket }: ToldTicket): SeenTicket {
  const told = withoutNothing(resolutions);
  const ended = told.slice(0, told.length - (told.length % 2));
  const { id, title, openedAt, firstResponseAt, resolvedAt, escalatedAt, tier, place, category } = ticket;
  return {
    id,
    title,
    openedAt,
    firstResponseAt,
    firstResolvedAt: ended[0] ?? (isOtherThan(told[0], ticket) ? told[0]! : resolvedAt),
    resolvedAt,
    escalatedAt,
    tier,
    place,
    category,
    waits: withoutNothing(ticket.waits).join(),
    reopenings: ended.join(),
    handOvers: withoutNothing(ticket.handOvers).join(),
  };
}

/** Whether the only resolution of a ticket began before the time that it has, and not with the ticket itself. */
const isOtherThan = (
  first: string | undefined,
  { openedAt, resolvedAt }: Pick<SeenTicket, 'openedAt' | 'resolvedAt'>,
): boolean =>
  first !== undefined &&
  resolvedAt !== null &&
  first > openedAt &&
  Date.parse(`${resolvedAt}Z`) - Date.parse(`${first}Z`) > SECOND;

export type ToldTicket = Omit<SeenTicket, 'firstResolvedAt' | 'reopenings'> & { resolutions: string };

/** Tickets that one of them has otherwise, or not at all. */
export function differences(
  theirs: readonly SeenTicket[],
  ours: readonly SeenTicket[],
): { theirs: SeenTicket | undefined; ours: SeenTicket | undefined }[] {
  const [left, right] = [theirs, ours].map(
    (tickets) => new Map(tickets.map((ticket) => [ticket.id, ticket])),
  );
  return [...new Set([...left!.keys(), ...right!.keys()])]
    .map((id) => ({ theirs: left!.get(id), ours: right!.get(id) }))
    .filter((pair) => JSON.stringify(pair.theirs) !== JSON.stringify(pair.ours));
}
