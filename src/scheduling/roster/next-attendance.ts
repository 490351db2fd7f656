/**
 * SQL: joins `next` to claims `c`: when the same person's next attendance begins, by check-in and by the
 * start of a shift without any record. Attendance is within a day of its shift, and a shift lasts at most a
 * day, so only the shifts of three days are read.
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
