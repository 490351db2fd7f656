import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import type { TestCertificate } from './certificates.js';
import { fetched, type FakeMessage, type NewMessage } from './fake-imap-messages.js';

/** What a client asked: the command with its arguments. */
interface ImapAsked {
  tag: string;
  name: string;
  rest: string;
}
/** Answers instead of the server when it returns true. */
type ImapHook = (asked: ImapAsked, socket: Socket) => boolean | undefined;

/** Answers to the commands of a name, each time. */
export const when =
  (name: string, answer: (socket: Socket, tag: string) => unknown): ImapHook =>
  (asked, socket) => {
    if (asked.name !== name) return false;
    answer(socket, asked.tag);
    return true;
  };

/**
 * A mail server in memory, with what a client needs to read one mailbox (RFC 3501). It notes whether a folder was opened for
 * changes, and whether a message was marked as seen.
 */
export class FakeImap {
  static readonly USER = 'desk@example.edu';
  static readonly PASSWORD = 'never-shown "\\ 1';
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  folders: string[] = [];
  messages: FakeMessage[] = [];
  uidValidity = 1;
  private nextUid = 1;
  /** The tags of those who are asked for their name and password. */
  private readonly signingIn = new WeakMap<Socket, string>();
  asked: ImapAsked[] = [];
  connections = 0;
  wasOpenedForChanges = false;
  seen = new Set<number>();
  greeting = '';
  capabilities = '';
  /** It sends a whole file to who asks for a piece. */
  answersWhole = false;
  hook: ImapHook = () => undefined;

  constructor(certificate?: TestCertificate) {
    const talk = (socket: Socket): void => this.talk(socket);
    this.server = certificate ? createSecureServer(certificate, talk) : createServer(talk);
    this.server.on('tlsClientError', () => undefined);
  }

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.reset();
    return this;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Resolves when all have hung up. */
  async left(): Promise<void> {
    for (const socket of this.sockets) if (!socket.destroyed) await once(socket, 'close');
  }

  get openConnections(): number {
    return this.sockets.size;
  }

  /** As new. What earlier connections still send is not heard. */
  reset(): void {
    for (const socket of this.sockets) socket.removeAllListeners('data').resume();
    Object.assign(this, { messages: [], nextUid: 1, uidValidity: 1, asked: [], connections: 0 });
    Object.assign(this, { wasOpenedForChanges: false, seen: new Set(), folders: ['INBOX', 'Reports'] });
    this.answersWhole = false;
    this.greeting = '* OK ready';
    this.capabilities = 'IMAP4rev1 AUTH=PLAIN';
    this.hook = () => undefined;
  }

  /** A message comes in. Returns its UID. */
  deliver(message: NewMessage = {}): number {
    const uid = this.nextUid++;
    const { cameAt = '2026-10-26T12:00:00Z', from = 'reports@desk.example.edu', files = [] } = message;
    this.messages.push({ uid, cameAt, from, files, subject: message.subject ?? 'Report' });
    return uid;
  }

  /** One with a CSV file of these lines. */
  deliverCsv(lines: readonly string[], message: Omit<NewMessage, 'files'> = {}): number {
    const content = lines.map((line) => `${line}\n`).join('');
    return this.deliver({ ...message, files: [{ name: 'tickets.csv', content }] });
  }

  /** The same messages under other UIDs. */
  renumber(): void {
    this.uidValidity++;
    this.messages.forEach((message, index) => (message.uid = index + 1));
    this.nextUid = this.messages.length + 1;
  }

