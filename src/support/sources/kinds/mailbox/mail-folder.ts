import { setTimeout as delay } from 'node:timers/promises';
import { ImapFlow, type FetchMessageObject, type MessageStructureObject } from 'imapflow';
import type { OutgoingConnection } from '../../../../platform/outgoing/outgoing.js';
import { failed, PATIENCE } from '../../source-http.js';
import { SourceError } from '../../ticket-source.js';
import { MEGABYTES, MOST_FILE_BYTES } from '../file-url/file-download.js';
import { imapFailure } from './imap-failure.js';

/** A file is sent in base64, which is a third longer, with line breaks. */
const MOST_SENT_BYTES = Math.ceil(MOST_FILE_BYTES * 1.4);
const LIMITS = {
  maxLineLength: 16 * 1024 * 1024,
  maxLiteralSize: MOST_SENT_BYTES,
  maxResponseSize: MOST_SENT_BYTES + 16 * 1024 * 1024,
  maxResponseTokens: 200_000,
};
const CHUNK = 1024 * 1024;
/** How many times longer than usual an answer with a file may take. */
const FILE_PATIENCE = 4;
/** A connection may take all of the usual time, its greeting half of it, and the sign-in the rest. */
const SIGN_IN_PATIENCE = 2;
const GOODBYE_MILLISECONDS = 2_000;
/** Between commands, files are read and stored. Answers have their own limit. */
const IDLE_MILLISECONDS = 20 * 60_000;
const SHOWN_FOLDERS = 10;
const PEEK = { uid: true, envelope: true, internalDate: true, bodyStructure: true } as const;

export interface Login {
  user: string;
  password: string;
  folder: string;
  isSecure: boolean;
}

/** What is known of a message without reading it. */
export interface MessageHead {
  uid: number;
  /** When it came; null when the server does not tell. */
  cameAt: number | null;
  from: string[];
  structure: MessageStructureObject | undefined;
}

/** A folder of a mailbox, opened for reading only: nothing in it is changed, not even a mark that a message was seen. */
export class MailFolder {
  private client: ImapFlow;
  private broken: unknown;
  private isLate: boolean;
  /** Tells whether UIDs still mean the same messages (RFC 9051, 2.3.1.1). */
  uidValidity = '';

  private constructor(
    private readonly connection: OutgoingConnection,
    private readonly login: Login,
    private readonly signal: AbortSignal,
  ) {
    this.client = this.newClient();
  }

  /** Opens a folder, and closes the connection after the work. Throws SourceError, or the reason of the signal. */
  static async open(connection: OutgoingConnection, login: Login, signal: AbortSignal): Promise<MailFolder> {
    signal.throwIfAborted();
    const folder = new MailFolder(connection, login, signal);
    await folder.enter();
    return folder;
  }

  /** The UIDs of messages behind one; `since`: that came at this moment or later, and some earlier ones. */
  async uidsAfter(uid: number, since: Date | null): Promise<number[]> {
    const query = { uid: `${uid + 1}:*`, ...(since && { since }) };
    const found = await this.step(() => this.client.search(query, { uid: true }));
    if (!found) throw failed('temporary', 'SOURCE_MAILBOX.refuses-search', {});
    // `n:*` includes the last message also when it is before n.
    return found.filter((one) => one > uid).sort((one, other) => one - other);
  }

  /** Messages in the order of their UIDs. Those that are gone are left out, and those that the server cannot tell. */
  async heads(uids: readonly number[]): Promise<MessageHead[]> {
    const told: Told = new Map();
    const failure = await this.tell(uids, told);
    if (failure !== null && uids.length > 1) {
      const isTold = (uid: number): boolean => headOf(told.get(uid)) !== null;
      for (const uid of uids) if (!isTold(uid)) await this.tell([uid], told);
      // It is not about a single one.
      if (!uids.some(isTold)) throw failure;
    }
    return uids.flatMap((uid) => headOf(told.get(uid)) ?? []);
  }

  /** A file as it was before it was packed for mail; null when the server does not give it. */
  async file(uid: number, part: string): Promise<Buffer | null> {
    try {
      return await this.step(() => this.download(uid, part), FILE_PATIENCE);
    } catch (error) {
      if (isTooLarge(await this.goOnAfter(error))) throw tooLargeFile();
      return null;
    }
  }

  /** Says goodbye to a server that still answers. */
  async close(): Promise<void> {
    const isOpen = this.client.usable && !this.signal.aborted && this.broken === null;
    const goodbye = new AbortController();
    const limit = delay(GOODBYE_MILLISECONDS, undefined, { signal: goodbye.signal }).catch(() => undefined);
    if (isOpen) await Promise.race([this.client.logout().catch(() => undefined), limit]);
    goodbye.abort();
    this.client.close();
  }

  private async download(uid: number, part: string): Promise<Buffer | null> {
    const options = { uid: true, decodeText: false, chunkSize: CHUNK, maxBytes: MOST_FILE_BYTES + 1 };
    const { content } = await this.client.download(String(uid), part, options);
    if (!content) return null;
    const chunks: Buffer[] = [];
    for await (const chunk of content as AsyncIterable<Buffer>) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    if (bytes.length > MOST_FILE_BYTES) throw tooLargeFile();
    return bytes;
  }

