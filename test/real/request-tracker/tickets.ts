import { withoutNothing, type SeenTicket } from '../seen-tickets.js';
import type { RequestTracker } from './request-tracker.js';

/** The statuses in which a ticket waits for the person who asked; the print shop has one of its own. */
export const WAITING = ['stalled', 'waiting'];

const text = (instant: string): string => `to_char(${instant}, 'YYYY-MM-DD HH24:MI:SS')`;

/** Read from RT's own tables: tickets that were neither merged nor deleted, with their own moves between queues. */
export async function ticketsOf({ database, queues }: RequestTracker): Promise<SeenTicket[]> {
  const { library, printing, campusIt } = queues;
  const { rows } = await database.query<SeenTicket>(
    `SELECT t.id::text, t.subject AS title, ${text('t.created')} AS "openedAt",
            ${text(`nullif(t.started, '1970-01-01')`)} AS "firstResponseAt",
            CASE WHEN t.status IN ('resolved', 'rejected', 'answered') THEN ${text(`nullif(t.resolved, '1970-01-01')`)} END
              AS "resolvedAt",
            ${text('coalesce(first.created, CASE WHEN t.queue = $2 THEN t.created END)')} AS "escalatedAt",
            CASE WHEN t.queue = $2 THEN 'campus-it' ELSE 'library' END AS tier,
            CASE WHEN t.queue = $2 THEN coalesce(last.desk, q.name) ELSE q.name END AS place,
            concat_ws(',', CASE WHEN coalesce(waited.before, t.status) = ANY($3) THEN ${text('t.created')} END, waited.times) AS waits
     FROM tickets t JOIN queues q ON q.id = t.queue
     LEFT JOIN LATERAL (
       SELECT x.created FROM transactions x
       WHERE x.objecttype = 'RT::Ticket' AND x.field = 'Queue' AND x.newvalue = $2::int::text AND x.objectid = t.id
       ORDER BY x.id LIMIT 1
     ) AS first ON true
     LEFT JOIN LATERAL (
       SELECT desk.name AS desk FROM transactions x JOIN queues desk ON desk.id::text = x.oldvalue
       WHERE x.objecttype = 'RT::Ticket' AND x.field = 'Queue' AND x.newvalue = $2::int::text AND x.objectid = t.id
       ORDER BY x.id DESC LIMIT 1
     ) AS last ON true
     LEFT JOIN LATERAL (
       SELECT (array_agg(x.oldvalue ORDER BY x.id))[1] AS before, string_agg(${text('x.created')}, ',' ORDER BY x.id) AS times
       FROM transactions x
       WHERE x.objecttype = 'RT::Ticket' AND x.type = 'Status' AND x.objectid = t.id
         AND (x.oldvalue = ANY($3)) <> (x.newvalue = ANY($3))
     ) AS waited ON true
     WHERE t.queue = ANY($1) AND t.id = t.effectiveid AND t.status <> 'deleted' ORDER BY t.id`,
    [[library.id, printing.id, campusIt.id], campusIt.id, WAITING],
  );
  return rows.map(withoutNothing);
}
