import { DAY } from '../../../../domain/interval.js';
import { inZone } from '../../../../domain/iso-text.js';
import { refusalText } from '../../../../domain/refusals/refusal-text.js';
import type { Outgoing, OutgoingConnection } from '../../../../platform/outgoing/outgoing.js';
import { latestLogged } from '../../../logged-times.js';
import { failed } from '../../source-http.js';
import type { Cursor, Sample, SourceError, TicketPage, TicketSource } from '../../ticket-source.js';
import { latestOf } from '../file-url/latest.js';
import { filesIn, isFrom } from './attachments.js';
import { Batch, Waiting } from './batch.js';
import { imapFailure } from './imap-failure.js';
import { MailFolder, type MessageHead } from './mail-folder.js';
import { IMAP_PORT } from './mail-server.js';
import { readMessage, type ReadMessage } from './message-files.js';
import type { MailboxSettingsDto } from './settings.dto.js';

const PAGE = 500;
/** So many messages are asked for at once. */
const HEADS = 100;
/** A check looks at so many of the newest messages. */
const LOOKED_AT = 200;
const INBOX = 'INBOX';

/** Where a run goes on. */
interface Position {
  /** Of the folder: what its UIDs are good for. */
  uidValidity?: string;
  /** All messages up to this UID are read. */
  uid?: number;
  /** Only messages that came then or later, in epoch milliseconds. */
  since?: number;
  /** Nothing was stored since the settings changed. */
  isFirst?: boolean;
}

/**
 * CSV files that arrive in a folder of a mailbox. Messages are read in the order in which they came, so a later file counts
 * instead of an earlier one. Messages that are read together are stored together: otherwise requests would pass through their
 * former states whenever old messages are read again. One that cannot be read keeps none behind it from being read; without
 * a readable one behind it the run fails, so that people are told.
 */
export class MailboxSource implements TicketSource {
  readonly isFinal = true;

  constructor(
    private readonly settings: MailboxSettingsDto,
    private readonly tools: {
      outgoing: Pick<Outgoing, 'connectionTo'>;
      clock: { now(): number };
      zone: () => Promise<string>;
    },
  ) {}

  async check(signal: AbortSignal): Promise<Sample> {
    const folder = await this.open(signal);
    try {
      return await this.sampleOf(folder);
    } finally {
      await folder.close();
    }
  }

  /** What a file tells of that moment may be in a message of any later day. */
  cursorAt(moment: number): Cursor {
    return { since: moment };
  }

  async *changes(cursor: Cursor | null, signal: AbortSignal): AsyncGenerator<TicketPage, void, void> {
    const folder = await this.open(signal);
    try {
      yield* this.pagesOf(folder, cursor ?? { isFirst: true });
    } finally {
      await folder.close();
    }
  }

  private async sampleOf(folder: MailFolder): Promise<Sample> {
    const { fileName, startsEmpty } = this.settings;
    const uids = (await folder.uidsAfter(0, null)).slice(-LOOKED_AT);
    const heads: MessageHead[] = [];
    for (let at = 0; at < uids.length; at += HEADS)
      heads.push(...(await folder.heads(uids.slice(at, at + HEADS))));
    const wanted = heads.filter((head) => this.isWanted(head));
    const holding = wanted.filter(({ structure }) => structure && filesIn(structure, fileName).length > 0);
    const newest = holding.at(-1);
    if (newest === undefined) {
      if (startsEmpty !== true) throw this.seesNothing(heads.length, wanted.length);
      return { tickets: [], found: refusalText('SOURCE_CHECKED.no-mail') };
    }
    const label = await this.labelOf(newest);
    const { tickets, readable, refused } = await this.read(folder, newest, label, false);
    if (readable === 0 && refused) throw unreadable(label, refused.message, 'settings');
    const at = inZone(newest.cameAt ?? this.tools.clock.now(), await this.zone());
    const found = refusalText('SOURCE_CHECKED.mailbox', { messages: holding.length, at });
    return { tickets: latestOf(tickets), found };
  }

