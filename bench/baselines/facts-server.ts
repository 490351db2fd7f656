// Reads the rows from which a pilot's metrics are computed, and counts them.
import { serve, valuesOf } from '../support/baseline-server.js';

const FACTS = [
  `SELECT location_id, opened_at, first_response_at, escalated_at, first_resolved_at, resolved_at, tier, channel, category, directional
   FROM support_requests WHERE location_id = $1 AND opened_at >= $2 AND opened_at < $3`,
  `SELECT s.location_id, s.position_id, c.starts_at, c.ends_at, c.checked_in_at, c.checked_out_at, c.no_show
   FROM shifts s JOIN claims c ON c.shift_id = s.id
   WHERE s.location_id = $1 AND c.status = 'approved' AND s.starts_at >= $2 AND s.starts_at < $3`,
  `SELECT s.location_id, s.position_id, s.starts_at, s.seats, count(c.id)
   FROM shifts s LEFT JOIN claims c ON c.shift_id = s.id AND c.status = 'approved'
   WHERE s.location_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3 GROUP BY s.id`,
];

serve(async (pool, asked) => {
  const values = valuesOf(asked, 'locationId', 'from', 'to');
  let count = 0;
  for (const sql of FACTS) count += (await pool.query(sql, values)).rows.length;
  return count;
});
