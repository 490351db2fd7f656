import { FRESHSERVICE } from '../../../src/support/sources/kinds/declarative/descriptions/freshservice.js';
import { DAY } from '../../../src/domain/interval.js';
import {
  isoSeconds,
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

const TICKETS = '/api/v2/tickets';
const MOST_PER_PAGE = 100;
const USUAL_PER_PAGE = 30;
const CAMPUS_IT = 21_000_123_456;

const dateOf = (at: number | null): string | null => (at === null ? null : isoSeconds(at));

/** Pages by number, by opening. Without `updated_since`, only tickets of the last thirty days. */
export class FreshserviceSystem extends TicketSystem {
  readonly description = FRESHSERVICE;
  readonly parameters = {
    host: 'example.freshservice.com',
    key: 'a-key-of-the-fake-freshservice',
    locationField: 'library_location',
    campusItGroup: String(CAMPUS_IT),
    requester: 'library-handover@example.edu',
  };
  readonly wrongToOpen = ['requester', 'nobody'] as const;
  private readonly requesters = new Map<string, string>();

  override reset(): void {
    super.reset();
    this.requesters.clear();
  }

  protected isAllowed({ headers }: AskedOfSystem): boolean {
    return !this.isRefusing && headers.authorization === `Basic ${btoa(`${this.parameters.key}:X`)}`;
  }

  protected isList({ path }: AskedOfSystem): boolean {
    return path === TICKETS;
  }

  protected answerTo({ method, path, query }: AskedOfSystem): SystemAnswer {
    if (method !== 'GET') throw new Refused(405, 'Method not allowed');
    if (path === TICKETS) return this.list(query);
    only(query.keys(), ['include']);
    if (query.get('include') !== 'stats') throw new Refused(400, 'only stats are supported');
    const ticket = this.tickets.get(path.slice(TICKETS.length + 1));
    if (!ticket) throw new Refused(404, 'Not Found');
    if (ticket.isHidden) throw new Refused(403, 'Forbidden');
    return told({ ticket: toldOf(ticket) });
  }

  protected noteOf({ path }: AskedOfSystem, body: Record<string, unknown>): SystemNote | null {
    const id = new RegExp(`^${TICKETS}/(\\d+)/notes$`).exec(path)?.[1];
    if (id === undefined) return null;
    const { body: text, private: isPrivate } = body;
    if (typeof text !== 'string' || /\n/.test(text)) throw new Refused(400, 'It should be HTML');
    if (isPrivate !== true) throw new Refused(400, 'It would be sent to the requester');
    return { id, text };
  }

  protected isOpening({ path }: AskedOfSystem): boolean {
    return path === TICKETS;
  }

  /** Numbers must be numbers. */
  protected opened(body: Record<string, unknown>): SystemAnswer {
    const { email, subject, description, status, priority, group_id: group, ...more } = body;
    const wrong = (field: string, message: string, code: string): never => {
      const errors = [{ field, message, code }];
      throw new Refused(400, message, { description: 'Validation failed', errors });
    };
    for (const field of Object.keys(more))
      wrong(field, 'Unexpected/invalid field in request', 'invalid_field');
    if (typeof email !== 'string' || !/^\S+@\S+\.\S+$/.test(email))
      return wrong('email', 'It should be a valid email address', 'invalid_value');
    if (typeof subject !== 'string') return wrong('subject', 'Missing subject', 'missing_field');
    if (typeof description !== 'string' || /\n/.test(description))
      return wrong('description', 'It should be HTML', 'datatype_mismatch');
    if (status !== 2) wrong('status', 'It should be one of these values: 2,3,4,5', 'invalid_value');
    if (![1, 2, 3, 4].includes(priority as number))
      wrong('priority', 'It should be one of these values: 1,2,3,4', 'invalid_value');
    if (group !== CAMPUS_IT)
      wrong('group_id', 'There is no group matching the given group_id', 'invalid_value');
    const ticket = this.open({ title: subject, isWithCampusIt: true });
    this.requesters.set(ticket.id, email);
    return { status: 201, body: { ticket: toldOf(ticket) } };
  }

  private list(query: URLSearchParams): SystemAnswer {
    only(query.keys(), ['updated_since', 'order_type', 'include', 'page', 'per_page', 'email']);
    const email = query.get('email');
    const size = whole(query.get('per_page'), USUAL_PER_PAGE);
    if (size > MOST_PER_PAGE) throw new Refused(400, 'per_page is at most 100');
    const since = query.get('updated_since');
    if (since !== null && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(since))
      throw new Refused(400, 'updated_since is no date');
    const isListed = ({ changedAt, openedAt }: SystemTicket): boolean =>
      since === null ? openedAt >= this.now() - 30 * DAY : changedAt >= Date.parse(since);
    const sign = query.get('order_type') === 'asc' ? 1 : -1;
    const found = [...this.tickets.values()]
      .filter((ticket) => !ticket.isDeleted && !ticket.isHidden && isListed(ticket))
      .filter(({ id }) => email === null || this.requesters.get(id) === email)
      .sort((a, b) => sign * (a.openedAt - b.openedAt || Number(a.id) - Number(b.id)));
    const page = whole(query.get('page'), 1);
    const isMore = found.length > page * size;
    const next = `<http://${this.host}${TICKETS}?page=${page + 1}&per_page=${size}>; rel="next"`;
    return told(
      { tickets: found.slice((page - 1) * size, page * size).map(toldOf) },
      isMore ? { link: next } : {},
    );
  }
}

const toldOf = (ticket: SystemTicket): object => ({
  id: Number(ticket.id),
  subject: ticket.title,
  status: ticket.isResolved ? 4 : ticket.isWaiting ? 3 : 2,
  priority: { low: 1, normal: 2, high: 3, urgent: 4 }[ticket.priority],
  source: 9,
  category: 'Printing',
  group_id: ticket.isWithCampusIt ? CAMPUS_IT : null,
  custom_fields: { library_location: ticket.place },
  created_at: dateOf(ticket.openedAt),
  updated_at: dateOf(ticket.changedAt),
  spam: false,
  ...(ticket.isDeleted && { deleted: true }),
  stats: {
    first_responded_at: dateOf(ticket.firstResponseAt),
    resolved_at: dateOf(ticket.resolvedAt),
  },
});
