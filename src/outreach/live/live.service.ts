import type { ServerResponse } from 'node:http';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { canSeeLocation, type Caller } from '../../access/caller.js';
import { SessionsService } from '../../access/sessions.service.js';
import { DomainError } from '../../domain/errors.js';
import { refusalText, type RefusalText } from '../../domain/refusals/refusal-text.js';
import { HOUR } from '../../domain/interval.js';
import { isHeardBy } from '../../platform/audit/entities.js';
import { Clock } from '../../platform/clock/clock.js';
import { LiveRepository, MOST_AT_ONCE, type LiveChangeRow, type LivePosition } from './live.repository.js';

const POLL_MILLIS = 1_000;
/** How often streams get a sign of life and their sessions are checked. */
const HEARTBEAT_MILLIS = 25_000;
const LONGEST_MILLIS = 600_000;
/** Each open page has one stream. */
const MOST_OF_ONE_USER = 12;
const MOST_STREAMS = 2_000;
const RETRY_SECONDS = 30;
const MOST_BUFFERED_BYTES = 64 * 1024;
const POSITION = /^(\d{1,19})-(\d{1,19})$/;

export interface Stream {
  caller: Caller;
  raw: ServerResponse;
  ending: NodeJS.Timeout;
  /**
   * Changes that arrive while the stream catches up. They are sent afterwards: maybe twice, but never in the
   * wrong order.
   */
  held: LiveChangeRow[] | null;
}

/**
 * Tells open pages that something changed: the kind of entity and the location, never the content. Every
 * replica reads the same backlog once a second while anybody listens. A page that was away continues after
 * its last event.
 */
@Injectable()
export class LiveService implements OnModuleDestroy {
  private readonly streams = new Set<Stream>();
  private readonly logger = new Logger(LiveService.name);
  private position: LivePosition | null = null;
  private poll: NodeJS.Timeout | null = null;
  private heartbeat: NodeJS.Timeout | null = null;
  private isClosing = false;

