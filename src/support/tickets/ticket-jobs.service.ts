import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { DAY } from '../../domain/interval.js';
import { refusalText, type RefusalText } from '../../domain/refusals/refusal-text.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { ImportsRepository } from '../imports/imports.repository.js';
import { latestLogged } from '../logged-times.js';
import { soundOf } from '../sources/sound-tickets.js';
import { failed } from '../sources/source-http.js';
import { SourceOpener } from '../sources/source-opener.js';
import { SourcesRepository, type SourceRow } from '../sources/sources.repository.js';
import { SourceError, type OpenedTicket, type TicketSource } from '../sources/ticket-source.js';
import { SupportRequestsRepository } from '../support-requests.repository.js';
import {
  EscalationTicketsRepository,
  type TicketRow,
  type TicketState,
} from './escalation-tickets.repository.js';
import { TICKETS_QUEUE } from './escalation-tickets.service.js';
import { FollowedTickets } from './followed-tickets.service.js';
import { TicketDrafts } from './ticket-drafts.js';
import { TicketNotices } from './ticket-notices.js';

interface OpenedSource {
  row: SourceRow;
  source: TicketSource;
}

/** Throws SourceError when it cannot be opened. */
type SourceOf = (ticket: TicketRow) => Promise<OpenedSource>;

/** Minutes between attempts; about two days in all. */
const RETRY_AFTER_MINUTES = [5, 10, 30, 60, 180, 360, 720, 1440];
const TAKEN = 20;
/** After so many attempts people are told. */
const TOLD_AFTER = 3;
/** What its system has not told for so long is asked for. */
const UNSEEN = DAY;

/**
 * Opens the tickets of escalated requests. An attempt is written down before it is made: whoever tries again looks for the
 * reference first, because the answer to the first attempt may have been lost.
 */
@Injectable()
export class TicketJobs implements OnModuleInit {
  private readonly logger = new Logger('Tickets');

