import { DateTime } from 'luxon';
import { JIRA_SERVICE_MANAGEMENT } from '../../../src/support/sources/kinds/declarative/descriptions/jira-service-management.js';
import { DAY, MINUTE } from '../../../src/domain/interval.js';
import {
  basic,
  only,
  Refused,
  TicketSystem,
  told,
  whole,
  type AskedOfSystem,
  type SystemAnswer,
  type SystemNote,
  type SystemTicket,
} from './ticket-system.js';

const SEARCH = '/rest/api/3/search/jql';
const ISSUE = '/rest/api/3/issue/';
const USUAL_RESULTS = 50;
const MOST_RESULTS = 5_000;
/** The clauses that it understands here. */
const JQL =
  /^project in \(([A-Z]+(?:, ?[A-Z]+)*)\) AND (?:updated >= "([^"]+)"|summary ~ "\\"([\w-]+)\\"") ORDER BY key ASC$/;

/** Dates in queries are in the zone of the user, to the minute. Pages are told by tokens that are good for a week. */
export class JiraSystem extends TicketSystem {
  readonly description = JIRA_SERVICE_MANAGEMENT;
  readonly parameters = {
    host: 'example.atlassian.net',
    user: 'afterhours@example.edu',
    token: 'a token of the fake site',
    projects: 'LIB, IT',
    campusItProject: 'IT',
    serviceDeskId: '2',
    requestTypeId: '25',
  };
  readonly wrongToOpen = ['requestTypeId', '26'] as const;
  override readonly tellsFirstResponse = false;
  override readonly hidesAsMissing = true;
  /** Of the user. */
  zone = 'America/Chicago';
  /** With more fields, pages are shorter than asked for. */
  mostPerPage = MOST_RESULTS;

  override reset(): void {
    super.reset();
    Object.assign(this, { zone: 'America/Chicago', mostPerPage: MOST_RESULTS });
  }

  /** The category of the status changes then too. */
  override reopen(id: string): void {
    this.change(id, { isResolved: false, resolvedAt: this.now() });
  }

  protected override idOf(count: number): string {
    return String(10_000 + count);
  }

  protected isAllowed({ headers }: AskedOfSystem): boolean {
    const { user, token } = this.parameters;
    return !this.isRefusing && headers.authorization === basic(user, token);
  }

  protected isList({ path }: AskedOfSystem): boolean {
    return path === SEARCH;
  }

  protected noteOf({ path }: AskedOfSystem, body: Record<string, unknown>): SystemNote | null {
    const id = /^\/rest\/servicedeskapi\/request\/(\d+)\/comment$/.exec(path)?.[1];
    if (id === undefined) return null;
    const { body: text, public: isPublic } = body;
    if (typeof text !== 'string' || isPublic !== false)
      throw new Refused(400, 'The comment body can not be empty.');
    return { id, text };
  }

  protected isOpening({ path }: AskedOfSystem): boolean {
    return path === '/rest/servicedeskapi/request';
  }

  /** The request type 25 of the service desk 2 has a form of a summary and a description; 26 needs more. */
  protected opened(body: Record<string, unknown>): SystemAnswer {
    only(Object.keys(body), ['serviceDeskId', 'requestTypeId', 'requestFieldValues']);
    const wrong = (errorMessage: string): never => {
      throw new Refused(400, errorMessage, {
        errorMessage,
        i18nErrorMessage: { i18nKey: 'sd.request.create', parameters: [] },
      });
    };
    const { serviceDeskId, requestTypeId } = body;
    const { summary, description, ...more } = body['requestFieldValues'] as Record<string, unknown>;
    if (serviceDeskId !== '2') wrong('The service desk could not be found.');
    if (requestTypeId === '26') wrong("Please provide a valid value for field 'Room'");
    if (requestTypeId !== '25') wrong('The request type could not be found.');
    if (Object.keys(more).length > 0) wrong('One or more fields are not in the form of the request type.');
    if (typeof summary !== 'string' || typeof description !== 'string')
      return wrong('You must specify a summary of the issue.');
    const ticket = this.open({ title: summary, isWithCampusIt: true });
    return { status: 201, body: { issueId: ticket.id, issueKey: keyOf(ticket), requestTypeId } };
  }

  protected override withPages(settings: Record<string, unknown>, size: number): Record<string, unknown> {
    const list = settings['list'] as { query: object };
    return { ...settings, list: { ...list, query: { ...list.query, maxResults: String(size) } } };
  }

