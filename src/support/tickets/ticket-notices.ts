import { Injectable } from '@nestjs/common';
import { ResponsiblePeople } from '../../access/responsible-people.js';
import { LocationsService } from '../../coverage/locations.service.js';
import type { RefusalText } from '../../domain/refusals/refusal-text.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import { SupportRequestsRepository } from '../support-requests.repository.js';
import type { TicketRow } from './escalation-tickets.repository.js';

/** The facts of a message that an escalated request has no ticket. Without its words, which may name people. */
export interface TicketMissingFacts {
  locationName: string;
  sourceName: string;
  reference: string;
  problem: string;
}

/** Tells both divisions that Campus IT's own system does not show them an escalated request. */
@Injectable()
export class TicketNotices {
  constructor(
    private readonly requests: SupportRequestsRepository,
    private readonly locations: LocationsService,
    private readonly responsible: ResponsiblePeople,
    private readonly outbox: Outbox,
  ) {}

  /** Once for each ticket. */
  async tellOfMissing(
    {
      id,
      requestId,
      sourceName,
      reference,
    }: Pick<TicketRow, 'id' | 'requestId' | 'sourceName' | 'reference'>,
    { message: problem }: RefusalText,
  ): Promise<void> {
    const request = await this.requests.find(requestId);
    if (!request) return;
    const { locationId } = request;
    const people = new Set([
      ...(await this.responsible.at(locationId, 'supervisor')),
      ...(await this.responsible.at(locationId, 'campus_it')),
    ]);
    const { name: locationName } = await this.locations.getAny(locationId);
    const facts = { locationName, sourceName, reference, problem } satisfies TicketMissingFacts;
    await this.outbox.put(
      [...people].map((userId) => ({
        key: `ticket-missing/${id}/${userId}`,
        userId,
        kind: 'ticket-missing',
        facts,
      })),
    );
  }
}