  private talk(socket: Socket): void {
    this.connections++;
    socket.setNoDelay();
    this.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    if (this.greeting !== '') socket.write(`${this.greeting}\r\n`);
    let text = '';
    socket.on('data', (data: Buffer) => {
      text += data.toString('latin1');
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        this.take(text.slice(0, end), socket);
        text = text.slice(end + 2);
      }
    });
  }

  private take(line: string, socket: Socket): void {
    const signingIn = this.signingIn.get(socket);
    if (signingIn !== undefined) {
      this.signingIn.delete(socket);
      return this.finish({ tag: signingIn, name: 'AUTHENTICATE', rest: line }, socket);
    }
    const [, tag = '', name = '', rest = ''] = /^(\S+) (UID \S+|\S+) ?(.*)$/s.exec(line) ?? [];
    const asked = { tag, name: name.toUpperCase(), rest };
    this.asked.push(asked);
    if (this.hook(asked, socket)) return;
    if (asked.name !== 'AUTHENTICATE') return this.finish(asked, socket);
    this.signingIn.set(socket, tag);
    socket.write('+ \r\n');
  }

  private finish(asked: ImapAsked, socket: Socket): void {
    const { lines, status } = this.answer(asked);
    for (const part of lines) socket.write(part);
    socket.write(`${asked.tag} ${status}\r\n`);
    if (asked.name === 'LOGOUT') socket.end();
  }

  private answer({ name, rest }: ImapAsked): { lines: (string | Buffer)[]; status: string } {
    const done = (...lines: string[]) => ({ lines: lines.map((line) => `* ${line}\r\n`), status: 'OK done' });
    switch (name) {
      case 'CAPABILITY':
        return done(`CAPABILITY ${this.capabilities}`);
      case 'LOGIN':
      case 'AUTHENTICATE':
        return { lines: [], status: isLogin(name, rest) ? 'OK in' : 'NO [AUTHENTICATIONFAILED] no' };
      case 'NAMESPACE':
        return done('NAMESPACE (("" "/")) NIL NIL');
      case 'LIST':
        return done(...this.listed(rest).map((folder) => `LIST (\\HasNoChildren) "/" "${folder}"`));
      case 'SELECT':
      case 'EXAMINE':
        return this.opened(name, rest);
      case 'UID SEARCH':
        return done(`SEARCH ${this.found(rest).join(' ')}`.trim());
      case 'UID FETCH':
        return { lines: this.fetch(rest), status: 'OK done' };
      case 'LOGOUT':
        return done('BYE bye');
      default:
        return done();
    }
  }

  private listed(rest: string): string[] {
    const wanted = /"?([^"]*)"?$/.exec(rest)![1]!;
    return this.folders.filter((folder) => wanted === '*' || folder === wanted);
  }

  private opened(name: string, rest: string): { lines: string[]; status: string } {
    if (!this.folders.includes(rest.replaceAll('"', '')))
      return { lines: [], status: 'NO [NONEXISTENT] no such folder' };
    this.wasOpenedForChanges ||= name === 'SELECT';
    const lines = [
      `* ${this.messages.length} EXISTS\r\n`,
      `* OK [UIDVALIDITY ${this.uidValidity}] here\r\n`,
      `* OK [UIDNEXT ${this.nextUid}] next\r\n`,
    ];
    return { lines, status: name === 'SELECT' ? 'OK [READ-WRITE] open' : 'OK [READ-ONLY] open' };
  }

  /** As servers do, `n:*` finds the last message also when it is before n. */
  private found(rest: string): number[] {
    const first = Number(/UID (\d+):\*/.exec(rest)?.[1] ?? 1);
    const since = Date.parse(`${/SINCE (\S+)/.exec(rest)?.[1] ?? '1-Jan-1970'} UTC`);
    const last = this.messages.at(-1)?.uid;
    return this.messages
      .filter(({ uid, cameAt }) => (uid >= first || uid === last) && Date.parse(cameAt) >= since)
      .map(({ uid }) => uid);
  }

  private fetch(rest: string): (string | Buffer)[] {
    const [range = '', items = ''] = rest.split(/ (.*)/s);
    const uids = new Set(range.split(',').map(Number));
    if (/BODY\[/.test(items)) for (const uid of uids) this.seen.add(uid);
    return this.messages.flatMap((message, index) =>
      uids.has(message.uid)
        ? fetched(message, index + 1, this.answersWhole ? items.replaceAll(/<\d+\.\d+>/g, '') : items)
        : [],
    );
  }
}

function isLogin(name: string, rest: string): boolean {
  const { USER, PASSWORD } = FakeImap;
  return name === 'LOGIN'
    ? rest === [USER, PASSWORD].map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(' ')
    : Buffer.from(rest, 'base64').toString() === `\0${USER}\0${PASSWORD}`;
}
