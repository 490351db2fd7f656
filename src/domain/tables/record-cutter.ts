/** Supported separators of values. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** One record and the line of the file it starts on. */
export interface TableRecord {
  line: number;
  cells: string[];
}

/** A line that is no record, and why. */
export interface BrokenLine {
  line: number;
  problem: string;
}

export interface CutterOptions {
  delimiter: Delimiter;
  /** The first line to read; lines above it are skipped, whatever they contain. */
  firstLine?: number;
  /** The number of cells of a record. A record over several lines with another number has a wrong quote. */
  width?: number;
}

/** The longest record. Anything longer has a quote that is never closed. */
const LONGEST_RECORD = 256 * 1024;
const LINE_END = /\r\n|\n|\r/g;
const TOO_LONG = 'This record is longer than 256 KB; perhaps a quote is opened and never closed.';
const NEVER_CLOSED = 'A quote is opened here and never closed.';

/**
 * Splits text into records (RFC 4180, any delimiter) as it arrives, each with the line it starts on. After a
 * line that is no record it continues with the next line, so a wrong quote costs one line. csv-parse loses
 * the rest of the file instead, and counts a quoted CRLF as two lines (docs/adr/0008).
 */
export class RecordCutter {
  private rest = '';
  private line = 1;
  private isInRefusedLine = false;
  private readonly valueEnd: RegExp;
  private readonly ends: string;

  constructor(private readonly options: CutterOptions) {
    this.ends = `${options.delimiter}\r\n`;
    this.valueEnd = new RegExp(`[${options.delimiter}"\r\n]`, 'g');
  }

  *push(more: string, isLast: boolean): Generator<TableRecord | BrokenLine> {
    const all = this.rest + more;
    // Only the next piece shows whether a CR at the end is half of a CRLF.
    const text = !isLast && all.endsWith('\r') ? all.slice(0, -1) : all;
    let at = this.isInRefusedLine ? this.skipLine(text, 0) : 0;
    const { firstLine = 1 } = this.options;
    while (this.line < firstLine && at < text.length) at = this.skipLine(text, at);
    while (at < text.length) {
      const cut = this.cut(text, at, isLast);
      const length = (cut && 'cells' in cut ? cut.end : text.length) - at;
      if (cut && 'cells' in cut && length <= LONGEST_RECORD) {
        if (!cut.isBlank) yield { line: this.line, cells: cut.cells };
        this.line += cut.lines;
        at = cut.end;
      } else if (cut === null && length <= LONGEST_RECORD) {
        break;
      } else {
        yield { line: this.line, problem: cut && 'problem' in cut ? cut.problem : TOO_LONG };
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

  /** The record at an index, with its end and number of lines; null when its end has not arrived yet. */
  private cut(
    text: string,
    start: number,
    isLast: boolean,
  ): { cells: string[]; end: number; lines: number; isBlank: boolean } | { problem: string } | null {
    const { delimiter, width } = this.options;
    const cells: string[] = [];
    let lines = 1;
    let end = start;
    for (let at = start; ; at = end + 1) {
      if (text[at] === '"') {
        end = closingQuote(text, at + 1) + 1;
        if (end === 0) return isLast ? { problem: NEVER_CLOSED } : null;
        const value = text.slice(at + 1, end - 1);
        cells.push(value.replaceAll('""', '"'));
        lines += value.match(LINE_END)?.length ?? 0;
        if (end < text.length && !this.ends.includes(text[end]!))
          return { problem: 'Something follows a closing quote.' };
      } else {
        this.valueEnd.lastIndex = at;
        end = this.valueEnd.exec(text)?.index ?? text.length;
        if (text[end] === '"') return { problem: 'A quote stands inside a value that is not quoted.' };
        cells.push(text.slice(at, end));
      }
      if (text[end] === delimiter) continue;
      if (end === text.length && !isLast) return null;
      if (lines > 1 && width !== undefined && cells.length !== width) return { problem: NEVER_CLOSED };
      const isBlank = end === start;
      return { cells, end: end + (text.startsWith('\r\n', end) ? 2 : 1), lines, isBlank };
    }
  }
}

/**
 * The index of the quote that closes a value (two in a row are one character of it); -1 when there is none.
 */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}
