import { setImmediate } from 'node:timers/promises';
import type { Charset } from '../../domain/tables/encoding.js';
import type { Layout } from '../../domain/tables/layout.js';
import { RecordCutter, type BrokenLine, type TableRecord } from '../../domain/tables/record-cutter.js';
import type { Refusal } from './record-stream.js';

/** How a file is read as a table. */
export interface TableReading extends Layout {
  charset: Charset;
}

/** After so many bytes, some milliseconds of reading, other work gets its turn. With the shortest lines these are two thousand. */
const CUT_AT_ONCE = 8 * 1024;

interface RefusedLine {
  line: number;
  rejection: Refusal;
}

/** The records below the header. A line that is no record is given with its number and the reason. */
export async function* readCsv(
  file: AsyncIterable<Buffer>,
  reading: TableReading,
): AsyncGenerator<TableRecord | RefusedLine> {
  const width = reading.columns.length;
  for await (const item of readRecords(file, reading)) {
    if (item.line === reading.headerLine) continue;
    if (!('cells' in item)) yield refused(item.line, 'INVALID_CSV', item.problem);
    else if (item.cells.length === width) yield item;
    else {
      const message = `This line has ${item.cells.length} columns, the header ${width}.`;
      yield refused(item.line, 'WRONG_COLUMN_COUNT', message);
    }
  }
}

const refused = (line: number, code: string, message: string): RefusedLine => ({
  line,
  rejection: { code, message },
});

async function* readRecords(
  file: AsyncIterable<Buffer>,
  { delimiter, headerLine, columns, charset }: TableReading,
): AsyncGenerator<TableRecord | BrokenLine> {
  const cutter = new RecordCutter({ delimiter, firstLine: headerLine, width: columns.length });
  // The decoder removes a byte order mark.
  const decoder = new TextDecoder(charset);
  for await (const bytes of file) {
    for (let at = 0; at < bytes.length; at += CUT_AT_ONCE) {
      yield* cutter.push(decoder.decode(bytes.subarray(at, at + CUT_AT_ONCE), { stream: true }), false);
      await setImmediate();
    }
  }
  yield* cutter.push(decoder.decode(), true);
}
