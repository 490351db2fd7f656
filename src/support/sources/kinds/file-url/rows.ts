import { refusalText } from '../../../../domain/refusals/refusal-text.js';
import type { Cell } from '../../../imports/record-stream.js';
import type { Doubt, Ticket } from '../../ticket-source.js';
import type { Gathering, Told } from './told.js';

const TIMES = {
  opened_at: 'openedAt',
  first_response_at: 'firstResponseAt',
  escalated_at: 'escalatedAt',
  resolved_at: 'resolvedAt',
  updated_at: 'updatedAt',
} as const;
const OTHERS = {
  external_id: 'externalId',
  tier: 'tier',
  channel: 'channel',
  category: 'category',
  priority: 'priority',
  read_level: 'readLevel',
  directional: 'directional',
  external_url: 'externalUrl',
  title: 'title',
  place: 'place',
} as const;

type Row = Omit<Ticket, 'changedAt'> & { updatedAt?: number | null };

/** The tickets of rows, each id once: a later line counts instead of an earlier one. */
export class Rows implements Gathering {
  private readonly tickets = new Map<string, { line: number; ticket: Ticket }>();
  private readonly repeated: Doubt[] = [];

  /** `columns`: what the cells of a record are. */
  constructor(private readonly columns: readonly string[]) {}

  add(record: readonly Cell[]): void {
    const line = record[0] as number;
    const ticket = this.ticketOf(record);
    const before = this.tickets.get(ticket.externalId);
    if (before)
      this.repeated.push({
        externalId: `line ${before.line}`,
        reason: refusalText('REPEATED_LINE', { externalId: ticket.externalId }),
      });
    this.tickets.set(ticket.externalId, { line, ticket });
  }

  told(): Told {
    const tickets = [...this.tickets.values()].map(({ ticket }) => ticket);
    return { tickets, counts: [], repeated: this.repeated };
  }

  private ticketOf(record: readonly Cell[]): Ticket {
    const fields: Record<string, Cell> = {};
    for (const [at, column] of this.columns.entries()) {
      const cell = record[at]!;
      if (column in TIMES)
        fields[TIMES[column as keyof typeof TIMES]] = cell === null ? null : Date.parse(cell as string);
      // A priority that says nothing stays as it is.
      else if (column === 'priority' && cell === null) continue;
      else if (column in OTHERS) fields[OTHERS[column as keyof typeof OTHERS]] = cell;
    }
    const { updatedAt, ...row } = fields as unknown as Row;
    return { ...row, changedAt: updatedAt ?? latestOf(row) };
  }
}

/** The latest time of a ticket whose last change nobody tells. */
const latestOf = ({ openedAt, firstResponseAt, escalatedAt, resolvedAt }: Row): number =>
  Math.max(openedAt, firstResponseAt ?? 0, escalatedAt ?? 0, resolvedAt ?? 0);
