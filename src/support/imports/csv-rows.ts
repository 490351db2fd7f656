import type { Charset } from '../../domain/tables/encoding.js';
import type { Layout } from '../../domain/tables/layout.js';
import { RecordCutter, type BrokenLine, type TableRecord } from '../../domain/tables/record-cutter.js';
import { Rejection } from './cells.js';

/** How a file is read as a table. */
export interface TableReading extends Layout {
  charset: Charset;
}

interface RefusedLine {
  line: number;
  rejection: Rejection;
}

/** The records below the header; a line that cannot be read as one is given as a Rejection with its number. */
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
  rejection: new Rejection(code, message),
});

async function* readRecords(
  file: AsyncIterable<Buffer>,
  { delimiter, headerLine, columns, charset }: TableReading,
): AsyncGenerator<TableRecord | BrokenLine> {
  const cutter = new RecordCutter({ delimiter, firstLine: headerLine, width: columns.length });
  // It takes a byte order mark off.
  const decoder = new TextDecoder(charset);
  for await (const bytes of file) yield* cutter.push(decoder.decode(bytes, { stream: true }), false);
  yield* cutter.push(decoder.decode(), true);
}
