import { failed, type SourceHttp } from '../source-http.js';
import type { SourceError } from '../ticket-source.js';
import { refusedTicket, REFUSING } from './refused-ticket.js';

interface Named {
  id: number;
  name?: string;
}

export type RedmineStatus = Named & { is_closed?: boolean };

/** An issue as it is listed; journals come only with one that is asked for by itself. */
export interface RedmineIssue {
  id: number;
  project: Named;
  status: RedmineStatus;
  author?: Named;
  priority?: Named;
  category?: Named;
  subject?: string;
  created_on: string;
  updated_on: string;
  closed_on?: string | null;
  custom_fields?: readonly { name: string; value?: string | readonly string[] | null }[];
  journals?: readonly RedmineJournal[];
}

/** What somebody wrote and changed at one time. */
export interface RedmineJournal {
  id: number;
  user?: Named;
  notes?: string | null;
  private_notes?: boolean;
  created_on: string;
  details?: readonly RedmineChange[];
}

/** Values are texts; projects, statuses and people by number. */
export interface RedmineChange {
  property: string;
  name: string;
  old_value?: string | null;
  new_value?: string | null;
}

interface RedmineProject {
  id: number;
  name: string;
}

export interface RedmineFilter {
  /** Numbers; null for all. */
  projects: readonly number[] | null;
  since?: number;
  afterId?: number;
}

export type RedmineOrder = 'id' | 'updated_on:desc';

/** The largest page that Redmine answers; it cuts larger ones without a word. */
export const REDMINE_PAGE = 100;
/** Of projects; the answers of a server that repeats its pages would have no end. */
const MOST_PROJECT_PAGES = 100;
/** Archived ones are not told to anybody. */
const ACTIVE_AND_CLOSED = ['1', '5'];

/** A filter as forms of Redmine send it: the short form of the API does not take several projects. */
type Filter = readonly [field: string, operator: string, values?: readonly string[]];

/** Requests to Redmine's REST API. All throw SourceError. */
export class RedmineApi {
  private readonly projectNames = new Map<number, string | null>();
  private all: Promise<readonly RedmineProject[]> | null = null;

  constructor(private readonly http: SourceHttp) {}

  /**
   * Throws unless the key is somebody's. Elsewhere a public Redmine takes a key that it does not know for nobody's, and
   * answers what it shows to everybody.
   */
  async checkKey(signal: AbortSignal): Promise<void> {
    const { status, text } = await this.http.send({ path: 'users/current.json', accepts: [403] }, signal);
    if (status === 403) throw failed('auth', 'SOURCE_REFUSED.no-rest', { status });
    this.read(text, 'user', isNumbered);
  }

  /** Closed ones too. */
  async list(
    { projects, since, afterId }: RedmineFilter,
    { order, size }: { order: RedmineOrder; size: number },
    signal: AbortSignal,
  ): Promise<{ items: readonly RedmineIssue[]; total: number }> {
    const filters: Filter[] = [['status_id', '*']];
    if (projects) filters.push(['project_id', '=', projects.map(String)]);
    if (since !== undefined) filters.push(['updated_on', '>=', [redmineTime(since)]]);
    if (afterId !== undefined) filters.push(['issue_id', '>=', [String(afterId + 1)]]);
    const path = pathOf('issues.json', filters, { sort: order, limit: String(size) });
    const answer = await this.http.json({ path }, signal);
    const items = listOf<RedmineIssue>(answer, 'issues', isIssue);
    // The list was made for this key only if the key holds now.
    await this.checkKey(signal);
    return { items, total: totalOf(answer) };
  }

  /** With its journals. */
  async findIssue(id: string | number, signal: AbortSignal): Promise<RedmineIssue | 'gone' | 'hidden'> {
    const path = `issues/${encodeURIComponent(id)}.json`;
    const asked = { path, query: { include: 'journals' }, accepts: [403, 404] };
    const { status, text } = await this.http.send(asked, signal);
    if (status >= 400) return status === 404 ? 'gone' : 'hidden';
    return this.read(text, 'issue', isIssue);
  }

