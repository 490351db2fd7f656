import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseTicketSql } from './ticket-sql.js';
import { LocalSystem, textOf } from './local-system.js';

/** What the real one tells of a date that is not set. */
const UNSET = '1970-01-01T00:00:00Z';
const MOST_PER_PAGE = 100;
const USUAL_PER_PAGE = 20;
const INACTIVE = ['resolved', 'rejected', 'deleted'];

export interface FakeMove {
  Field: string;
  OldValue: string;
  NewValue: string;
  Created: string;
}

/** A ticket; dates in UTC to the second, as the real one tells them. */
export interface FakeTicket {
  id: number;
  Subject: string;
  Status: string;
  Priority: string;
  /** The name. */
  Queue: string;
  Created: string;
  Started: string;
  Resolved: string;
  LastUpdated: string;
  fields: Record<string, string>;
  mergedInto: number | null;
  history: FakeMove[];
}

interface NewTicket {
  Queue: string;
  Subject: string;
  Content: string;
}

export interface AskedOfTracker {
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  /** Of a request that changes something; else empty. */
  body: string;
}

/** Answers instead of the tracker, or changes something before it answers. True: the answer is given. */
export type TrackerHook = (
  asked: AskedOfTracker,
  response: ServerResponse,
) => boolean | void | Promise<boolean | void>;

/**
 * Request Tracker 5 in memory: REST 2.0 as far as Afterhours uses it, with what is surprising about the real one. Dates in
 * queries are in the zone of the token's user; merged and deleted tickets are in no list; pages hold a hundred at most.
 */
export class FakeRequestTracker extends LocalSystem {
  static readonly TOKEN = '1-14-token-of-the-fake-tracker';
  /** The zone of the token's user. */
  zone = 'UTC';
  /** The user may see nothing. */
  isBlind = false;
  /** Tickets that the user may not see. */
  hidden: ReadonlySet<number> = new Set();
  /** The time at which tickets are created by its interface. */
  now = (): string => '2026-10-26T17:00:00Z';
  /** Statuses of which the real one says that they are done. */
  inactive = new Set(INACTIVE);
  hook: TrackerHook = () => undefined;
  asked: AskedOfTracker[] = [];
  /** Comments that were written into tickets. */
  notes: { id: number; text: string }[] = [];
  private readonly tickets = new Map<number, FakeTicket>();
  private readonly queues = new Map<string, number>();

  static start(): Promise<FakeRequestTracker> {
    return new FakeRequestTracker().start();
  }

  get baseUrl(): string {
    return `http://${this.host}/REST/2.0`;
  }

  /** As new: no ticket, and the queues Library Desk, Media Lab and Campus IT. */
  reset(): void {
    this.zone = 'UTC';
    this.isBlind = false;
    this.hidden = new Set();
    this.inactive = new Set(INACTIVE);
    this.hook = () => undefined;
    this.asked = [];
    this.notes = [];
    this.tickets.clear();
    this.queues.clear();
    for (const name of ['Library Desk', 'Media Lab', 'Campus IT'])
      this.queues.set(name, this.queues.size + 3);
  }

  /** A ticket that was opened at `at` and not touched since, unless `given` says otherwise. */
  open(at: string, given: Partial<FakeTicket> = {}): FakeTicket {
    const id = Math.max(0, ...this.tickets.keys()) + 1;
    const usual = {
      id,
      Subject: `Printer ${id}`,
      Status: 'new',
      Priority: '0',
      Queue: 'Library Desk',
      Created: at,
      LastUpdated: at,
    };
    const ticket = {
      ...usual,
      Started: UNSET,
      Resolved: UNSET,
      fields: {},
      mergedInto: null,
      history: [],
      ...given,
    };
    this.tickets.set(ticket.id, ticket);
    return ticket;
  }

  /** So many tickets of the same second. */
  openMany(count: number, at: string, given: Partial<FakeTicket> = {}): void {
    const first = Math.max(0, ...this.tickets.keys()) + 1;
    for (let id = first; id < first + count; id++) {
      const times = { Created: at, LastUpdated: at, Started: UNSET, Resolved: UNSET };
      const rest = { fields: {}, mergedInto: null, history: [] };
      this.tickets.set(id, {
        id,
        Subject: `Printer ${id}`,
        Status: 'new',
        Priority: '0',
        Queue: 'Library Desk',
        ...times,
        ...rest,
        ...given,
      });
    }
  }

