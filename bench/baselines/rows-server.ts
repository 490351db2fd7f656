// Reads the claims that a gap scan of every location needs, in one statement, and counts the rows.
import { serve } from '../support/baseline-server.js';

const ROWS = `SELECT s.location_id AS "locationId", s.position_id AS "positionId",
    round(date_part('epoch', c.starts_at) * 1000) AS "startsAt", round(date_part('epoch', c.ends_at) * 1000) AS "endsAt"
  FROM shifts s JOIN claims c ON c.shift_id = s.id
  WHERE s.status <> 'cancelled' AND c.status = 'approved' AND s.ends_at > now() - interval '2 days'
    AND s.starts_at < now() + interval '32 days'`;

serve(async (pool) => (await pool.query(ROWS)).rowCount);
