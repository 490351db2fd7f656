import type { IncomingMessage, ServerResponse } from 'node:http';
import { DateTime } from 'luxon';
import { LocalSystem } from './local-system.js';

export interface JsonTicket {
  id: number;
  openedAt: number;
  changedAt: number;
  /** More of its fields, or others instead. */
  more?: Readonly<Record<string, unknown>>;
}

export interface AskedOfJson {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
  headers: IncomingMessage['headers'];
}

type Paging = 'offset' | 'page' | 'link' | 'cursor' | 'keyset' | 'window';

const FORMAT = 'yyyy-MM-dd HH:mm:ss';
const LIST = '/api/tickets';

/** A small ticket system that answers JSON, whose habits a test chooses. Its dates have no offset. */
export class JsonSystem extends LocalSystem {
  readonly tickets: JsonTicket[] = [];
  asked: AskedOfJson[] = [];
  zone = 'America/Chicago';
  /** In which it reads the dates that it is asked for. */
  readsZone: string | null = null;
  /** The most tickets of an answer. */
  most = 1_000;
  /** The list tells only numbers and times. */
  isShort = false;
  now: () => number = Date.now;
  isAllowed: (asked: AskedOfJson) => boolean = () => true;
  /** Answers instead when it returns true. */
  hook: (asked: AskedOfJson, response: ServerResponse) => boolean | undefined = () => undefined;

  static start(): Promise<JsonSystem> {
    return new JsonSystem().start();
  }

  get lists(): AskedOfJson[] {
    return this.asked.filter(({ path }) => path === LIST);
  }

  reset(): void {
    this.tickets.length = 0;
    Object.assign(this, { asked: [], zone: 'America/Chicago', readsZone: null, most: 1_000, isShort: false });
    this.isAllowed = () => true;
    this.hook = () => undefined;
  }

  open(at: number, more: Readonly<Record<string, unknown>> = {}): JsonTicket {
    const ticket = { id: this.tickets.length + 1, openedAt: at, changedAt: at, more };
    this.tickets.push(ticket);
    return ticket;
  }

  /** A description of this system, with small pages. */
  settings(paging: Paging = 'offset', size = 10, overrides: object = {}): Record<string, unknown> {
    const pages = {
      offset: { kind: 'offset', parameter: 'offset', sizeParameter: 'limit', size },
      page: { kind: 'page', parameter: 'page', first: 1, sizeParameter: 'limit', size },
      link: { kind: 'link' },
      cursor: { kind: 'cursor', at: '$.next', parameter: 'after' },
      keyset: { kind: 'keyset', first: '0', sizeParameter: 'limit', size },
      window: { kind: 'window', minutes: 60, maximum: size },
    };
    const usesNext = paging === 'link' || paging === 'cursor';
    return {
      baseUrl: `http://${this.host}/api`,
      auth: { kind: 'none' },
      list: {
        method: 'GET',
        path: '/tickets',
        query: {
          since: '{since}',
          until: '{until}',
          ...(paging === 'keyset' && { after: '{afterId}' }),
          ...((usesNext || paging === 'window') && { limit: String(size) }),
          ...(paging === 'link' && { link: 'yes' }),
        },
        items: '$.tickets',
      },
      paging: pages[paging],
      stop: usesNext ? 'no-next' : 'empty',
      fields: {
        externalId: '$.id',
        updatedAt: '$.updated',
        openedAt: '$.opened',
        title: '$.title',
      },
      time: { format: FORMAT, zone: this.zone },
      perMinute: 6_000,
      ...overrides,
    };
  }

  protected async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://system');
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method, headers } = request;
    const [path, body] = [decodeURIComponent(url.pathname), Buffer.concat(parts).toString('utf8')];
    const asked: AskedOfJson = { method: method!, path, query: url.searchParams, body, headers };
    this.asked.push(asked);
    response.setHeader('date', new Date(this.now()).toUTCString());
    if (this.hook(asked, response) === true) return;
    response.setHeader('content-type', 'application/json');
    if (!this.isAllowed(asked)) return void response.writeHead(401).end('{"error":"no"}');
    if (asked.path === LIST) return this.list(asked.query, response);
    const one = this.tickets.find(({ id }) => asked.path === `${LIST}/${id}`);
    if (!one) return void response.writeHead(404).end('{}');
    response.end(JSON.stringify({ ticket: this.told(one) }));
  }

  private list(query: URLSearchParams, response: ServerResponse): void {
    const instant = (name: string): number =>
      +DateTime.fromFormat(query.get(name)!, FORMAT, { zone: this.readsZone ?? this.zone });
    const [since, until] = [instant('since'), instant('until')];
    const found = this.tickets
      .filter(({ changedAt }) => changedAt >= since && changedAt <= until)
      .toSorted((a, b) => a.id - b.id);
    const size = Math.min(this.most, Number(query.get('limit') ?? this.most));
    const after = Number(query.get('after') ?? 0);
    const page = Number(query.get('page') ?? 1) - 1;
    const start = Number(query.get('offset') ?? page * size);
    const rest = found.filter(({ id }) => id > after).slice(start);
    const shown = rest.slice(0, size);
    const next = rest.length > size ? String(shown.at(-1)!.id) : null;
    if (next !== null && query.has('link')) {
      const more = new URLSearchParams([...query].filter(([name]) => name !== 'after'));
      response.setHeader('link', `<${LIST}?${more.toString()}&after=${next}>; title="a, b"; rel="last next"`);
    }
    response.setHeader('x-total', found.length);
    const tickets = shown.map((ticket) => this.told(ticket, this.isShort));
    response.end(JSON.stringify({ tickets, next, total: found.length }));
  }

  private told({ id, openedAt, changedAt, more }: JsonTicket, isShort = false): object {
    const date = (at: number): string => DateTime.fromMillis(at, { zone: this.zone }).toFormat(FORMAT);
    const times = { id, updated: date(changedAt), opened: date(openedAt) };
    return isShort ? times : { ...times, title: `Ticket ${id}`, ...more };
  }
}
