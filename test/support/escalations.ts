import { TicketJobs } from '../../src/support/tickets/ticket-jobs.service.js';
import type { TestApp } from './app.js';
import { aSupportRequest, succeeded, type Made } from './factories.js';
import type { Answer } from './http-client.js';

/** Requests that are escalated at these locations open tickets in a source from now on. */
export async function opensTicketsFor(
  app: TestApp,
  sourceId: string,
  locationIds: readonly string[],
): Promise<void> {
  succeeded(await app.admin.patch(`/support-sources/${sourceId}/escalations`, { locationIds }));
}

/** A request that was escalated just now. */
export async function anEscalatedRequest(
  app: TestApp,
  locationId: string,
  given: object = {},
): Promise<Made> {
  const openedAt = new Date(app.clock.now() - 600_000).toISOString();
  const request = await aSupportRequest(app, locationId, { openedAt, title: 'No network', ...given });
  succeeded(await app.admin.post(`/support-requests/${request.id}/escalate`, { text: 'All of row B.' }));
  return request;
}

/** After the time in which a hand-over can be undone, what is due is done on one server. */
export async function ticketsDone(app: TestApp, minutes = 1): Promise<void> {
  app.clock.advance(minutes);
  await app.app.get(TicketJobs, { strict: false }).work(new AbortController().signal);
}

export const ticketOf = async (app: TestApp, { id }: { id: string }): Promise<Answer['body']> =>
  succeeded(await app.admin.get(`/support-requests/${id}/ticket`)).ticket;

export const requestNow = async (app: TestApp, { id }: { id: string }): Promise<Answer['body']> =>
  succeeded(await app.admin.get(`/support-requests/${id}`));

/** The kinds of a thread's entries, with who made them. */
export const threadOf = async (app: TestApp, { id }: { id: string }): Promise<[string, string | null][]> =>
  succeeded(await app.admin.get(`/support-requests/${id}/thread`)).items.map(
    ({ kind, authorName }: { kind: string; authorName: string | null }) => [kind, authorName],
  );

/** Who was told that a request has no ticket, and why. */
export const missingTickets = (app: TestApp): Promise<{ userId: string; facts: { problem: string } }[]> =>
  app.database.query(
    `SELECT user_id AS "userId", facts FROM messages WHERE kind = 'ticket-missing' ORDER BY created_at, user_id`,
  );
