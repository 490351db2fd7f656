import type { IncomingMessage, ServerResponse } from 'node:http';
import { DateTime } from 'luxon';
import { LocalSystem, textOf } from './local-system.js';

const MOST_PER_PAGE = 100;
const USUAL_PER_PAGE = 25;
/** The statuses that Redmine comes with, and whether they are closed. */
const STATUSES = {
  New: false,
  'In Progress': false,
  Resolved: false,
  Feedback: false,
  Closed: true,
  Rejected: true,
};
type Status = keyof typeof STATUSES;
const STATUS_IDS = Object.fromEntries(Object.keys(STATUSES).map((name, index) => [name, index + 1]));

export const PATRON = 5;
export const OPERATOR = 7;

export interface FakeProject {
  id: number;
  identifier: string;
  name: string;
  parent: number | null;
  isClosed: boolean;
}

interface FakeDetail {
  property: string;
  name: string;
  old_value: string | null;
  new_value: string | null;
}

export interface FakeJournal {
  user: number;
  at: string;
  notes: string;
  isPrivate: boolean;
  details: FakeDetail[];
}

/** An issue; times in UTC to the second, as the real one tells them. */
export interface FakeIssue {
  id: number;
  subject: string;
  status: Status;
  /** By number. */
  project: number;
  author: number;
  category: string | null;
  priority: string;
  created: string;
  updated: string;
  closed: string | null;
  fields: Record<string, string | string[]>;
  journals: FakeJournal[];
}

export interface AskedOfRedmine {
  path: string;
  query: URLSearchParams;
  key: string | undefined;
  /** Of a request that changes something; else empty. */
  body: string;
}

/** Answers instead of Redmine, or changes something before it answers. True: the answer is given. */
export type RedmineHook = (
  asked: AskedOfRedmine,
  response: ServerResponse,
) => boolean | void | Promise<boolean | void>;

/**
 * Redmine 5 in memory: its REST API as far as Afterhours uses it, with what is surprising about the real one. Closed
 * issues are told only to who asks for all statuses; pages hold a hundred at most; times without a zone are in the zone
 * of the key's user; a public one takes a wrong key for nobody's, and answers.
 */
export class FakeRedmine extends LocalSystem {
  static readonly KEY = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
  /** The zone of the key's user, and whether they see the latest journal first. */
  zone = 'Asia/Tokyo';
  isLatestFirst = false;
  /** Anybody may see all projects. */
  isPublic = false;
  isRestOff = false;
  /** The time at which issues are created by its interface. */
  now = (): string => '2026-10-26T17:00:00Z';
  mayRead = new Set([FakeRedmine.KEY]);
  /** Issues that the user may not see. */
  hidden: ReadonlySet<number> = new Set();
  /** Projects that the user may not see. */
  hiddenProjects: ReadonlySet<number> = new Set();
  /** An older one does not tell whether a status is closed. */
  isOld = false;
  hook: RedmineHook = () => undefined;
  asked: AskedOfRedmine[] = [];
  /** Notes that were written into issues. */
  notes: { id: number; text: string; isPrivate: boolean }[] = [];
  readonly issues = new Map<number, FakeIssue>();
  readonly projects = new Map<number, FakeProject>();

  get baseUrl(): string {
    return `http://${this.host}/redmine`;
  }

  /** As new: no issue, and the projects Library Desk, Media Lab and Campus IT. */
  reset(): void {
    this.zone = 'Asia/Tokyo';
    this.isLatestFirst = this.isPublic = this.isRestOff = this.isOld = false;
    this.mayRead = new Set([FakeRedmine.KEY]);
    this.hidden = this.hiddenProjects = new Set();
    this.hook = () => undefined;
    this.asked = [];
    this.notes = [];
    this.issues.clear();
    this.projects.clear();
    for (const [identifier, name] of [
      ['library-desk', 'Library Desk'],
      ['media-lab', 'Media Lab'],
      ['campus-it', 'Campus IT'],
    ] as const)
      this.addProject(identifier, name);
  }

  addProject(identifier: string, name: string, parent: number | null = null): FakeProject {
    const project = { id: this.projects.size + 3, identifier, name, parent, isClosed: false };
    this.projects.set(project.id, project);
    return project;
  }

  /** The number of a project. */
  project(identifier: string): number {
    return [...this.projects.values()].find((project) => project.identifier === identifier)!.id;
  }

  /** An issue that was opened at `at` and not touched since, unless `given` says otherwise. */
  open(at: string, given: Partial<FakeIssue> = {}): FakeIssue {
    const [issue] = this.openMany(1, at, given);
    return issue!;
  }

