// The least that can send a week's shifts: node:http and pg, one statement, no caller, no checks.
import { serve, valuesOf } from '../support/baseline-server.js';

const SHIFTS = `SELECT s.id, s.location_id AS "locationId", s.position_id AS "positionId", s.starts_at AS "startsAt",
    s.ends_at AS "endsAt", s.seats, s.status, s.cancel_reason AS "cancelReason", s.version,
    (SELECT json_agg(claim ORDER BY claim.id) FROM (
      SELECT c.id, c.operator_id AS "operatorId", u.name AS "operatorName", c.status
      FROM claims c JOIN operators o ON o.id = c.operator_id JOIN users u ON u.id = o.user_id
      WHERE c.shift_id = s.id AND c.status IN ('pending', 'approved')) AS claim) AS claims
  FROM shifts s JOIN locations l ON l.id = s.location_id
  WHERE s.location_id = $1 AND s.starts_at > $2::timestamptz - interval '24 hours' AND s.ends_at > $2 AND s.starts_at < $3
  ORDER BY s.starts_at, s.id LIMIT $4`;

serve(async (pool, asked) => {
  const { rows } = await pool.query(SHIFTS, valuesOf(asked, 'locationId', 'from', 'to', 'limit'));
  return { items: rows, nextCursor: null };
});
