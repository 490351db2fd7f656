// The smallest server that sends a location's calendar: one statement, and each event written by a template, in UTC; it escapes,
// folds and checks nothing.
import { serve, valuesOf } from '../support/baseline-server.js';

const SHIFTS = `SELECT s.id, s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.seats, s.version,
    (SELECT json_agg(u.display_name) FROM claims c JOIN operators o ON o.id = c.operator_id JOIN users u ON u.id = o.user_id
     WHERE c.shift_id = s.id AND c.status = 'approved') AS names
  FROM shifts s WHERE s.location_id = $1 ORDER BY s.starts_at, s.id`;

interface Row {
  id: string;
  startsAt: Date;
  endsAt: Date;
  seats: number;
  version: number;
  names: string[] | null;
}

const utc = (date: Date): string => date.toISOString().replace(/[-:]|\.\d+/g, '');

serve(async (pool, asked) => {
  const { rows } = await pool.query<Row>({
    name: 'calendar',
    text: SHIFTS,
    values: valuesOf(asked, 'locationId'),
  });
  const events = rows.map(
    ({ id, startsAt, endsAt, seats, version, names }) =>
      `BEGIN:VEVENT\r\nUID:${id}\r\nSEQUENCE:${version}\r\nDTSTAMP:${utc(startsAt)}\r\nDTSTART:${utc(startsAt)}\r\nDTEND:${utc(endsAt)}\r\nSUMMARY:${(names ?? []).join('\\, ')}\r\nDESCRIPTION:${names?.length ?? 0} of ${seats} seats filled.\r\nSTATUS:CONFIRMED\r\nEND:VEVENT`,
  );
  return `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Bare//EN\r\n${events.join('\r\n')}\r\nEND:VCALENDAR\r\n`;
});
