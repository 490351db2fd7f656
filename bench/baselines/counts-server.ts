// Sums plain tables of counts by week, in SQL alone: requests by circumstance, the time on shift, and every wait.
import { serve } from '../support/baseline-server.js';

const SUMS = [
  `SELECT date_trunc('week', hour) AS week, sum(asked) AS asked, sum(escalated) AS escalated, sum(resolved) AS resolved
   FROM plain_counts GROUP BY 1`,
  `SELECT date_trunc('week', hour) AS week, sum(staffed) AS staffed FROM plain_staffing GROUP BY 1`,
  `SELECT week, sum(n) AS n, max(seconds) FILTER (WHERE below < n_all * 0.5) AS median, max(seconds) FILTER (WHERE below < n_all * 0.9) AS p90
   FROM (SELECT week, seconds, n, sum(n) OVER (PARTITION BY week ORDER BY seconds) - n AS below, sum(n) OVER (PARTITION BY week) AS n_all
         FROM (SELECT date_trunc('week', hour) AS week, seconds, sum(asked) AS n FROM plain_counts GROUP BY 1, 2) AS bins) AS curve
   GROUP BY 1`,
];

serve(async (pool) => {
  const found: unknown[] = [];
  for (const sql of SUMS) found.push((await pool.query(sql)).rows);
  return found;
});
