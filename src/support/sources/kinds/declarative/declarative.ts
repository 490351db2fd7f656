import { setImmediate } from 'node:timers/promises';
import { DAY, HOUR, MINUTE } from '../../../../domain/interval.js';
import { refusalText } from '../../../../domain/refusals/refusal-text.js';
import { failed, type SourceHttp } from '../../source-http.js';
import type {
  Cursor,
  Doubt,
  StoredOf,
  Ticket,
  Sample,
  TicketPage,
  TicketSource,
  Whereabouts,
} from '../../ticket-source.js';
import { unchangedAmong } from '../unchanged.js';
import { firstAt, jsonPath } from './json-path.js';
import { ListRequests, requestOf, type ListAnswer, type ListSpan } from './list-requests.js';
import { DeclarativeOpening } from './opening.js';
import { notFound, Readability } from './readability.js';
import type { SourceTicketDto } from './requests.dto.js';
import type { DeclarativeSettingsDto } from './settings.dto.js';
import { TicketReader, type Unreadable } from './ticket-reader.js';
import { ToldTimes } from './told-times.js';
import type { Step, WalkState } from './walk.js';
import { walkOf } from './walks.js';

const USUAL_OVERLAP_MINUTES = 15;
/** The zones of a date’s writer and of its reader differ by no more. */
const WIDEST_OVERLAP = 26 * HOUR;
const CHECKED_DAYS = 30;
const SAMPLE = 5;

/** So many tickets are read at once. */
const BATCH = 100;

/** What is asked for, in epoch milliseconds. */
type Span = Pick<ListSpan, 'since' | 'until'>;

/** A ticket and its last change, in the clock of its system. */
interface Seen {
  id: string;
  at: number;
}

/** Where a run is. The next one begins at the latest change that was told, but not after this run began. */
interface Position {
  since: number;
  upTo: number;
  /** The latest ticket of the run before: it changed at or after `since`, so it must be told again. */
  awaited: Seen | null;
  latest: Seen | null;
  place: WalkState | null;
  /** Changes before it that are stored need not be read again. */
  knownBefore: number | undefined;
}

/** Tickets of any system that answers JSON, read as a description tells. */
export class DeclarativeSource implements TicketSource {
  readonly find?: NonNullable<TicketSource['find']>;
  readonly opening?: NonNullable<TicketSource['opening']>;
  private readonly times: ToldTimes;
  private readonly reader: TicketReader;
  private readonly list: ListRequests;
  private readonly overlap: number;
  private readonly ticketAt: ReturnType<typeof jsonPath>;

  constructor(
    private readonly http: SourceHttp,
    private readonly settings: DeclarativeSettingsDto,
    private readonly clock: { now(): number },
  ) {
    this.times = new ToldTimes(settings.time);
    this.reader = new TicketReader(settings, this.times);
    this.list = new ListRequests(http, settings, this.times);
    this.overlap = (settings.overlapMinutes ?? USUAL_OVERLAP_MINUTES) * MINUTE;
    const { ticket, open } = settings;
    if (open) this.opening = new DeclarativeOpening(http, open, settings);
    this.ticketAt = jsonPath(ticket?.at ?? '$');
    if (ticket) this.find = (id, signal) => this.whereabouts(ticket, id, signal);
  }

  async check(signal: AbortSignal): Promise<Sample> {
    const until = this.clock.now() + this.overlap;
    const items =
      (await this.firstItems({ since: until - CHECKED_DAYS * DAY, until }, signal)) ??
      (await this.firstItems({ since: 0, until }, signal));
    if (!items) {
      if (this.settings.startsEmpty !== true) throw failed('auth', 'SOURCE_SEES_NOTHING', {});
      return { tickets: [] };
    }
    const sample = items.slice(-SAMPLE);
    const { tickets, unreadable } = await this.ticketsOf(sample, signal);
    if (unreadable[0]) throw notFound(unreadable[0]);
    await this.requireKnown(tickets, signal);
    return { tickets };
  }

