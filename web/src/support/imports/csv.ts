/** One value and what ends it, as RFC 4180 writes them; the server reads files the same way. */
const CELL = /(?:"([^"]*(?:""[^"]*)*)"|([^,"\r\n]*))(,|\r\n|\n|\r|$)/y;
const LINE_END = /\r\n|\n|\r|$/g;
/** Enough of a file for its header line, its first rows and the activities it names. */
const HEAD_BYTES = 256 * 1024;

export interface CsvHead {
  columns: string[];
  rows: string[][];
}

/** The records of a text; lines that are none are passed over. */
export function readRecords(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (let at = 0; at < text.length;) {
    CELL.lastIndex = at;
    const found = CELL.exec(text);
    if (found) {
      const [, quoted, plain = '', end] = found;
      record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
      at = CELL.lastIndex;
      if (end === ',' && at < text.length) continue;
      if (end === ',') record.push('');
      if (record.length > 1 || record[0] !== '') records.push(record);
    } else {
      LINE_END.lastIndex = at;
      const { index, 0: end } = LINE_END.exec(text)!;
      at = index + Math.max(end.length, 1);
    }
    record = [];
  }
  return records;
}

/** A file's columns and first rows; null where there is no line to read. */
export async function readHead(file: Blob): Promise<CsvHead | null> {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  // Spreadsheets write UTF-16 with a mark.
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(bytes);
  const isCut = file.size > HEAD_BYTES;
  const [columns, ...rows] = readRecords(isCut ? text.slice(0, text.lastIndexOf('\n') + 1) : text);
  return columns ? { columns, rows: rows.filter(({ length }) => length === columns.length) } : null;
}

/** About how many lines are below the header; one more where values hold line ends. */
export async function countLines(file: Blob): Promise<number> {
  const reader = file.stream().getReader();
  let ends = 0;
  let last = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    for (const byte of piece.value) if (byte === 10) ends++;
    last = piece.value.at(-1) ?? last;
  }
  return Math.max(last === 10 || last === 0 ? ends - 1 : ends, 0);
}

/** A spreadsheet would take a value that starts so for a formula. */
const FORMULA = /^[=+\-@\t]/;

export const csvText = (records: readonly (readonly string[])[]): string =>
  records
    .map((cells) =>
      cells
        .map((cell) => (FORMULA.test(cell) ? `'${cell}` : cell))
        .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
        .join(','),
    )
    .join('\r\n')
    .concat('\r\n');
