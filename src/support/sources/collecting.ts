import { Injectable } from '@nestjs/common';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import { DAY } from '../../domain/interval.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import { ImportsRepository } from '../imports/imports.repository.js';
import { latestLogged } from '../logged-times.js';
import { FollowedTickets } from '../tickets/followed-tickets.service.js';
import { CollectedCounts } from './collected-counts.js';
import { CollectedRequestsRepository, type PlacedRequest } from './collected-requests.repository.js';
import { placesOf } from './placing.js';
import {
  RunsRepository,
  type BackfillRow,
  type Purpose,
  type RunCounts,
  type RunOwner,
} from './runs.repository.js';
import { failed } from './source-http.js';
import type { SourceRow } from './sources.repository.js';
import { soundOf } from './sound-tickets.js';
import { ToldPast } from './told-past.service.js';
import type { Cursor, StoredOf, TicketPage, TicketSource } from './ticket-source.js';

/** The source was changed, switched off or taken by another server; nothing more is stored. */
export class RunLost extends Error {}

/** A source in hand. */
export interface Work {
  row: SourceRow;
  owner: RunOwner;
  signal: AbortSignal;
}

/** One that is read. */
export interface Reading extends Work {
  source: TicketSource;
}

export const NOTHING: RunCounts = { fetched: 0, created: 0, updated: 0, removed: 0 };
const RULE_BATCH = 2_000;
/** How far back deleted and merged tickets are looked for. */
const RECHECKED_DAYS = 90;
/** When more than this part of the tickets is hidden, the credentials have lost a right. */
const MOST_HIDDEN = 0.2;
const FEW_HIDDEN = 5;

/**
 * What a run does with a source. Each page of tickets is stored in one transaction together with the position behind
 * it, and only while the source is still the run's, so that a run may end at any moment.
 */
