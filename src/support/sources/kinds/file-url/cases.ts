import type { Cell } from '../../../imports/record-stream.js';
import type { Ticket } from '../../ticket-source.js';
import type { Gathering, Told } from './told.js';

/** The events of an import: line, id, time, and whether it is a response, an escalation, a resolution. */
type Event = readonly [line: number, id: string, at: string, ...means: [boolean, boolean, boolean]];

const earlier = (known: number | null | undefined, at: number): number =>
  known === null || known === undefined ? at : Math.min(known, at);

/** One case of two files, each of which may hold some of its events only. */
export function combined(one: Ticket, other: Ticket): Ticket {
  const outermost = (
    field: 'firstResponseAt' | 'escalatedAt' | 'firstResolvedAt' | 'resolvedAt',
    choose: (...times: number[]) => number,
  ): Partial<Ticket> => {
    const told = [one[field], other[field]].filter((at) => at !== undefined);
    const times = told.filter((at) => at !== null);
    return told.length === 0 ? {} : { [field]: times.length === 0 ? null : choose(...times) };
  };
  return {
    ...one,
    openedAt: Math.min(one.openedAt, other.openedAt),
    changedAt: Math.max(one.changedAt, other.changedAt),
    ...outermost('firstResponseAt', Math.min),
    ...outermost('escalatedAt', Math.min),
    ...outermost('firstResolvedAt', Math.min),
    ...outermost('resolvedAt', Math.max),
  };
}

/** Combines the events of each case to one ticket, as `StagingRepository.gatherEvents` does for an import. */
export class Cases implements Gathering {
  private readonly tickets = new Map<string, Ticket>();

  /** `tells`: the fields that events tell; null in a ticket without such an event. */
  constructor(
    private readonly tells: ReadonlySet<string>,
    private readonly isPart: boolean,
  ) {}

  add(record: readonly Cell[]): void {
    const [, externalId, time, isResponse, isEscalation, isResolution] = record as Event;
    const at = Date.parse(time);
    const ticket = this.tickets.get(externalId) ?? this.begin(externalId, at);
    ticket.openedAt = Math.min(ticket.openedAt, at);
    ticket.changedAt = Math.max(ticket.changedAt, at);
    if (isResponse) ticket.firstResponseAt = earlier(ticket.firstResponseAt, at);
    if (isEscalation) ticket.escalatedAt = earlier(ticket.escalatedAt, at);
    if (isResolution) {
      ticket.firstResolvedAt = earlier(ticket.firstResolvedAt, at);
      ticket.resolvedAt = Math.max(ticket.resolvedAt ?? at, at);
    }
  }

  told(): Told {
    return { tickets: [...this.tickets.values()], counts: [], repeated: [] };
  }

  private begin(externalId: string, at: number): Ticket {
    const ticket: Ticket = {
      externalId,
      openedAt: at,
      changedAt: at,
      ...(this.tells.has('first_response_at') && { firstResponseAt: null }),
      ...(this.tells.has('escalated_at') && { escalatedAt: null }),
      ...(this.tells.has('resolved_at') && { resolvedAt: null }),
      ...(this.isPart && { isPart: true }),
    };
    this.tickets.set(externalId, ticket);
    return ticket;
  }
}
