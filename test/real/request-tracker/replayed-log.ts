import { loadCases } from '../help-desk-cases.js';
import type { RequestTracker } from './request-tracker.js';

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
  SELECT id, id, CASE WHEN escalated IS NULL OR returned IS NOT NULL THEN desk ELSE $1::int END, 'ticket', nobody, key, status, epoch,
         coalesce(started, epoch), epoch, coalesce(last, epoch), root, changed, root, opened
  FROM seeded, people ORDER BY id`;

/** Every fourth one waited for who asked. */
const STALLED = `number % 4 = 0 AND started < first - interval '1 minute'`;

/** The history, in the order in which it happened; to the second, as RT cannot read anything finer. */
const INSERT_HISTORY = `
  INSERT INTO transactions (objecttype, objectid, type, field, oldvalue, newvalue, creator, created)
  SELECT 'RT::Ticket', id, what, field, before, after, root, date_trunc('second', at)
  FROM people, (
    SELECT id, 'Create' AS what, NULL AS field, NULL AS before, NULL AS after, opened AS at FROM seeded
    UNION ALL SELECT id, 'Status', 'Status', 'new', 'open', started FROM seeded
    UNION ALL SELECT id, 'Status', 'Status', CASE WHEN started IS NULL THEN 'new' ELSE 'open' END, status, changed + interval '1 minute'
    FROM seeded WHERE status = 'waiting'
    UNION ALL SELECT id, 'Status', 'Status', 'open', 'stalled', started + (first - started) / 4 FROM seeded WHERE ${STALLED}
    UNION ALL SELECT id, 'Status', 'Status', 'stalled', 'open', started + (first - started) / 2 FROM seeded WHERE ${STALLED}
    UNION ALL SELECT id, 'Set', 'Queue', desk::text, $1::int::text, escalated FROM seeded
    UNION ALL SELECT id, 'Set', 'Queue', $1::int::text, desk::text, returned FROM seeded
    UNION ALL SELECT id, 'Status', 'Status', 'open', status, first FROM seeded
    UNION ALL SELECT id, 'Status', 'Status', status, 'open', first + (last - first) / 2 FROM seeded WHERE first < last
    UNION ALL SELECT id, 'Status', 'Status', 'open', status, last FROM seeded WHERE first < last) AS events
  WHERE at IS NOT NULL ORDER BY at, id, before IS DISTINCT FROM 'new'`;

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

/** Every second one has a category. */
const INSERT_CATEGORIES = `
  INSERT INTO objectcustomfieldvalues (objecttype, objectid, customfield, content, sortorder, disabled, creator, created, lastupdatedby, lastupdated)
  SELECT 'RT::Ticket', id, $1::int, 'Category ' || number % 7, 0, 0, root, opened, root, opened FROM seeded, people WHERE number % 2 = 0`;

/** Replays cases of the help desk's log into RT's own tables: over REST it would take ten minutes. */
export async function replayLog({ database, queues, category }: RequestTracker): Promise<void> {
  await loadCases(database);
  await database.query(`
    CREATE TEMP TABLE people AS
    SELECT (SELECT id FROM users WHERE name = 'root') AS root, (SELECT id FROM users WHERE name = 'Nobody') AS nobody,
           timestamp '1970-01-01' AS epoch`);
  await database.query('BEGIN');
  await database.query(ticketsSql(queues));
  await database.query(INSERT_TICKETS, [queues.campusIt.id]);
  await database.query(INSERT_HISTORY, [queues.campusIt.id]);
  await database.query(INSERT_ROLES);
  await database.query(INSERT_CATEGORIES, [category.id]);
  await database.query('COMMIT');
  await database.query('ANALYZE');
}