  constructor(
    private readonly tickets: EscalationTicketsRepository,
    private readonly requests: SupportRequestsRepository,
    private readonly sources: SourcesRepository,
    private readonly imports: ImportsRepository,
    private readonly opener: SourceOpener,
    private readonly followed: FollowedTickets,
    private readonly drafts: TicketDrafts,
    private readonly notices: TicketNotices,
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      queue: TICKETS_QUEUE,
      options: { retryLimit: 2, heartbeatSeconds: 15, deleteAfterSeconds: 3600 },
      batchSize: 100,
      handle: (_jobs, signal) => this.work(signal),
    });
  }

  @Cron('* * * * *')
  tick(): Promise<void> {
    return this.jobs.tick(TICKETS_QUEUE, 60);
  }

  /** Opens what is due, and looks after what was not told for long. A source that does not answer keeps no other waiting. */
  async work(signal: AbortSignal): Promise<void> {
    const sourceOf = this.sourcesOpenedOnce();
    while (!signal.aborted) {
      const due = await this.tickets.takeDue(this.clock.date(), TAKEN, RETRY_AFTER_MINUTES);
      if (due.length === 0) break;
      await bySource(due, (ticket) =>
        ticket.state === 'waiting'
          ? this.open(ticket, sourceOf, signal)
          : this.part(ticket, sourceOf, signal),
      );
    }
    const now = this.clock.date();
    const unseen = await this.tickets.takeUnseen(now, new Date(+now - UNSEEN), TAKEN);
    await bySource(unseen, (ticket) => this.look(ticket, sourceOf, signal));
  }

  private async open(ticket: TicketRow, sourceOf: SourceOf, signal: AbortSignal): Promise<void> {
    try {
      const request = await this.requests.find(ticket.requestId);
      if (!request || request.resolvedAt || request.tier !== 'campus-it') return await this.close(ticket);
      const { row, source } = await sourceOf(ticket);
      const { opening } = source;
      if (!opening) throw failed('settings', 'TICKET_SOURCE.cannot', {});
      const isAgain = ticket.attempts > 1;
      const opened =
        (isAgain ? await opening.find(ticket.reference, signal) : null) ??
        (await opening.open(await this.drafts.of(request, ticket), signal));
      await this.saveOpened(row, ticket, opened);
    } catch (error) {
      if (signal.aborted) return;
      await this.fail(ticket, error);
    }
  }

  /** Nobody needs it any more. One that was never asked for leaves no trace. */
  private async close(ticket: TicketRow): Promise<void> {
    if (ticket.attempts === 1) await this.tickets.remove(ticket.id);
    else await this.change(ticket, 'waiting', { state: 'over', words: null });
  }

  /** Tells people there that the library has the request again. When no answer comes, they may be told twice. */
  private async part(ticket: TicketRow, sourceOf: SourceOf, signal: AbortSignal): Promise<void> {
    try {
      const { source } = await sourceOf(ticket);
      await source.opening?.note?.(ticket.externalId!, this.drafts.partingOf(ticket), signal);
      await this.change(ticket, 'over', { parting: null, problem: null });
    } catch (error) {
      if (signal.aborted) return;
      const known = error instanceof SourceError ? error : null;
      this.logger[known ? 'warn' : 'error'](
        { err: error, ticket: ticket.id },
        'a ticket was not told of its end',
      );
      const { message: told } = known?.reason ?? refusalText('INTERNAL_ERROR');
      const reason = refusalText('TICKET_NOT_TOLD', { source: ticket.sourceName, told });
      const isLost = ticket.attempts > RETRY_AFTER_MINUTES.length;
      await this.change(ticket, 'over', {
        problem: { ...reason, kind: known?.kind ?? 'temporary' },
        ...(isLost && { parting: null }),
      });
    }
  }

  private async look(ticket: TicketRow, sourceOf: SourceOf, signal: AbortSignal): Promise<void> {
    try {
      const { row, source } = await sourceOf(ticket);
      if (!source.find) return;
      const found = await source.find(ticket.externalId!, signal);
      if (typeof found === 'object' && 'ticket' in found)
        await this.held(row, async () => {
          for (const told of soundOf([found.ticket], latestLogged(this.clock.now())).tickets)
            await this.followed.follow(row, ticket, told);
        });
      else if (typeof found === 'object') await this.merge(ticket, found.mergedInto);
      else if (found === 'gone') await this.lose(ticket, { state: 'over' }, refusalText('TICKET_GONE'));
      else await this.lose(ticket, {}, refusalText('TICKET_UNSEEN'));
    } catch (error) {
      if (signal.aborted) return;
      // Its source says so itself when it cannot be read.
      this.logger.warn({ err: error, ticket: ticket.id }, 'a ticket could not be looked for');
    }
  }

  /** Each source is opened once, so that its rate budget holds for all of its tickets. */
  private sourcesOpenedOnce(): SourceOf {
    const opened = new Map<TicketRow['sourceId'], Promise<OpenedSource>>();
    return ({ sourceId }) => {
      const source = opened.get(sourceId) ?? this.openSource(sourceId);
      opened.set(sourceId, source);
      return source;
    };
  }

  private async openSource(id: TicketRow['sourceId']): Promise<OpenedSource> {
    const row = id === null ? null : await this.sources.find(id);
    if (!row?.enabled) throw failed('settings', 'TICKET_SOURCE.off', {});
    const source = await this.opener.open(row);
    if (!source) throw failed('settings', 'TICKET_SOURCE.cannot', {});
    return { row, source };
  }

  /** Its collector may have told it already; then it is known, or was taken for a request of its own. */
  private saveOpened(
    row: SourceRow,
    { id, requestId }: TicketRow,
    { externalId, externalUrl }: OpenedTicket,
  ): Promise<void> {
    return this.held(row, async () => {
      const request = await this.requests.find(requestId, { lock: true });
      const ticket = request && (await this.tickets.lock(id));
      if (!ticket || ticket.externalId !== null) return;
      const now = this.clock.date();
      await this.tickets.update({
        ...ticket,
        state: ticket.state === 'over' ? 'over' : 'open',
        externalId,
        externalUrl,
        openedAt: now,
        seenAt: now,
        problem: null,
        words: null,
      });
      const details = { source: row.name, externalId, reference: ticket.reference };
      const { locationId } = request;
      const entity = { entity: 'support-request', locationId } as const;
      await this.audit.record({
        ...entity,
        action: 'support-request.ticket-opened',
        entityId: requestId,
        details,
      });
      const collected = await this.tickets.removeCollected(row.name, externalId);
      if (collected !== null)
        await this.audit.record({
          ...entity,
          action: 'support-request.deleted',
          entityId: collected,
          details: { ...details, ticketOf: requestId },
        });
    });
  }

  private async merge(ticket: TicketRow, mergedInto: string): Promise<void> {
    const [known] = await this.tickets.findAmong(ticket.sourceId!, [mergedInto], []);
    // The other one is followed for its own request, and would resolve only that.
    if (known)
      await this.lose(ticket, { state: 'over' }, refusalText('TICKET_MERGED', { externalId: mergedInto }));
    else await this.change(ticket, 'open', { externalId: mergedInto, externalUrl: null, isShared: true });
  }

  private async fail(ticket: TicketRow, error: unknown): Promise<void> {
    const known = error instanceof SourceError ? error : null;
    this.logger[known ? 'warn' : 'error']({ err: error, ticket: ticket.id }, 'a ticket could not be opened');
    const reason = known?.reason ?? refusalText('INTERNAL_ERROR');
    const isOver = ticket.attempts > RETRY_AFTER_MINUTES.length;
    await this.database.transaction(async () => {
      const kind = known?.kind ?? 'temporary';
      const isMissing = await this.change(ticket, 'waiting', {
        ...(isOver && { state: 'failed' }),
        problem: { ...reason, kind },
      });
      // What may be over in a moment is told only when it is not.
      const isLasting = ticket.attempts >= TOLD_AFTER || kind === 'auth' || kind === 'settings';
      if (isMissing && isLasting) await this.notices.tellOfMissing(ticket, reason);
    });
  }

  /** It is there no more, or not shown. */
  private lose(ticket: TicketRow, change: Partial<TicketRow>, reason: RefusalText): Promise<void> {
    return this.database.transaction(async () => {
      const problem = { ...reason, kind: 'settings' as const };
      if (await this.change(ticket, 'open', { ...change, problem }))
        await this.notices.tellOfMissing(ticket, reason);
    });
  }

  /** Returns false when it is in another state by now: over, or found by its collector. */
  private async change(
    { id, requestId }: TicketRow,
    state: TicketState,
    change: Partial<TicketRow>,
  ): Promise<boolean> {
    return this.database.transaction(async () => {
      await this.requests.find(requestId, { lock: true });
      const ticket = await this.tickets.lock(id);
      if (ticket?.state !== state) return false;
      await this.tickets.update({ ...ticket, ...change });
      return true;
    });
  }

  /** The same lock as a run that stores what the source tells. */
  private held<T>(row: SourceRow, work: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      await this.imports.lockSource(row.name);
      return work();
    });
  }
}

/** One after the other for each source, and all sources at once. */
async function bySource(
  tickets: readonly TicketRow[],
  work: (ticket: TicketRow) => Promise<void>,
): Promise<void> {
  const groups = [...Map.groupBy(tickets, ({ sourceId }) => sourceId).values()];
  await Promise.all(
    groups.map(async (group) => {
      for (const ticket of group) await work(ticket);
    }),
  );
}
