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
}

const text = (instant: string): string => `to_char(${instant}, 'YYYY-MM-DD HH24:MI:SS')`;

/** The requests of a source. */
export const requestsOf = (database: TestDatabase, source: string): Promise<SeenTicket[]> =>
  database.query(
    `SELECT external_id AS id, title, ${text('opened_at')} AS "openedAt", ${text('first_response_at')} AS "firstResponseAt",
            ${text('resolved_at')} AS "resolvedAt",
            ${text('escalated_at')} AS "escalatedAt", tier, place
     FROM (SELECT external_id, title, tier, place, timezone('UTC', opened_at) AS opened_at,
                  timezone('UTC', first_response_at) AS first_response_at, timezone('UTC', resolved_at) AS resolved_at,
                  timezone('UTC', escalated_at) AS escalated_at
           FROM support_requests WHERE source = $1) AS r
     ORDER BY external_id::int`,
    [source],
  );

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
