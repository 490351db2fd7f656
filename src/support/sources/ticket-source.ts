import type { ActivitySeries } from '../../domain/activity/series.js';
import type { RefusalText } from '../../domain/refusals/refusal-text.js';
import type { Priority } from '../../domain/service-clock.js';
import type { Past } from '../../domain/told-past.js';
import type { Tier } from '../../domain/tiers.js';

/**
 * A ticket as its system tells it. Instants in epoch milliseconds. A field that is left out is not told: it stays as it
 * is stored.
 */
export interface Ticket {
  externalId: string;
  /** Its last change, in the clock of its system. */
  changedAt: number;
  openedAt: number;
  firstResponseAt?: number | null;
  escalatedAt?: number | null;
  resolvedAt?: number | null;
  /** Where it is not told, the earliest resolution that was seen counts as the first one. */
  firstResolvedAt?: number | null;
  tier?: Tier;
  priority?: Priority;
  /** Since it was opened, where its system tells its history. */
  past?: Past;
  /** Whether it waits for the person who asked, where its system is asked how it is now and tells no more. */
  isWaiting?: boolean;
  channel?: string | null;
  category?: string | null;
  readLevel?: number | null;
  directional?: boolean;
  /** As somebody stated it at the desk. */
  waitedMinutes?: number | null;
  title?: string | null;
  /** Where the help is needed: a workstation or an area. */
  workstation?: string | null;
  externalUrl?: string | null;
  /** What the source's rules map to a location. */
  place?: string | null;
  /** Told from some of its events only, so that stored times that lie further out stay. */
  isPart?: true;
}

/** What a system counted at a moment. */
export interface ToldCount {
  /** In epoch milliseconds. */
  at: number;
  series: ActivitySeries;
  /** Empty: of the whole location. */
  area: string;
  count: number;
  /** Where a counter stood. */
  cumulative: boolean;
  /** What the source's rules map to a location. */
  place: string | null;
}

/** A position among the changes of a system; only its kind of source understands it. */
export type Cursor = Readonly<Record<string, unknown>>;

/** Tickets that arrived together, and from where to continue when they are stored. */
export interface TicketPage {
  tickets: readonly Ticket[];
  /** Tickets that are listed too, and are stored as they are. */
  unchanged: readonly Pick<Ticket, 'externalId' | 'openedAt'>[];
  /** Of a source that tells counts. */
  counts?: readonly ToldCount[];
  /** Why tickets were left out, and what else was noticed. */
  doubts: readonly Doubt[];
  cursor: Cursor;
  /** The cursor does not lead on from here: who stops now begins anew. */
  isPart?: true;
  /** How many tickets are still to come, if the system tells. */
  remaining: number | null;
}

export interface Doubt {
  /** Of a ticket; or the place where it stands, such as `line 17`. */
  externalId: string;
  reason: RefusalText;
  /** It was taken all the same, or is about none in particular. */
  isTaken?: true;
}

/**
 * What became of a ticket. `gone`: deleted, or moved to where the source does not look. `hidden`: these credentials may
 * not see it, so nobody knows. `missing`: one of the two; the system does not tell which.
 */
export type Whereabouts = { ticket: Ticket } | { mergedInto: string } | 'gone' | 'hidden' | 'missing';

/** What a source reads as a trial. */
export interface Sample {
  /** Some of the latest. */
  tickets: readonly Ticket[];
  /** More than that it can be read. */
  found?: RefusalText;
}

/** A ticket to be opened in another system. */
export interface TicketDraft {
  /** Part of the title, by which the ticket is found again. */
  reference: string;
  title: string;
  /** All that there is to say, in plain text. */
  text: string;
  location: string;
  workstation: string | null;
  category: string | null;
  priority: Priority;
  /** Where the request is here. */
  url: string;
}

export interface OpenedTicket {
  externalId: string;
  externalUrl: string | null;
}

/** Opens tickets in another system. All methods throw SourceError. */
export interface TicketOpening {
  /** Is sent once only: whether a ticket was opened is unknown when no answer comes. */
  open(draft: TicketDraft, signal: AbortSignal): Promise<OpenedTicket>;
  /** The ticket with a reference in its title, the oldest if there are several. */
  find(reference: string, signal: AbortSignal): Promise<OpenedTicket | null>;
  /** Writes words into a ticket that only its people read. Left out where the settings do not say how. */
  note?(externalId: string, text: string, signal: AbortSignal): Promise<void>;
}

/** Tells which tickets are stored as they were after that very change. */
export type StoredOf = (
  tickets: readonly Pick<Ticket, 'externalId' | 'changedAt'>[],
) => Promise<ReadonlySet<string>>;

/**
 * A ticket system. All methods throw SourceError. Each kind of source implements it; it knows nothing of tables, and
 * whoever stores its tickets knows nothing of the system.
 */
export interface TicketSource {
  /** What it tells stays so, and no change is ever missed: it need not be looked at again each night. */
  readonly isFinal?: true;
  /** Whether the settings work. The sample is shown to whoever sets the source up. */
  check(signal: AbortSignal): Promise<Sample>;
  /** From where changes at or after this moment are told, and some earlier ones. */
  cursorAt(moment: number): Cursor;
  /**
   * The tickets that changed since; without a cursor, all. A ticket that changes meanwhile is told now, or to the next
   * one who continues. Some are told again. Where a ticket costs a request of its own, `storedOf` spares it; a change of
   * which another one may have come in the same second must be told all the same.
   */
  changes(cursor: Cursor | null, signal: AbortSignal, storedOf: StoredOf): AsyncIterable<TicketPage>;
  /** A ticket that is not listed any more. Without it, deletions and mergers are not followed. */
  find?(externalId: string, signal: AbortSignal): Promise<Whereabouts>;
  /** Left out where none can be opened, or the settings do not say where. */
  readonly opening?: TicketOpening;
}

/**
 * Why a source could not be read, in a sentence for who looks after it. `auth`, `settings`: somebody has to change
 * something. `later`: after so many milliseconds it may work.
 */
export class SourceError extends Error {
  constructor(
    readonly kind: 'auth' | 'settings' | 'temporary' | 'later',
    readonly reason: RefusalText,
    readonly options: { retryAfterMillis?: number; cause?: unknown } = {},
  ) {
    super(reason.message, { cause: options.cause });
  }
}
