import { DateTime } from 'luxon';
import { DAY, HOUR, SECOND } from '../../../domain/interval.js';
import type { Priority } from '../../../domain/service-clock.js';
import { firstResolution, type Past } from '../../../domain/told-past.js';
import { failed, type SourceHttp } from '../source-http.js';
import type {
  Cursor,
  OpenedTicket,
  Sample,
  Ticket,
  TicketOpening,
  TicketPage,
  TicketSource,
  Whereabouts,
} from '../ticket-source.js';
import { begin, pagesAfter } from './paging.js';
import { priorityOf } from './priorities.js';
import {
  customField,
  quoted,
  RequestTrackerApi,
  RT_PAGE,
  type RtChange,
  type RtTicket,
} from './request-tracker-api.js';
import {
  movesOf,
  pastOf,
  stateWhenResolved,
  statesOf,
  wordOf,
  type RtState,
} from './request-tracker-history.js';

/** Settings of a source that reads Request Tracker 5 by REST 2.0, without its token. */
export interface RequestTrackerSettings {
  /** Up to and with `/REST/2.0`. */
  baseUrl: string;
  queues: readonly string[];
  timeZone?: string;
  campusItQueues?: readonly string[];
  /** The queue in which tickets are opened. */
  openIn?: string;
  /** Statuses in which a ticket waits for the person who asked. */
  waitingStatuses?: readonly string[];
  /** What its priorities mean here. */
  priorities?: Readonly<Record<string, Priority>>;
  /** The custom field that the rules map to a location; without one, the queue. */
  placeField?: string;
  /** The custom field with the category. */
  categoryField?: string;
  /** No ticket is there yet, and that is in order. */
  startsEmpty?: boolean;
}

/** It answers about four requests a second. */
export const REQUEST_TRACKER_PER_MINUTE = 240;
/** The statuses that RT comes with, and whether a ticket is done. Of others it is asked. A deleted one is not done, but gone. */
const STATUSES = { new: false, open: false, stalled: false, resolved: true, rejected: true, deleted: false };
/** RT itself opens such a ticket again when the person answers. */
const WAITING = ['stalled'];
/**
 * Dates in queries are read in the time zone of the token's user, which RT does not tell: 12 hours behind UTC to 14 hours
 * ahead. Going back so far is enough for any.
 */
const WIDEST_REACH = 26 * HOUR;
/** A change becomes visible when its transaction ends, and the servers of one RT differ by some minutes. */
const USUAL_REACH = 2 * HOUR;
const OLDEST_FIRST = ['id', 'ASC'] as const;
const NEWEST_FIRST = ['id', 'DESC'] as const;
const LATEST_CHANGE_FIRST = ['LastUpdated', 'DESC'] as const;

/**
 * Tickets of Request Tracker 5. Pages go by ticket number, because numbers never change while the tickets do: a ticket
 * that changes while its run passes is told again by the next run, which begins before it.
 */
export class RequestTrackerSource implements TicketSource {
  private readonly api: RequestTrackerApi;
  private readonly doneByState = new Map<string, boolean>();
  private readonly queues: readonly string[];
  private readonly campusItQueues: readonly string[];
  private readonly waitingStatuses: readonly string[];
  private campusItIds: Promise<ReadonlySet<string>> | null = null;
  readonly opening?: TicketOpening;

  constructor(
    http: SourceHttp,
    private readonly settings: RequestTrackerSettings,
    private readonly clock: { now(): number },
  ) {
    this.api = new RequestTrackerApi(http);
    this.campusItQueues = settings.campusItQueues ?? [];
    // RT writes its statuses in lower case.
    this.waitingStatuses = (settings.waitingStatuses ?? WAITING).map((status) => status.toLowerCase());
    this.queues = [...new Set([...settings.queues, ...this.campusItQueues])];
    const { openIn } = settings;
    if (openIn !== undefined)
      this.opening = {
        open: async ({ title, text }, signal) =>
          this.openedOf(await this.api.create({ queue: openIn, subject: title, text }, signal)),
        find: async (reference, signal) => {
          const asked = { order: OLDEST_FIRST, size: 1 };
          const { items } = await this.api.search(`Subject LIKE ${quoted(reference)}`, asked, signal);
          return items[0] ? this.openedOf(items[0].id) : null;
        },
        note: (externalId, text, signal) => this.api.comment(externalId, text, signal),
      };
  }