  /** So many issues of the same second. */
  openMany(count: number, at: string, given: Partial<FakeIssue> = {}): FakeIssue[] {
    const first = Math.max(0, ...this.issues.keys()) + 1;
    return Array.from({ length: count }, (_, index) => {
      const issue: FakeIssue = {
        id: first + index,
        subject: `Printer ${first + index}`,
        status: 'New',
        project: this.project('library-desk'),
        author: PATRON,
        category: null,
        priority: 'Normal',
        created: at,
        updated: at,
        closed: null,
        fields: {},
        journals: [],
        ...given,
      };
      this.issues.set(issue.id, issue);
      return issue;
    });
  }

  /** What somebody wrote and changed at one time. A status and a project leave their traces, as in the real one. */
  change(
    id: number,
    at: string,
    {
      user = OPERATOR,
      notes = '',
      isPrivate = false,
      ...change
    }: Partial<FakeIssue> & Partial<FakeJournal> = {},
  ): void {
    const issue = this.issues.get(id)!;
    const details = [...(change.details ?? [])];
    const add = (name: string, before: unknown, after: unknown): unknown =>
      details.push({ property: 'attr', name, old_value: String(before), new_value: String(after) });
    if (change.status) add('status_id', STATUS_IDS[issue.status], STATUS_IDS[change.status]);
    if (change.project !== undefined) add('project_id', issue.project, change.project);
    if (change.subject !== undefined) add('subject', issue.subject, change.subject);
    // It splits what is private from what is not.
    if (isPrivate && details.length > 0)
      issue.journals.push({ user, at, notes: '', isPrivate: false, details });
    issue.journals.push({ user, at, notes, isPrivate, details: isPrivate ? [] : details });
    const { details: _details, ...fields } = change;
    // The time of closing stays when an issue is opened again.
    const closes = change.status && STATUSES[change.status] && !STATUSES[issue.status];
    Object.assign(issue, { updated: at, ...(closes && { closed: at }), ...fields });
  }

  close(id: number, at: string): void {
    this.change(id, at, { status: 'Closed' });
  }

  reopen(id: number, at: string): void {
    this.change(id, at, { status: 'In Progress' });
  }

  move(id: number, at: string, identifier: string): void {
    this.change(id, at, { project: this.project(identifier) });
  }

  delete(id: number): void {
    this.issues.delete(id);
  }

  /** How many issues were asked for by themselves. */
  get detailsAsked(): number[] {
    return this.asked.flatMap(({ path }) => /^issues\/(\d+)\.json$/.exec(path)?.[1] ?? []).map(Number);
  }

