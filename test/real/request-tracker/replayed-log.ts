import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { HELP_DESK, realFile } from '../real-data.js';
import type { RequestTracker } from './request-tracker.js';

export const CASES = 2_000;

/**
 * Of each of the newest cases, when it was opened, answered, handed on and resolved: moved in time as a whole, so that
 * the last event was an hour ago. Every third case belongs to the second desk.
 */
const CASES_SQL = `
  CREATE TEMP TABLE cases AS
  WITH events AS (
    SELECT "case:concept:name" AS key, "Activity" AS what, left("time:timestamp", 19)::timestamp AS at FROM log),
  newest AS (
    SELECT key, min(at) AS opened, min(at) FILTER (WHERE what = 'Take in charge ticket') AS started,
           min(at) FILTER (WHERE what IN ('Require upgrade', 'Create SW anomaly')) AS escalated,
           min(at) FILTER (WHERE what = 'Resolve ticket') AS first, max(at) FILTER (WHERE what = 'Resolve ticket') AS last
    FROM events GROUP BY key ORDER BY opened DESC, key LIMIT ${CASES}),
  moved AS (
    SELECT date_trunc('second', timezone('UTC', now())) - interval '1 hour'
           - max(greatest(opened, started, escalated, first, last)) AS by FROM newest)
  SELECT row_number() OVER (ORDER BY opened, key) AS number, key, opened + by AS opened, started + by AS started,
         escalated + by AS escalated, first + by AS first, last + by AS last
  FROM newest, moved ORDER BY number`;

const ticketsSql = ({ library, printing }: RequestTracker['queues']): string => `
  CREATE TEMP TABLE seeded AS
  SELECT nextval('tickets_id_seq')::int AS id, *, CASE WHEN number % 3 = 0 THEN ${printing.id} ELSE ${library.id} END AS desk,
         CASE WHEN escalated IS NULL AND number % 3 = 0
              THEN CASE WHEN last IS NULL THEN 'waiting' ELSE (ARRAY['answered', 'resolved'])[1 + number % 2] END
              ELSE CASE WHEN last IS NULL THEN 'open' ELSE 'resolved' END END AS status,
         greatest(opened, started, escalated, last) AS changed
  FROM (SELECT * FROM cases ORDER BY number) AS ordered`;

const INSERT_TICKETS = `
  INSERT INTO tickets (id, effectiveid, queue, type, owner, subject, status, starts, started, due, resolved,
                       lastupdatedby, lastupdated, creator, created)
  SELECT id, id, CASE WHEN escalated IS NULL THEN desk ELSE $1::int END, 'ticket', nobody, key, status, epoch,
         coalesce(started, epoch), epoch, coalesce(last, epoch), root, changed, root, opened
  FROM seeded, people ORDER BY id`;

/** The history, in the order in which it happened. */
const INSERT_HISTORY = `
  INSERT INTO transactions (objecttype, objectid, type, field, oldvalue, newvalue, creator, created)
  SELECT 'RT::Ticket', id, what, field, before, after, root, at
  FROM people, (
    SELECT id, 'Create' AS what, NULL AS field, NULL AS before, NULL AS after, opened AS at FROM seeded
    UNION ALL SELECT id, 'Status', 'Status', 'new', 'open', started FROM seeded
    UNION ALL SELECT id, 'Set', 'Queue', desk::text, $1::int::text, escalated FROM seeded
    UNION ALL SELECT id, 'Status', 'Status', 'open', status, first FROM seeded
    UNION ALL SELECT id, 'Status', 'Status', status, 'open', first + (last - first) / 2 FROM seeded WHERE first < last
    UNION ALL SELECT id, 'Status', 'Status', 'open', status, last FROM seeded WHERE first < last) AS events
  WHERE at IS NOT NULL ORDER BY at, id`;

/** The groups of people that RT keeps for each ticket; Nobody is its owner. */
const INSERT_ROLES = `
  WITH roles AS (
    INSERT INTO groups (id, name, domain, instance, creator, created, lastupdatedby, lastupdated)
    SELECT nextval('principals_id_seq'), role, 'RT::Ticket-Role', id, root, opened, root, opened
    FROM people, seeded, unnest(ARRAY['Requestor', 'Cc', 'AdminCc', 'Owner']) AS role
    RETURNING id, name),
  principals AS (
    INSERT INTO principals (id, principaltype, disabled) SELECT id, 'Group', 0 FROM roles),
  members AS (
    INSERT INTO groupmembers (groupid, memberid) SELECT id, nobody FROM roles, people WHERE name = 'Owner'),
  cached AS (
    SELECT nextval('cachedgroupmembers_id_seq')::int AS id, roles.id AS groupid, member
    FROM people, roles, unnest(CASE name WHEN 'Owner' THEN ARRAY[roles.id, nobody] ELSE ARRAY[roles.id] END) AS member)
  INSERT INTO cachedgroupmembers (id, groupid, memberid, via, immediateparentid)
  SELECT id, groupid, member, id, groupid FROM cached`;

/** Replays cases of the help desk's log into RT's own tables: over REST it would take ten minutes. */
export async function replayLog({ database, queues }: RequestTracker): Promise<void> {
  const file = await realFile(HELP_DESK);
  const [header = ''] = file.toString('utf8').split(/\r?\n/, 1);
  const columns = header.split(',').map((column) => `"${column}" text`);
  await database.query(`CREATE TEMP TABLE log (${columns.join(', ')})`);
  const copy = database.query(copyFrom('COPY log FROM STDIN WITH (FORMAT csv, HEADER)'));
  await pipeline(Readable.from([file]), copy);
  await database.query(CASES_SQL);
  await database.query(`
    CREATE TEMP TABLE people AS
    SELECT (SELECT id FROM users WHERE name = 'root') AS root, (SELECT id FROM users WHERE name = 'Nobody') AS nobody,
           timestamp '1970-01-01' AS epoch`);
  await database.query('BEGIN');
  await database.query(ticketsSql(queues));
  await database.query(INSERT_TICKETS, [queues.campusIt.id]);
  await database.query(INSERT_HISTORY, [queues.campusIt.id]);
  await database.query(INSERT_ROLES);
  await database.query('COMMIT');
  await database.query('ANALYZE');
}
