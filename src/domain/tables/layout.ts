import { DELIMITERS, RecordCutter, type Delimiter, type TableRecord } from './record-cutter.js';

/** How a file is laid out as a table: the separator of its values, and the line with the column names. */
export interface Layout {
  delimiter: Delimiter;
  headerLine: number;
  columns: string[];
}

/** The parts of a layout that are given instead of found. */
export interface GivenLayout {
  delimiter?: Delimiter | undefined;
  headerLine?: number | undefined;
}

/** Headers are in the first lines, if there are any. */
const MOST_LINES = 100;
const LINE_END = /\r\n|\n|\r/g;
/** Spreadsheets write the delimiter in a line above the table. */
const SAID = /^sep=([,;\t|])[\r\n]/i;

/**
 * Finds the table in the beginning of a file: the first line that holds all named columns, else the line that
 * holds most of them, with any delimiter. Null when no line can be read.
 */
export function findLayout(start: string, names: readonly string[], given: GivenLayout = {}): Layout | null {
  const wanted = new Set(names);
  let best: { layout: Layout; held: number } | null = null;
  for (const delimiter of given.delimiter ? [given.delimiter] : DELIMITERS) {
    for (const record of candidates(start, delimiter, given.headerLine)) {
      const columns = record.cells.map((cell) => cell.trim());
      const held = new Set(columns.filter((column) => wanted.has(column))).size;
      if (!best || held > best.held) best = { layout: { delimiter, headerLine: record.line, columns }, held };
      if (held === wanted.size) break;
    }
    if (best?.held === wanted.size) break;
  }
  return best?.layout ?? null;
}

/**
 * Guesses the table of a file with unknown columns: the delimiter with which most lines have the same number
 * of values, and the first line of that width that is more than half filled.
 */
export function guessLayout(start: string, given: GivenLayout = {}): Layout | null {
  const said = given.delimiter ?? (SAID.exec(start)?.[1] as Delimiter | undefined);
  const tables = (said ? [said] : DELIMITERS).map((delimiter) => {
    const records = [...candidates(start, delimiter, undefined)];
    const { width, count } = mostCommonWidth(records);
    return { delimiter, records, width, score: width > 1 ? count : 0 };
  });
  const { delimiter, records, width } = tables.reduce((best, table) =>
    table.score > best.score || (table.score === best.score && table.width > best.width) ? table : best,
  );
  const header =
    given.headerLine === undefined
      ? (records.find(({ cells }) => cells.length === width && isMostlyFilled(cells)) ?? records[0])
      : records.find(({ line }) => line === given.headerLine);
  return header
    ? { delimiter, headerLine: header.line, columns: header.cells.map((cell) => cell.trim()) }
    : null;
}

/** The record at each of the first lines, or at the requested one. */
function* candidates(
  start: string,
  delimiter: Delimiter,
  headerLine: number | undefined,
): Generator<TableRecord> {
  let line = 1;
  LINE_END.lastIndex = 0;
  for (let at = 0; at < start.length && line <= (headerLine ?? MOST_LINES); line++) {
    if (headerLine === undefined || line === headerLine) {
      const [record] = new RecordCutter({ delimiter }).push(start.slice(at), true);
      if (record?.line === 1 && 'cells' in record) yield { line, cells: record.cells };
    }
    LINE_END.lastIndex = at;
    const end = LINE_END.exec(start);
    at = end ? end.index + end[0].length : start.length;
  }
}

function mostCommonWidth(records: readonly TableRecord[]): { width: number; count: number } {
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].reduce((best, [width, count]) => (count > best.count ? { width, count } : best), {
    width: 0,
    count: 0,
  });
}

const isMostlyFilled = (cells: readonly string[]): boolean =>
  cells.filter((cell) => cell.trim() !== '').length * 2 > cells.length;