  /** A status leaves its trace in the history. */
  change(id: number, at: string, change: Partial<FakeTicket>): void {
    const ticket = this.tickets.get(id)!;
    const { Status: NewValue = ticket.Status } = change;
    if (NewValue !== ticket.Status)
      ticket.history.push({ Field: 'Status', OldValue: ticket.Status, NewValue, Created: at });
    Object.assign(ticket, { LastUpdated: at, ...change });
  }

  /** It keeps the time of a resolution when it opens the ticket again. */
  reopen(id: number, at: string): void {
    this.change(id, at, { Status: 'open' });
  }

  resolve(id: number, at: string): void {
    this.change(id, at, { Status: 'resolved', Resolved: at });
  }

  move(id: number, at: string, queue: string): void {
    const ticket = this.tickets.get(id)!;
    const [OldValue, NewValue] = [ticket.Queue, queue].map((name) => String(this.queues.get(name)));
    ticket.history.push({ Field: 'Queue', OldValue: OldValue!, NewValue: NewValue!, Created: at });
    this.change(id, at, { Queue: queue });
  }

  /** Changes that are no moves, so that the history has several pages. */
  comment(id: number, at: string, times: number): void {
    const { history } = this.tickets.get(id)!;
    for (let count = 0; count < times; count++)
      history.push({ Field: '', OldValue: '', NewValue: '', Created: at });
  }

  merge(id: number, into: number): void {
    this.tickets.get(id)!.mergedInto = into;
  }

