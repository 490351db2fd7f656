import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { LocationsService } from '../../coverage/locations.service.js';
import { Config } from '../../platform/config/config.js';
import type { SupportRequestRow } from '../request-row.js';
import type { TicketDraft } from '../sources/ticket-source.js';
import type { TicketRow } from './escalation-tickets.repository.js';

const LONGEST_TITLE = 120;

/** What a ticket says. Who asked is not told: another system would keep it for ever. The link leads there. */
@Injectable()
export class TicketDrafts {
  constructor(
    private readonly locations: LocationsService,
    private readonly config: Config,
  ) {}

  /** What is written into a ticket when the library has its request again, so that nobody goes on working on it. */
  partingOf({
    requestId,
    reference,
    parting,
  }: Pick<TicketRow, 'requestId' | 'reference' | 'parting'>): string {
    return [
      `The library has ${reference} again.`,
      ...(parting ? ['', parting] : []),
      '',
      `What becomes of it is shown there: ${this.urlOf(requestId)}`,
    ].join('\n');
  }

  async of(
    request: SupportRequestRow,
    { reference, words, createdAt }: Pick<TicketRow, 'reference' | 'words' | 'createdAt'>,
  ): Promise<TicketDraft> {
    const { workstation, category, priority, title: what, timeZone } = request;
    const { name: location } = await this.locations.getAny(request.locationId);
    const url = this.urlOf(request.id);
    const at = (instant: Date): string =>
      DateTime.fromJSDate(instant, { zone: timeZone }).setLocale('en').toFormat('ccc d LLL yyyy, HH:mm ZZZZ');
    const facts: [string, string | null][] = [
      ['What', what],
      ['Where', workstation === null ? location : `${location}, ${workstation}`],
      ['Category', category],
      ['Priority', priority],
      ['Asked', at(request.openedAt)],
      ['Handed over', at(createdAt)],
      ['Ticket of the library', request.collected ? ticketOf(request) : null],
    ];
    return {
      reference,
      title: `[${reference}] ${oneLine(what ?? category ?? 'Support request')} (${oneLine(location)})`,
      text: [
        ...(words === null ? [] : [words, '']),
        ...facts.flatMap(([name, fact]) => (fact === null ? [] : [`${name}: ${fact}`])),
        '',
        `All that was done so far, and who asked: ${url}`,
        `Keep ${reference} in the title. What becomes of this ticket is shown there.`,
      ].join('\n'),
      location,
      workstation,
      category,
      priority,
      url,
    };
  }

  private urlOf(requestId: string): string {
    return `${this.config.baseUrl}/requests/${requestId}`;
  }
}

/** In the system that tells the request. */
const ticketOf = ({ source, externalId, externalUrl }: SupportRequestRow): string =>
  [source, externalId, externalUrl].filter((part) => part !== null).join(' ');

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_TITLE);