  /** A ticket that is listed can be asked for alone. Otherwise all that leave the list would count as deleted. */
  private async requireKnown(tickets: readonly Ticket[], signal: AbortSignal): Promise<void> {
    const { ticket, details } = this.settings;
    if (!ticket || details || tickets.length === 0) return;
    for (const { externalId } of tickets)
      if ((await this.ask(ticket, externalId, signal)) !== 'missing') return;
    throw failed('settings', 'SOURCE_TICKET_NOT_FOUND', { externalId: tickets[0]!.externalId });
  }

  /** Of earlier changes, those that are stored need not be read again. */
  cursorAt(moment: number): Cursor {
    return { since: moment, knownBefore: this.clock.now() };
  }

  async *changes(
    cursor: Cursor | null,
    signal: AbortSignal,
    storedOf: StoredOf,
  ): AsyncGenerator<TicketPage, void, void> {
    const begun = (cursor ?? {}) as Partial<Position>;
    const { since = 0, knownBefore } = begun;
    let { upTo = this.clock.now(), awaited = null, latest = null } = begun;
    const readability = new Readability(since, begun.place ?? null);
    const span = { since: since - this.overlap, until: upTo + this.overlap };
    const noteTime = ({ answeredAt }: ListAnswer): void => {
      upTo = Math.min(upTo, answeredAt ?? upTo);
    };
    for await (const { items, state: behind, remaining } of this.steps(span, signal, begun.place, noteTime)) {
      for (const [number, item] of items.entries()) {
        if (number % BATCH === BATCH - 1) await setImmediate();
        const [id, at] = [this.reader.idOf(item), this.reader.changedAt(item)];
        if (id === awaited?.id) awaited = null;
        if (id !== null && at !== null && at > (latest?.at ?? 0)) latest = { id, at };
      }
      const unchanged = await this.unchangedOf(items, knownBefore ?? 0, storedOf);
      const isUnchanged = (item: unknown): boolean => unchanged.has(this.reader.idOf(item) ?? '');
      const told = items.filter((item) => !isUnchanged(item));
      const { tickets, unreadable } = await this.ticketsOf(told, signal);
      readability.note({ tickets, unreadable, unchanged: unchanged.size }, behind);
      const reached: Position = { since, upTo, awaited, latest, knownBefore, place: readability.place };
      const doubts = unreadable.map(doubtOf);
      yield { tickets, unchanged: [...unchanged.values()], doubts, cursor: { ...reached }, remaining };
    }
    readability.end();
    if (latest === null) {
      if (cursor === null && this.settings.startsEmpty !== true)
        throw failed('auth', 'SOURCE_SEES_NOTHING', {});
      const hadSome = since > 0 && knownBefore === undefined;
      if (hadSome && !(await this.firstItems({ since: 0, until: span.until }, signal)))
        throw failed('auth', 'SOURCE_SEES_NOTHING.any-more', {});
    }
    // An index that lags behind may not know the latest ticket yet.
    const isWaiting = awaited !== null && upTo - awaited.at <= this.overlap;
    if (awaited && !isWaiting) await this.requireRightDates(awaited, span, signal);
    const next = isWaiting
      ? { since, awaited }
      : latest
        ? { since: Math.max(since, Math.min(upTo, latest.at)), awaited: latest }
        : { since };
    yield { tickets: [], unchanged: [], doubts: [], cursor: next, remaining: 0 };
  }

  /**
   * A ticket was not told although it changed in the span. It may have been deleted, or it left what the list shows. But when it is
   * told for a longer span, dates are read in another time zone than the description says.
   */
  private async requireRightDates({ id }: Seen, { since, until }: Span, signal: AbortSignal): Promise<void> {
    for await (const { items } of this.steps({ since: since - WIDEST_OVERLAP, until }, signal))
      if (items.some((item) => this.reader.idOf(item) === id))
        throw failed('settings', 'SOURCE_ANSWER.other-zone', { zone: this.settings.time.zone });
  }