  protected async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://tracker');
    const path = decodeURIComponent(url.pathname.replace('/REST/2.0/', ''));
    const body = await textOf(request);
    const asked = { path, query: url.searchParams, authorization: request.headers.authorization, body };
    this.asked.push(asked);
    if ((await this.hook(asked, response)) === true) return;
    const [status, answer] = this.answerOf(asked);
    response.writeHead(status, { 'content-type': 'application/json; charset="utf-8"' });
    response.end(JSON.stringify(answer));
  }

  private answerOf({ path, query, authorization, body }: AskedOfTracker): readonly [number, object] {
    if (authorization !== `token ${FakeRequestTracker.TOKEN}`) return [401, { message: 'Unauthorized' }];
    const [kind, name = ''] = path.split('/');
    try {
      if (kind === 'ticket' && path.endsWith('/comment')) return this.noted(Number(name), body);
      if (path === 'ticket' && body !== '') return this.create(JSON.parse(body) as NewTicket);
      if (kind === 'tickets') return [200, this.search(query)];
      if (kind === 'queue') return found(this.queue(name));
      if (kind === 'transactions') return [200, this.transactions(query)];
      if (kind === 'ticket' && (this.isBlind || this.hidden.has(Number(name))))
        return [403, { message: 'Forbidden' }];
      if (kind === 'ticket') return found(this.ticket(Number(name), query));
    } catch (error) {
      return [400, { message: (error as Error).message }];
    }
    return found(null);
  }

  private noted(id: number, body: string): readonly [number, object] {
    if (!this.tickets.has(id)) return [404, { message: 'Not Found' }];
    const { Content, ContentType } = JSON.parse(body) as { Content: string; ContentType: string };
    if (ContentType !== 'text/plain') return [400, { message: 'ContentType is required' }];
    this.comment(id, this.now(), 1);
    this.notes.push({ id, text: Content });
    return [201, ['Comments added']];
  }

  all(): readonly FakeTicket[] {
    return [...this.tickets.values()];
  }

  /** With `Content`, which is not kept here. */
  create({ Queue, Subject }: NewTicket): readonly [number, object] {
    if (!this.queues.has(Queue)) return [400, { message: `Could not create ticket. Queue not set` }];
    const { id } = this.open(this.now(), { Queue, Subject });
    return [201, { id: String(id), type: 'ticket', _url: `${this.baseUrl}/ticket/${id}` }];
  }

  private search(query: URLSearchParams): object {
    const filter = parseTicketSql(query.get('query') ?? '', this.zone);
    const [by, direction] = [
      query.get('orderby') === 'LastUpdated' ? 'LastUpdated' : 'id',
      query.get('order'),
    ];
    const sign = direction === 'DESC' ? -1 : 1;
    const listed = [...this.tickets.values()]
      .filter(
        (ticket) =>
          !this.isBlind &&
          !this.hidden.has(ticket.id) &&
          ticket.mergedInto === null &&
          ticket.Status !== 'deleted',
      )
      .filter((ticket) => filter(this.queried(ticket)))
      .sort(
        (a, b) => sign * (by === 'id' ? a.id - b.id : Date.parse(a.LastUpdated) - Date.parse(b.LastUpdated)),
      );
    return paged(listed, query, (ticket) => ({
      id: String(ticket.id),
      type: 'ticket',
      _url: `${this.baseUrl}/ticket/${ticket.id}`,
      ...this.fieldsOf(ticket, query, ''),
    }));
  }

  /** Without the fields that nobody asked for. */
  private fieldsOf(ticket: FakeTicket, query: URLSearchParams, noFields: '' | []): object {
    const all = {
      ...this.told(ticket, query),
      CustomFields: Object.keys(ticket.fields).length > 0 ? customFieldsOf(ticket) : noFields,
    };
    const asked = query.get('fields')?.split(',') ?? [];
    return Object.fromEntries(Object.entries(all).filter(([name]) => asked.includes(name)));
  }

  private told(ticket: FakeTicket, query: URLSearchParams): object {
    const { Subject, Status, Priority, Created, Started, Resolved, LastUpdated, Queue } = ticket;
    const name = query.get('fields[Queue]') === 'Name' ? { Name: Queue } : {};
    const queue = { ...name, type: 'queue', id: String(this.queues.get(Queue)) };
    return { Subject, Status, Priority, Created, Started, Resolved, LastUpdated, Queue: queue };
  }

  /** Of a merged ticket, the one that it was merged into. */
  private ticket(id: number, query: URLSearchParams): object | null {
    const ticket = this.tickets.get(id);
    if (!ticket || this.isBlind) return null;
    if (ticket.mergedInto !== null) return this.ticket(ticket.mergedInto, query);
    return {
      id: ticket.id,
      type: 'ticket',
      ...this.told(ticket, query),
      CustomFields: customFieldsOf(ticket),
    };
  }

  /** Asked for are changes of the status and of the queue, of some tickets. */
  private transactions(query: URLSearchParams): object {
    const text = query.get('query') ?? '';
    if (!text.includes(` AND (Type = 'Status' OR (Type = 'Set' AND Field = 'Queue')) AND `))
      throw new Error('a query that nobody understands');
    const tickets = [...text.matchAll(/ObjectId = '([^']+)'/g)].map(([, value]) => value!);
    const changes = [...this.tickets.values()]
      .filter(({ id }) => tickets.includes(String(id)) && !this.isBlind && !this.hidden.has(id))
      .flatMap(({ id, history }) => history.map((change) => ({ ObjectId: String(id), ...change })))
      .filter(({ Field }) => Field === 'Status' || Field === 'Queue');
    return paged(changes, query, (change) => ({ type: 'transaction', ...change }));
  }

  private queue(nameOrId: string): object | null {
    const entry = [...this.queues].find(([name, id]) => name === nameOrId || String(id) === nameOrId);
    return entry && !this.isBlind ? { id: entry[1], Name: entry[0], Lifecycle: 'default' } : null;
  }

  private queried(ticket: FakeTicket): Parameters<ReturnType<typeof parseTicketSql>>[0] {
    return {
      id: ticket.id,
      queue: ticket.Queue,
      subject: ticket.Subject,
      queueId: this.queues.get(ticket.Queue)!,
      status: ticket.Status,
      isInactive: this.inactive.has(ticket.Status),
      created: Date.parse(ticket.Created),
      lastUpdated: Date.parse(ticket.LastUpdated),
    };
  }
}

const found = (body: object | null): readonly [number, object] =>
  body ? [200, body] : [404, { message: 'Not Found' }];

const customFieldsOf = ({ fields }: FakeTicket): object[] =>
  Object.entries(fields).map(([name, value]) => ({ type: 'customfield', id: '1', name, values: [value] }));

function paged<Item>(all: readonly Item[], query: URLSearchParams, tell: (item: Item) => object): object {
  const size = Math.min(Number(query.get('per_page') ?? USUAL_PER_PAGE), MOST_PER_PAGE);
  const page = Number(query.get('page') ?? 1);
  const items = all.slice((page - 1) * size, page * size).map(tell);
  return {
    items,
    count: items.length,
    total: all.length,
    page,
    pages: Math.ceil(all.length / size),
    per_page: size,
  };
}
