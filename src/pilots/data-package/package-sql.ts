import { PACKAGE_TABLES } from './package-tables.js';

/** Makes the tables, and reads the CSV files with psql. */
export const TABLES_SQL = [
  '-- Run with psql in the folder of the package: psql -f sql/1-load.sql',
  ...Object.values(PACKAGE_TABLES).map(
    ({ name, columns }) =>
      `CREATE TABLE ${name} (${columns.map(([column, type]) => `${column} ${type}`).join(', ')});`,
  ),
  ...Object.values(PACKAGE_TABLES).map(
    ({ name }) => `\\copy ${name} FROM '${name}.csv' WITH (FORMAT csv, HEADER)`,
  ),
  '',
].join('\n');

/**
 * From the rows to sums by bucket, from which sql/figures computes each figure. Plain PostgreSQL; nothing of the product is
 * used.
 */
export const DERIVED_SQL = `
CREATE FUNCTION minutes(span tstzrange) RETURNS double precision IMMUTABLE LANGUAGE sql AS
  'SELECT coalesce(extract(epoch FROM upper(span) - lower(span)) / 60, 0)::double precision';

-- When a location was open: any coverage hours, also with required 0.
CREATE TABLE open_time AS
SELECT location_id, tstzrange(min(starts_at), max(ends_at)) AS span
FROM (SELECT location_id, starts_at, ends_at,
             count(*) FILTER (WHERE reach IS NULL OR starts_at > reach)
               OVER (PARTITION BY location_id ORDER BY starts_at, ends_at) AS island
      FROM (SELECT location_id, starts_at, ends_at,
                   max(ends_at) OVER (PARTITION BY location_id ORDER BY starts_at, ends_at
                                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
            FROM required) AS reached) AS islands
GROUP BY location_id, island;
CREATE INDEX ON open_time USING gist (span);

-- For each position: d (required) and s (approved, attended) over time, where d > 0.
CREATE TABLE staffing AS
WITH changes AS (
  SELECT location_id, position_id, starts_at AS at, required AS d, 0 AS p, 0 AS w FROM required
  UNION ALL SELECT location_id, position_id, ends_at, -required, 0, 0 FROM required
  UNION ALL SELECT location_id, position_id, starts_at, 0, 1, 0 FROM claims WHERE NOT trainee
  UNION ALL SELECT location_id, position_id, ends_at, 0, -1, 0 FROM claims WHERE NOT trainee
  UNION ALL SELECT location_id, position_id, worked_from, 0, 0, 1 FROM claims
            WHERE NOT trainee AND worked_from IS NOT NULL
  UNION ALL SELECT location_id, position_id, worked_to, 0, 0, -1 FROM claims
            WHERE NOT trainee AND worked_from IS NOT NULL),
moments AS (
  SELECT location_id, position_id, at, sum(d) AS d, sum(p) AS p, sum(w) AS w FROM changes GROUP BY 1, 2, 3)
SELECT location_id, position_id, tstzrange(at, next) AS span, required, approved, attended
FROM (SELECT location_id, position_id, at, lead(at) OVER running AS next, sum(d) OVER running AS required,
             sum(p) OVER running AS approved, sum(w) OVER running AS attended
      FROM moments WINDOW running AS (PARTITION BY location_id, position_id ORDER BY at)) AS states
WHERE required > 0 AND next > at;
CREATE INDEX ON staffing USING gist (span);

-- The counted time of the pilot's locations in buckets.
CREATE TABLE slices AS
WITH counted AS (
  SELECT phase, location_id, time_zone, starts_at, ends_at FROM phases JOIN locations USING (location_id)
  WHERE role = 'pilot'),
weeks AS (
  SELECT phase, location_id, to_char(day, 'YYYY-MM-DD') AS bucket,
         tstzrange(starts_at, ends_at)
           * tstzrange(day::timestamp AT TIME ZONE time_zone, (day + 7)::timestamp AT TIME ZONE time_zone) AS span
  FROM counted, pilot, LATERAL (
    SELECT generate_series(0, (ends_at AT TIME ZONE time_zone)::date - first, 7) + first AS day
    FROM (SELECT (starts_at AT TIME ZONE time_zone)::date
            - (extract(isodow FROM starts_at AT TIME ZONE time_zone)::int - week_starts_on + 7) % 7 AS first) AS f) AS days),
quarters AS (
  SELECT phase, location_id, quarter AT TIME ZONE time_zone AS local,
         tstzrange(starts_at, ends_at) * tstzrange(quarter, quarter + interval '15 minutes') AS span
  FROM counted, generate_series(date_bin('15 minutes', starts_at, '2000-01-01Z'), ends_at, '15 minutes') AS quarter)
SELECT phase, 'all' AS kind, 'all' AS bucket, location_id, tstzrange(starts_at, ends_at) AS span FROM counted
UNION ALL SELECT phase, 'week', bucket, location_id, span FROM weeks WHERE NOT isempty(span)
UNION ALL
SELECT phase, 'hour', extract(isodow FROM hour) || ' ' || extract(hour FROM hour), location_id,
       range_merge(range_agg(span))
FROM (SELECT phase, location_id, span, date_trunc('hour', local) AS hour FROM quarters WHERE NOT isempty(span)) AS q
GROUP BY phase, location_id, hour;
CREATE INDEX ON slices USING gist (span);

-- The clock hours in which people were counted.
CREATE TABLE occupied AS
SELECT location_id, tstzrange(hour, hour + interval '1 hour') AS span, sum(mean)::double precision AS seats
FROM (SELECT location_id, hour, area, mean, bool_or(area IS NULL) OVER (PARTITION BY location_id, hour) AS has_whole
      FROM (SELECT location_id, area, date_trunc('hour', at, time_zone) AS hour, avg(count) AS mean
            FROM headcounts JOIN locations USING (location_id) GROUP BY 1, 2, 3) AS areas) AS hours
WHERE area IS NULL OR NOT has_whole
GROUP BY 1, hour;
CREATE INDEX ON occupied USING gist (span);

-- Requests and tallies, with what was so when they came.
CREATE TABLE asked AS
SELECT location_id, at, count, directional, basis,
       EXISTS (SELECT FROM open_time o WHERE o.location_id = a.location_id AND o.span @> at) AS is_open,
       EXISTS (SELECT FROM occupied o WHERE o.location_id = a.location_id AND o.span @> at) AS is_counted,
       EXISTS (SELECT FROM staffing s WHERE s.location_id = a.location_id AND s.span @> at
               AND CASE basis WHEN 'approved' THEN approved ELSE attended END BETWEEN 1 AND required - 1) AS is_short,
       EXISTS (SELECT FROM staffing s WHERE s.location_id = a.location_id AND s.span @> at
               AND CASE basis WHEN 'approved' THEN approved ELSE attended END = 0) AS is_empty
FROM (SELECT location_id, opened_at AS at, 1 AS count, directional FROM requests
      UNION ALL SELECT location_id, at, count, directional FROM tallies) AS a,
     (VALUES ('approved'), ('attended')) AS bases (basis);

-- Each measured wait in its buckets: answered after so many seconds, or still waiting then. Those of unknown length are
-- left out.
CREATE TABLE waits AS
WITH measured AS (
SELECT location_id, opened_at, duration, coalesce(answered_at < opened_at + followed + interval '1 second', false) AS answered,
       floor(extract(epoch FROM CASE WHEN answered_at IS NULL THEN greatest(least(followed, as_of - opened_at), '0')
                                     ELSE least(followed, answered_at - opened_at) END))::double precision AS seconds,
       CASE WHEN answered_at IS NOT NULL THEN floor((
         SELECT coalesce(sum(extract(epoch FROM upper(part) - lower(part))), 0)
         FROM open_time o, unnest(tstzmultirange(span * until_answered) - coalesce(stops, '{}')) AS part
         WHERE o.location_id = r.location_id AND o.span && until_answered))
       END::double precision AS service_seconds, coalesce(stops && until_answered, false) AS stopped,
       least(as_of - opened_at, followed) AS seen, answered_at - opened_at AS waited
FROM requests r CROSS JOIN (SELECT as_of, follow_up_hours * interval '1 hour' AS followed FROM pilot) AS rules,
     LATERAL (VALUES ('firstResponse', first_response_at), ('firstResolution', first_resolved_at),
                     ('resolution', resolved_at)) AS answers (duration, answered_at),
     LATERAL (SELECT CASE WHEN answered_at >= opened_at
                          THEN tstzrange(opened_at, least(answered_at, opened_at + interval '9600 hours')) END AS until_answered) AS counted
WHERE NOT directional AND (answered_at IS NULL AND resolved_at IS NULL OR answered_at >= opened_at)
  AND NOT coalesce(answered_at = opened_at AND first_response_at = opened_at AND is_logged AND waited_minutes IS NULL, false))
SELECT phase, kind, bucket, duration, answered, seconds, service_seconds, stopped, seen, waited
FROM slices x JOIN measured m ON m.location_id = x.location_id AND x.span @> m.opened_at;
CREATE INDEX ON waits (duration);

-- So that PostgreSQL knows how large the tables are.
ANALYZE open_time, staffing, slices, occupied, asked, waits, claims, seats, requests;

CREATE TABLE sums AS
WITH buckets AS (SELECT DISTINCT phase, kind, bucket, basis FROM slices, (VALUES ('approved'), ('attended')) AS b (basis)),
coverage AS (
  SELECT phase, kind, bucket, basis, sum(m * required) AS required, sum(m * least(s, required)) AS staffed,
         sum(m) AS demand, sum(m) FILTER (WHERE s >= required) AS full_time, sum(m) FILTER (WHERE s = 0) AS uncovered
  FROM (SELECT phase, kind, bucket, basis, minutes(x.span * t.span) AS m, required,
               CASE basis WHEN 'approved' THEN approved ELSE attended END AS s
        FROM slices x JOIN staffing t ON t.location_id = x.location_id AND t.span && x.span,
             (VALUES ('approved'), ('attended')) AS b (basis)) AS parts
  GROUP BY 1, 2, 3, 4),
open_sums AS (
  SELECT phase, kind, bucket, sum(minutes(x.span * o.span)) AS open_minutes
  FROM slices x JOIN open_time o ON o.location_id = x.location_id AND o.span && x.span GROUP BY 1, 2, 3),
seat_sums AS (
  SELECT phase, kind, bucket, sum(seats) AS seats, sum(filled) AS filled
  FROM slices x JOIN seats t ON t.location_id = x.location_id AND x.span @> t.starts_at GROUP BY 1, 2, 3),
claim_sums AS (
  SELECT phase, kind, bucket, count(*) FILTER (WHERE counts) AS claims, sum(due) FILTER (WHERE counts) AS due_minutes,
         sum(worked) FILTER (WHERE counts) AS worked_minutes, count(*) FILTER (WHERE counts AND no_show) AS no_shows,
         count(*) FILTER (WHERE is_over) AS finished, count(*) FILTER (WHERE is_over AND recorded) AS recorded
  FROM (SELECT phase, kind, bucket, no_show, recorded, ends_at <= as_of AS is_over, (recorded OR ends_at > as_of) AND NOT imported AS counts,
               minutes(tstzrange(starts_at, least(ends_at, as_of))) AS due,
               CASE WHEN worked_from IS NULL THEN 0
                    ELSE minutes(tstzrange(worked_from, worked_to) * tstzrange(starts_at, least(ends_at, as_of))) END AS worked
        FROM slices x JOIN claims c ON c.location_id = x.location_id AND x.span @> c.starts_at, pilot
        WHERE NOT trainee AND starts_at < as_of) AS begun
  GROUP BY 1, 2, 3),
presence AS (
  SELECT phase, kind, bucket, sum(m) FILTER (WHERE NOT trainee) AS staffed_minutes, sum(m / 60 * hourly_cost) AS staff_cost,
         sum(m) FILTER (WHERE hourly_cost IS NULL) AS without_cost
  FROM (SELECT phase, kind, bucket, trainee, hourly_cost, minutes(x.span * tstzrange(present_from, present_to)) AS m
        FROM slices x JOIN claims c ON c.location_id = x.location_id AND present_from IS NOT NULL
          AND x.span && tstzrange(present_from, present_to)) AS parts
  GROUP BY 1, 2, 3),
-- Of whom a past roster does not tell whether they came, nobody knows who attended.
unknown AS (
  SELECT DISTINCT phase, kind, bucket, 'attended' AS basis, true AS is_unknown
  FROM slices x JOIN claims c ON c.location_id = x.location_id AND x.span && tstzrange(c.starts_at, c.ends_at), pilot
  WHERE imported AND NOT recorded AND NOT trainee AND greatest(lower(x.span), c.starts_at) < as_of),
fixed AS (
  SELECT phase, kind, bucket, sum(CASE WHEN phase = 'pilot' THEN minutes(span) * fixed_cost_per_minute ELSE 0 END) AS fixed_cost
  FROM slices, pilot GROUP BY 1, 2, 3),
occupied_sums AS (
  SELECT phase, kind, bucket, sum(minutes(x.span * o.span) * seats) AS occupied_minutes
  FROM slices x JOIN occupied o ON o.location_id = x.location_id AND o.span && x.span GROUP BY 1, 2, 3),
asked_sums AS (
  SELECT phase, kind, bucket, basis, sum(count) FILTER (WHERE directional) AS directional,
         sum(count) FILTER (WHERE NOT directional AND is_open) AS requests,
         sum(count) FILTER (WHERE NOT directional AND NOT is_open) AS outside,
         sum(count) FILTER (WHERE NOT directional AND (is_short OR is_empty)) AS in_gaps,
         sum(count) FILTER (WHERE NOT directional AND is_short) AS while_short,
         sum(count) FILTER (WHERE NOT directional AND is_empty) AS while_empty,
         sum(count) FILTER (WHERE NOT directional AND is_counted) AS while_counted
  FROM slices x JOIN asked a ON a.location_id = x.location_id AND x.span @> a.at GROUP BY 1, 2, 3, 4),
request_sums AS (
  SELECT phase, kind, bucket, count(resolved_at) AS resolved, count(escalated_at) AS escalated,
         count(*) FILTER (WHERE resolved_at IS NOT NULL AND escalated_at IS NULL AND tier = 'library') AS first_level,
         count(*) FILTER (WHERE resolved_at IS NOT NULL OR escalated_at IS NOT NULL) AS ended,
         count(waited_minutes) AS stated, sum(read_level) AS read_sum, count(read_level) AS read_count
  FROM slices x JOIN requests r ON r.location_id = x.location_id AND x.span @> r.opened_at
  WHERE NOT directional GROUP BY 1, 2, 3),
wait_sums AS (
  SELECT phase, kind, bucket, count(*) FILTER (WHERE duration = 'firstResponse') AS response_n,
         count(*) FILTER (WHERE duration = 'firstResolution') AS first_resolution_n,
         count(*) FILTER (WHERE duration = 'resolution') AS resolution_n,
         count(service_seconds) FILTER (WHERE duration = 'firstResponse') AS response_service_n,
         count(service_seconds) FILTER (WHERE duration = 'firstResolution') AS first_resolution_service_n,
         count(service_seconds) FILTER (WHERE duration = 'resolution') AS resolution_service_n,
         count(*) FILTER (WHERE duration = 'resolution' AND stopped) AS stopped
  FROM waits GROUP BY 1, 2, 3)
SELECT phase, kind, bucket, basis,
       coalesce(required, 0) AS required, CASE WHEN is_unknown THEN NULL ELSE coalesce(staffed, 0) END AS staffed,
       coalesce(demand, 0) AS demand, CASE WHEN is_unknown THEN NULL ELSE coalesce(full_time, 0) END AS full_time,
       CASE WHEN is_unknown THEN NULL ELSE coalesce(uncovered, 0) END AS uncovered, coalesce(open_minutes, 0) AS open_minutes,
       coalesce(seats, 0) AS seats, coalesce(filled, 0) AS filled, coalesce(claims, 0) AS claims,
       coalesce(due_minutes, 0) AS due_minutes, coalesce(worked_minutes, 0) AS worked_minutes,
       coalesce(no_shows, 0) AS no_shows, coalesce(finished, 0) AS finished, coalesce(recorded, 0) AS recorded,
       coalesce(staffed_minutes, 0) AS staffed_minutes, coalesce(staff_cost, 0) AS staff_cost,
       coalesce(without_cost, 0) AS without_cost, coalesce(fixed_cost, 0) AS fixed_cost,
       coalesce(occupied_minutes, 0) AS occupied_minutes, coalesce(directional, 0) AS directional,
       coalesce(requests, 0) AS requests, coalesce(outside, 0) AS outside,
       CASE WHEN is_unknown THEN NULL ELSE coalesce(in_gaps, 0) END AS in_gaps,
       CASE WHEN is_unknown THEN NULL ELSE coalesce(while_short, 0) END AS while_short,
       CASE WHEN is_unknown THEN NULL ELSE coalesce(while_empty, 0) END AS while_empty,
       coalesce(while_counted, 0) AS while_counted, coalesce(resolved, 0) AS resolved, coalesce(escalated, 0) AS escalated,
       coalesce(first_level, 0) AS first_level, coalesce(ended, 0) AS ended, coalesce(stated, 0) AS stated,
       coalesce(read_sum, 0) AS read_sum, coalesce(read_count, 0) AS read_count,
       coalesce(response_n, 0) AS response_n, coalesce(first_resolution_n, 0) AS first_resolution_n,
       coalesce(resolution_n, 0) AS resolution_n, coalesce(response_service_n, 0) AS response_service_n,
       coalesce(first_resolution_service_n, 0) AS first_resolution_service_n,
       coalesce(resolution_service_n, 0) AS resolution_service_n, coalesce(stopped, 0) AS stopped
FROM buckets LEFT JOIN coverage USING (phase, kind, bucket, basis) LEFT JOIN open_sums USING (phase, kind, bucket)
LEFT JOIN seat_sums USING (phase, kind, bucket) LEFT JOIN claim_sums USING (phase, kind, bucket)
LEFT JOIN presence USING (phase, kind, bucket) LEFT JOIN unknown USING (phase, kind, bucket, basis) LEFT JOIN fixed USING (phase, kind, bucket)
LEFT JOIN occupied_sums USING (phase, kind, bucket) LEFT JOIN asked_sums USING (phase, kind, bucket, basis)
LEFT JOIN request_sums USING (phase, kind, bucket) LEFT JOIN wait_sums USING (phase, kind, bucket);
`;