  protected answerTo({ method, path, query }: AskedOfSystem): SystemAnswer {
    if (method === 'GET' && path === SEARCH) return told(this.search(query));
    only(query.keys(), ['fields']);
    const ticket = this.tickets.get(path.slice(ISSUE.length));
    if (method !== 'GET' || !path.startsWith(ISSUE) || !ticket || ticket.isDeleted || ticket.isHidden)
      throw new Refused(404, 'Issue does not exist or you do not have permission to see it.');
    return told(this.toldOf(ticket, query));
  }

  private search(query: URLSearchParams): object {
    only(query.keys(), ['jql', 'fields', 'maxResults', 'nextPageToken']);
    const jql = query.get('jql') ?? '';
    const [, projects, updated, words] = JQL.exec(jql) ?? [];
    if (projects === undefined) throw new Refused(400, `${jql} is not understood`);
    const since = updated === undefined ? 0 : this.momentOf(updated);
    const after = this.positionOf(query.get('nextPageToken'), jql);
    const found = this.searched()
      .filter((ticket) => !ticket.isHidden && !this.get(ticket.id).isDeleted && ticket.changedAt >= since)
      .filter(({ title }) => words === undefined || title.includes(words))
      .filter((ticket) => projects.split(/, ?/).includes(projectOf(ticket)))
      .sort((a, b) => rankOf(a).localeCompare(rankOf(b)))
      .filter((ticket) => rankOf(ticket) > after);
    const size = Math.min(whole(query.get('maxResults'), USUAL_RESULTS), MOST_RESULTS, this.mostPerPage);
    const issues = found.slice(0, size);
    const isLast = found.length <= size;
    const next = isLast ? {} : { nextPageToken: this.tokenOf(rankOf(issues.at(-1)!), jql) };
    return { issues: issues.map((ticket) => this.toldOf(ticket, query)), isLast, ...next };
  }

  /** Minutes ago, or a date in the user’s zone. As late as it may be understood. */
  private momentOf(text: string): number {
    const [, minutes] = /^-(\d+)m$/.exec(text) ?? [];
    if (minutes !== undefined) return Math.ceil((this.now() - Number(minutes) * MINUTE) / MINUTE) * MINUTE;
    const at = DateTime.fromFormat(text, 'yyyy/MM/dd HH:mm', { zone: this.zone });
    if (!/^\d{4}\//.test(text)) throw new Refused(400, `${text} is no date`);
    return at.toMillis();
  }

  private tokenOf(after: string, jql: string): string {
    return Buffer.from(JSON.stringify([after, jql.replace(/-\d+m/, ''), this.now()])).toString('base64url');
  }

  private positionOf(token: string | null, jql: string): string {
    if (token === null) return '';
    const [after, of, at] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [
      string,
      string,
      number,
    ];
    if (of !== jql.replace(/-\d+m/, '') || this.now() > at + 7 * DAY)
      throw new Refused(400, 'The token is not valid.');
    return after;
  }

  private toldOf(ticket: SystemTicket, query: URLSearchParams): object {
    const names = query.get('fields')?.split(',') ?? [];
    const all: Record<string, unknown> = {
      summary: ticket.title,
      created: this.dateOf(ticket.openedAt),
      updated: this.dateOf(ticket.changedAt),
      status: {
        name: ticket.isResolved ? 'Resolved' : `Waiting for ${ticket.isWaiting ? 'customer' : 'support'}`,
        statusCategory: { key: ticket.isResolved ? 'done' : 'indeterminate' },
      },
      statuscategorychangedate: this.dateOf(ticket.resolvedAt ?? ticket.openedAt),
      priority: { name: { low: 'Low', normal: 'Medium', high: 'High', urgent: 'Highest' }[ticket.priority] },
      issuetype: { name: 'Incident' },
      project: { key: projectOf(ticket) },
      components: ticket.place === '' ? [] : [{ name: ticket.place }],
    };
    only(names, Object.keys(all));
    const fields = Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
    return { id: ticket.id, key: keyOf(ticket), fields };
  }

  private dateOf(at: number): string {
    return DateTime.fromMillis(at, { zone: this.zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZZZ");
  }
}

const projectOf = ({ isWithCampusIt }: SystemTicket): string => (isWithCampusIt ? 'IT' : 'LIB');
const keyOf = (ticket: SystemTicket): string => `${projectOf(ticket)}-${Number(ticket.id) - 10_000}`;
/** By project and number. */
const rankOf = (ticket: SystemTicket): string => `${projectOf(ticket)} ${ticket.id.padStart(9, '0')}`;
