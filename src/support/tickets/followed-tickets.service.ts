import { Injectable } from '@nestjs/common';
import { givenBack, handedOver } from '../../domain/hand-over.js';
import { followTicket, type Following } from '../../domain/ticket-following.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import { Audit } from '../../platform/audit/audit.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/ids.js';
import type { SupportRequestRow } from '../request-row.js';
import type { SourceRow } from '../sources/sources.repository.js';
import { ToldPast } from '../sources/told-past.service.js';
import type { Doubt, Ticket } from '../sources/ticket-source.js';
import { SupportRequestsRepository } from '../support-requests.repository.js';
import { ThreadRepository } from '../thread/thread.repository.js';
import { EscalationTicketsRepository, type TicketRow } from './escalation-tickets.repository.js';
import { referenceIn } from './reference.js';

type Source = Pick<SourceRow, 'id' | 'kind' | 'name'>;

/** Carries over what becomes of the tickets that escalated requests opened. */
@Injectable()
export class FollowedTickets {
  constructor(
    private readonly tickets: EscalationTicketsRepository,
    private readonly requests: SupportRequestsRepository,
    private readonly thread: ThreadRepository,
    private readonly past: ToldPast,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Follows the tickets that were opened for requests here, and returns all others. Such a ticket is no request of its own, also
   * when it is told before the answer to its opening arrived. Call it in the transaction that holds the source.
   */
  async take<Told extends Ticket>(
    source: Source,
    told: readonly Told[],
  ): Promise<{ others: Told[]; doubts: Doubt[] }> {
    const references = told.flatMap(({ title }) => referenceIn(title) ?? []);
    const own = await this.tickets.findAmong(
      source.id,
      told.map(({ externalId }) => externalId),
      references,
    );
    if (own.length === 0) return { others: [...told], doubts: [] };
    const byId = new Map(own.flatMap((one) => (one.externalId === null ? [] : [[one.externalId, one]])));
    const byReference = new Map(own.map((one) => [one.reference, one]));
    const others: Told[] = [];
    const doubts: Doubt[] = [];
    const followed: { id: string; requestId: string; ticket: Told }[] = [];
    for (const ticket of told) {
      const known = byId.get(ticket.externalId) ?? byReference.get(referenceIn(ticket.title) ?? '');
      if (!known || (known.isShared && known.externalId === ticket.externalId)) others.push(ticket);
      if (!known) continue;
      if ((known.externalId ?? ticket.externalId) === ticket.externalId)
        followed.push({ id: known.id, requestId: known.requestId, ticket });
      else {
        const { reference, externalId } = known;
        const reason = refusalText('TICKET_COPY', { reference, externalId });
        doubts.push({ externalId: ticket.externalId, reason });
      }
    }
    // In one order, so that two sources that follow the same requests take turns.
    for (const { id, requestId, ticket } of followed.sort((a, b) => (a.requestId < b.requestId ? -1 : 1)))
      await this.follow(source, { id, requestId }, ticket);
    return { others, doubts };
  }

  /** The request's lock comes before its ticket's, as everywhere. */
  async follow(
    source: Source,
    { id, requestId }: Pick<TicketRow, 'id' | 'requestId'>,
    told: Ticket,
  ): Promise<void> {
    const request = await this.requests.find(requestId, { lock: true });
    const ticket = request && (await this.tickets.lock(id));
    if (!ticket) return;
    const now = this.clock.date();
    const known = {
      ...ticket,
      externalId: told.externalId,
      externalUrl: told.externalUrl ?? ticket.externalUrl,
      seenAt: now,
      openedAt: ticket.openedAt ?? new Date(told.openedAt),
      problem: null,
      words: null,
    };
    if (ticket.state === 'over') return this.tickets.update({ ...known, problem: ticket.problem });
    const { followed, acts, isOver } = followTicket(
      { wasWithCampusIt: ticket.wasWithCampusIt, resolvedAt: millis(ticket.resolvedAt) },
      told,
      {
        tier: request.tier,
        handedOverAt: +ticket.createdAt,
        resolvedAt: millis(request.resolvedAt),
        isCollected: request.collected,
      },
      +now,
    );
    await this.tickets.update({
      ...known,
      state: isOver ? 'over' : 'open',
      wasWithCampusIt: followed.wasWithCampusIt,
      resolvedAt: date(followed.resolvedAt),
      firstResponseAt:
        told.firstResponseAt === undefined ? ticket.firstResponseAt : date(told.firstResponseAt),
    });
    if (acts.length > 0) await this.apply(source, request, told, acts);
    await this.past.follow(source, request.id, told, isOver);
  }

  private async apply(
    source: Source,
    request: SupportRequestRow,
    told: Ticket,
    acts: Following['acts'],
  ): Promise<void> {
    let after = { ...request };
    for (const { kind, at } of acts) {
      if (kind === 'resolved') after = { ...after, resolvedAt: new Date(at), waitingSince: null };
      else if (kind === 'reopened') after.resolvedAt = null;
      else {
        const moved =
          kind === 'returned' ? givenBack(after) : handedOver(after, request.collected, new Date(at));
        after = { ...after, ...moved, assigneeId: null, waitingSince: null };
      }
      const entry = { requestId: request.id, at: new Date(at), authorId: source.id };
      // Whoever has it now does not wait for anybody.
      if ((kind === 'returned' || kind === 'escalated') && request.waitingSince)
        await this.thread.insert({ ...entry, id: newId(), kind: 'resumed' });
      await this.thread.insert({
        ...entry,
        id: newId(),
        kind,
        text: wordsOf(kind, source, told),
      });
    }
    await this.requests.update(after, false);
    await this.audit.record({
      action: 'support-request.ticket-followed',
      entity: 'support-request',
      entityId: request.id,
      locationId: request.locationId,
      details: { source: source.name, externalId: told.externalId, acts: acts.map(({ kind }) => kind) },
    });
  }
}

/** How it got to who has it now; null where the kind of the entry says all. */
function wordsOf(kind: Following['acts'][number]['kind'], source: Source, told: Ticket): string | null {
  const { externalId } = told;
  const of = { source: source.name, externalId };
  if (kind === 'escalated') return refusalText('TICKET_REOPENED', of).message;
  if (kind !== 'returned') return null;
  // Where it is now, in the words of its system.
  return isResolved(told) ? refusalText('TICKET_RESOLVED', of).message : (told.place ?? source.name);
}

const isResolved = ({ resolvedAt }: Ticket): boolean => (resolvedAt ?? null) !== null;

const millis = (at: Date | null): number | null => (at === null ? null : +at);
const date = (at: number | null): Date | null => (at === null ? null : new Date(at));