@Injectable()
export class Collecting {
  constructor(
    private readonly runs: RunsRepository,
    private readonly requests: CollectedRequestsRepository,
    private readonly counts: CollectedCounts,
    private readonly followed: FollowedTickets,
    private readonly imports: ImportsRepository,
    private readonly database: Database,
    private readonly past: ToldPast,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Applies changed rules to the requests that are here already. */
  async applyRules({ row, owner }: Work): Promise<void> {
    const locationOf = placesOf(row);
    let after = '';
    let count = 0;
    for (;;) {
      const batch = await this.requests.findPlaced(row.name, after, RULE_BATCH);
      if (batch.length === 0) break;
      after = batch.at(-1)!.externalId;
      const moved = batch.flatMap(({ externalId, place, locationId, placedByHand }): PlacedRequest[] => {
        const next = locationOf(place);
        return placedByHand || next === locationId ? [] : [{ externalId, place, locationId: next }];
      });
      count += moved.length;
      if (moved.length > 0) await this.fenced(owner, row.name, () => this.requests.place(row.name, moved));
    }
    await this.fenced(owner, row.name, async () => {
      await this.runs.rulesApplied(row.id);
      await this.audit.record({
        action: 'support-source.rules-applied',
        entity: 'support-source',
        entityId: row.id,
        details: { moved: count },
      });
    });
  }

  /** Collects what changed since the last run, until it is all here or no longer `isTime`. */
  async collect(work: Reading, isTime: () => boolean): Promise<{ counts: RunCounts; isDone: boolean }> {
    let isDone = true;
    const counts = await this.run(work, 'changes', async (runId, add) => {
      for await (const page of work.source.changes(work.row.cursor, work.signal, this.storedOf(work))) {
        add(await this.store(work, runId, page, () => this.runs.advance(work.row.id, page.cursor)));
        work.row.cursor = page.cursor;
        isDone = page.isPart || isTime();
        if (!isDone) return 'interrupted';
      }
      isDone = true;
      return 'completed';
    });
    return { counts, isDone };
  }

  /**
   * Looks for tickets that are not listed any more, because they were deleted, merged, or moved out of sight. Also finds
   * changes that were missed.
   */
  recheck(work: Reading): Promise<RunCounts> {
    const { row, source, signal } = work;
    return this.run(work, 'recheck', async (runId, add) => {
      const to = this.clock.date();
      const from = new Date(+to - RECHECKED_DAYS * DAY);
      const listed = new Set<string>();
      for await (const page of source.changes(cursorAt(work, +from), signal, this.storedOf(work))) {
        for (const { externalId } of [...page.tickets, ...page.unchanged]) listed.add(externalId);
        add(await this.store(work, runId, page));
      }
      if (source.find) add(await this.dropUnlisted(work, runId, { from, to, listed }));
      await this.fenced(work.owner, row.name, () => this.runs.rechecked(row.id, to));
      return 'completed';
    });
  }

  /** Collects a past span. Returns when it is done, stopped, or no longer `isTime`. */
  backfill(work: Reading, backfill: BackfillRow, isTime: () => boolean): Promise<RunCounts> {
    const { source, signal, owner, row } = work;
    const [from, to] = [backfill.from.getTime(), backfill.to.getTime()];
    const isRunning = async (): Promise<boolean> =>
      (await this.runs.findRunningBackfill(row.id, { lock: true }))?.id === backfill.id;
    return this.run(work, 'backfill', async (runId, add) => {
      const start = backfill.cursor ?? cursorAt(work, from);
      for await (const page of source.changes(start, signal, this.storedOf(work))) {
        const isWithin = ({ openedAt }: { openedAt: number }): boolean => openedAt >= from && openedAt < to;
        const [tickets, unchanged] = [page.tickets.filter(isWithin), page.unchanged.filter(isWithin)];
        const told = page.counts?.filter(({ at }) => at >= from && at < to) ?? [];
        const within = { ...page, tickets, unchanged, counts: told };
        const counts = await this.store(work, runId, within, async (stored) => {
          if (await isRunning())
            await this.runs.addToBackfill(backfill.id, page.cursor, stored, page.remaining);
        });
        add(counts);
        const isCut = !page.isPart && !isTime();
        if (isCut || !(await this.database.transaction(isRunning))) return 'completed';
      }
      await this.fenced(owner, row.name, () =>
        this.runs.endBackfill(backfill.id, 'completed', this.clock.date()),
      );
      return 'completed';
    });
  }

  /** Writes down a run with how it ended. The next run continues an interrupted one. */
  private async run(
    { row, owner }: Work,
    purpose: Purpose,
    work: (runId: string, add: (counts: RunCounts) => void) => Promise<'completed' | 'interrupted'>,
  ): Promise<RunCounts> {
    let sum = NOTHING;
    const id = await this.fenced(owner, row.name, () => this.start(row.id, purpose));
    const ending = await work(id, (counts) => (sum = added(sum, counts)));
    await this.runs.end(id, ending, this.clock.date());
    return sum;
  }

  private async start(sourceId: string, purpose: Purpose): Promise<string> {
    const startedAt = this.clock.date();
    const queued = await this.runs.startQueued(sourceId, purpose, startedAt);
    if (queued !== null) return queued;
    const id = newId();
    await this.runs.insert({ id, sourceId, purpose, status: 'running', startedAt });
    return id;
  }

  private async store(
    { row, owner }: Work,
    runId: string,
    {
      tickets: told,
      unchanged,
      counts: counted = [],
      doubts: given,
    }: Pick<TicketPage, 'tickets' | 'unchanged' | 'counts' | 'doubts'>,
    also?: (counts: RunCounts) => Promise<void>,
  ): Promise<RunCounts> {
    const locationOf = placesOf(row);
    const { tickets, doubts } = soundOf(told, latestLogged(this.clock.now()));
    return this.fenced(owner, row.name, async () => {
      const { others, doubts: copies } = await this.followed.take(row, tickets);
      const placed = others.map((ticket) => ({ ...ticket, locationId: locationOf(ticket.place ?? null) }));
      const { created, updated, requests } = await this.requests.store(row.name, placed);
      await this.past.keep(row, placed, requests);
      const activity = await this.counts.store(row, counted);
      const counts = {
        fetched: told.length + unchanged.length + counted.length,
        created: created.length + activity.created,
        updated: updated.length + activity.updated,
        removed: 0,
      };
      await this.runs.add(runId, counts, [...given, ...doubts, ...copies, ...activity.doubts]);
      await also?.(counts);
      return counts;
    });
  }

  private async dropUnlisted(
    work: Reading,
    runId: string,
    { from, to, listed }: { from: Date; to: Date; listed: ReadonlySet<string> },
  ): Promise<RunCounts> {
    const { row, owner, source, signal } = work;
    const unlisted = await this.requests.findUnlisted(row.name, from, to, [...listed]);
    const total = await this.requests.countOpenedIn(row.name, from, to);
    // Before anything leaves the figures: whether the source still sees all that it is set up for.
    if (unlisted.length > 0) await source.check(signal);
    let hidden = 0;
    const isTooMany = (count: number): boolean => count > Math.max(FEW_HIDDEN, total * MOST_HIDDEN);
    const missing: string[] = [];
    const counts = { ...NOTHING };
    for (const externalId of unlisted) {
      const found = await source.find!(externalId, signal);
      if (found === 'missing') missing.push(externalId);
      if (found === 'hidden') hidden++;
      if (isTooMany(hidden + missing.length))
        throw failed('auth', 'SOURCE_LOST_TICKETS', { hidden: hidden + missing.length, total });
      if (found === 'hidden') {
        const doubts = [{ externalId, reason: refusalText('TICKET_HIDDEN') }];
        await this.fenced(owner, row.name, () => this.runs.add(runId, NOTHING, doubts));
      } else if (typeof found === 'object' && 'ticket' in found)
        await this.store(work, runId, { tickets: [found.ticket], unchanged: [], doubts: [] });
      else if (found !== 'missing')
        counts.removed += await this.drop(
          work,
          runId,
          externalId,
          found === 'gone' ? null : found.mergedInto,
        );
    }
    // They are few, so no right was lost: they were deleted.
    for (const externalId of missing) counts.removed += await this.drop(work, runId, externalId, null);
    return counts;
  }

  /** Returns how many requests were removed. */
  private drop(
    { row, owner }: Work,
    runId: string,
    externalId: string,
    mergedInto: string | null,
  ): Promise<number> {
    return this.fenced(owner, row.name, async () => {
      const dropped = await this.requests.drop(row.name, externalId, mergedInto);
      if (!dropped) return 0;
      const { id: entityId, locationId, ...was } = dropped;
      const details = { ...was, source: row.name, externalId, mergedInto };
      await this.audit.record({
        action: 'support-request.deleted',
        entity: 'support-request',
        entityId,
        locationId,
        details,
      });
      await this.runs.add(runId, { ...NOTHING, removed: 1 }, []);
      return 1;
    });
  }

  private storedOf({ row }: Work): StoredOf {
    return (tickets) => this.requests.findStored(row.name, tickets);
  }

  /** A transaction that only the owner of the source gets. Files of the same source wait for it. */
  private fenced<T>(owner: RunOwner, source: string, work: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      await this.imports.lockSource(source);
      if (!(await this.runs.hold(owner))) throw new RunLost('the source is not this run’s any more');
      return work();
    });
  }
}

/** Where nothing was collected yet, there need not be a ticket. */
const cursorAt = ({ row, source }: Reading, moment: number): Cursor | null =>
  row.cursor === null ? null : source.cursorAt(moment);

export const added = (sum: RunCounts, more: RunCounts): RunCounts => ({
  fetched: sum.fetched + more.fetched,
  created: sum.created + more.created,
  updated: sum.updated + more.updated,
  removed: sum.removed + more.removed,
});
