/** A file in a message of the fake mail server. */
interface FakeFile {
  /** Null: it has none. */
  name: string | null;
  content: string | Buffer;
  type?: string;
  /** As the message tells it. */
  charset?: string;
  encoding?: 'base64' | 'quoted-printable' | '8bit';
}

export interface FakeMessage {
  uid: number;
  cameAt: string;
  from: string;
  subject: string;
  files: readonly FakeFile[];
}
export type NewMessage = Partial<Omit<FakeMessage, 'uid'>>;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** As IMAP writes the time when a message came. */
function internalDate(text: string): string {
  const at = new Date(text);
  const day = `${two(at.getUTCDate())}-${MONTHS[at.getUTCMonth()]}-${at.getUTCFullYear()}`;
  return `${day} ${at.toISOString().slice(11, 19)} +0000`;
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

function packed({ content, encoding = 'base64' }: FakeFile): Buffer {
  const bytes = Buffer.from(content as string);
  if (encoding === '8bit') return bytes;
  if (encoding === 'base64')
    return Buffer.from(bytes.toString('base64').replace(/.{76}/g, (line) => `${line}\r\n`));
  const signs = [...bytes].map((byte) =>
    (byte >= 33 && byte <= 126 && byte !== 61) || byte === 32
      ? String.fromCharCode(byte)
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  );
  const lines: string[] = [];
  for (let at = 0; at < signs.length; at += 20) lines.push(signs.slice(at, at + 20).join(''));
  return Buffer.from(lines.join('=\r\n'));
}

function structureOf(file: FakeFile): string {
  const [type, subtype] = (file.type ?? 'text/csv').split('/');
  const { encoding = 'base64', name } = file;
  const sent = packed(file);
  const parameters = name === null ? 'NIL' : `("name" ${quoted(name)})`;
  const lines = type === 'text' ? ' 1' : '';
  const disposition = name === null ? 'NIL' : `("attachment" ("filename" ${quoted(name)}))`;
  return `(${quoted(type!)} ${quoted(subtype!)} ${parameters} NIL NIL ${quoted(encoding)} ${sent.length}${lines} NIL ${disposition} NIL NIL)`;
}

/** Its text, then its files. */
const bodyStructure = ({ files }: FakeMessage): string =>
  `(("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 5 1 NIL NIL NIL NIL)${files.map(structureOf).join('')} "mixed" ("boundary" "b") NIL NIL NIL)`;

function envelope({ from, subject, cameAt }: FakeMessage): string {
  const [user, domain] = from.split('@');
  const address = `((NIL NIL ${quoted(user!)} ${quoted(domain!)}))`;
  return `(${quoted(cameAt)} ${quoted(subject)} ${address} ${address} ${address} NIL NIL NIL NIL "<id@x>")`;
}

const literal = (item: string, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${item} {${bytes.length}}\r\n`), bytes]);

/** The answer to a FETCH of some items. */
export function fetched(message: FakeMessage, sequence: number, items: string): Buffer[] {
  const told: Buffer[] = [Buffer.from(`UID ${message.uid}`)];
  const tell = (text: string): number => told.push(Buffer.from(text));
  if (/RFC822\.SIZE/.test(items)) tell('RFC822.SIZE 100000000');
  if (/INTERNALDATE/.test(items)) tell(`INTERNALDATE ${quoted(internalDate(message.cameAt))}`);
  if (/ENVELOPE/.test(items)) tell(`ENVELOPE ${envelope(message)}`);
  if (/BODYSTRUCTURE/.test(items)) tell(`BODYSTRUCTURE ${bodyStructure(message)}`);
  for (const [, section, start, length] of items.matchAll(
    /BODY(?:\.PEEK)?\[([^\]]*)\](?:<(\d+)\.(\d+)>)?/g,
  )) {
    const [part, isHeader] = section!.split(/(\.MIME)/i);
    const file = message.files[Number(part) - 2];
    if (!file) tell(`BODY[${section}] NIL`);
    else if (isHeader) {
      const header = `Content-Type: ${file.type ?? 'text/csv'}; charset=${file.charset ?? 'utf-8'}\r\nContent-Transfer-Encoding: ${file.encoding ?? 'base64'}\r\n\r\n`;
      told.push(literal(`BODY[${section}]`, Buffer.from(header)));
    } else {
      const [from, most] = [Number(start ?? 0), Number(length ?? Infinity)];
      const place = start === undefined ? '' : `<${from}>`;
      told.push(literal(`BODY[${section}]${place}`, packed(file).subarray(from, from + most)));
    }
  }
  const line = told.flatMap((item, index) => (index === 0 ? [item] : [Buffer.from(' '), item]));
  return [Buffer.from(`* ${sequence} FETCH (`), ...line, Buffer.from(')\r\n')];
}
