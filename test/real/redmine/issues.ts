import { withoutNothing, type SeenTicket } from '../seen-tickets.js';
import { FEEDBACK } from './redmine-desk.js';
import { TO_UTC } from './redmine-server.js';
import type { Redmine } from './redmine.js';

const text = (time: string): string => `strftime('%Y-%m-%d %H:%M:%S', ${time}, '${TO_UTC}')`;

const MOVES = `
  SELECT j.journalized_id AS issue, j.created_on AS at, d.old_value + 0 AS before, d.value + 0 AS after,
         row_number() OVER (PARTITION BY j.journalized_id ORDER BY j.created_on, j.id) AS number
  FROM journals j JOIN journal_details d ON d.journal_id = j.id
  WHERE j.journalized_type = 'Issue' AND d.property = 'attr' AND d.prop_key = 'project_id'`;

/** Somebody other than the author wrote for all, or changed the status or the assignee. */
const ANSWERS = `
  SELECT i.id AS issue, min(j.created_on) AS at FROM journals j JOIN issues i ON i.id = j.journalized_id
  WHERE j.journalized_type = 'Issue' AND j.user_id <> i.author_id
    AND (NOT j.private_notes AND coalesce(j.notes, '') <> ''
         OR EXISTS (SELECT 1 FROM journal_details d WHERE d.journal_id = j.id AND d.property = 'attr'
                      AND d.prop_key IN ('status_id', 'assigned_to_id')))
  GROUP BY i.id`;

const WAITS = `
  SELECT j.journalized_id AS issue, j.created_on AS at, d.old_value + 0 AS before,
         row_number() OVER (PARTITION BY j.journalized_id ORDER BY j.created_on, j.id) AS number
  FROM journals j JOIN journal_details d ON d.journal_id = j.id
  WHERE j.journalized_type = 'Issue' AND d.property = 'attr' AND d.prop_key = 'status_id'
    AND (d.old_value + 0 = ${FEEDBACK}) <> (d.value + 0 = ${FEEDBACK})`;

/** Read from Redmine's own tables: the issues of the projects that are looked at. */
export function issuesOf(redmine: Redmine): SeenTicket[] {
  const { library, printing, campusIt } = redmine.projects;
  return redmine
    .rows<SeenTicket>(
      `WITH moves AS (${MOVES}), answers AS (${ANSWERS}), waits AS (${WAITS}),
         came AS (SELECT issue, min(at) AS at FROM moves WHERE after = ?1 GROUP BY issue),
         came_last AS (SELECT issue, before, max(number) FROM moves WHERE after = ?1 AND before <> ?1 GROUP BY issue),
         began AS (SELECT issue, before FROM moves WHERE number = 1)
       SELECT CAST(i.id AS text) AS id, i.subject AS title, ${text('i.created_on')} AS openedAt,
              ${text('a.at')} AS firstResponseAt,
              CASE WHEN s.is_closed THEN ${text('i.closed_on')} END AS resolvedAt,
              ${text('CASE WHEN coalesce(b.before, i.project_id) = ?1 THEN i.created_on ELSE c.at END')} AS escalatedAt,
              CASE WHEN i.project_id = ?1 THEN 'campus-it' ELSE 'library' END AS tier,
              CASE WHEN i.project_id = ?1 THEN coalesce(desk.name, p.name) ELSE p.name END AS place,
              CASE WHEN coalesce((SELECT w.before FROM waits w WHERE w.issue = i.id AND w.number = 1), i.status_id) = ${FEEDBACK}
                   THEN ${text('i.created_on')} || ',' ELSE '' END
              || coalesce((SELECT group_concat(${text('w.at')}, ',' ORDER BY w.number) FROM waits w WHERE w.issue = i.id), '') AS waits
       FROM issues i JOIN issue_statuses s ON s.id = i.status_id JOIN projects p ON p.id = i.project_id
       LEFT JOIN answers a ON a.issue = i.id LEFT JOIN came c ON c.issue = i.id LEFT JOIN began b ON b.issue = i.id
       LEFT JOIN came_last l ON l.issue = i.id LEFT JOIN projects desk ON desk.id = l.before
       WHERE i.project_id IN (?1, ?2, ?3) ORDER BY i.id`,
      campusIt.id,
      library.id,
      printing.id,
    )
    .map((row) => withoutNothing({ ...row }));
}
