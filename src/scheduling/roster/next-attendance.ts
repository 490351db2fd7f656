/**
 * Joins to claims `c` as `next` when the same person's attendance after it begins: by check-in, and by the start of a shift of which
 * nothing was recorded. Attendance lies within a day of its shift, which lasts a day at most, so the shifts of three days are looked at.
 */
export const NEXT_ATTENDANCE = `
  LEFT JOIN LATERAL (
    SELECT min(n.checked_in_at) AS checked_in_at,
           min(n.starts_at) FILTER (WHERE n.checked_in_at IS NULL AND NOT n.no_show) AS unrecorded_at
    FROM claims n
    WHERE n.operator_id = c.operator_id AND n.status = 'approved' AND n.id <> c.id
      AND n.starts_at BETWEEN c.starts_at - interval '3 days' AND c.starts_at + interval '3 days'
      AND (COALESCE(n.checked_in_at, n.starts_at), n.starts_at) > (COALESCE(c.checked_in_at, c.starts_at), c.starts_at)
  ) next ON true`;
