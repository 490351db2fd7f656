import type { TestApp } from './app.js';

/**
 * The counts that are stored, such as `lab 10:00 gate [North door] 4812 +`: the location by its name here, the time in Chicago, and a
 * plus where a counter stood.
 */
export async function storedCounts(app: TestApp, names: Record<string, string>): Promise<string[]> {
  const rows = await app.database.query<{ locationId: string; text: string }>(
    `SELECT location_id AS "locationId", to_char(at AT TIME ZONE 'America/Chicago', 'HH24:MI')
            || ' ' || series || ' [' || area || '] ' || count || CASE WHEN cumulative THEN ' +' ELSE '' END AS text
     FROM activity_counts ORDER BY at, series, area`,
  );
  const nameOf = (id: string): string => Object.keys(names).find((name) => names[name] === id) ?? '?';
  return rows.map(({ locationId, text }) => `${nameOf(locationId)} ${text}`).toSorted();
}
