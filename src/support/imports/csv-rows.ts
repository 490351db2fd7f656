import { TextDecoder } from 'node:util';
import { Rejection, type CsvRow } from './readers.js';

/** The longest record there may be; whatever looks longer has a quote that is never closed. */
const LONGEST_RECORD = 256 * 1024;
const LINE_END = /\r\n|\n|\r/g;
const UNQUOTED_END = /[,"\r\n]/g;

interface RefusedLine {
  line: number;
  rejection: Rejection;
}

interface CsvRecord {
  line: number;
  cells: string[];
}

/** A file's columns, from its first bytes; null when there is no header line that can be read. */
export function readHeader(start: Buffer): string[] | null {
  for (const item of new RecordCutter().push(decoderFor(start).decode(start), true)) {
    return 'cells' in item ? item.cells : null;
  }
  return null;
}

/** The records below the header; a line that cannot be read as one is given as a Rejection with its number. */
export async function* readCsv(file: AsyncIterable<Buffer>): AsyncGenerator<CsvRow | RefusedLine> {
  let header: string[] | null = null;
  for await (const item of readRecords(file)) {
    if (!('cells' in item)) yield item;
    else if (header === null) header = item.cells;
    else yield toRow(item, header);
  }
}

function toRow({ line, cells }: CsvRecord, header: readonly string[]): CsvRow | RefusedLine {
  if (cells.length === header.length) {
    return { line, cells: Object.fromEntries(header.map((name, index) => [name, cells[index]!])) };
  }
  const message = `This line has ${cells.length} columns, the header ${header.length}.`;
  return { line, rejection: new Rejection('WRONG_COLUMN_COUNT', message) };
}

async function* readRecords(file: AsyncIterable<Buffer>): AsyncGenerator<CsvRecord | RefusedLine> {
  const cutter = new RecordCutter();
  let decoder: TextDecoder | null = null;
  for await (const bytes of file) {
    decoder ??= decoderFor(bytes);
    yield* cutter.push(decoder.decode(bytes, { stream: true }), false);
  }
  yield* cutter.push(decoder?.decode() ?? '', true);
}

/** Both take a byte order mark off; spreadsheets write UTF-16 with one. */
const decoderFor = (start: Buffer): TextDecoder =>
  new TextDecoder(start[0] === 0xff && start[1] === 0xfe ? 'utf-16le' : 'utf-8');

/**
 * Cuts text into CSV records (RFC 4180) as it arrives, each with the line it starts on. After a line that is no
 * record it goes on with the next line, so that a stray quote costs one line and not the rest of the file, as it
 * does with csv-parse; its line numbers also count a quoted CRLF twice.
 */
class RecordCutter {
  private rest = '';
  private line = 1;
  private isInRefusedLine = false;

  *push(more: string, isLast: boolean): Generator<CsvRecord | RefusedLine> {
    const all = this.rest + more;
    // Whether a CR at the end is half a line end is known only with what follows.
    const text = !isLast && all.endsWith('\r') ? all.slice(0, -1) : all;
    let at = this.isInRefusedLine ? this.skipLine(text, 0) : 0;
    while (at < text.length) {
      const cut = cutRecord(text, at, isLast);
      const length = (cut && 'cells' in cut ? cut.end : text.length) - at;
      if (cut && 'cells' in cut && length <= LONGEST_RECORD) {
        if (!cut.isBlank) yield { line: this.line, cells: cut.cells };
        this.line += cut.lines;
        at = cut.end;
      } else if (cut === null && length <= LONGEST_RECORD) {
        break;
      } else {
        const problem = cut && 'problem' in cut ? cut.problem : TOO_LONG;
        yield { line: this.line, rejection: new Rejection('INVALID_CSV', problem) };
        at = this.skipLine(text, at);
      }
    }
    this.rest = all.slice(at);
  }

  private skipLine(text: string, from: number): number {
    LINE_END.lastIndex = from;
    const end = LINE_END.exec(text);
    this.isInRefusedLine = end === null;
    if (end === null) return text.length;
    this.line += 1;
    return end.index + end[0].length;
  }
}

const TOO_LONG = 'This record is longer than 256 KB; perhaps a quote is opened and never closed.';

/** The record that starts at an index, where it ends and how many lines it takes; null when its end is not there yet. */
function cutRecord(
  text: string,
  start: number,
  isLast: boolean,
): { cells: string[]; end: number; lines: number; isBlank: boolean } | { problem: string } | null {
  const cells: string[] = [];
  let lines = 1;
  let end = start;
  for (let at = start; ; at = end + 1) {
    if (text[at] === '"') {
      end = closingQuote(text, at + 1) + 1;
      if (end === 0) return isLast ? { problem: 'A quote is opened here and never closed.' } : null;
      const value = text.slice(at + 1, end - 1);
      cells.push(value.replaceAll('""', '"'));
      lines += value.match(LINE_END)?.length ?? 0;
      if (end < text.length && !',\r\n'.includes(text[end]!))
        return { problem: 'Something follows a closing quote.' };
    } else {
      UNQUOTED_END.lastIndex = at;
      end = UNQUOTED_END.exec(text)?.index ?? text.length;
      if (text[end] === '"') return { problem: 'A quote stands inside a value that is not quoted.' };
      cells.push(text.slice(at, end));
    }
    if (text[end] === ',') continue;
    if (end === text.length && !isLast) return null;
    const isBlank = end === start;
    return { cells, end: end + (text.startsWith('\r\n', end) ? 2 : 1), lines, isBlank };
  }
}

/** Index of the quote that closes a value, two in a row being one of its characters; -1 when there is none. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}
