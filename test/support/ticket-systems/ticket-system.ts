import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Priority } from '../../../src/domain/service-clock.js';
import type { SourceDescription } from '../../../src/support/sources/kinds/declarative/descriptions/description.js';
import { MINUTE } from '../../../src/domain/interval.js';
import { filled } from '../../../web/src/support/sources/editors/filled.js';
import { LocalSystem } from '../local-system.js';

/** A ticket as people see it; each system tells it in its own way. Epoch milliseconds by the system’s clock. */
export interface SystemTicket {
  id: string;
  title: string;
  openedAt: number;
  changedAt: number;
  firstResponseAt: number | null;
  isResolved: boolean;
  /** Of the latest resolution. Opening the ticket again does not clear it. */
  resolvedAt: number | null;
  firstResolvedAt: number | null;
  priority: Priority;
  /** For the person who asked. */
  isWaiting: boolean;
  isWithCampusIt: boolean;
  place: string;
  mergedInto: string | null;
  isDeleted: boolean;
  /** The caller may not see it. */
  isHidden: boolean;
}

export interface AskedOfSystem {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
  headers: IncomingMessage['headers'];
}

export interface SystemAnswer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export const told = (body: unknown, headers: Record<string, string> = {}): SystemAnswer => ({
  status: 200,
  body,
  headers,
});

/** What the system answers instead of tickets. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** As the system words it. */
    readonly body: unknown = { message },
  ) {
    super(message);
  }
}

/** Refuses parameters that are not supported. */
export function only(names: Iterable<string>, supported: readonly string[]): void {
  for (const name of names) if (!supported.includes(name)) throw new Refused(400, `${name} is not supported`);
}

/** A whole number from a parameter. */
export function whole(text: string | null, usual: number, least = 1): number {
  if (text === null) return usual;
  if (!/^\d+$/.test(text) || Number(text) < least) throw new Refused(400, `${text} is not a number`);
  return Number(text);
}

export const isoSeconds = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** A note that only the people of the system read. */
export interface SystemNote {
  id: string;
  text: string;
}

interface Instead {
  times: number;
  status: number;
  headers?: Record<string, string>;
}

/** A ticket system in memory, with an interface as its documentation tells. What it does not know is a 400. */
export abstract class TicketSystem extends LocalSystem {
  abstract readonly description: SourceDescription;
  abstract readonly parameters: Readonly<Record<string, string>>;
  /** A parameter without which no ticket can be opened, and a wrong value of it. */
  abstract readonly wrongToOpen: readonly [name: string, value: string];
  /** What the interface cannot tell. */
  readonly tellsFirstResponse: boolean = true;
  /** A ticket that may not be seen looks like one that is deleted. */
  readonly hidesAsMissing: boolean = false;
  readonly usesTokens: boolean = false;
  /** The most tickets of one answer, in small tests. */
  readonly smallPage: number = 10;
  now: () => number = Date.now;
  /** How late a search finds a change of a ticket that lags; others it finds at once. */
  lagMinutes = 0;
  lags: (ticket: SystemTicket) => boolean = () => true;
  asked: AskedOfSystem[] = [];
  lists = 0;
  /** After a list was read and before it is sent. */
  afterList: (count: number) => void | Promise<void> = () => undefined;
  /** Instead of so many next answers to lists. */
  instead: Instead | null = null;
  /** Instead of opening so many next tickets. */
  insteadOfOpening: Instead | null = null;
  /** What was written into tickets. */
  notes: SystemNote[] = [];
  /** So many next tickets are opened without an answer. */
  losesAnswers = 0;
  isRefusing = false;
  protected readonly tickets = new Map<string, SystemTicket>();
  private readonly indexed = new Map<string, SystemTicket>();
  private count = 0;
  private ticketUrl: string | null = null;

  reset(): void {
    this.tickets.clear();
    this.indexed.clear();
    Object.assign(this, { asked: [], lists: 0, count: 0, lagMinutes: 0, instead: null, isRefusing: false });
    Object.assign(this, { insteadOfOpening: null, losesAnswers: 0, notes: [] });
    this.afterList = () => undefined;
    this.lags = () => true;
  }

  /** As the form fills the description in. */
  private filled(changed: Readonly<Record<string, string>> = {}): Readonly<Record<string, unknown>> {
    const { system, title, parameters, settings } = this.description;
    const given = { system, title, parameters: [...parameters], settings: { ...settings } };
    return filled(given, { ...this.parameters, ...changed })!;
  }

  /** Settings that lead here; `pageSize` instead of the usual size of a page, and other values of some parameters. */
  settings(pageSize?: number, changed: Readonly<Record<string, string>> = {}): Record<string, unknown> {
    const given = this.filled(changed);
    const { pathname } = new URL(given['baseUrl'] as string);
    const settings = {
      ...given,
      baseUrl: `http://${this.host}${pathname.replace(/\/$/, '')}`,
      perMinute: 6_000,
    };
    return pageSize === undefined ? settings : this.withPages(settings, pageSize);
  }

  /** The address that people open. */
  urlOf(id: string): string {
    this.ticketUrl ??= this.filled()['ticketUrl'] as string;
    return this.ticketUrl.replace('{id}', id);
  }

