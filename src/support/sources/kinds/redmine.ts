import { refusalText } from '../../../domain/refusals/refusal-text.js';
import { HOUR, MINUTE } from '../../../domain/interval.js';
import type { Priority } from '../../../domain/service-clock.js';
import { firstResolution, type ToldChange } from '../../../domain/told-past.js';
import { failed, type SourceHttp } from '../source-http.js';
import type {
  Cursor,
  Doubt,
  OpenedTicket,
  StoredOf,
  Ticket,
  Sample,
  TicketOpening,
  TicketPage,
  TicketSource,
  Whereabouts,
} from '../ticket-source.js';
import { unchangedAmong } from './unchanged.js';
import { begin, pagesAfter } from './paging.js';
import { priorityOf } from './priorities.js';
import {
  REDMINE_PAGE,
  RedmineApi,
  redmineField,
  type RedmineIssue,
  type RedmineStatus,
} from './redmine-api.js';
import { firstResponseAt, inOrder, movesOf, pastOf } from './redmine-history.js';

/** Settings of a source that reads Redmine 5, without its key. */
export interface RedmineSettings {
  /** As people open it. */
  baseUrl: string;
  /** Identifiers, names or numbers, without their subprojects; all without it. */
  projects?: readonly string[];
  campusItProjects?: readonly string[];
  /** The project in which issues are opened. */
  openIn?: string;
  /** The names of statuses in which an issue waits for the person who asked. */
  waitingStatuses?: readonly string[];
  /** What its priorities mean here, by their names. */
  priorities?: Readonly<Record<string, Priority>>;
  /** The custom field that the rules map to a location; without one, the project. */
  placeField?: string;
  /** The custom field with the category; without one, the category of the issue. */
  categoryField?: string;
  /** No issue is there yet, and that is in order. */
  startsEmpty?: boolean;
}

/** One at a time, so that it never costs more than one of Redmine's processes. */
export const REDMINE_PER_MINUTE = 1_200;
/**
 * Redmine keeps its times in the zone of its server, without the zone: the hour that comes twice in an autumn night is told
 * as if it came once. And a change becomes visible when its transaction ends.
 */
const REACH = 2 * HOUR;
/** By then, a change was read together with all others of its second, also where the clocks of servers differ. */
const SETTLED = 5 * MINUTE;
const NEWEST = { order: 'updated_on:desc', size: 5 } as const;

/** The numbers of the projects that are looked at; `all` is null when every one is. */
interface Projects {
  all: readonly number[] | null;
  campusIt: ReadonlySet<string>;
}

/** The numbers of the statuses in which an issue waits, and is closed. */
interface Statuses {
  waiting: ReadonlySet<string>;
  closed: ReadonlySet<string>;
}

/**
 * Tickets of Redmine 5. Pages go by issue number, because numbers never change while the issues do: an issue that changes
 * while its run passes is told again by the next run, which begins before it. Who answered and where an issue has been is
 * told with one issue only, so each that changed is asked for by itself.
 */
export class RedmineSource implements TicketSource {
  private readonly api: RedmineApi;
  private projects: Promise<Projects> | null = null;
  private statuses: Promise<Statuses> | null = null;
  readonly opening?: TicketOpening;

  constructor(
    http: SourceHttp,
    private readonly settings: RedmineSettings,
    private readonly clock: { now(): number },
  ) {
    this.api = new RedmineApi(http);
    const { openIn } = settings;
    if (openIn !== undefined)
      this.opening = {
        open: async ({ title, text }, signal) => {
          const [projectId] = await this.numbersOf([openIn], signal);
          const issue = { projectId: projectId!, subject: title, description: text };
          return this.openedOf(await this.api.create(issue, signal));
        },
        find: async (reference, signal) => {
          const found = await this.api.findBySubject(reference, signal);
          return found && this.openedOf(found);
        },
        note: (externalId, text, signal) => this.api.note(externalId, text, signal),
      };
  }

