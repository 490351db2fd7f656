import { seenOf, type SeenTicket, type ToldTicket } from '../seen-tickets.js';
import { FEEDBACK } from './redmine-desk.js';
import { TO_UTC } from './redmine-server.js';
import type { Redmine } from './redmine.js';

const text = (time: string): string => `strftime('%Y-%m-%d %H:%M:%S', ${time}, '${TO_UTC}')`;

/** Somebody other than the author wrote for all, or changed the status or the assignee. */
const ANSWERS = `
  SELECT i.id AS issue, min(j.created_on) AS at FROM journals j JOIN issues i ON i.id = j.journalized_id
  WHERE j.journalized_type = 'Issue' AND j.user_id <> i.author_id
    AND (NOT j.private_notes AND coalesce(j.notes, '') <> ''
         OR EXISTS (SELECT 1 FROM journal_details d WHERE d.journal_id = j.id AND d.property = 'attr'
                      AND d.prop_key IN ('status_id', 'assigned_to_id')))
  GROUP BY i.id`;

/** SQL: when a field of an issue became one of some values, and when it was none of them any more, in order. */
const changesOf = (field: string, isOne: (value: string) => string, now: string): string => `(
  SELECT CASE WHEN ${isOne(`coalesce(min(CASE WHEN c.number = 1 THEN c.before END), ${now})`)} THEN ${text('i.created_on')} || ',' ELSE '' END
         || coalesce(group_concat(${text('c.at')}, ',' ORDER BY c.number) FILTER (WHERE ${isOne('c.before')} <> ${isOne('c.after')}), '')
  FROM changes c WHERE c.issue = i.id AND c.field = '${field}')`;

const CHANGES = `
  SELECT j.journalized_id AS issue, d.prop_key AS field, j.created_on AS at, d.old_value + 0 AS before, d.value + 0 AS after,
         row_number() OVER (PARTITION BY j.journalized_id, d.prop_key ORDER BY j.created_on, j.id) AS number
  FROM journals j JOIN journal_details d ON d.journal_id = j.id
  WHERE j.journalized_type = 'Issue' AND d.property = 'attr' AND d.prop_key IN ('status_id', 'project_id')`;

const isFeedback = (status: string): string => `(${status} = ${FEEDBACK})`;
const isClosed = (status: string): string => `(${status} IN (SELECT id FROM issue_statuses WHERE is_closed))`;
const isCampusIt = (project: string): string => `(${project} = ?1)`;

/** Read from Redmine's own tables: the issues of the projects that are looked at. */
export function issuesOf(redmine: Redmine): SeenTicket[] {
  const { library, printing, campusIt } = redmine.projects;
  return redmine
    .rows<Omit<ToldTicket, 'escalatedAt'>>(
      `WITH changes AS (${CHANGES}), answers AS (${ANSWERS}),
         came_last AS (SELECT issue, before, max(number) FROM changes
                       WHERE field = 'project_id' AND after = ?1 AND before <> ?1 GROUP BY issue)
       SELECT CAST(i.id AS text) AS id, i.subject AS title, ${text('i.created_on')} AS openedAt,
              ${text('a.at')} AS firstResponseAt,
              CASE WHEN s.is_closed THEN ${text('i.closed_on')} END AS resolvedAt,
              CASE WHEN i.project_id = ?1 THEN 'campus-it' ELSE 'library' END AS tier,
              CASE WHEN i.project_id = ?1 THEN coalesce(desk.name, p.name) ELSE p.name END AS place,
              category.name AS category,
              ${changesOf('status_id', isFeedback, 'i.status_id')} AS waits,
              ${changesOf('status_id', isClosed, 'i.status_id')} AS resolutions,
              ${changesOf('project_id', isCampusIt, 'i.project_id')} AS handOvers
       FROM issues i JOIN issue_statuses s ON s.id = i.status_id JOIN projects p ON p.id = i.project_id
       LEFT JOIN issue_categories category ON category.id = i.category_id
       LEFT JOIN answers a ON a.issue = i.id
       LEFT JOIN came_last l ON l.issue = i.id LEFT JOIN projects desk ON desk.id = l.before
       WHERE i.project_id IN (?1, ?2, ?3) ORDER BY i.id`,
      campusIt.id,
      library.id,
      printing.id,
    )
    .map((row) => seenOf({ ...row, escalatedAt: row.handOvers.split(',')[0] || null }));
}
