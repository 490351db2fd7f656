import { seenOf, type SeenTicket, type ToldTicket } from '../seen-tickets.js';
import type { RequestTracker } from './request-tracker.js';

/** The statuses in which a ticket waits for the person who asked; the print shop has one of its own. */
export const WAITING = ['stalled', 'waiting'];

const text = (instant: string): string => `to_char(${instant}, 'YYYY-MM-DD HH24:MI:SS')`;

/** The statuses in which a ticket is done. */
const DONE = ['resolved', 'rejected', 'answered'];

/** SQL: when a value became one of some, and when it was none of them any more, in order. */
const changesOf = (which: string, values: string, now: string): string => `(
  SELECT concat_ws(',', CASE WHEN coalesce((array_agg(x.oldvalue ORDER BY x.id))[1], ${now}) = ANY(${values}) THEN ${text('t.created')} END,
                   string_agg(${text('x.created')}, ',' ORDER BY x.id) FILTER (WHERE (x.oldvalue = ANY(${values})) <> (x.newvalue = ANY(${values}))))
  FROM transactions x WHERE x.objecttype = 'RT::Ticket' AND x.objectid = t.id AND ${which})`;
const STATUS = `x.type = 'Status'`;
const QUEUE = `x.type = 'Set' AND x.field = 'Queue'`;

/** Read from RT's own tables: tickets that were neither merged nor deleted, with their own moves between queues. */
export async function ticketsOf({ database, queues, category }: RequestTracker): Promise<SeenTicket[]> {
  const { library, printing, campusIt } = queues;
  const { rows } = await database.query<ToldTicket>(
    `SELECT told.*, nullif(split_part("handOvers", ',', 1), '') AS "escalatedAt"
     FROM (
       SELECT t.id::text, t.subject AS title, ${text('t.created')} AS "openedAt",
              ${text(`nullif(t.started, '1970-01-01')`)} AS "firstResponseAt",
              CASE WHEN t.status = ANY($4) THEN ${text(`nullif(t.resolved, '1970-01-01')`)} END AS "resolvedAt",
              CASE WHEN t.queue = $2 THEN 'campus-it' ELSE 'library' END AS tier,
              CASE WHEN t.queue = $2 THEN coalesce(last.desk, q.name) ELSE q.name END AS place,
              (SELECT v.content FROM objectcustomfieldvalues v
               WHERE v.objecttype = 'RT::Ticket' AND v.objectid = t.id AND v.customfield = $5 AND v.disabled = 0) AS category,
              ${changesOf(STATUS, '$3', 't.status')} AS waits, ${changesOf(STATUS, '$4', 't.status')} AS resolutions,
              ${changesOf(QUEUE, 'ARRAY[$2::int::text]', 't.queue::text')} AS "handOvers"
       FROM tickets t JOIN queues q ON q.id = t.queue
       LEFT JOIN LATERAL (
         SELECT desk.name AS desk FROM transactions x JOIN queues desk ON desk.id::text = x.oldvalue
         WHERE x.objecttype = 'RT::Ticket' AND x.field = 'Queue' AND x.newvalue = $2::int::text AND x.objectid = t.id
         ORDER BY x.id DESC LIMIT 1
       ) AS last ON true
       WHERE t.queue = ANY($1) AND t.id = t.effectiveid AND t.status <> 'deleted') AS told
     ORDER BY id::int`,
    [[library.id, printing.id, campusIt.id], campusIt.id, WAITING, DONE, category.id],
  );
  return rows.map(seenOf);
}