  async check(signal: AbortSignal): Promise<Sample> {
    await this.api.checkKey(signal);
    await this.meanings(signal);
    const { all } = await this.lookedAt(signal);
    const { items, total } = await this.api.list({ projects: all }, NEWEST, signal);
    if (total === 0 && this.settings.startsEmpty !== true) throw failed('auth', 'SOURCE_SEES_NOTHING', {});
    const { tickets } = await this.read(items, signal);
    return { tickets };
  }

  /** Of earlier changes, those that are stored need not be read again. */
  cursorAt(moment: number): Cursor {
    return { since: moment, knownBefore: this.clock.now() };
  }

  async *changes(
    cursor: Cursor | null,
    signal: AbortSignal,
    storedOf: StoredOf,
  ): AsyncGenerator<TicketPage, void, void> {
    await this.api.checkKey(signal);
    const { all } = await this.lookedAt(signal);
    const { startsEmpty } = this.settings;
    const now = this.clock.now();
    const position = await begin(cursor, () => this.latestChange(all, signal), { now, startsEmpty });
    if (position === null) return;
    const { since, upTo } = position;
    const knownBefore = Number(cursor?.['knownBefore'] ?? since - SETTLED);
    const span = since > 0 ? { since: since - REACH } : {};
    const list = (afterId: number): ReturnType<RedmineApi['list']> =>
      this.api.list({ projects: all, ...span, afterId }, { order: 'id', size: REDMINE_PAGE }, signal);
    for await (const { items, afterId, remaining } of pagesAfter(position.afterId, list)) {
      const unchanged = await unchangedAmong(items.map(listedOf), knownBefore, storedOf);
      const changed = items.filter(({ id }) => !unchanged.has(String(id)));
      yield {
        ...(await this.read(changed, signal)),
        unchanged: [...unchanged.values()],
        cursor: { ...cursor, since, upTo, afterId },
        remaining,
      };
    }
    yield { tickets: [], unchanged: [], doubts: [], cursor: { since: upTo }, remaining: 0 };
  }

  async find(externalId: string, signal: AbortSignal): Promise<Whereabouts> {
    const issue = await this.api.findIssue(externalId, signal);
    if (issue === 'gone' || issue === 'hidden') return issue;
    return (await this.isLookedAt(issue, signal)) ? { ticket: await this.ticketOf(issue, signal) } : 'gone';
  }

  private async latestChange(projects: Projects['all'], signal: AbortSignal): Promise<number | null> {
    const { items } = await this.api.list({ projects }, { ...NEWEST, size: 1 }, signal);
    return items[0] ? Date.parse(items[0].updated_on) : null;
  }

  /** Throws when one of them is missing: without it, its issues would be missing without a word. */
  private async numbersOf(names: readonly string[], signal: AbortSignal): Promise<number[]> {
    const numbers: number[] = [];
    for (const project of names) {
      const found = await this.api.findProject(project, signal);
      if (!found) throw failed('auth', 'SOURCE_SEES_NOTHING.project', { project });
      numbers.push(found.id);
    }
    return numbers;
  }

  /** Throws when a status that the settings name is not there. */
  private meanings(signal: AbortSignal): Promise<Statuses> {
    const { waitingStatuses = [] } = this.settings;
    this.statuses ??= this.api.statuses(signal).then((all) => ({
      waiting: new Set(waitingStatuses.map((name) => statusId(all, name))),
      closed: new Set(all.filter(({ is_closed: isClosed }) => isClosed === true).map(({ id }) => String(id))),
    }));
    return this.statuses;
  }

  private lookedAt(signal: AbortSignal): Promise<Projects> {
    const { projects, campusItProjects = [] } = this.settings;
    this.projects ??= this.numbersOf(campusItProjects, signal).then(async (campusIt) => ({
      all: projects ? [...new Set([...(await this.numbersOf(projects, signal)), ...campusIt])] : null,
      campusIt: new Set(campusIt.map(String)),
    }));
    return this.projects;
  }

