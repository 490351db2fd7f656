import { TEAM_DYNAMIX } from '../../../src/support/sources/kinds/declarative/descriptions/team-dynamix.js';
import { HOUR } from '../../../src/domain/interval.js';
import {
  isoSeconds,
  only,
  Refused,
  TicketSystem,
  told,
  type AskedOfSystem,
  type SystemAnswer,
  type SystemNote,
  type SystemTicket,
} from './ticket-system.js';

const API = '/TDWebApi/api';
const UNSET = '0001-01-01T00:00:00Z';
const REQUESTOR = '01234567-89ab-cdef-0123-456789abcdef';
/** What a new ticket needs; there is only one of each here. */
const NEEDED = { TypeID: 13, AccountID: 77, StatusID: 52, PriorityID: 21, RequestorUid: REQUESTOR };
const USUAL_RESULTS = 300;
const TOKEN_LIFE = 24 * HOUR;

/** A search has neither pages nor an order nor a total. What is more than `MaxResults` is cut without a word. */
export class TeamDynamixSystem extends TicketSystem {
  readonly description = TEAM_DYNAMIX;
  readonly parameters = {
    host: 'example.teamdynamix.com',
    appId: '42',
    beid: 'a-beid',
    webServicesKey: 'a-key-of-the-fake-system',
    campusItGroup: 'Campus IT',
    campusItGroupId: '601',
    typeId: '13',
    accountId: '77',
    statusId: '52',
    priorityId: '21',
    requestorUid: REQUESTOR,
  };
  readonly wrongToOpen = ['typeId', '14'] as const;
  override readonly usesTokens = true;
  override readonly smallPage = 20;
  private readonly issued = new Map<string, number>();
  tokens = 0;

  override reset(): void {
    super.reset();
    this.issued.clear();
    this.tokens = 0;
  }

  /** A new token is given at once. */
  override revoke(): void {
    this.issued.clear();
  }

  protected isAllowed({ path, headers }: AskedOfSystem): boolean {
    if (path.startsWith(`${API}/auth/`)) return true;
    const at = this.issued.get(headers.authorization?.replace('Bearer ', '') ?? '');
    return at !== undefined && this.now() < at + TOKEN_LIFE;
  }

  protected isList({ path }: AskedOfSystem): boolean {
    return path.endsWith('/search');
  }

  protected override withPages(settings: Record<string, unknown>, size: number): Record<string, unknown> {
    const list = settings['list'] as { body: string };
    const body = JSON.stringify({ ...(JSON.parse(list.body) as object), MaxResults: size });
    const paging = { ...(settings['paging'] as object), maximum: size };
    return { ...settings, list: { ...list, body }, paging };
  }

  protected answerTo({ method, path, query, body, headers }: AskedOfSystem): SystemAnswer {
    only(query.keys(), []);
    if (method === 'POST' && !headers['content-type']?.startsWith('application/json'))
      throw new Refused(415, 'only JSON');
    if (method === 'POST' && path === `${API}/auth/loginadmin`)
      return this.token(JSON.parse(body) as Record<string, string>);
    if (method === 'POST' && path === `${API}/42/tickets/search`)
      return told(this.search(JSON.parse(body) as Record<string, unknown>));
    const [, id] = /^\/TDWebApi\/api\/42\/tickets\/(\d+)$/.exec(path) ?? [];
    const ticket = this.tickets.get(id ?? '');
    if (method !== 'GET' || !ticket || ticket.isDeleted) throw new Refused(404, 'Not Found');
    if (ticket.isHidden) throw new Refused(403, 'Forbidden');
    return told(toldOf(ticket));
  }

  protected noteOf({ path }: AskedOfSystem, body: Record<string, unknown>): SystemNote | null {
    const id = new RegExp(`^${API}/42/tickets/(\\d+)/feed$`).exec(path)?.[1];
    if (id === undefined) return null;
    const { Comments: text, IsPrivate, IsRichHtml, NewStatusID } = body;
    if (typeof text !== 'string' || IsPrivate !== true || IsRichHtml !== false || NewStatusID !== 0)
      throw new Refused(400, 'Comments');
    return { id, text };
  }

