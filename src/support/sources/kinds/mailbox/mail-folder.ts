import { setTimeout as delay } from 'node:timers/promises';
import { ImapFlow, type MessageStructureObject } from 'imapflow';
import type { OutgoingConnection } from '../../../../platform/outgoing/outgoing.js';
import { failed, PATIENCE } from '../../source-http.js';
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
  private readonly client: ImapFlow;
  private broken: unknown = null;
  private isLate = false;
  /** Tells whether UIDs still mean the same messages (RFC 9051, 2.3.1.1). */
  uidValidity = '';

  private constructor(
    private readonly connection: OutgoingConnection,
    private readonly login: Login,
    private readonly signal: AbortSignal,
  ) {
    const { host, port, lookup } = connection;
    this.client = new ImapFlow({
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
      greetingTimeout: PATIENCE.answer,
      socketTimeout: IDLE_MILLISECONDS,
      ...LIMITS,
    });
    this.client.on('error', (error: unknown) => (this.broken ??= error));
  }

  /** Opens a folder, and closes the connection after the work. Throws SourceError, or the reason of the signal. */
  static async open(connection: OutgoingConnection, login: Login, signal: AbortSignal): Promise<MailFolder> {
    signal.throwIfAborted();
    const folder = new MailFolder(connection, login, signal);
    const stop = (): void => folder.client.close();
    signal.addEventListener('abort', stop, { once: true });
    folder.client.once('close', () => signal.removeEventListener('abort', stop));
    try {
      await folder.step(() => folder.client.connect());
      await folder.examine();
      return folder;
    } catch (error) {
      folder.client.close();
      throw error;
    }
  }

  /** The UIDs of messages behind one; `since`: that came at this moment or later, and some earlier ones. */
  async uidsAfter(uid: number, since: Date | null): Promise<number[]> {
    const query = { uid: `${uid + 1}:*`, ...(since && { since }) };
    const found = await this.step(() => this.client.search(query, { uid: true }));
    if (!found) throw failed('temporary', 'SOURCE_MAILBOX.refuses-search', {});
    // `n:*` includes the last message also when it is before n.
    return found.filter((one) => one > uid).sort((one, other) => one - other);
  }

  /** Messages in the order of their UIDs; those that are gone are left out. */
  async heads(uids: readonly number[]): Promise<MessageHead[]> {
    const wanted = new Set(uids);
    const range = uids.join(',');
    const rows = await this.step(() => this.client.fetchAll(range, PEEK, { uid: true }));
    const heads = rows.map(({ uid, internalDate, envelope, bodyStructure }) => ({
      uid,
      cameAt: timeOf(internalDate),
      from: (envelope?.from ?? []).flatMap(({ address }) => (address ? [address] : [])),
      structure: bodyStructure,
    }));
    return heads.filter(({ uid }) => wanted.delete(uid)).sort((one, other) => one.uid - other.uid);
  }

  /** A file as it was before it was packed for mail; null when it is gone. */
  async file(uid: number, part: string): Promise<Buffer | null> {
    return this.step(async () => {
      const options = { uid: true, decodeText: false, chunkSize: CHUNK, maxBytes: MOST_FILE_BYTES + 1 };
      const { content } = await this.client.download(String(uid), part, options);
      if (!content) return null;
      const chunks: Buffer[] = [];
      for await (const chunk of content as AsyncIterable<Buffer>) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      if (bytes.length > MOST_FILE_BYTES)
        throw failed('settings', 'SOURCE_FILE.too-large', { megabytes: MEGABYTES });
      return bytes;
    }, FILE_PATIENCE);
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

  private async examine(): Promise<void> {
    const { folder } = this.login;
    try {
      const { uidValidity } = await this.step(
        () => this.client.mailboxOpen(folder, { readOnly: true }),
        1,
        isRefusal,
      );
      this.uidValidity = String(uidValidity);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const folders = (await this.step(() => this.client.list())).map(({ path }) => path);
      throw folders.includes(folder)
        ? failed('auth', 'SOURCE_MAILBOX.folder-refused', { folder })
        : failed('settings', 'SOURCE_MAILBOX.no-folder', { folder, folders: shortList(folders) });
    }
  }

  /** One exchange with the server, within its time. `isKept`: a failure that the caller looks at. */
  private async step<T>(
    work: () => Promise<T>,
    patience = 1,
    isKept: (error: unknown) => boolean = () => false,
  ): Promise<T> {
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
      if (isKept(error)) throw error;
      const { host, port } = this.connection;
      throw imapFailure(this.broken ?? error, `${host}:${port}`);
    } finally {
      clearTimeout(limit);
    }
  }
}

const isRefusal = (error: unknown): boolean => (error as { responseStatus?: string }).responseStatus === 'NO';

function timeOf(told: Date | string | undefined): number | null {
  const at = told instanceof Date ? told.getTime() : Date.parse(told ?? '');
  return Number.isNaN(at) ? null : at;
}

const shortList = (names: readonly string[]): string => {
  const shown = names.slice(0, SHOWN_FOLDERS).join(', ');
  return names.length > SHOWN_FOLDERS ? `${shown} and more` : shown;
};
