import { addDays } from '../../src/domain/local-date.js';
import { instantOf } from '../../src/domain/recurrence.js';
import { newId } from '../../src/platform/ids.js';
import type { TestApp } from './app.js';

export const ZONE = 'America/Chicago';

/** Requests of one week. Times are minutes; null: no answer. */
export interface WeekOfRequests {
  count: number;
  /** The waits of the first requests, in order; the rest is answered after 10 minutes. */
  waits?: readonly (number | null)[];
  escalated?: number;
  channel?: string;
}

/**
 * Stores requests in the weeks from a Monday on, spread over Monday to Friday between 09:00 and 17:00 by the wall clock
 * of Chicago. They are resolved with their first response.
 */
export async function requestsByWeek(
  app: TestApp,
  locationId: string,
  monday: string,
  weeks: readonly WeekOfRequests[],
): Promise<void> {
  const rows = weeks.flatMap(({ count, waits = [], escalated = 0, channel = 'desk' }, week) =>
    Array.from({ length: count }, (_, i) => {
      const minute = Math.floor(((i + 0.5) / count) * 5 * 480);
      const date = addDays(monday, week * 7 + Math.floor(minute / 480));
      const opened = instantOf(date, '09:00', ZONE, 'first') + (minute % 480) * 60_000;
      const wait = i < waits.length ? waits[i]! : 10;
      const answered = wait === null ? null : new Date(opened + wait * 60_000);
      return [new Date(opened), answered, i < escalated ? answered : null, channel] as const;
    }),
  );
  await app.database.query(
    `INSERT INTO support_requests
       (id, location_id, opened_at, first_response_at, first_resolved_at, resolved_at, escalated_at, channel, tier)
     SELECT id, $1, opened, answered, answered, answered, escalated, channel, 'library'
     FROM unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::text[])
       AS request (id, opened, answered, escalated, channel)`,
    [locationId, rows.map(() => newId()), ...[0, 1, 2, 3].map((column) => rows.map((row) => row[column]))],
  );
}
