import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { conflict } from '../../domain/errors.js';
import { SECOND } from '../../domain/interval.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import type { SupportRequestRow } from '../request-row.js';
import { RequestVisibility } from '../request-visibility.js';
import { opensTickets } from '../sources/kinds/kinds.js';
import type { SourceRow } from '../sources/sources.repository.js';
import { SupportRequestsRepository } from '../support-requests.repository.js';
import { EscalationTicketsRepository } from './escalation-tickets.repository.js';
import { newReference } from './reference.js';
import { toTicketDto } from './ticket-mapping.js';
import type { RequestTicketDto } from './tickets.dto.js';

export const TICKETS_QUEUE = 'escalation-tickets';
/** Until then a hand-over that was a slip can be undone, and nobody else saw it. */
const UNDO_SECONDS = 30;

type Handed = Pick<SupportRequestRow, 'id' | 'locationId' | 'tier' | 'resolvedAt'>;

/** The tickets of escalated requests in Campus IT's own system: when one is to be opened, and when it is followed no more. */
@Injectable()
export class EscalationTickets {
  constructor(
    private readonly tickets: EscalationTicketsRepository,
    private readonly requests: SupportRequestsRepository,
    private readonly visibility: RequestVisibility,
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * What a change of a request means for its ticket; `before` is null for a new request. Call it within the transaction of the
   * change. `words`: what Campus IT needs to know, or why the library has it again.
   */
  async follow(before: Handed | null, after: Handed, words: string | null = null): Promise<void> {
    const [had, has] = [before?.tier === 'campus-it', after.tier === 'campus-it'];
    if (has && !had && !(words === null && (await this.resume(after.id)))) {
      // One that was resolved there, so that the library got the request, is followed no more.
      await this.end(after.id, null);
      if (!after.resolvedAt)
        await this.begin(after, words, new Date(this.clock.now() + UNDO_SECONDS * SECOND));
    }
    if (had && !has) await this.end(after.id, words ?? '');
  }

  async get(caller: Caller, requestId: string): Promise<RequestTicketDto> {
    const request = await this.visibility.requireVisible(caller, await this.requests.find(requestId));
    const [ticket, place] = [
      await this.tickets.findLatest(requestId),
      await this.tickets.findPlace(request.locationId),
    ];
    const isItsOwn = request.collected && request.source === place?.sourceName;
    return {
      ticket: ticket && toTicketDto(ticket, request.timeZone),
      opensIn: isItsOwn ? null : (place?.sourceName ?? null),
    };
  }

  /** Opens a ticket now: one that could not be opened, or one for a request that has none. */
  open(caller: Caller, requestId: string): Promise<RequestTicketDto> {
    return this.database.transaction(async () => {
      const found = await this.requests.find(requestId, { lock: true });
      const request = await this.visibility.requireVisible(caller, found);
      if (request.collected && !request.tierByHand) throw conflict('COLLECTED', { source: request.source });
      if (request.resolvedAt) throw conflict('RESOLVED_ALREADY');
      if (request.tier !== 'campus-it') throw conflict('NOT_WITH_CAMPUS_IT');
      const latest = await this.tickets.findLatest(requestId);
      const now = this.clock.date();
      if (latest?.state === 'open') throw conflict('TICKET_IS_OPEN', { source: latest.sourceName });
      if (latest && latest.state !== 'over')
        await this.tickets.update({ ...latest, state: 'waiting', nextAttemptAt: now });
      else if (!(await this.begin(request, latest?.words ?? null, now))) throw conflict('NO_TICKET_SYSTEM');
      await this.audit.record({
        action: 'support-request.ticket-asked',
        entity: 'support-request',
        entityId: requestId,
        locationId: request.locationId,
      });
      await this.jobs.enqueue(TICKETS_QUEUE, {});
      return this.get(caller, requestId);
    });
  }

  /** What another system may know already is not removed here. */
  async requireUntold(requestId: string): Promise<void> {
    const latest = await this.tickets.findLatest(requestId);
    if (latest && (latest.attempts > 0 || latest.state !== 'waiting')) throw conflict('WITH_CAMPUS_IT');
  }

  /** A source in which escalations open tickets stays one that can open them. */
  async requireOpens(source: Pick<SourceRow, 'id' | 'enabled' | 'settings'>): Promise<void> {
    if (source.enabled && opensTickets(source.settings)) return;
    await this.requireUnused(source.id);
  }

  async requireUnused(sourceId: string): Promise<void> {
    if ((await this.tickets.findLocations(sourceId)).length > 0) throw conflict('SOURCE_OPENS_TICKETS');
  }

  /** Returns false where nothing opens tickets. */
  private async begin(request: Handed, words: string | null, at: Date): Promise<boolean> {
    const place = await this.tickets.findPlace(request.locationId);
    if (!place) return false;
    return this.tickets.insert({
      id: newId(),
      requestId: request.id,
      sourceId: place.sourceId,
      sourceName: place.sourceName,
      reference: newReference(),
      words,
      nextAttemptAt: at,
      createdAt: this.clock.date(),
    });
  }

  /** Goes on with a ticket that was given up by a slip: nobody was told of it yet. Returns false when there is none. */
  private async resume(requestId: string): Promise<boolean> {
    const latest = await this.tickets.findLatest(requestId);
    const ticket = latest && latest.parting !== null && (await this.tickets.lock(latest.id));
    if (!ticket || ticket.parting === null || ticket.attempts > 0) return false;
    await this.tickets.update({ ...ticket, state: 'open', parting: null });
    return true;
  }

  /**
   * One that was never asked for leaves no trace; another one may be there, and is known again by its reference. Of a parting people
   * there are told, with these words if there are any.
   */
  private async end(requestId: string, parting: string | null): Promise<void> {
    const latest = await this.tickets.findLatest(requestId);
    const ticket = latest && latest.state !== 'over' && (await this.tickets.lock(latest.id));
    if (!ticket) return;
    if (ticket.state === 'waiting' && ticket.attempts === 0) await this.tickets.remove(ticket.id);
    else
      await this.tickets.update({
        ...ticket,
        state: 'over',
        words: null,
        parting: ticket.externalId === null ? null : parting,
        attempts: 0,
        nextAttemptAt: new Date(this.clock.now() + UNDO_SECONDS * SECOND),
      });
  }
}