  protected isOpening({ path }: AskedOfSystem): boolean {
    return path === `${API}/42/tickets`;
  }

  protected opened(body: Record<string, unknown>, { query }: AskedOfSystem): SystemAnswer {
    only(query.keys(), [
      'EnableNotifyReviewer',
      'NotifyRequestor',
      'NotifyResponsible',
      'AllowRequestorCreation',
    ]);
    const { Title, Description, IsRichHtml, ResponsibleGroupID, ...more } = body;
    only(Object.keys(more), Object.keys(NEEDED));
    for (const [field, value] of Object.entries(NEEDED))
      if (more[field] !== value)
        throw new Refused(400, field, { ID: -1, Message: `The ${field} is not valid for this application.` });
    if (
      typeof Title !== 'string' ||
      Title.length > 300 ||
      typeof Description !== 'string' ||
      IsRichHtml !== false
    )
      throw new Refused(400, 'Title', { ID: -1, Message: 'A title is required.' });
    const ticket = this.open({ title: Title, isWithCampusIt: ResponsibleGroupID === 601 });
    return { status: 201, body: toldOf(ticket) };
  }

  private token({ BEID, WebServicesKey, ...more }: Record<string, string>): SystemAnswer {
    only(Object.keys(more), []);
    if (BEID !== this.parameters.beid || WebServicesKey !== this.parameters.webServicesKey)
      throw new Refused(403, 'Invalid BEID or key');
    const token = `jwt.${++this.tokens}`;
    this.issued.set(token, this.now());
    return told(token);
  }

  private search({ MaxResults = USUAL_RESULTS, SearchText, ...asked }: Record<string, unknown>): object[] {
    const dates = ['ModifiedDateFrom', 'ModifiedDateTo', 'CreatedDateFrom', 'CreatedDateTo'];
    only(Object.keys(asked), dates);
    const [modifiedFrom, modifiedTo, createdFrom, createdTo] = dates.map((name) => momentOf(asked[name]));
    const isIn = (at: number, from: number | null, to: number | null): boolean =>
      (from === null || at >= from) && (to === null || at <= to);
    const found = [...this.tickets.values()].filter(
      ({ isDeleted, isHidden, changedAt, openedAt, title }) =>
        !isDeleted &&
        (SearchText === undefined || title.includes(SearchText as string)) &&
        !isHidden &&
        isIn(changedAt, modifiedFrom!, modifiedTo!) &&
        isIn(openedAt, createdFrom!, createdTo!),
    );
    return found.slice(0, Number(MaxResults) || undefined).map(toldOf);
  }
}

function momentOf(date: unknown): number | null {
  if (date === undefined || date === null) return null;
  const at = typeof date === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(at)) throw new Refused(400, `${JSON.stringify(date)} is no date`);
  return at;
}

const dateOf = (at: number | null): string => (at === null ? UNSET : isoSeconds(at));

const toldOf = (ticket: SystemTicket): object => ({
  ID: Number(ticket.id),
  Title: ticket.title,
  CreatedDate: dateOf(ticket.openedAt),
  ModifiedDate: dateOf(ticket.changedAt),
  RespondedDate: dateOf(ticket.firstResponseAt),
  CompletedDate: dateOf(ticket.resolvedAt),
  StatusClass: ticket.isResolved ? 3 : ticket.isWaiting ? 5 : 2,
  StatusName: ticket.isResolved ? 'Closed' : 'In Process',
  PriorityName: { low: 'Low', normal: 'Medium', high: 'High', urgent: 'Emergency' }[ticket.priority],
  TypeName: 'Printing',
  SourceName: 'Walk-up',
  LocationName: ticket.place,
  ResponsibleGroupName: ticket.isWithCampusIt ? 'Campus IT' : '',
});
