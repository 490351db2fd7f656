import type { StoredOf, Ticket } from '../ticket-source.js';

type Listed = Pick<Ticket, 'externalId' | 'changedAt' | 'openedAt'>;

/**
 * Of listed tickets, by id: those that are stored as of that very change, which lies before `knownBefore`. They need no request
 * of their own.
 */
export async function unchangedAmong(
  listed: readonly Listed[],
  knownBefore: number,
  storedOf: StoredOf,
): Promise<ReadonlyMap<string, Listed>> {
  const known = listed.filter(({ changedAt }) => changedAt < knownBefore);
  const stored = known.length > 0 ? await storedOf(known) : new Set<string>();
  return new Map(
    known.flatMap((ticket) => (stored.has(ticket.externalId) ? [[ticket.externalId, ticket]] : [])),
  );
}