  open(given: Partial<SystemTicket> = {}): SystemTicket {
    const id = given.id ?? this.idOf(++this.count);
    const at = given.openedAt ?? given.changedAt ?? this.now();
    const ticket: SystemTicket = {
      id,
      title: `Printer ${this.count}`,
      openedAt: at,
      changedAt: at,
      firstResponseAt: null,
      isResolved: false,
      resolvedAt: null,
      firstResolvedAt: null,
      priority: 'normal',
      isWaiting: false,
      isWithCampusIt: false,
      place: 'Main Library',
      mergedInto: null,
      isDeleted: false,
      isHidden: false,
      ...given,
    };
    this.tickets.set(id, ticket);
    return ticket;
  }

  change(id: string, change: Partial<SystemTicket> = {}): void {
    Object.assign(this.get(id), { changedAt: this.now(), ...change });
  }

  resolve(id: string): void {
    const now = this.now();
    const { firstResolvedAt } = this.get(id);
    this.change(id, {
      isResolved: true,
      isWaiting: false,
      resolvedAt: now,
      firstResolvedAt: firstResolvedAt ?? now,
    });
  }

  reopen(id: string): void {
    this.change(id, { isResolved: false });
  }

  delete(id: string): void {
    this.get(id).isDeleted = true;
  }

  merge(id: string, into: string): void {
    this.change(id, { mergedInto: into });
  }

  get(id: string): SystemTicket {
    const ticket = this.tickets.get(id);
    if (!ticket) throw new Error(`there is no ticket ${id}`);
    return ticket;
  }

  /** What a ticket’s place is for the product. */
  placeOf({ place }: SystemTicket): string {
    return place;
  }

  /** All that are there and may be seen. */
  shown(): SystemTicket[] {
    return [...this.tickets.values()].filter(
      ({ isDeleted, isHidden, mergedInto }) => !isDeleted && !isHidden && mergedInto === null,
    );
  }

  /** What was accepted so far is accepted no more; `restore` ends that where it is not a token. */
  revoke(): void {
    this.isRefusing = true;
  }

  restore(): void {
    this.isRefusing = false;
  }

  protected abstract answerTo(asked: AskedOfSystem): SystemAnswer;
  protected abstract isList(asked: AskedOfSystem): boolean;
  protected abstract isAllowed(asked: AskedOfSystem): boolean;
  protected abstract isOpening(asked: AskedOfSystem): boolean;
  /** The note that is to be written; null where that is not asked. Throws `Refused` where it would be seen by who asked. */
  protected abstract noteOf(asked: AskedOfSystem, body: Record<string, unknown>): SystemNote | null;
  /** Opens a ticket as it is asked to. Throws `Refused` where something that it needs is missing. */
  protected abstract opened(body: Record<string, unknown>, asked: AskedOfSystem): SystemAnswer;
  protected idOf(count: number): string {
    return String(count);
  }

  protected withPages(settings: Record<string, unknown>, size: number): Record<string, unknown> {
    return { ...settings, paging: { ...(settings['paging'] as object), size } };
  }

  /** As a search finds them: some time ago. */
  protected searched(): SystemTicket[] {
    if (this.lagMinutes === 0) return [...this.tickets.values()];
    for (const ticket of this.tickets.values())
      if (!this.lags(ticket) || ticket.changedAt <= this.now() - this.lagMinutes * MINUTE)
        this.indexed.set(ticket.id, { ...ticket });
    return [...this.indexed.values()].filter(({ id }) => this.tickets.has(id));
  }

  protected async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, 'http://system');
    const asked: AskedOfSystem = {
      method: request.method!,
      path: decodeURIComponent(pathname),
      query: searchParams,
      body: await bodyOf(request),
      headers: request.headers,
    };
    this.asked.push(asked);
    const { status, body, headers } = await this.answerOrRefusal(asked);
    if (status === 201 && this.losesAnswers > 0) {
      this.losesAnswers--;
      return void response.destroy();
    }
    const type = typeof body === 'string' ? 'text/plain' : 'application/json';
    response.writeHead(status, {
      date: new Date(this.now()).toUTCString(),
      'content-type': `${type}; charset=utf-8`,
      ...headers,
    });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  private async answerOrRefusal(asked: AskedOfSystem): Promise<SystemAnswer> {
    const isList = this.isList(asked);
    if (isList && this.instead !== null && this.instead.times-- > 0)
      return { body: { message: 'not now' }, ...this.instead };
    const isOpening = asked.method === 'POST' && this.isOpening(asked);
    if (isOpening && this.insteadOfOpening !== null && this.insteadOfOpening.times-- > 0)
      return { body: { message: 'not now' }, ...this.insteadOfOpening };
    if (!this.isAllowed(asked)) return { status: 401, body: { message: 'Unauthorized' } };
    try {
      if (isOpening) {
        if (asked.headers['content-type'] !== 'application/json') throw new Refused(415, 'only JSON');
        return this.opened(JSON.parse(asked.body) as Record<string, unknown>, asked);
      }
      const isJson = asked.headers['content-type'] === 'application/json';
      const note = isJson ? this.noteOf(asked, JSON.parse(asked.body) as Record<string, unknown>) : null;
      if (note) {
        this.change(note.id);
        this.notes.push(note);
        return { status: asked.method === 'POST' ? 201 : 200, body: {} };
      }
      const answer = this.answerTo(asked);
      if (isList) await this.afterList(++this.lists);
      return answer;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { status: error.status, body: error.body };
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