  async check(signal: AbortSignal): Promise<Sample> {
    for (const queue of this.queues)
      if (!(await this.api.findQueue(queue, signal)))
        throw failed('auth', 'SOURCE_SEES_NOTHING.queue', { queue });
    const asked = { order: LATEST_CHANGE_FIRST, size: 5 };
    const { items, total } = await this.api.search(this.inQueues(), asked, signal);
    if (total === 0 && this.settings.startsEmpty !== true) throw failed('auth', 'SOURCE_SEES_NOTHING', {});
    return { tickets: await this.ticketsOf(items, signal) };
  }

  cursorAt(moment: number): Cursor {
    return { since: moment };
  }

  async *changes(cursor: Cursor | null, signal: AbortSignal): AsyncGenerator<TicketPage, void, void> {
    const { startsEmpty } = this.settings;
    const position = await begin(cursor, () => this.latestChange(signal), {
      now: this.clock.now(),
      startsEmpty,
    });
    if (position === null) return;
    const { since, upTo } = position;
    const changed = since > 0 ? ` AND LastUpdated >= '${await this.dateText(since, signal)}'` : '';
    const list = (afterId: number): ReturnType<RequestTrackerApi['search']> => {
      const query = `${this.inQueues()}${changed} AND id > ${afterId}`;
      return this.api.search(query, { order: OLDEST_FIRST, size: RT_PAGE }, signal);
    };
    for await (const { items, afterId, remaining } of pagesAfter(position.afterId, list))
      yield {
        tickets: await this.ticketsOf(items, signal),
        unchanged: [],
        doubts: [],
        cursor: { since, upTo, afterId },
        remaining,
      };
    yield { tickets: [], unchanged: [], doubts: [], cursor: { since: upTo }, remaining: 0 };
  }

  async find(externalId: string, signal: AbortSignal): Promise<Whereabouts> {
    const found = await this.api.findTicket(externalId, signal);
    if (found === 'gone' || found === 'hidden') return found;
    if (String(found.id) !== externalId) return { mergedInto: String(found.id) };
    if (found.Status === 'deleted' || !isAmong(this.queues, found.Queue.Name ?? '')) return 'gone';
    const [ticket] = await this.ticketsOf([found], signal);
    return { ticket: ticket! };
  }

  private async latestChange(signal: AbortSignal): Promise<number | null> {
    const { items } = await this.api.search(this.inQueues(), { order: LATEST_CHANGE_FIRST, size: 1 }, signal);
    return items[0] ? Date.parse(items[0].LastUpdated) : null;
  }

  /** Without knowing the zone for sure, more is asked for. */
  private async dateText(since: number, signal: AbortSignal): Promise<string> {
    const { timeZone } = this.settings;
    const isSure = timeZone !== undefined && (await this.readsDatesIn(timeZone, signal));
    return isSure ? rtDate(since - USUAL_REACH, timeZone) : rtDate(since - WIDEST_REACH, 'utc');
  }

  /** Whether RT finds its newest ticket by the time of its creation in this zone. */
  private async readsDatesIn(zone: string, signal: AbortSignal): Promise<boolean> {
    const { items } = await this.api.search(this.inQueues(), { order: NEWEST_FIRST, size: 1 }, signal);
    const [newest] = items;
    if (!newest) return false;
    const created = Date.parse(newest.Created);
    const query = `id = ${newest.id} AND Created >= '${rtDate(created, zone)}' AND Created < '${rtDate(created + SECOND, zone)}'`;
    return (await this.api.search(query, { order: NEWEST_FIRST, size: 1 }, signal)).items.length === 1;
  }

  private inQueues(): string {
    return `(${this.queues.map((queue) => `Queue = ${quoted(queue)}`).join(' OR ')})`;
  }

  private async ticketsOf(items: readonly RtTicket[], signal: AbortSignal): Promise<Ticket[]> {
    const ids = items.map(({ id }) => String(id));
    const changes = Map.groupBy(await this.api.changes(ids, signal), ({ ObjectId }) => String(ObjectId));
    const tickets: Ticket[] = [];
    for (const item of items) {
      const told = changes.get(String(item.id)) ?? [];
      const past = await this.pastOf(item, told, signal);
      const ticket = { ...this.ticketOf(item), resolvedAt: await this.resolvedAt(item, signal) };
      const first = firstResolution(past.resolved, ticket);
      const { placeField } = this.settings;
      tickets.push({
        ...ticket,
        ...(first !== null && { firstResolvedAt: first }),
        past,
        ...(this.campusItQueues.length > 0 && { escalatedAt: past.withCampusIt[0]?.from ?? null }),
        ...(placeField === undefined && { place: await this.desk(item, told, signal) }),
      });
    }
    return tickets;
  }