  private openedOf({ id }: RedmineIssue): OpenedTicket {
    return { externalId: String(id), externalUrl: this.pageOf(id) };
  }

  private pageOf(id: number): string {
    return `${this.settings.baseUrl.replace(/\/+$/, '')}/issues/${id}`;
  }

  private async isLookedAt({ project }: RedmineIssue, signal: AbortSignal): Promise<boolean> {
    const { all } = await this.lookedAt(signal);
    return all?.includes(project.id) ?? true;
  }

  /** Issues with all that is told of them. What was deleted or moved away since they were listed is left out. */
  private async read(
    listed: readonly RedmineIssue[],
    signal: AbortSignal,
  ): Promise<{ tickets: Ticket[]; doubts: Doubt[] }> {
    const tickets: Ticket[] = [];
    const doubts: Doubt[] = [];
    for (const { id } of listed) {
      const issue = await this.api.findIssue(id, signal);
      if (issue === 'hidden') doubts.push({ externalId: String(id), reason: refusalText('TICKET_HIDDEN') });
      else if (issue !== 'gone' && (await this.isLookedAt(issue, signal)))
        tickets.push(await this.ticketOf(issue, signal));
    }
    return { tickets, doubts };
  }

  private async ticketOf(issue: RedmineIssue, signal: AbortSignal): Promise<Ticket> {
    const { placeField, categoryField, priorities } = this.settings;
    const priority = priorityOf(issue.priority?.name, priorities);
    const { campusIt } = await this.lookedAt(signal);
    const journals = inOrder(issue.journals ?? []);
    const past = pastOf(issue, journals, { ...(await this.meanings(signal)), campusIt });
    const closedOn = issue.status.is_closed === true ? issue.closed_on : null;
    const openedAt = Date.parse(issue.created_on);
    const resolvedAt = closedOn ? Date.parse(closedOn) : null;
    const first = firstResolution(past.resolved, { openedAt, resolvedAt });
    return {
      externalId: String(issue.id),
      changedAt: Date.parse(issue.updated_on),
      openedAt,
      firstResponseAt: firstResponseAt(issue, journals),
      resolvedAt,
      ...(first !== null && { firstResolvedAt: first }),
      past,
      tier: campusIt.has(String(issue.project.id)) ? 'campus-it' : 'library',
      ...(priority && { priority }),
      title: issue.subject ?? null,
      externalUrl: this.pageOf(issue.id),
      category:
        categoryField === undefined ? (issue.category?.name ?? null) : redmineField(issue, categoryField),
      ...(campusIt.size > 0 && { escalatedAt: past.withCampusIt[0]?.from ?? null }),
      place:
        placeField === undefined
          ? await this.desk(issue, movesOf(journals), signal)
          : redmineField(issue, placeField),
    };
  }

  /** The project of an issue; of one that is with Campus IT, the one that it last came from. */
  private async desk(
    { project }: RedmineIssue,
    moves: readonly ToldChange[],
    signal: AbortSignal,
  ): Promise<string | null> {
    const { campusIt } = await this.lookedAt(signal);
    const last = moves.findLast(({ from, to }) => campusIt.has(to) && !campusIt.has(from));
    if (!campusIt.has(String(project.id)) || !last) return project.name ?? null;
    return this.api.projectName(Number(last.from), signal);
  }
}

const listedOf = ({
  id,
  updated_on,
  created_on,
}: RedmineIssue): Pick<Ticket, 'externalId' | 'changedAt' | 'openedAt'> => ({
  externalId: String(id),
  changedAt: Date.parse(updated_on),
  openedAt: Date.parse(created_on),
});

function statusId(statuses: readonly RedmineStatus[], name: string): string {
  const found = statuses.find((status) => status.name?.toLowerCase() === name.toLowerCase());
  if (!found) throw failed('settings', 'SOURCE_SEES_NOTHING.status', { status: name });
  return String(found.id);
}
