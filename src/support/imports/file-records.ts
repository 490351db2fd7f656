import type { TableRecord } from '../../domain/tables/record-cutter.js';
import { Rejection } from './cells.js';
import { readCsv } from './csv-rows.js';
import type { FileMapping } from './mapping.dto.js';
import { readerOf } from './readers.js';
import type { ReaderContext, RowReader } from './row-reader.js';
import type { Reading } from './reading.js';
import type { ReadItem, RecordStream, Refusal } from './record-stream.js';

/** The records of a CSV file, as rows or as an event log, depending on its mapping. */
export function fileRecords(
  file: { mapping: FileMapping; reading: Reading; open: () => AsyncIterable<Buffer> },
  context: Pick<ReaderContext, 'zone' | 'latest'>,
): RecordStream {
  const { mapping, reading } = file;
  const { columns, orders, doubts } = reading;
  const reader = readerOf(mapping, { ...context, columns, orders });
  return {
    kind: reader.kind,
    columns: reader.columns,
    tells: reader.tells,
    async *items() {
      for await (const row of readCsv(file.open(), reading))
        yield 'rejection' in row ? refused(row.line, row.rejection, []) : readRow(reader, row);
    },
    doubts,
    unseen: () => reader.unseen(),
  };
}

function readRow(reader: RowReader, { line, cells }: TableRecord): ReadItem {
  const doubts: Refusal[] = [];
  try {
    return { line, records: reader.read(line, cells, (doubt) => doubts.push(doubt)), doubts };
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return refused(line, error, doubts);
  }
}

const refused = (line: number, refusal: Refusal, doubts: Refusal[]): ReadItem => ({
  line,
  records: [],
  doubts,
  refusal,
});
