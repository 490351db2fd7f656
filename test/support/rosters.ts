import type { TestApp } from './app.js';
import type { Answer } from './http-client.js';
import { importFile, type UploadOptions } from './imports.js';

/** A mapping of the columns `who`, `start` and `end`. `columns` are added to these; `overrides` replace the rest. */
export const rosterMapping = (
  locationId: string,
  columns: Record<string, string> = {},
  overrides: object = {},
): object => ({
  kind: 'rosters',
  locationId,
  columns: { operator: 'who', startsAt: 'start', endsAt: 'end', ...columns },
  ...overrides,
});

/** Imports lines of `who,start,end`. */
export const importRoster = (
  app: TestApp,
  locationId: string,
  lines: readonly string[],
  overrides: object = {},
  options: UploadOptions = {},
): Promise<Answer['body']> =>
  importFile(
    app,
    `who,start,end\n${lines.map((line) => `${line}\n`).join('')}`,
    rosterMapping(locationId, {}, overrides),
    options,
  );

/** Imports lines of `who,start,end,from,to,absent`, with the times worked and whether the person did not come. */
export const importWork = (
  app: TestApp,
  locationId: string,
  lines: readonly string[],
): Promise<Answer['body']> =>
  importFile(
    app,
    `who,start,end,from,to,absent\n${lines.map((line) => `${line}\n`).join('')}`,
    rosterMapping(locationId, { workedFrom: 'from', workedTo: 'to', noShow: 'absent' }),
  );

/** The imported claims of a location, by start and e-mail address; times in its zone. */
export const importedClaims = (app: TestApp, locationId: string): Promise<Record<string, unknown>[]> =>
  app.database.query(
    `SELECT u.email, to_char(c.starts_at AT TIME ZONE l.time_zone, 'MM-DD HH24:MI') AS start,
            extract(epoch FROM c.ends_at - c.starts_at)::int / 60 AS minutes, c.seat, c.seats,
            to_char(c.checked_in_at AT TIME ZONE l.time_zone, 'MM-DD HH24:MI') AS "from",
            to_char(c.checked_out_at AT TIME ZONE l.time_zone, 'MM-DD HH24:MI') AS "to", c.no_show AS "noShow"
     FROM claims c JOIN shifts s ON s.id = c.shift_id JOIN locations l ON l.id = s.location_id
     JOIN operators o ON o.id = c.operator_id JOIN users u ON u.id = o.user_id
     WHERE s.location_id = $1 AND c.import_id IS NOT NULL ORDER BY c.starts_at, u.email`,
    [locationId],
  );
