import { Injectable } from '@nestjs/common';
import {
  eventsAmong,
  eventsOf,
  outside,
  pastAfter,
  pastFrom,
  periodsAfter,
  type Past,
  type PastEvent,
  type Period,
} from '../../domain/told-past.js';
import { Clock } from '../../platform/clock/clock.js';
import type { PlacedTicket, StoredRequest } from './collected-requests.repository.js';
import { tellsChanges } from './kinds/kinds.js';
import { RunsRepository } from './runs.repository.js';
import type { SourceRow } from './sources.repository.js';
import type { Ticket } from './ticket-source.js';
import {
  ToldPastRepository,
  type ChangedWait,
  type HandedOver,
  type ThreadEvent,
} from './told-past.repository.js';

type Source = Pick<SourceRow, 'id' | 'name' | 'kind'>;

/** What is told of a request now. Kinds of periods that are left out stay as they are. */
interface Told {
  past: Partial<Past>;
  /** Its first hand-over, where it was seen and is not stored yet. */
  escalatedAt?: number;
  /** In its words, where a ticket that was given back is; null where it has none: then the source is named. */
  place: string | null;
}

/** Carries over what sources tell of the past of tickets: when they waited, were resolved, and were with Campus IT. */
@Injectable()
export class ToldPast {
  constructor(
    private readonly entries: ToldPastRepository,
    private readonly runs: RunsRepository,
    private readonly clock: Clock,
  ) {}

  /** Of tickets that were stored as requests. Call it in the transaction that stored them. */
  async keep(
    source: Source,
    tickets: readonly PlacedTicket[],
    stored: ReadonlyMap<string, StoredRequest>,
  ): Promise<void> {
    const telling = tickets.flatMap((ticket) => {
      const request = stored.get(ticket.externalId);
      return request && tellsPast(ticket, request) ? [{ ticket, request }] : [];
    });
    if (telling.length === 0) return;
    const known = await this.known(
      source,
      telling.map(({ request }) => request.id),
    );
    const isRead = telling.some(({ ticket }) => ticket.past === undefined);
    const readUntil = isRead ? await this.readUntil(source) : null;
    const handOvers = await this.handOversOf(
      source,
      telling.map(({ request }) => request),
    );
    const told = telling.map(({ ticket, request }): [string, Told] => {
      const before = pastFrom(known.get(request.id) ?? []);
      const { past, ...rest } = this.toldOf(ticket, request, before, readUntil);
      const waiting = past.waiting && outside(past.waiting, handOvers.get(request.id) ?? []);
      return [request.id, { ...rest, past: { ...past, ...(waiting && { waiting }) } }];
    });
    await this.change(source, known, new Map(told));
  }

  /** Of the ticket that a request opened, when it waited; the rest is carried over as it happens. Once it `isOver`, it waits no more. */
  async follow(source: Source, requestId: string, ticket: Ticket, isOver: boolean): Promise<void> {
    if (!ticket.past && ticket.isWaiting === undefined) return;
    const now = this.clock.now();
    const known = await this.known(source, [requestId]);
    const before = pastFrom(known.get(requestId) ?? []).waiting;
    const ended = (wait: Period): Period => ({ ...wait, until: wait.until ?? now });
    const reading = isOver ? { changedAt: now, isWaiting: false } : ticket;
    const waiting = ticket.past
      ? ticket.past.waiting.map((wait) => (isOver ? ended(wait) : wait))
      : this.waitsAfter(before, reading, null, await this.readUntil(source));
    await this.change(source, known, new Map([[requestId, { past: { waiting }, place: null }]]));
  }

  private async handOversOf(
    { id }: Source,
    requests: readonly StoredRequest[],
  ): Promise<ReadonlyMap<string, readonly Period[]>> {
    const ids = requests.flatMap((request) => (request.wasHandedOver ? [request.id] : []));
    return ids.length === 0 ? new Map() : this.entries.findHandOvers(id, ids);
  }

  private async known(source: Source, requestIds: readonly string[]): Promise<Map<string, ThreadEvent[]>> {
    const events = await this.entries.findTold(source.id, requestIds);
    return Map.groupBy(events, ({ requestId }) => requestId);
  }

