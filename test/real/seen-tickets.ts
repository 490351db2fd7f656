import type { TestDatabase } from '../support/database.js';

/** A ticket as both databases have it; times as text, to the second. */
export interface SeenTicket {
  id: string;
  title: string;
  openedAt: string;
  firstResponseAt: string | null;
  resolvedAt: string | null;
  escalatedAt: string | null;
  tier: string;
  place: string;
  /** When it began to wait for the person who asked, when that ended, when it began again …, with commas between. */
  waits: string;
}

const text = (instant: string): string => `to_char(${instant}, 'YYYY-MM-DD HH24:MI:SS')`;

/** The requests of a source. */
export const requestsOf = (database: TestDatabase, source: string): Promise<SeenTicket[]> =>
  database.query(
    `SELECT external_id AS id, title, ${text('opened_at')} AS "openedAt", ${text('first_response_at')} AS "firstResponseAt",
            ${text('resolved_at')} AS "resolvedAt",
            ${text('escalated_at')} AS "escalatedAt", tier, place,
            (SELECT coalesce(string_agg(${text('e.at')}, ',' ORDER BY e.at, e.id), '')
             FROM (SELECT id, kind, timezone('UTC', at) AS at, request_id, author_id FROM request_entries) AS e
             WHERE e.request_id = r.id AND e.kind IN ('waiting', 'resumed')
               AND e.author_id IN (SELECT s.id FROM support_sources s WHERE s.name = $1)) AS waits
     FROM (SELECT id, external_id, title, tier, place, timezone('UTC', opened_at) AS opened_at,
                  timezone('UTC', first_response_at) AS first_response_at, timezone('UTC', resolved_at) AS resolved_at,
                  timezone('UTC', escalated_at) AS escalated_at
           FROM support_requests WHERE source = $1) AS r
     ORDER BY external_id::int`,
    [source],
  );

/** What lasted no second is no wait, and what went on in the same second is one. */
export function withoutNothing<Seen extends Pick<SeenTicket, 'waits'>>(ticket: Seen): Seen {
  const kept: string[] = [];
  for (const instant of ticket.waits.split(',').filter((one) => one !== ''))
    if (kept.at(-1) === instant) kept.pop();
    else kept.push(instant);
  return { ...ticket, waits: kept.join(',') };
}

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