  private async pastOf(item: RtTicket, changes: readonly RtChange[], signal: AbortSignal): Promise<Past> {
    const campusIt = await this.campusItQueueIds(signal);
    const done = new Set<string>();
    for (const state of statesOf(item, changes))
      if (await this.isDone(state, signal)) done.add(wordOf(state));
    const resolved = stateWhenResolved(item, changes);
    if (resolved) done.add(wordOf(resolved));
    return pastOf(item, changes, {
      isWaiting: (status) => isAmong(this.waitingStatuses, status),
      isDone: (state) => done.has(wordOf(state)),
      isOfCampusIt: (queue) => campusIt.has(queue),
    });
  }

  /** The queue of a ticket; of one that is with Campus IT, the one that it last came from. */
  private async desk(
    { Queue: { id, Name: queue = '' } }: RtTicket,
    changes: readonly RtChange[],
    signal: AbortSignal,
  ): Promise<string | null> {
    const campusIt = await this.campusItQueueIds(signal);
    const last = movesOf(changes).findLast(({ from, to }) => campusIt.has(to) && !campusIt.has(from));
    return campusIt.has(String(id)) && last ? this.api.queueName(last.from, signal) : queue;
  }

  /** Moves name queues by number. */
  private campusItQueueIds(signal: AbortSignal): Promise<ReadonlySet<string>> {
    this.campusItIds ??= Promise.all(
      this.campusItQueues.map((name) => this.api.findQueue(name, signal)),
    ).then((queues) => new Set(queues.flatMap((queue) => (queue ? [String(queue.id)] : []))));
    return this.campusItIds;
  }

  /** RT keeps the time of the resolution when a ticket is opened again. */
  private async resolvedAt(item: RtTicket, signal: AbortSignal): Promise<number | null> {
    const at = instantOf(item.Resolved);
    const state = { queue: String(item.Queue.id), status: item.Status };
    return at !== null && (await this.isDone(state, signal)) ? at : null;
  }

  /** Of a status that no ticket of its queue has any more, RT does not tell: it does not count as done, except for a ticket that was resolved by it. */
  private async isDone(state: RtState, signal: AbortSignal): Promise<boolean> {
    const { queue, status } = state;
    const known =
      (STATUSES as Partial<Record<string, boolean>>)[status] ?? this.doneByState.get(wordOf(state));
    if (known !== undefined) return known;
    const query = `Queue = ${quoted(queue)} AND Status = ${quoted(status)} AND Status = '__Inactive__'`;
    const { items } = await this.api.search(query, { order: NEWEST_FIRST, size: 1 }, signal);
    this.doneByState.set(wordOf(state), items.length > 0);
    return items.length > 0;
  }

  private openedOf(id: string | number): OpenedTicket {
    return { externalId: String(id), externalUrl: pageOf(this.settings.baseUrl, id) };
  }

  private ticketOf(ticket: RtTicket): Ticket {
    const { placeField, categoryField, priorities, baseUrl } = this.settings;
    const priority = priorityOf(ticket.Priority, priorities);
    const queue = ticket.Queue.Name ?? '';
    return {
      externalId: String(ticket.id),
      changedAt: Date.parse(ticket.LastUpdated),
      openedAt: Date.parse(ticket.Created),
      firstResponseAt: instantOf(ticket.Started),
      tier: isAmong(this.campusItQueues, queue) ? 'campus-it' : 'library',
      ...(priority && { priority }),
      title: ticket.Subject ?? null,
      externalUrl: pageOf(baseUrl, ticket.id),
      ...(categoryField !== undefined && { category: customField(ticket, categoryField) }),
      ...(placeField !== undefined && { place: customField(ticket, placeField) }),
    };
  }
}

/** A ticket's page for people. */
const pageOf = (baseUrl: string, id: string | number): string =>
  `${baseUrl.replace(/\/+REST\/.*$/, '')}/Ticket/Display.html?id=${id}`;

/** RT finds queues and statuses without regard to case, so their names may be written otherwise in the settings. */
const isAmong = (names: readonly string[], one: string): boolean =>
  names.some((name) => name.toLowerCase() === one.toLowerCase());

/** Dates that are not set are told as the start of 1970. */
function instantOf(text: string | undefined): number | null {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return at > DAY ? at : null;
}

/** The only form of dates that queries understand; any other matches nothing, without an error. */
const rtDate = (millis: number, zone: string): string =>
  DateTime.fromMillis(Math.max(millis, DAY), { zone }).toFormat('yyyy-MM-dd HH:mm:ss');
