// Reads what the gaps of a location's week are computed from, with only the SQL: hours, exceptions and
// claims.
import { serve, valuesOf } from '../support/baseline-server.js';

const HOURS = `SELECT location_id, position_id, weekdays, starts_at, ends_at, required, effective_from, effective_to
  FROM coverage_hours WHERE location_id = $1 AND effective_from <= $3 AND (effective_to IS NULL OR effective_to >= $2)`;
const EXCEPTIONS = `SELECT e.date, e.kind, h.position_id, h.starts_at, h.ends_at, h.required
  FROM coverage_exceptions e LEFT JOIN coverage_exception_hours h ON h.exception_id = e.id
  WHERE e.location_id = $1 AND e.date BETWEEN $2 AND $3`;
const STAFF = `SELECT s.position_id, round(date_part('epoch', c.starts_at) * 1000) AS starts, round(date_part('epoch', c.ends_at) * 1000) AS ends
  FROM shifts s JOIN claims c ON c.shift_id = s.id
  WHERE s.location_id = $1 AND s.status <> 'cancelled' AND c.status = 'approved'
    AND s.starts_at > $2::timestamptz - interval '24 hours' AND s.starts_at < $3 AND s.ends_at > $2`;

serve(async (pool, asked) => {
  const values = valuesOf(asked, 'locationId', 'from', 'to');
  const parts = [];
  for (const [at, text] of [HOURS, EXCEPTIONS, STAFF].entries()) {
    parts.push((await pool.query({ name: `part_${at}`, text, values })).rows);
  }
  return parts;
});