  /** Returns the new issue. */
  async create(
    issue: { projectId: number; subject: string; description: string },
    signal: AbortSignal,
  ): Promise<RedmineIssue> {
    const { projectId, subject, description } = issue;
    const answer = await this.http.send(
      {
        method: 'POST',
        path: 'issues.json',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ issue: { project_id: projectId, subject, description } }),
        accepts: REFUSING,
      },
      signal,
    );
    if (answer.status >= 400) throw refusedTicket(answer);
    return this.read(answer.text, 'issue', isIssue);
  }

  /** A private note, where the user may write those; else Redmine makes it one that all readers of the issue see. */
  async note(id: string, text: string, signal: AbortSignal): Promise<void> {
    const answer = await this.http.send(
      {
        method: 'PUT',
        path: `issues/${encodeURIComponent(id)}.json`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ issue: { notes: text, private_notes: true } }),
        accepts: REFUSING,
      },
      signal,
    );
    if (answer.status >= 400) throw refusedTicket(answer);
  }

  /** The oldest issue with a word in its subject; null without one. */
  async findBySubject(word: string, signal: AbortSignal): Promise<RedmineIssue | null> {
    const filters: Filter[] = [
      ['status_id', '*'],
      ['subject', '~', [word]],
    ];
    const path = pathOf('issues.json', filters, { sort: 'id', limit: '1' });
    const items = listOf<RedmineIssue>(await this.http.json({ path }, signal), 'issues', isIssue);
    await this.checkKey(signal);
    return items[0] ?? null;
  }

  /** All statuses that an issue can have. */
  async statuses(signal: AbortSignal): Promise<readonly RedmineStatus[]> {
    const answer = await this.http.json({ path: 'issue_statuses.json' }, signal);
    return listOf<RedmineStatus>(answer, 'issue_statuses', isProject);
  }

  /** By identifier, number or name; null when it is not there or may not be seen. */
  async findProject(name: string, signal: AbortSignal): Promise<RedmineProject | null> {
    return (await this.findByIdentifier(name, signal)) ?? (await this.findByName(name, signal));
  }

  async projectName(id: number, signal: AbortSignal): Promise<string | null> {
    let name = this.projectNames.get(id);
    if (name === undefined) {
      name = (await this.findByIdentifier(String(id), signal))?.name ?? null;
      this.projectNames.set(id, name);
    }
    return name;
  }

  /** Or by number. */
  private async findByIdentifier(name: string, signal: AbortSignal): Promise<RedmineProject | null> {
    if (!/^(?!new$)[\w-]+$/i.test(name)) return null;
    const path = `projects/${name.toLowerCase()}.json`;
    const { status, text } = await this.http.send({ path, accepts: [403, 404] }, signal);
    return status >= 400 ? null : this.read(text, 'project', isProject);
  }

  private async findByName(name: string, signal: AbortSignal): Promise<RedmineProject | null> {
    this.all ??= this.allProjects(signal);
    const wanted = name.toLowerCase();
    return (await this.all).find((project) => project.name.toLowerCase() === wanted) ?? null;
  }

  private async allProjects(signal: AbortSignal): Promise<readonly RedmineProject[]> {
    const projects: RedmineProject[] = [];
    for (let page = 0; page < MOST_PROJECT_PAGES; page++) {
      const range = { limit: String(REDMINE_PAGE), offset: String(projects.length) };
      const path = pathOf('projects.json', [['status', '=', ACTIVE_AND_CLOSED]], range);
      const items = listOf<RedmineProject>(await this.http.json({ path }, signal), 'projects', isProject);
      if (items.length === 0) return projects;
      projects.push(...items);
    }
    throw otherData();
  }

  private read<Found>(text: string, name: string, isFound: (answer: unknown) => answer is Found): Found {
    const answer = this.http.parse(text);
    const found = isObject(answer) ? answer[name] : null;
    if (!isFound(found)) throw otherData();
    return found;
  }
}

function pathOf(path: string, filters: readonly Filter[], rest: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(rest);
  for (const [field, operator, values = []] of filters) {
    query.append('f[]', field);
    query.append(`op[${field}]`, operator);
    for (const value of values) query.append(`v[${field}][]`, value);
  }
  return `${path}?${query.toString()}`;
}

const otherData = (): SourceError => failed('settings', 'SOURCE_ANSWER.other-data', {});

/** Of the forms that Redmine reads, the one that does not depend on the zone of the key's user. */
const redmineTime = (millis: number): string =>
  new Date(Math.max(millis, 0)).toISOString().replace(/\.\d+Z$/, 'Z');

const isObject = (answer: unknown): answer is Readonly<Record<string, unknown>> =>
  typeof answer === 'object' && answer !== null;

const isNumbered = (answer: unknown): answer is Named => isObject(answer) && typeof answer['id'] === 'number';

const isProject = (answer: unknown): answer is RedmineProject =>
  isNumbered(answer) && typeof answer.name === 'string';

function isIssue(answer: unknown): answer is RedmineIssue {
  if (!isNumbered(answer) || !('project' in answer && isNumbered(answer.project))) return false;
  if (!('status' in answer && isObject(answer.status))) return false;
  if (typeof answer.status['is_closed'] !== 'boolean') throw failed('settings', 'SOURCE_ANSWER.too-old', {});
  return true;
}

/** A server of another kind may answer with JSON too. */
function listOf<Item>(answer: unknown, name: string, isItem: (item: unknown) => boolean): readonly Item[] {
  const items = isObject(answer) ? answer[name] : null;
  if (!Array.isArray(items) || !items.every(isItem)) throw otherData();
  return items as Item[];
}

const totalOf = (answer: unknown): number => Number((answer as { total_count?: unknown }).total_count ?? 0);

/** The first value of a custom field; null when it has none. */
export function redmineField({ custom_fields: fields = [] }: RedmineIssue, name: string): string | null {
  const value = fields.find((field) => field.name === name)?.value;
  return (typeof value === 'string' ? value : value?.[0])?.trim() || null;
}
