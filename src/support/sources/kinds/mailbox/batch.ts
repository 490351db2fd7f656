import { refusalText } from '../../../../domain/refusals/refusal-text.js';
import { combined } from '../file-url/cases.js';
import { toldKeyOf } from '../file-url/counts.js';
import type { Doubt, Ticket, ToldCount } from '../../ticket-source.js';
import type { ReadMessage } from './message-files.js';

const MOST = { messages: 1_000, records: 50_000, milliseconds: 60_000 };
/** So many unreadable messages without a readable one behind them are read again in the next run. */
const MOST_WAITING = 10;

/** A message none of whose files could be read. */
interface Unreadable {
  /** All messages up to this UID are read. */
  behind: number;
  label: string;
  doubts: readonly Doubt[];
  why: string;
}

/**
 * Messages that could not be read, without a readable one behind them. They wait: the next run reads them again. One that can
 * be read passes them, and they become remarks.
 */
export class Waiting {
  private readonly messages: Unreadable[] = [];

  get first(): Unreadable | undefined {
    return this.messages[0];
  }

  get newest(): Unreadable | undefined {
    return this.messages.at(-1);
  }

  /** Returns the remarks about messages that wait no longer, because too many do. */
  add(message: Unreadable): readonly Doubt[] {
    this.messages.push(message);
    return this.messages.length > MOST_WAITING ? this.messages.shift()!.doubts : [];
  }

  /** None waits any more. Returns the remarks about them. */
  pass(): Doubt[] {
    return this.messages.splice(0).flatMap(({ doubts }) => doubts);
  }
}

/**
 * The tickets and counts of messages that are stored together, each once: of rows and counts the last one counts, events are
 * combined.
 */
export class Batch {
  private readonly tickets = new Map<string, Ticket>();
  private readonly counts = new Map<string, ToldCount>();
  private readonly begun = performance.now();
  readonly doubts: Doubt[] = [];
  /** Messages that were looked at. */
  count = 0;

  constructor(
    /** All messages up to this UID are read. */
    private behind: number,
    private readonly areEvents: boolean,
    private readonly waiting: Waiting,
  ) {}

  /** Whether it ends here, because it holds much or has taken long. */
  get isFull(): boolean {
    const hasTakenLong = performance.now() - this.begun >= MOST.milliseconds;
    const holdsMuch = this.tickets.size + this.counts.size >= MOST.records;
    return this.count > 0 && (this.count >= MOST.messages || holdsMuch || hasTakenLong);
  }

  add(uid: number, label: string, { tickets, counts, doubts, readable, refused }: ReadMessage): void {
    if (readable === 0 && refused !== null) {
      const { behind, waiting } = this;
      this.doubts.push(...waiting.add({ behind, label, doubts, why: refused.message }));
    } else {
      // A message without a file says nothing about those before it.
      if (readable > 0) this.doubts.push(...this.waiting.pass());
      this.doubts.push(...doubts);
      for (const ticket of tickets) this.take(ticket);
      for (const count of counts) this.counts.set(toldKeyOf(count), count);
    }
    this.pass(uid);
  }

  /** A message that is not read. */
  pass(uid: number): void {
    this.behind = uid;
    this.count++;
  }

  /** A message of which the server told nothing. */
  addUntold(uid: number): void {
    const refused = refusalText('MAILBOX_MESSAGE.gone');
    const label = `message ${uid}`;
    const doubts = [{ externalId: label, reason: refused }];
    this.add(uid, label, { tickets: [], counts: [], doubts, readable: 0, refused });
  }

  all(): { tickets: Ticket[]; counts: ToldCount[] } {
    return { tickets: [...this.tickets.values()], counts: [...this.counts.values()] };
  }

  private take(ticket: Ticket): void {
    const known = this.tickets.get(ticket.externalId);
    this.tickets.set(ticket.externalId, known && this.areEvents ? combined(known, ticket) : ticket);
  }
}
