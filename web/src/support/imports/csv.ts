import { charsetOf, encodingOf, Utf8Watch, type Encoding } from '../../../../src/domain/tables/encoding.js';
import { guessLayout, type GivenLayout, type Layout } from '../../../../src/domain/tables/layout.js';
import { RecordCutter, type CutterOptions } from '../../../../src/domain/tables/record-cutter.js';

/** Enough of a file for its header line, first rows and the names of activities. */
const HEAD_BYTES = 256 * 1024;

/** The start of a file, and how it was read. */
export interface CsvHead extends Layout {
  encoding: Encoding;
  rows: string[][];
}

/** The settings that the user chose instead of the detected ones. */
export interface GivenReading extends GivenLayout {
  encoding?: Encoding | undefined;
}

/** The records of a text; skips lines that are none. */
export const readRecords = (text: string, options: CutterOptions = { delimiter: ',' }): string[][] =>
  [...new RecordCutter(options).push(text, true)].flatMap((item) => ('cells' in item ? [item.cells] : []));

/** A file's columns and first rows; null when no line can be read. */
export async function readHead(file: Blob, given: GivenReading = {}): Promise<CsvHead | null> {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const isCut = file.size > HEAD_BYTES;
  const encoding = given.encoding ?? encodingOf(bytes, isUtf8(bytes, isCut));
  const whole = new TextDecoder(charsetOf(encoding, bytes)).decode(bytes, { stream: isCut });
  const text = isCut ? whole.slice(0, whole.lastIndexOf('\n') + 1) : whole;
  const layout = guessLayout(text, given);
  if (!layout) return null;
  const { delimiter, headerLine: firstLine, columns } = layout;
  const [, ...rows] = readRecords(text, { delimiter, firstLine, width: columns.length });
  return { ...layout, encoding, rows: rows.filter(({ length }) => length === columns.length) };
}

function isUtf8(bytes: Uint8Array, isCut: boolean): boolean {
  const watch = new Utf8Watch();
  watch.add(bytes);
  return isCut ? watch.isValid : watch.end();
}

/** The approximate number of lines below the header; too high when values contain line breaks. */
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