  /** Returns why not all was told, when it may be because of a single message. */
  private async tell(uids: readonly number[], told: Told): Promise<SourceError | null> {
    const work = async (): Promise<void> => {
      // A row may have a part of the answer, or say only that another program marked the message.
      for await (const row of this.client.fetch(uids.join(','), PEEK, { uid: true }))
        if (uids.includes(row.uid)) told.set(row.uid, { ...told.get(row.uid), ...row });
    };
    try {
      await this.step(work);
      return null;
    } catch (error) {
      return this.goOnAfter(error);
    }
  }

  private newClient(): ImapFlow {
    const { host, port, lookup } = this.connection;
    const { login, signal } = this;
    const client = new ImapFlow({
      host,
      port,
      secure: login.isSecure,
      // A host without TLS from the start is one that the configuration names.
      doSTARTTLS: false,
      auth: { user: login.user, pass: login.password },
      tls: { ...(lookup && { lookup }) },
      logger: false,
      clientInfo: { name: 'Afterhours' },
      // A packed answer could be far larger than what is sent.
      disableCompression: true,
      disableAutoIdle: true,
      connectionTimeout: PATIENCE.answer,
      greetingTimeout: PATIENCE.answer / 2,
      socketTimeout: IDLE_MILLISECONDS,
      ...LIMITS,
    });
    [this.broken, this.isLate] = [null, false];
    const stop = (): void => client.close();
    signal.addEventListener('abort', stop, { once: true });
    client.once('close', () => signal.removeEventListener('abort', stop));
    client.on('error', (error: unknown) => (this.broken ??= error));
    return client;
  }

  private async enter(): Promise<void> {
    try {
      await this.step(() => this.client.connect(), SIGN_IN_PATIENCE);
      await this.examine();
    } catch (error) {
      this.client.close();
      throw error;
    }
  }

  /** Throws a failure after which others would fail, too. The connection does not outlive an answer that is too large. */
  private async goOnAfter(error: unknown): Promise<SourceError> {
    if (isNotGiven(error)) return error;
    if (!isTooLarge(error)) throw error;
    const { uidValidity } = this;
    this.client.close();
    this.client = this.newClient();
    await this.enter();
    if (this.uidValidity !== uidValidity) throw failed('temporary', 'SOURCE_UNREACHABLE.broken-off', {});
    return error;
  }

  private async examine(): Promise<void> {
    const { folder } = this.login;
    try {
      const { uidValidity } = await this.step(() => this.client.mailboxOpen(folder, { readOnly: true }));
      this.uidValidity = String(uidValidity);
    } catch (error) {
      if (!isNotGiven(error)) throw error;
      const folders = (await this.step(() => this.client.list())).map(({ path }) => path);
      throw folders.includes(folder)
        ? failed('auth', 'SOURCE_MAILBOX.folder-refused', { folder })
        : failed('settings', 'SOURCE_MAILBOX.no-folder', { folder, folders: shortList(folders) });
    }
  }

  /** One exchange with the server, within its time. */
  private async step<T>(work: () => Promise<T>, patience = 1): Promise<T> {
    this.signal.throwIfAborted();
    const limit = setTimeout(() => {
      this.isLate = true;
      this.client.close();
    }, PATIENCE.answer * patience);
    try {
      return await work();
    } catch (error) {
      this.signal.throwIfAborted();
      if (this.isLate) throw failed('temporary', 'SOURCE_UNREACHABLE.slow', {});
      const { host, port } = this.connection;
      throw imapFailure(this.broken ?? error, `${host}:${port}`);
    } finally {
      clearTimeout(limit);
    }
  }
}

/** What was told of messages, by their UIDs. */
type Told = Map<number, FetchMessageObject>;

function headOf(told: FetchMessageObject | undefined): MessageHead | null {
  if (!told?.envelope && !told?.bodyStructure) return null;
  const { uid, internalDate, envelope, bodyStructure } = told;
  const from = (envelope?.from ?? []).flatMap(({ address }) => (address ? [address] : []));
  return { uid, cameAt: timeOf(internalDate), from, structure: bodyStructure };
}

const isBecause =
  (code: string, rule: string) =>
  (error: unknown): error is SourceError =>
    error instanceof SourceError && error.reason.code === code && error.reason.params?.['rule'] === rule;
const isTooLarge = isBecause('SOURCE_UNREACHABLE', 'too-large');
const isNotGiven = isBecause('SOURCE_MAILBOX', 'not-given');

const tooLargeFile = (): SourceError => failed('settings', 'SOURCE_FILE.too-large', { megabytes: MEGABYTES });

function timeOf(told: Date | string | undefined): number | null {
  const at = told instanceof Date ? told.getTime() : Date.parse(told ?? '');
  return Number.isNaN(at) ? null : at;
}

const shortList = (names: readonly string[]): string => {
  const shown = names.slice(0, SHOWN_FOLDERS).join(', ');
  return names.length > SHOWN_FOLDERS ? `${shown} and more` : shown;
};