  protected async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://redmine');
    const path = decodeURIComponent(url.pathname.replace('/redmine/', ''));
    const key = request.headers['x-redmine-api-key'] as string | undefined;
    const asked = { path, query: url.searchParams, key, body: await textOf(request) };
    this.asked.push(asked);
    if ((await this.hook(asked, response)) === true) return;
    const [status, body] = this.answerOf(asked);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(body === null ? '' : JSON.stringify(body));
  }

  private answerOf({ path, query, key, body }: AskedOfRedmine): readonly [number, object | null] {
    const isKnown = !this.isRestOff && key !== undefined && this.mayRead.has(key);
    const refused = this.isRestOff ? 403 : 401;
    if (path === 'users/current.json')
      return isKnown ? [200, { user: { id: 9, login: 'collector' } }] : [refused, null];
    if (!isKnown && !this.isPublic) return [refused, null];
    const [kind, name] = path.replace(/\.json$/, '').split('/');
    if (kind === 'issues' && name === undefined && body !== '') {
      const { project_id: project, subject } = (
        JSON.parse(body) as { issue: { project_id: number; subject: string } }
      ).issue;
      if (!this.projects.has(project)) return [422, { errors: ['Project cannot be blank'] }];
      return [201, { issue: this.told(this.open(this.now(), { project, subject }), new URLSearchParams()) }];
    }
    if (kind === 'issues' && name === undefined) return [200, this.list(query)];
    if (kind === 'issues') {
      const issue = this.issues.get(Number(name));
      if (!issue) return [404, null];
      if (body !== '') {
        const { notes, private_notes: isPrivate } = (
          JSON.parse(body) as { issue: { notes: string; private_notes: boolean } }
        ).issue;
        this.notes.push({ id: issue.id, text: notes, isPrivate });
        return [204, null];
      }
      return this.isVisible(issue) ? [200, { issue: this.told(issue, query) }] : [isKnown ? 403 : 401, null];
    }
    if (path === 'issue_statuses.json')
      return [
        200,
        {
          issue_statuses: Object.entries(STATUSES).map(([name, isClosed]) => ({
            id: STATUS_IDS[name],
            name,
            is_closed: isClosed,
          })),
        },
      ];
    if (kind === 'projects' && name === undefined) return [200, this.listProjects(query)];
    if (kind === 'projects') {
      const project = [...this.projects.values()].find(
        ({ id, identifier }) => (/^\d*$/.test(name!) ? String(id) : identifier) === name,
      );
      if (!project) return [404, null];
      return this.hiddenProjects.has(project.id) ? [403, null] : [200, { project }];
    }
    return [404, null];
  }

  private isVisible({ id, project }: FakeIssue): boolean {
    return !this.hidden.has(id) && !this.hiddenProjects.has(project);
  }

  private list(query: URLSearchParams): object {
    const filters = filtersOf(query);
    const [by, direction] = (query.get('sort') ?? 'id:desc').split(':');
    const sign = direction === 'desc' ? -1 : 1;
    const matches = (issue: FakeIssue): boolean => {
      const { status_id: status, project_id: project, updated_on: updated, issue_id: id, subject } = filters;
      return (
        (status?.operator === '*' || !STATUSES[issue.status]) &&
        (!project || project.values.includes(String(issue.project))) &&
        (!updated || Date.parse(issue.updated) >= this.timeOf(updated.values[0]!)) &&
        (!id || issue.id >= Number(id.values[0])) &&
        (!subject || issue.subject.includes(subject.values[0]!))
      );
    };
    const listed = [...this.issues.values()]
      .filter((issue) => this.isVisible(issue) && matches(issue))
      .sort((a, b) =>
        by === 'updated_on'
          ? sign * (Date.parse(a.updated) - Date.parse(b.updated)) || b.id - a.id
          : sign * (a.id - b.id),
      );
    return paged('issues', listed, query, (issue) => this.told(issue, new URLSearchParams()));
  }

  /** A day without a time, or a time without a zone, is one of the user. */
  private timeOf(text: string): number {
    return DateTime.fromISO(text, { zone: this.zone }).toMillis();
  }

  private told(issue: FakeIssue, query: URLSearchParams): object {
    const { id, subject, category, priority, fields, created, updated, closed, status } = issue;
    const journals = issue.journals.map((journal, index) => ({
      id: id * 1_000 + index,
      user: { id: journal.user, name: `User ${journal.user}` },
      notes: journal.notes,
      created_on: journal.at,
      private_notes: journal.isPrivate,
      details: journal.details,
    }));
    return {
      id,
      project: { id: issue.project, name: this.projects.get(issue.project)!.name },
      status: { id: STATUS_IDS[status], name: status, ...(!this.isOld && { is_closed: STATUSES[status] }) },
      author: { id: issue.author, name: `User ${issue.author}` },
      priority: { id: 2, name: priority },
      ...(category !== null && { category: { id: 1, name: category } }),
      subject,
      custom_fields: Object.entries(fields).map(([name, value]) => ({ id: 1, name, value })),
      created_on: created,
      updated_on: updated,
      closed_on: closed,
      ...(query.get('include') === 'journals' && {
        journals: this.isLatestFirst ? journals.reverse() : journals,
      }),
    };
  }

  /** Closed projects are told only to who asks for them. */
  private listProjects(query: URLSearchParams): object {
    const statuses = filtersOf(query)['status']?.values ?? ['1'];
    const listed = [...this.projects.values()].filter(
      ({ id, isClosed }) => !this.hiddenProjects.has(id) && statuses.includes(isClosed ? '5' : '1'),
    );
    return paged('projects', listed, query, ({ id, name, identifier }) => ({ id, name, identifier }));
  }
}

/** Short filters, unless the long form is used; then all others are ignored. */
function filtersOf(query: URLSearchParams): Record<string, { operator: string; values: string[] }> {
  const fields = query.getAll('f[]');
  if (fields.length > 0)
    return Object.fromEntries(
      fields.map((field) => [
        field,
        { operator: query.get(`op[${field}]`)!, values: query.getAll(`v[${field}][]`) },
      ]),
    );
  return Object.fromEntries(
    [...query].map(([field, text]) => {
      const [, operator, values] = /^(\*|>=)?(.*)$/.exec(text)!;
      return [field, { operator: operator ?? '=', values: values!.split('|') }];
    }),
  );
}

function paged<Item>(
  name: string,
  all: readonly Item[],
  query: URLSearchParams,
  tell: (item: Item) => object,
): object {
  const limit = Math.min(Number(query.get('limit') ?? USUAL_PER_PAGE), MOST_PER_PAGE);
  const offset = Number(query.get('offset') ?? 0);
  return {
    [name]: all.slice(offset, offset + limit).map(tell),
    total_count: all.length,
    offset,
    limit,
  };
}
