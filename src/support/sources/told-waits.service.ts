import { Injectable } from '@nestjs/common';
import { eventsOf, waitsAfter, waitsFrom, type Wait } from '../../domain/told-waits.js';
import { Clock } from '../../platform/clock/clock.js';
import { RunsRepository } from './runs.repository.js';
import type { SourceRow } from './sources.repository.js';
import type { Ticket } from './ticket-source.js';
import { WaitsRepository, type ChangedWait, type ToldEvent } from './waits.repository.js';

type Source = Pick<SourceRow, 'id' | 'name'>;
type Told = Pick<Ticket, 'changedAt' | 'waits' | 'isWaiting'>;

/** Carries over when tickets waited for the person who asked, as their source tells it. */
@Injectable()
export class ToldWaits {
  constructor(
    private readonly waits: WaitsRepository,
    private readonly runs: RunsRepository,
    private readonly clock: Clock,
  ) {}

  /** Of tickets that are stored as requests. Call it in the transaction that stores them. */
  async keep(source: Source, tickets: readonly Ticket[]): Promise<void> {
    const telling = tickets.filter(tellsWaits);
    if (telling.length === 0) return;
    const ids = await this.waits.findIds(
      source.name,
      telling.map(({ externalId }) => externalId),
    );
    await this.change(
      source,
      new Map(
        telling.flatMap((ticket) =>
          ids.has(ticket.externalId) ? [[ids.get(ticket.externalId)!, ticket]] : [],
        ),
      ),
    );
  }

  /** Of the ticket that a request opened. Once it `isOver`, it waits no more. */
  async follow(source: Source, requestId: string, ticket: Ticket, isOver: boolean): Promise<void> {
    if (!tellsWaits(ticket)) return;
    const now = this.clock.now();
    const ended = (wait: Wait): Wait => ({ ...wait, until: wait.until ?? now });
    const told = isOver
      ? { changedAt: now, isWaiting: false, ...(ticket.waits && { waits: ticket.waits.map(ended) }) }
      : ticket;
    await this.change(source, new Map([[requestId, told]]));
  }

  private async change(source: Source, tickets: ReadonlyMap<string, Told>): Promise<void> {
    const known = Map.groupBy(
      await this.waits.findTold(source.id, [...tickets.keys()]),
      ({ requestId }) => requestId,
    );
    const tellsState = [...tickets.values()].some(({ waits }) => waits === undefined);
    const readUntil = tellsState ? await this.runs.findLastReading(source.id) : null;
    const [gone, added]: [ToldEvent[], ToldEvent[]] = [[], []];
    const changed: ChangedWait[] = [];
    for (const [requestId, ticket] of tickets) {
      const before = waitsFrom(known.get(requestId) ?? []);
      const after = ticket.waits ?? this.afterReading(before, ticket, readUntil);
      const [told, wanted] = [before, after].map((waits) =>
        eventsOf(waits).map((event) => ({ ...event, requestId })),
      ) as [ToldEvent[], ToldEvent[]];
      gone.push(...without(told, wanted));
      added.push(...without(wanted, told));
      const [was, is] = [sinceOf(before), sinceOf(after)];
      if (was !== is) changed.push({ requestId, before: was, after: is });
    }
    if (gone.length > 0) await this.waits.remove(source.id, gone);
    if (added.length > 0) await this.waits.insert(source.id, added);
    if (changed.length > 0) await this.waits.change(changed);
  }

  /** The clock of the other system may be ahead. */
  private afterReading(
    before: readonly Wait[],
    { isWaiting = false, changedAt }: Told,
    readUntil: Date | null,
  ): readonly Wait[] {
    const at = Math.min(changedAt, this.clock.now());
    return waitsAfter(before, { isWaiting, changedAt: at, readUntil: readUntil && +readUntil });
  }
}

const tellsWaits = ({ waits, isWaiting }: Ticket): boolean => waits !== undefined || isWaiting !== undefined;

const sinceOf = (waits: readonly Wait[]): number | null => {
  const last = waits.at(-1);
  return last && last.until === null ? last.from : null;
};

const without = (events: readonly ToldEvent[], others: readonly ToldEvent[]): ToldEvent[] =>
  events.filter(({ kind, at }) => !others.some((other) => other.kind === kind && other.at === at));
