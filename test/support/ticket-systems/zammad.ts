import { ZAMMAD } from '../../../src/support/sources/kinds/declarative/descriptions/zammad.js';
import {
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

const SEARCH = '/api/v1/tickets/search';
const MOST_RESULTS = 200;
const USUAL_RESULTS = 50;
/** How deep Elasticsearch looks. */
const DEEPEST = 10_000;

const dateOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Elasticsearch finds tickets, the database tells them. Merged ones stay, with a state of their own. */
export class ZammadSystem extends TicketSystem {
  readonly description = ZAMMAD;
  readonly parameters = {
    host: 'support.example.edu',
    token: 'a-token-of-the-fake-zammad',
    campusItGroup: 'Campus IT',
    customer: 'library-desk@example.edu',
  };
  readonly wrongToOpen = ['customer', 'nobody@example.edu'] as const;
  /** Elasticsearch is asked in a way that it refuses; Zammad keeps that to itself. */
  sortsById = true;

  override reset(): void {
    super.reset();
    this.sortsById = true;
  }

  override placeOf({ isWithCampusIt, place }: SystemTicket): string {
    return isWithCampusIt ? 'Campus IT' : place;
  }

  protected isAllowed({ headers }: AskedOfSystem): boolean {
    return !this.isRefusing && headers.authorization === `Token token=${this.parameters.token}`;
  }

  protected isList({ path }: AskedOfSystem): boolean {
    return path === SEARCH;
  }

  protected answerTo({ method, path, query }: AskedOfSystem): SystemAnswer {
    if (method !== 'GET') throw new Refused(404, 'No route matches');
    if (query.get('expand') !== 'true') throw new Refused(400, 'numbers instead of names are not supported');
    if (path === SEARCH) return told(this.search(query));
    only(query.keys(), ['expand']);
    const ticket = this.tickets.get(/^\/api\/v1\/tickets\/(\d+)$/.exec(path)?.[1] ?? '');
    if (!ticket || ticket.isDeleted) throw new Refused(404, "Couldn't find Ticket");
    if (ticket.isHidden) throw new Refused(403, 'Not authorized');
    return told(toldOf(ticket));
  }

  protected noteOf({ path }: AskedOfSystem, body: Record<string, unknown>): SystemNote | null {
    if (path !== '/api/v1/ticket_articles') return null;
    const { ticket_id: id, body: text, type, internal, content_type: format } = body;
    if (typeof id !== 'number' || typeof text !== 'string')
      throw new Refused(422, 'Need at least an ID and a body');
    if (type !== 'note' || internal !== true || format !== 'text/plain')
      throw new Refused(422, 'Invalid article');
    return { id: String(id), text };
  }

  protected isOpening({ path }: AskedOfSystem): boolean {
    return path === '/api/v1/tickets';
  }

  /** Groups, customers and priorities are looked up by their names. */
  protected opened(body: Record<string, unknown>): SystemAnswer {
    const { title, article, ...names } = body;
    only(Object.keys(names), ['group', 'customer', 'priority']);
    const wrong = (error: string): never => {
      throw new Refused(422, error, { error, error_human: error });
    };
    const known: Record<string, readonly string[]> = {
      group: ['Campus IT'],
      customer: [this.parameters.customer],
      priority: ['1 low', '2 normal', '3 high'],
    };
    for (const [name, values] of Object.entries(known))
      if (!values.includes(names[name] as string))
        wrong(`No lookup value found for '${name}': ${JSON.stringify(names[name])}`);
    if (typeof title !== 'string') return wrong("Title can't be blank");
    const { body: text, type, content_type: format } = article as Record<string, unknown>;
    if (typeof text !== 'string') wrong('Need at least article: { body: "some text" }');
    if (type !== 'note' || format !== 'text/plain') wrong('Invalid article');
    const { id } = this.open({ title, isWithCampusIt: true });
    return { status: 201, body: { id: Number(id), number: `22${id.padStart(3, '0')}`, title } };
  }

  private search(query: URLSearchParams): object[] {
    only(query.keys(), ['query', 'limit', 'per_page', 'page', 'sort_by', 'order_by', 'expand']);
    const tests = (query.get('query') ?? '').split(' AND ').map(testOf);
    const limit = Math.min(whole(query.get('per_page') ?? query.get('limit'), USUAL_RESULTS), MOST_RESULTS);
    const offset = (whole(query.get('page'), 1) - 1) * limit;
    const isById = query.get('sort_by') === 'id' && query.get('order_by') === 'asc';
    if (offset + limit > DEEPEST || (isById && !this.sortsById)) return [];
    const found = this.searched().filter((ticket) => !ticket.isHidden && tests.every((test) => test(ticket)));
    found.sort((a, b) => (isById ? Number(a.id) - Number(b.id) : b.changedAt - a.changedAt));
    return found
      .slice(offset, offset + limit)
      .map(({ id }) => this.get(id))
      .filter(({ isDeleted }) => !isDeleted)
      .map(toldOf);
  }
}

function testOf(term: string): (ticket: SystemTicket) => boolean {
  const [, after] = /^id:>(\d+)$/.exec(term) ?? [];
  if (after !== undefined) return ({ id }) => Number(id) > Number(after);
  const [, words] = /^title:"([\w-]+)"$/.exec(term) ?? [];
  if (words !== undefined) return ({ title }) => title.includes(words);
  const [, since = ''] = /^updated_at:\[(\S+) TO \*\]$/.exec(term) ?? [];
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(since) ? Date.parse(since) : Number.NaN;
  if (Number.isNaN(at)) throw new Refused(400, `${term} is not understood`);
  return ({ changedAt }) => changedAt >= at;
}

const stateOf = ({ mergedInto, isResolved, isWaiting }: SystemTicket): string =>
  mergedInto !== null ? 'merged' : isResolved ? 'closed' : isWaiting ? 'pending reminder' : 'open';

const toldOf = (ticket: SystemTicket): object => ({
  id: Number(ticket.id),
  number: `22${ticket.id.padStart(3, '0')}`,
  title: ticket.title,
  group: ticket.isWithCampusIt ? 'Campus IT' : ticket.place,
  state: stateOf(ticket),
  priority: { low: '1 low', normal: '2 normal', high: '3 high', urgent: '4 of our own' }[ticket.priority],
  create_article_type: 'phone',
  created_at: dateOf(ticket.openedAt),
  updated_at: dateOf(ticket.changedAt),
  first_response_at: dateOf(ticket.firstResponseAt),
  close_at: dateOf(ticket.firstResolvedAt),
  last_close_at: dateOf(ticket.resolvedAt),
});
