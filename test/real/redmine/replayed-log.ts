import { Client } from 'pg';
import { loadCases } from '../help-desk-cases.js';
import { CLOSED, FEEDBACK, IN_PROGRESS, NEW } from './redmine-desk.js';
import type { Redmine } from './redmine.js';

interface Case {
  number: number;
  key: string;
  opened: string;
  started: string | null;
  escalated: string | null;
  returned: string | null;
  first: string | null;
  last: string | null;
  reopened: string | null;
  asked: string | null;
  told: string | null;
}

/** Every fourth one waited for who asked. */
const ASKED = `number % 4 = 0 AND started < first - interval '1 minute'`;

/** Times as Redmine keeps them: in the zone of its server, seven hours behind UTC. */
const CASES_SQL = `
  SELECT number::int, key, ${['opened', 'started', 'escalated', 'returned', 'first', 'last']
    .map((time) => `to_char(${time} - interval '7 hours', 'YYYY-MM-DD HH24:MI:SS') AS ${time}`)
    .join(', ')},
         CASE WHEN first < last
              THEN to_char(first + (last - first) / 2 - interval '7 hours', 'YYYY-MM-DD HH24:MI:SS') END AS reopened,
         ${[4, 2]
           .map(
             (part) =>
               `CASE WHEN ${ASKED} THEN to_char(started + (first - started) / ${part} - interval '7 hours', 'YYYY-MM-DD HH24:MI:SS') END`,
           )
           .join(' AS asked, ')} AS told
  FROM cases ORDER BY number`;

/** Replays cases of the help desk's log into Redmine's own tables: over REST it would take minutes. */
export async function replayLog(redmine: Redmine, scratch: string): Promise<void> {
  const client = new Client({ connectionString: scratch });
  await client.connect();
  try {
    await loadCases(client);
    const { rows } = await client.query<Case>(CASES_SQL);
    redmine.database.exec('BEGIN');
    const add = adder(redmine);
    for (const row of rows) add(row);
    redmine.database.exec('COMMIT');
  } finally {
    await client.end();
  }
}

function adder({ database, projects, users, prepared }: Redmine): (row: Case) => void {
  const insertIssue = database.prepare(
    `INSERT INTO issues (id, root_id, lft, rgt, tracker_id, project_id, subject, status_id, priority_id, author_id, category_id,
                         created_on, updated_on, closed_on)
     VALUES (:id, :id, 1, 2, :tracker, :project, :key, :status, :priority, :author, :category, :opened, :changed, :last)`,
  );
  const insertJournal = database.prepare(
    `INSERT INTO journals (journalized_id, journalized_type, user_id, notes, created_on)
     VALUES (?, 'Issue', ?, '', ?)`,
  );
  const insertDetail = database.prepare(
    `INSERT INTO journal_details (journal_id, property, prop_key, old_value, value) VALUES (?, 'attr', ?, ?, ?)`,
  );
  return ({ number: id, key, opened, started, escalated, returned, first, last, reopened, asked, told }) => {
    const desk = (id % 3 === 0 ? projects.printing : projects.library).id;
    const events: [at: string | null, name: string, before: number, after: number][] = [
      [started, 'status_id', NEW, IN_PROGRESS],
      [asked, 'status_id', IN_PROGRESS, FEEDBACK],
      [told, 'status_id', FEEDBACK, IN_PROGRESS],
      [escalated, 'project_id', desk, projects.campusIt.id],
      [returned, 'project_id', projects.campusIt.id, desk],
      [first, 'status_id', IN_PROGRESS, CLOSED],
      [reopened, 'status_id', CLOSED, IN_PROGRESS],
      [reopened && last, 'status_id', IN_PROGRESS, CLOSED],
    ];
    const times = [opened, ...events.flatMap(([at]) => at ?? [])].toSorted();
    const project = escalated === null || returned !== null ? desk : projects.campusIt.id;
    insertIssue.run({
      id,
      key,
      opened,
      last,
      tracker: prepared.tracker,
      priority: prepared.priority,
      author: users.patron.id,
      project,
      category: id % 2 === 0 ? prepared.categories[project]! : null,
      status: last === null ? (started === null ? NEW : IN_PROGRESS) : CLOSED,
      changed: times.at(-1)!,
    });
    for (const [at, name, before, after] of events.filter(([at]) => at !== null)) {
      const { lastInsertRowid } = insertJournal.run(id, users.operator.id, at);
      insertDetail.run(lastInsertRowid, name, String(before), String(after));
    }
  };
}
