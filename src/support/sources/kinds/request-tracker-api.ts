import { failed, type SourceHttp } from '../source-http.js';
import type { SourceError } from '../ticket-source.js';
import { refusedTicket, REFUSING } from './refused-ticket.js';

/** A ticket as REST 2.0 lists it. */
export interface RtTicket {
  id: string | number;
  Subject?: string;
  Status: string;
  /** A number, or a word of its settings. */
  Priority?: string | number;
  Queue: RtQueue;
  Created: string;
  Started?: string;
  Resolved?: string;
  LastUpdated: string;
  CustomFields?: readonly RtCustomField[] | string;
}

interface RtQueue {
  id: string | number;
  Name?: string;
}

interface RtCustomField {
  name: string;
  values: readonly string[];
}

/** A ticket's change from one queue or status to another; queues and ticket by number. */
export interface RtChange {
  ObjectId: string | number;
  Field: string;
  OldValue: string | number;
  NewValue: string | number;
  Created: string;
}

interface RtList<Item> {
  total?: number | string;
  items: readonly Item[];
}

export type RtOrder = readonly ['id' | 'LastUpdated', 'ASC' | 'DESC'];

/** The largest page that RT answers; it cuts larger ones without a word. */
export const RT_PAGE = 100;
const MOST_CHANGE_PAGES = 100;
const FIELDS = [
  'Subject',
  'Status',
  'Priority',
  'Queue',
  'Created',
  'Started',
  'Resolved',
  'LastUpdated',
  'CustomFields',
];

/** Requests to Request Tracker's REST 2.0. All throw SourceError. */
export class RequestTrackerApi {
  private readonly queueNames = new Map<string, string | null>();

  constructor(private readonly http: SourceHttp) {}

  async search(
    query: string,
    { order: [by, direction], size }: { order: RtOrder; size: number },
    signal: AbortSignal,
  ): Promise<{ items: readonly RtTicket[]; total: number }> {
    const asked = {
      query,
      fields: FIELDS.join(','),
      'fields[Queue]': 'Name',
      orderby: by,
      order: direction,
      per_page: String(size),
    };
    const { items, total } = listOf<RtTicket>(
      await this.http.json({ path: 'tickets', query: asked }, signal),
      isTicket,
    );
    return { items, total: Number(total ?? 0) };
  }

  /** Returns the number of the new ticket. */
  async create(
    { queue, subject, text }: { queue: string; subject: string; text: string },
    signal: AbortSignal,
  ): Promise<string | number> {
    const body = { Queue: queue, Subject: subject, Content: text, ContentType: 'text/plain' };
    const answer = await this.http.send(
      {
        method: 'POST',
        path: 'ticket',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify(body),
        accepts: REFUSING,
      },
      signal,
    );
    if (answer.status >= 400) throw refusedTicket(answer);
    return this.checked(answer.text, isQueue).id;
  }

  /** A comment, which those who asked do not get. */
  async comment(id: string, text: string, signal: AbortSignal): Promise<void> {
    const answer = await this.http.send(
      {
        method: 'POST',
        path: `ticket/${encodeURIComponent(id)}/comment`,
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify({ Content: text, ContentType: 'text/plain' }),
        accepts: REFUSING,
      },
      signal,
    );
    if (answer.status >= 400) throw refusedTicket(answer);
  }

  /** Of a merged ticket it is the one it was merged into. */
  async findTicket(id: string, signal: AbortSignal): Promise<RtTicket | 'gone' | 'hidden'> {
    const asked = { path: `ticket/${encodeURIComponent(id)}`, query: { 'fields[Queue]': 'Name' } };
    const { status, text } = await this.http.send({ ...asked, accepts: [403, 404] }, signal);
    if (status >= 400) return status === 404 ? 'gone' : 'hidden';
    return this.checked(text, isTicket);
  }

  /** By name or number; null when it is not there or may not be seen. */
  async findQueue(queue: string, signal: AbortSignal): Promise<RtQueue | null> {
    const path = `queue/${encodeURIComponent(queue)}`;
    const { status, text } = await this.http.send({ path, accepts: [403, 404] }, signal);
    return status >= 400 ? null : this.checked(text, isQueue);
  }

  async queueName(id: string, signal: AbortSignal): Promise<string | null> {
    let name = this.queueNames.get(id);
    if (name === undefined) {
      name = (await this.findQueue(id, signal))?.Name ?? null;
      this.queueNames.set(id, name);
    }
    return name;
  }

  /** The changes of status and queue of tickets, in their order. Not those of tickets that were merged into them. */
  async changes(tickets: readonly string[], signal: AbortSignal): Promise<RtChange[]> {
    if (tickets.length === 0) return [];
    const which = `(Type = 'Status' OR (Type = 'Set' AND Field = 'Queue'))`;
    const query = `ObjectType = 'RT::Ticket' AND ${which} AND ${anyOf('ObjectId', tickets)}`;
    const found: RtChange[] = [];
    for (let page = 1; ; page++) {
      const asked = {
        query,
        fields: 'ObjectId,Field,OldValue,NewValue,Created',
        orderby: 'id',
        order: 'ASC',
        per_page: String(RT_PAGE),
        page: String(page),
      };
      const { items } = listOf<RtChange>(
        await this.http.json({ path: 'transactions', query: asked }, signal),
        isObject,
      );
      if (items.length === 0) return found;
      found.push(...items);
      // The answers of a server that repeats its pages would have no end.
      if (page > MOST_CHANGE_PAGES) throw otherData();
    }
  }

  private checked<Found>(text: string, isFound: (answer: unknown) => answer is Found): Found {
    const answer = this.http.parse(text);
    if (!isFound(answer)) throw otherData();
    return answer;
  }
}

const otherData = (): SourceError => failed('settings', 'SOURCE_ANSWER.other-data', {});

const isObject = (answer: unknown): answer is Readonly<Record<string, unknown>> =>
  typeof answer === 'object' && answer !== null;

const isQueue = (answer: unknown): answer is RtQueue =>
  isObject(answer) && ['string', 'number'].includes(typeof answer['id']);

const isTicket = (answer: unknown): answer is RtTicket =>
  isQueue(answer) && 'Queue' in answer && isQueue(answer.Queue) && 'Status' in answer;

/** A server of another kind may answer with JSON too. */
function listOf<Item>(answer: unknown, isItem: (item: unknown) => boolean): RtList<Item> {
  const items = isObject(answer) ? answer['items'] : null;
  if (!Array.isArray(items) || !items.every(isItem)) throw otherData();
  return answer as RtList<Item>;
}

/** The first value of a custom field; null when it has none. */
export function customField({ CustomFields: fields }: RtTicket, name: string): string | null {
  if (!Array.isArray(fields)) return null;
  return (fields as RtCustomField[]).find((field) => field.name === name)?.values[0]?.trim() || null;
}

/** A text within a query. */
export const quoted = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;

const anyOf = (field: string, values: Iterable<string>): string =>
  `(${[...values].map((value) => `${field} = ${quoted(value)}`).join(' OR ')})`;