  /**
   * Until when a system that is asked for what is so now has told all changes; for ever before when it never told all. Null for
   * files and pushes, which may come late.
   */
  private async readUntil({ id, kind }: Source): Promise<number | null> {
    if (tellsChanges(kind)) return null;
    const at = await this.runs.findLastReading(id);
    return at ? +at : -Infinity;
  }

  private toldOf(ticket: PlacedTicket, request: StoredRequest, known: Past, readUntil: number | null): Told {
    // A push may name a location by its id, which says nothing to people.
    const place = ticket.place === ticket.locationId ? null : (ticket.place ?? null);
    if (ticket.past) return { past: ticket.past, place };
    const { before, now } = request;
    const waiting = ticket.isWaiting !== undefined && {
      waiting: this.waitsAfter(known.waiting, ticket, before?.changedAt ?? null, readUntil),
    };
    if (!before || ticket.isPart) return { past: { ...waiting }, place };
    const reading = { ...now, changedAt: this.present(ticket.changedAt) };
    const { escalatedAt, ...past } = pastAfter(known, before, reading, readUntil);
    const isNew = escalatedAt !== null && now.escalatedAt === null && ticket.escalatedAt === undefined;
    return { past: { ...past, ...waiting }, place, ...(isNew && { escalatedAt }) };
  }

  private waitsAfter(
    known: readonly Period[],
    { isWaiting = false, changedAt }: Pick<Ticket, 'isWaiting' | 'changedAt'>,
    toldUntil: number | null,
    readUntil: number | null,
  ): readonly Period[] {
    const knownUntil = toldUntil === null ? readUntil : Math.max(toldUntil, readUntil ?? toldUntil);
    return periodsAfter(known, { isIn: isWaiting, changedAt: this.present(changedAt), knownUntil });
  }

  /** The clock of the other system may be ahead. */
  private present(at: number): number {
    return Math.min(at, this.clock.now());
  }

  private async change(
    source: Source,
    known: ReadonlyMap<string, readonly ThreadEvent[]>,
    told: ReadonlyMap<string, Told>,
  ): Promise<void> {
    const gone: ThreadEvent[] = [];
    const added: (ThreadEvent & { text: string | null })[] = [];
    const waits: ChangedWait[] = [];
    const handedOver: HandedOver[] = [];
    for (const [requestId, { past, place, escalatedAt }] of told) {
      const events = known.get(requestId) ?? [];
      const before = pastFrom(events);
      const after = { ...before, ...past };
      const [was, is] = [eventsAmong(events, past), eventsOf(past)];
      gone.push(...without(was, is).map((event) => ({ ...event, requestId })));
      for (const event of without(is, was))
        added.push({ ...event, requestId, text: event.kind === 'returned' ? (place ?? source.name) : null });
      const [waitedSince, waitsSince] = [sinceOf(before.waiting), sinceOf(after.waiting)];
      if (waitedSince !== waitsSince) waits.push({ requestId, before: waitedSince, after: waitsSince });
      if (escalatedAt !== undefined) handedOver.push({ requestId, at: escalatedAt });
    }
    if (gone.length > 0) await this.entries.remove(source.id, gone);
    if (added.length > 0) await this.entries.insert(source.id, added);
    if (waits.length > 0) await this.entries.changeWaits(waits);
    if (handedOver.length > 0) await this.entries.handOver(handedOver);
  }
}

/** Whether a ticket tells more than what is stored with its request and in its thread. */
const tellsPast = (ticket: Ticket, { before, now }: StoredRequest): boolean =>
  ticket.past !== undefined ||
  ticket.isWaiting !== undefined ||
  (before !== null && (before.tier !== now.tier || before.resolvedAt !== now.resolvedAt));

const sinceOf = (waits: readonly Period[]): number | null => {
  const last = waits.at(-1);
  return last && last.until === null ? last.from : null;
};

/** At one moment they have an order, so what happened then is replaced as a whole. */
const without = (events: readonly PastEvent[], others: readonly PastEvent[]): PastEvent[] => {
  const at = (moment: number, all: readonly PastEvent[]): string =>
    all.flatMap((event) => (event.at === moment ? event.kind : [])).join();
  return events.filter((event) => at(event.at, events) !== at(event.at, others));
};