  private async *steps(
    span: Span,
    signal: AbortSignal,
    place: WalkState | null = null,
    note?: (answer: ListAnswer) => void,
  ): AsyncGenerator<Step, void, void> {
    const now = this.clock.now();
    const ask = async (more: Partial<ListSpan> = {}): Promise<ListAnswer> => {
      const answer = await this.list.ask({ ...span, now, ...more }, signal);
      note?.(answer);
      return answer;
    };
    const { reader, settings } = this;
    const idOf = (item: unknown): string | null => reader.idOf(item);
    const stateOf = (item: unknown): string => `${reader.idOf(item) ?? ''} ${reader.told(item, 'updatedAt')}`;
    yield* walkOf(settings, this.times.unit)({ span, ask, idOf, stateOf, stop: settings.stop }, place);
  }

  private async firstItems(span: Span, signal: AbortSignal): Promise<readonly unknown[] | null> {
    for await (const { items } of this.steps(span, signal)) if (items.length > 0) return items;
    return null;
  }

  /** Tickets that cost a request each and are stored as they are. */
  private async unchangedOf(
    items: readonly unknown[],
    knownBefore: number,
    storedOf: StoredOf,
  ): ReturnType<typeof unchangedAmong> {
    if (this.settings.details !== true) return new Map();
    const { reader } = this;
    const listed = items.flatMap((item) => {
      const [externalId, changedAt, openedAt] = [
        reader.idOf(item),
        reader.changedAt(item),
        reader.openedAt(item),
      ];
      const isWhole = externalId !== null && changedAt !== null && openedAt !== null;
      return isWhole ? [{ externalId, changedAt, openedAt }] : [];
    });
    return unchangedAmong(listed, knownBefore, storedOf);
  }

  private async ticketsOf(
    items: readonly unknown[],
    signal: AbortSignal,
  ): Promise<{ tickets: Ticket[]; unreadable: Unreadable[] }> {
    const tickets: Ticket[] = [];
    const unreadable: Unreadable[] = [];
    for (const [number, item] of items.entries()) {
      // Other requests come in between.
      if (number % BATCH === BATCH - 1) await setImmediate();
      const whole = await this.detailsOf(item, signal);
      if (whole === null || this.reader.isLeftOut(whole)) continue;
      const read = this.reader.read(whole);
      if ('field' in read) unreadable.push(read);
      else tickets.push(read);
    }
    return { tickets, unreadable };
  }

  /** Null when it is gone already. */
  private async detailsOf(item: unknown, signal: AbortSignal): Promise<unknown> {
    const { details, ticket } = this.settings;
    const id = this.reader.idOf(item);
    if (!details || !ticket || id === null) return item;
    const found = await this.ask(ticket, id, signal);
    return found === 'hidden' || found === 'missing' ? null : found.item;
  }

  private async whereabouts(ticket: SourceTicketDto, id: string, signal: AbortSignal): Promise<Whereabouts> {
    const found = await this.ask(ticket, id, signal);
    if (found === 'hidden' || found === 'missing') return found;
    if (this.reader.isLeftOut(found.item)) return 'gone';
    const read = this.reader.read(found.item);
    if ('field' in read) return 'hidden';
    return read.externalId === id ? { ticket: read } : { mergedInto: read.externalId };
  }

  private async ask(
    ticket: SourceTicketDto,
    id: string,
    signal: AbortSignal,
  ): Promise<{ item: unknown } | 'hidden' | 'missing'> {
    const { status, text } = await this.http.send(
      { ...requestOf(ticket, { id }), accepts: [403, 404, 410] },
      signal,
    );
    if (status >= 400) return status === 403 ? 'hidden' : 'missing';
    const item = firstAt(this.ticketAt, this.http.parse(text));
    return item === undefined || item === null ? 'missing' : { item };
  }
}

const doubtOf = ({ externalId, field }: Unreadable): Doubt => ({
  externalId,
  reason: refusalText(field === 'externalId' ? 'TICKET_WITHOUT_ID' : 'TICKET_WITHOUT_TIME'),
});
