import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { END, END_OF_ROWS, FORMAT, HEADER, TABLE, type Facts, type Sum } from './format.js';

const NEWLINE = 10;
const LONGEST_FIRST_LINE = 1 << 20;

/**
 * A piece of a backup: SQL statements, or the rows of one table. The rows must be read before the next piece.
 */
export type Piece = { sql: string } | { table: string; copy: string; rows: AsyncIterable<Buffer> };

export interface OpenBackup {
  facts: Facts;
  /** Everything after the first line. Throws at the end when the file is not complete. */
  pieces: AsyncGenerator<Piece, Sum>;
}

/** Opens a backup. Throws with a message that says what is wrong with the file. */
export async function openBackup(path: string): Promise<OpenBackup> {
  const gunzip = createGunzip();
  pipeline(createReadStream(path), gunzip, () => undefined);
  const lines = new Lines(gunzip, path);
  try {
    const first = await lines.next(LONGEST_FIRST_LINE);
    const facts = first?.startsWith(HEADER) ? parse<Facts>(first.slice(HEADER.length)) : null;
    if (!facts) throw new Error(`${path} is not a backup made by Afterhours.`);
    if (facts.format > FORMAT)
      throw new Error(`${path} was made by a newer Afterhours: restore it with that one.`);
    return { facts, pieces: pieces(lines, path) };
  } catch (error) {
    gunzip.destroy();
    throw error;
  }
}

async function* pieces(lines: Lines, path: string): AsyncGenerator<Piece, Sum> {
  let sql: string[] = [];
  try {
    for (;;) {
      const digest = lines.digest();
      const line = await lines.next();
      if (line === null) throw new Error(`${path} is not whole: its end is missing.`);
      const isEnd = line.startsWith(END);
      if (!isEnd && !line.startsWith(TABLE)) {
        sql.push(line);
        continue;
      }
      if (sql.length > 0) yield { sql: sql.join('\n') };
      sql = [];
      if (isEnd) {
        const sum = parse<Sum>(line.slice(END.length));
        if (sum?.sha256 !== digest) throw new Error(`${path} is damaged: its checksum does not match.`);
        return sum;
      }
      const copy = (await lines.next()) ?? '';
      yield { table: line.slice(TABLE.length), copy, rows: lines.until(END_OF_ROWS) };
    }
  } finally {
    lines.close();
  }
}

/** The lines of a stream, with a digest of everything read so far. */
class Lines {
  private readonly chunks: AsyncIterator<Buffer>;
  private readonly hash: Hash = createHash('sha256');
  private pending: Buffer = Buffer.alloc(0);

  constructor(
    private readonly source: Readable,
    private readonly path: string,
  ) {
    this.chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  close(): void {
    this.source.destroy();
  }

  digest(): string {
    return this.hash.copy().digest('hex');
  }

  async next(longest = Infinity): Promise<string | null> {
    let end: number;
    while ((end = this.pending.indexOf(NEWLINE)) < 0) {
      if (this.pending.length > longest || !(await this.more())) return null;
    }
    return this.take(end + 1).toString('utf8', 0, end);
  }

  /** Complete lines, many at once, up to the line `last`, which is left out. */
  async *until(last: string): AsyncGenerator<Buffer> {
    const ending = Buffer.from(`${last}\n`);
    for (;;) {
      const end = startOfLine(this.pending, ending);
      const whole = end >= 0 ? end : this.pending.lastIndexOf(NEWLINE) + 1;
      if (whole > 0) yield this.take(whole);
      if (end >= 0) {
        this.take(ending.length);
        return;
      }
      if (!(await this.more())) return;
    }
  }

  private take(length: number): Buffer {
    const taken = this.pending.subarray(0, length);
    this.pending = this.pending.subarray(length);
    this.hash.update(taken);
    return taken;
  }

  private async more(): Promise<boolean> {
    try {
      const result = await this.chunks.next();
      if (result.done) return false;
      this.pending = this.pending.length > 0 ? Buffer.concat([this.pending, result.value]) : result.value;
    } catch (error) {
      throw unreadable(this.path, error as NodeJS.ErrnoException);
    }
    return true;
  }
}

/** The position of a line that equals `line`, or -1. The given bytes begin at a line. */
function startOfLine(bytes: Buffer, line: Buffer): number {
  for (let at = bytes.indexOf(line); at >= 0; at = bytes.indexOf(line, at + 1))
    if (at === 0 || bytes[at - 1] === NEWLINE) return at;
  return -1;
}

function parse<T>(json: string): T | null {
  try {
    return JSON.parse(json) as T;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function unreadable(path: string, error: NodeJS.ErrnoException): Error {
  if (error.code === 'Z_BUF_ERROR') return new Error(`${path} is not whole: its end is missing.`);
  if (error.code === 'Z_DATA_ERROR')
    return new Error(`${path} cannot be unpacked: it is damaged, or not a backup made by Afterhours.`);
  return error;
}
