import { instantOf } from '../../src/domain/recurrence.js';
import { newId } from '../../src/platform/ids.js';
import type { TestApp } from './app.js';
import { ZONE, type WeekOfRequests } from './weekly-requests.js';

/** The same week again and again. */
export const weeks = (count: number, week: WeekOfRequests): WeekOfRequests[] =>
  Array.from({ length: count }, () => week);

/** The text that a reader of a page sees, titles of marks included. */
export const textOf = (page: string): string =>
  page
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

/** The brief of a pilot as a page of HTML. */
export const briefOf = async (app: TestApp, pilotId: string): Promise<string> =>
  (await app.admin.get(`/pilots/${pilotId}/brief`)).body as string;

/** One request at a wall-clock time in Chicago, answered and resolved after so many minutes. */
export async function requestAt(
  app: TestApp,
  locationId: string,
  at: { date: string; time: string; wait: number },
): Promise<void> {
  const opened = instantOf(at.date, at.time, ZONE, 'first');
  await app.database.query(
    `INSERT INTO support_requests (id, location_id, opened_at, first_response_at, first_resolved_at, resolved_at, channel, tier)
     VALUES ($1, $2, $3, $4, $4, $4, 'desk', 'library')`,
    [newId(), locationId, new Date(opened), new Date(opened + at.wait * 60_000)],
  );
}