  constructor(
    private readonly live: LiveRepository,
    private readonly sessions: SessionsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Registers a stream until its response closes. Throws when this user, or all users together, have too
   * many.
   */
  admit(caller: Caller, raw: ServerResponse): Stream {
    const own = [...this.streams].filter((stream) => stream.caller.id === caller.id);
    if (own.length >= MOST_OF_ONE_USER) throw tooMany(refusalText('TOO_MANY_STREAMS', { own: own.length }));
    if (this.streams.size >= MOST_STREAMS) throw tooMany(refusalText('TOO_MANY_STREAMS.in-all'));
    const ending = setTimeout(() => raw.end(), LONGEST_MILLIS);
    const stream: Stream = { caller, raw, ending, held: [] };
    this.streams.add(stream);
    raw.once('close', () => this.forget(stream));
    this.heartbeat ??= setInterval(() => void this.beat(), HEARTBEAT_MILLIS);
    return stream;
  }

  /** Writes events to a stream until it ends. `lastEventId` is the last event the page had. */
  async open(stream: Stream, lastEventId: string | undefined): Promise<void> {
    const { raw } = stream;
    try {
      const end = await this.live.findEnd();
      const [, transaction, id] = POSITION.exec(lastEventId ?? '') ?? [];
      const from = transaction !== undefined && id !== undefined ? { transaction, id } : end;
      raw.write(`retry: 2000\nid: ${textOf(from)}\nevent: ready\ndata: {}\n\n`);
      if (this.isClosing || raw.destroyed) return void raw.end();
      this.position ??= end;
      this.poll ??= setTimeout(() => void this.tell(), POLL_MILLIS);
      if (from !== end) await this.catchUp(stream, from, end);
      send(stream, stream.held ?? []);
      stream.held = null;
    } catch (error) {
      // The page connects again with its last event, as it has received nothing later.
      this.forget(stream);
      raw.destroy();
      throw error;
    }
  }

  onModuleDestroy(): void {
    this.isClosing = true;
    if (this.poll) clearTimeout(this.poll);
    if (this.heartbeat) clearInterval(this.heartbeat);
    for (const stream of [...this.streams]) {
      this.forget(stream);
      stream.raw.end();
    }
  }

  async removeOld(): Promise<void> {
    await this.live.removeBefore(new Date(this.clock.now() - HOUR));
  }

  /**
   * Sends what was missed, or "everything may have changed" when the backlog does not reach back so far or
   * too much has changed.
   */
  private async catchUp(stream: Stream, from: LivePosition, end: LivePosition): Promise<void> {
    const isForgotten = await this.live.isForgotten(from);
    const changes = isForgotten ? [] : await this.live.findAfter(from);
    if (stream.raw.destroyed) return;
    if (isForgotten || changes.length === MOST_AT_ONCE)
      stream.raw.write(`id: ${textOf(end)}\nevent: everything\ndata: {}\n\n`);
    else send(stream, changes);
  }

  private async tell(): Promise<void> {
    try {
      const changes = await this.live.findAfter(this.position!);
      const last = changes.at(-1);
      if (last) this.position = { transaction: last.transaction, id: last.id };
      for (const stream of this.streams)
        if (stream.held) stream.held.push(...changes);
        else send(stream, changes);
    } catch (error) {
      // When the database is away for a moment, the backlog is read again from the same position.
      this.logger.warn(`Changes could not be read: ${String(error)}`);
    }
    this.poll =
      this.streams.size > 0 && !this.isClosing ? setTimeout(() => void this.tell(), POLL_MILLIS) : null;
    if (!this.poll) this.position = null;
  }

  /** Closes streams whose session ended, and updates what the other users may see. */
  async beat(): Promise<void> {
    const streams = [...this.streams];
    const ids = new Set(streams.flatMap(({ caller }) => caller.sessionId ?? []));
    try {
      const valid = await this.sessions.stillValid([...ids]);
      for (const stream of streams) {
        const caller = valid.get(stream.caller.sessionId ?? '');
        if (!caller) stream.raw.end();
        else {
          stream.caller = caller;
          stream.raw.write(': still here\n\n');
        }
      }
    } catch (error) {
      // A stream whose session cannot be checked is closed, and the page connects again.
      this.logger.warn(`Sessions could not be read: ${String(error)}`);
      for (const { raw } of streams) raw.end();
    }
  }

  private forget(stream: Stream): void {
    this.streams.delete(stream);
    clearTimeout(stream.ending);
    if (this.streams.size > 0 || !this.heartbeat) return;
    clearInterval(this.heartbeat);
    this.heartbeat = null;
  }
}

const tooMany = (reason: RefusalText): DomainError =>
  new DomainError('too-many', reason, { retryAfterSeconds: RETRY_SECONDS });

const textOf = ({ transaction, id }: LivePosition): string => `${transaction}-${id}`;

function send({ caller, raw }: Stream, changes: readonly LiveChangeRow[]): void {
  const last = changes.at(-1);
  const theirs = changes.filter((change) => isFor(caller, change));
  if (!last || theirs.length === 0) return;
  // A client that reads too slowly is disconnected; it connects again and catches up.
  if (raw.writableLength > MOST_BUFFERED_BYTES) return void raw.destroy();
  const told = new Map(
    theirs.map(({ entity, locationId }) => [`${entity} ${locationId}`, { entity, locationId }] as const),
  );
  raw.write(`id: ${textOf(last)}\nevent: changed\ndata: ${JSON.stringify([...told.values()])}\n\n`);
}

function isFor(caller: Caller, { entity, locationId, operatorId }: LiveChangeRow): boolean {
  if (caller.role === 'analyst' && !isHeardBy('analyst', entity)) return false;
  if (caller.role !== 'operator') return locationId === null || canSeeLocation(caller, locationId);
  if (operatorId !== null) return operatorId === caller.operatorId;
  return locationId !== null && isHeardBy('operator', entity) && canSeeLocation(caller, locationId);
}
