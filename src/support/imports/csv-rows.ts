import { parse, type CsvError, type Info } from 'csv-parse';
import type { Readable } from 'node:stream';
import type { CsvRow, Rejection } from './readers.js';
import { Rejection as Refused } from './readers.js';

const LONGEST_RECORD = 256 * 1024;

const options = {
  bom: true,
  info: true,
  relax_column_count: true,
  skip_empty_lines: true,
  skip_records_with_error: true,
  max_record_size: LONGEST_RECORD,
} as const;

/** A file's columns, from its first bytes; null when there is no header line. */
export async function readHeader(start: Buffer): Promise<string[] | null> {
  const parser = parse({ ...options, info: false, to_line: 1 });
  parser.end(start);
  for await (const record of parser as AsyncIterable<string[]>) return record;
  return null;
}

/** The records below the header; a line that cannot be read as one is given as a Rejection with its number. */
export async function* readCsv(
  file: Readable,
): AsyncGenerator<CsvRow | { line: number; rejection: Rejection }> {
  const parser = parse(options);
  const skipped: { line: number; rejection: Rejection }[] = [];
  parser.on('skip', (error: CsvError | undefined) => {
    const line = typeof error?.['lines'] === 'number' ? error['lines'] : 0;
    skipped.push({
      line,
      rejection: new Refused('INVALID_CSV', error?.message ?? 'This is not a CSV record.'),
    });
  });
  let header: string[] | null = null;
  let previous = 0;
  file.on('error', (error) => parser.destroy(error)).pipe(parser);
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
    yield* skipped.splice(0);
    const line = previous + 1;
    previous = info.lines;
    if (header === null) header = record;
    else if (record.length !== header.length) {
      const message = `This line has ${record.length} columns, the header ${header.length}.`;
      yield { line, rejection: new Refused('WRONG_COLUMN_COUNT', message) };
    } else {
      yield { line, cells: Object.fromEntries(header.map((name, index) => [name, record[index]!])) };
    }
  }
  yield* skipped.splice(0);
}
