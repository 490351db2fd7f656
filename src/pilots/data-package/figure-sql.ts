import type { FigureName } from '../../domain/metrics/metrics.js';
import { SHARE_TOLERANCE } from '../../domain/statistics/survival.js';

/** A figure of the sums of each bucket. */
const ofSums = (expression: string): string =>
  `SELECT phase, kind, bucket, basis, (${expression})::double precision AS value FROM sums ORDER BY 1, 2, 3, 4;\n`;

const quotient = (numerator: string, denominator: string): string =>
  ofSums(`(${numerator})::double precision / NULLIF(${denominator}, 0)`);

type Waited = 'firstResponse' | 'firstResolution' | 'resolution';

/** A figure of the waits of each bucket, by an expression over one bucket's rows. */
const ofBuckets = (rows: string): string => `
SELECT phase, kind, bucket, basis, value
FROM (SELECT DISTINCT phase, kind, bucket, basis FROM sums) AS buckets LEFT JOIN (${rows}) AS found USING (phase, kind, bucket)
ORDER BY 1, 2, 3, 4;\n`;

const waitsOf = (duration: Waited): string => `waits WHERE duration = '${duration}'`;

/** Kaplan–Meier: the first time at which at most 1 − share are still waiting; the middle of a stretch that is flat there. */
const survivalMinutes = (duration: Waited, share: number): string => {
  const left = `(1 - ${share})::double precision`;
  return ofBuckets(`
  WITH bins AS (
    SELECT phase, kind, bucket, seconds, count(*) AS n, count(*) FILTER (WHERE answered) AS answered
    FROM ${waitsOf(duration)} GROUP BY 1, 2, 3, 4),
  risks AS (
    SELECT *, sum(n) OVER (PARTITION BY phase, kind, bucket ORDER BY seconds DESC)::double precision AS at_risk FROM bins),
  curve AS (
    SELECT *, exp(sum(CASE WHEN answered = at_risk THEN -700 ELSE ln(1 - answered / at_risk) END)
                  OVER (PARTITION BY phase, kind, bucket ORDER BY seconds)) AS waiting FROM risks),
  reached AS (
    SELECT phase, kind, bucket,
           min(seconds) FILTER (WHERE waiting <= ${left} + ${SHARE_TOLERANCE}) AS first,
           min(seconds) FILTER (WHERE waiting < ${left} - ${SHARE_TOLERANCE}) AS below, max(seconds) AS last
    FROM curve GROUP BY 1, 2, 3)
  SELECT phase, kind, bucket,
         CASE WHEN first = below THEN first ELSE (first + coalesce(below, last)) / 2 END / 60 AS value
  FROM reached`);
};

/** The type 7 quantile of answered waits, in open time. */
const serviceMinutes = (duration: Waited, share: number): string =>
  ofBuckets(`
  SELECT phase, kind, bucket, percentile_cont(${share}) WITHIN GROUP (ORDER BY service_seconds) / 60 AS value
  FROM ${waitsOf(duration)} AND service_seconds IS NOT NULL GROUP BY 1, 2, 3`);

/** First responses within a time, of the requests that were seen for so long. */
const answeredWithin = (minutes: number): string =>
  ofBuckets(`
  SELECT phase, kind, bucket, avg((answered AND waited <= interval '${minutes} minutes')::int)::double precision AS value
  FROM ${waitsOf('firstResponse')} AND seen >= interval '${minutes} minutes' GROUP BY 1, 2, 3`);

type OfWaits<D extends Waited> = Record<`${D}${'Wall' | 'Service'}Minutes${'P50' | 'P90' | 'N'}`, string>;

const timed = <D extends Waited>(duration: D, column: string): OfWaits<D> =>
  ({
    [`${duration}WallMinutesP50`]: survivalMinutes(duration, 0.5),
    [`${duration}WallMinutesP90`]: survivalMinutes(duration, 0.9),
    [`${duration}WallMinutesN`]: ofSums(`${column}_n`),
    [`${duration}ServiceMinutesP50`]: serviceMinutes(duration, 0.5),
    [`${duration}ServiceMinutesP90`]: serviceMinutes(duration, 0.9),
    [`${duration}ServiceMinutesN`]: ofSums(`${column}_service_n`),
  }) as OfWaits<D>;

const ofAttended = (sql: string): string =>
  sql.replaceAll(
    'FROM sums',
    `FROM (
  SELECT s.phase, s.kind, s.bucket, s.basis, a.staffed, a.required, a.uncovered
  FROM sums s JOIN sums a ON (a.phase, a.kind, a.bucket, a.basis) = (s.phase, s.kind, s.bucket, 'attended')) AS sums`,
  );

/** The SQL of each figure, over the tables of `package-sql.ts`; one row for each bucket and basis. */
export const FIGURE_SQL: Readonly<Record<FigureName, string>> = {
  requiredMinutes: ofSums('required'),
  staffedMinutes: ofSums('staffed'),
  missingMinutes: ofSums('required - staffed'),
  coverageRate: quotient('staffed', 'required'),
  fullyCoveredRate: quotient('full_time', 'demand'),
  uncoveredMinutes: ofSums('uncovered'),
  coverageRateAttended: ofAttended(quotient('staffed', 'required')),
  uncoveredMinutesAttended: ofAttended(ofSums('uncovered')),
  seats: ofSums('seats'),
  filledSeats: ofSums('filled'),
  fillRate: quotient('filled', 'seats'),
  attendanceRate: quotient('worked_minutes', 'due_minutes'),
  noShowRate: quotient('no_shows', 'claims'),
  attendanceRateN: ofSums('claims'),
  recordedShare: quotient('recorded', 'finished'),
  recordedShareN: ofSums('finished'),
  staffedHours: ofSums('staffed_minutes / 60'),
  openHours: ofSums('open_minutes / 60'),
  requests: ofSums('requests'),
  requestsOutsideHours: ofSums('outside'),
  requestsAll: ofSums('requests + outside'),
  directionalRequests: ofSums('directional'),
  requestsPerOpenHour: quotient('requests', 'open_minutes / 60'),
  requestsPerStaffedHour: quotient('requests', 'staffed_minutes / 60'),
  requestsPerOccupiedSeatHour: quotient('while_counted', 'occupied_minutes / 60'),
  demandDuringGaps: ofSums('in_gaps'),
  demandWhileShort: ofSums('while_short'),
  demandWhileEmpty: ofSums('while_empty'),
  ...timed('firstResponse', 'response'),
  ...timed('firstResolution', 'first_resolution'),
  ...timed('resolution', 'resolution'),
  answeredWithin15Minutes: answeredWithin(15),
  answeredWithin60Minutes: answeredWithin(60),
  answeredWithin24Hours: answeredWithin(1_440),
  resolved: ofSums('resolved'),
  escalated: ofSums('escalated'),
  firstLevelResolutionRate: quotient('first_level', 'resolved'),
  escalationShare: quotient('escalated', 'ended'),
  readEffort: quotient('read_sum', 'read_count'),
  readEffortN: ofSums('read_count'),
  firstResponseStatedN: ofSums('stated'),
  stoppedRequests: ofSums('stopped'),
  costPerRequest: `
SELECT phase, kind, bucket, basis,
       CASE WHEN without_cost > 0 OR escalated > 0 AND escalation_cost IS NULL THEN NULL
            ELSE (staff_cost + fixed_cost + escalated * coalesce(escalation_cost, 0)) / NULLIF(requests + outside, 0)
       END::double precision AS value
FROM sums, pilot ORDER BY 1, 2, 3, 4;\n`,
};