  private async *pagesOf(folder: MailFolder, known: Position): AsyncGenerator<TicketPage, void, void> {
    const { uidValidity } = folder;
    // Under other UIDs may be the same messages, so all are read again.
    let position = known.uidValidity === uidValidity ? known : { ...known, uidValidity, uid: 0 };
    const { since } = position;
    // A server compares days in a zone of its own.
    const uids = await folder.uidsAfter(
      position.uid ?? 0,
      since === undefined ? null : new Date(since - DAY),
    );
    const waiting = new Waiting();
    for (let at = 0; at < uids.length;) {
      const batch = await this.gather(folder, uids.slice(at), position, waiting);
      at += batch.count;
      if (at === uids.length && since !== undefined) batch.doubts.push(...waiting.pass());
      const uid = waiting.first?.behind ?? uids[at - 1]!;
      const next = { uidValidity, uid, ...(since !== undefined && { since }) };
      yield* pages(batch, position, next);
      position = next;
    }
    if (waiting.newest) throw unreadable(waiting.newest.label, waiting.newest.why, 'temporary');
  }

  private async gather(
    folder: MailFolder,
    uids: readonly number[],
    { uid: start = 0, since = 0, isFirst = false }: Position,
    waiting: Waiting,
  ): Promise<Batch> {
    const batch = new Batch(start, this.settings.mapping.shape === 'event-log', waiting);
    while (batch.count < uids.length && !batch.isFull) {
      const asked = uids.slice(batch.count, batch.count + HEADS);
      const heads = new Map((await folder.heads(asked)).map((head) => [head.uid, head]));
      for (const uid of asked) {
        if (batch.isFull) break;
        const head = heads.get(uid);
        if (!head) batch.addUntold(uid);
        else if ((head.cameAt ?? since) < since || !this.isWanted(head)) batch.pass(uid);
        else {
          const label = await this.labelOf(head);
          batch.add(uid, label, await this.read(folder, head, label, !isFirst));
        }
      }
    }
    return batch;
  }

  private async read(
    folder: MailFolder,
    head: MessageHead,
    label: string,
    isPart: boolean,
  ): Promise<ReadMessage> {
    const { mapping, fileName } = this.settings;
    const zone = mapping.timeZone ?? (await this.zone());
    const context = { zone, latest: latestLogged(this.tools.clock.now()), isPart };
    return readMessage(folder, head, { mapping, context, fileName, label });
  }

  private open(signal: AbortSignal): Promise<MailFolder> {
    const { user, password, folder = INBOX, tls: isSecure = true } = this.settings;
    return MailFolder.open(this.connection(isSecure), { user, password, folder, isSecure }, signal);
  }

  private connection(isSecure: boolean): OutgoingConnection {
    const { host, port = IMAP_PORT } = this.settings;
    try {
      return this.tools.outgoing.connectionTo({ host, port, usualPort: IMAP_PORT, isSecure });
    } catch (error) {
      throw imapFailure(error, `${host}:${port}`);
    }
  }

  private isWanted({ from }: MessageHead): boolean {
    const { from: wanted } = this.settings;
    return wanted === undefined || from.some((address) => isFrom(address, wanted));
  }

  private seesNothing(messages: number, ofSender: number): SourceError {
    const { folder = INBOX, from } = this.settings;
    return from !== undefined && ofSender === 0
      ? failed('settings', 'SOURCE_SEES_NOTHING.sender', { messages, folder, from })
      : failed('settings', 'SOURCE_SEES_NOTHING.mail', { messages: ofSender, folder });
  }

  /** What a message is called: a subject could tell of people. */
  private async labelOf({ uid, cameAt }: MessageHead): Promise<string> {
    const day = cameAt === null ? null : inZone(cameAt, await this.zone()).slice(0, 10);
    return day === null ? `message ${uid}` : `message ${uid} of ${day}`;
  }

  private zone(): Promise<string> {
    return this.tools.zone();
  }
}

/** Pages of which only the last one leads on: when one is lost, the batch is read again. */
function* pages(batch: Batch, from: Position, behind: Position): Generator<TicketPage, void, void> {
  const { tickets, counts } = batch.all();
  // Of files that hold the ones, the other list is empty.
  const total = tickets.length + counts.length;
  for (let at = 0; at === 0 || at < total; at += PAGE) {
    const isLast = at + PAGE >= total;
    yield {
      tickets: tickets.slice(at, at + PAGE),
      unchanged: [],
      counts: counts.slice(at, at + PAGE),
      doubts: at === 0 ? batch.doubts : [],
      ...(isLast ? { cursor: { ...behind } } : { cursor: { ...from }, isPart: true }),
      remaining: null,
    };
  }
}

const unreadable = (message: string, why: string, kind: SourceError['kind']): SourceError =>
  failed(kind, 'SOURCE_MAILBOX.unreadable', { message, why });
