import { invalid, refusal, type Violation } from '../../domain/errors.js';
import { refusalText } from '../../domain/refusals/refusal-text.js';
import { DateOrderFinder, type OrderFound, type TwoReadings } from '../../domain/date-order.js';
import { charsetOf, encodingOf, type Encoding } from '../../domain/tables/encoding.js';
import { findLayout } from '../../domain/tables/layout.js';
import type { DateOrder } from '../../domain/written-dates.js';
import { readCsv, type TableReading } from './csv-rows.js';
import { givenOf, namedColumns, TIME_COLUMNS, type FileMapping } from './mapping.dto.js';

/** How a file is read; determined before its import is queued. */
export interface Reading extends TableReading {
  encoding: Encoding;
  dateOrder: DateOrder;
  /** The order of each column of times that has numeric dates. */
  orders: Partial<Record<string, DateOrder>>;
  /** Contradictions in the file, for the import's warnings. */
  doubts: { code: string; message: string }[];
}

/** How much of a file is searched for its header line. */
export const HEADER_BYTES = 64 * 1024;

/** A file that is all here. */
export interface WholeFile {
  /** Its first bytes. */
  start: Buffer;
  isUtf8: boolean;
  open: () => AsyncIterable<Buffer>;
}

type Orders = Pick<Reading, 'dateOrder' | 'orders' | 'doubts'>;

const LONGEST_SHOWN = 60;
const WORDS: Record<DateOrder, string> = { mdy: 'month first', dmy: 'day first', ymd: 'year first' };

/** Determines how a file is read, from its mapping or its content. Throws a refusal when neither shows it. */
export async function settleReading(mapping: FileMapping, file: WholeFile): Promise<Reading> {
  const encoding = givenOf(mapping.encoding) ?? encodingOf(file.start, file.isUtf8);
  const charset = charsetOf(encoding, file.start);
  const text = new TextDecoder(charset).decode(file.start, { stream: true });
  const given = { delimiter: givenOf(mapping.delimiter), headerLine: mapping.headerLine };
  const layout = findLayout(text, namedColumns(mapping), given);
  if (!layout) throw noHeader(given.headerLine);
  requireColumns(mapping, layout.columns);
  const table = { ...layout, charset };
  const dateOrder = givenOf(mapping.dateOrder);
  return {
    encoding,
    ...table,
    ...(dateOrder ? givenOrder(mapping, dateOrder) : await findOrders(mapping, table, file)),
  };
}

const timeFields = (mapping: FileMapping): string[] =>
  TIME_COLUMNS.filter((field) => mapping.columns[field] !== undefined);

const givenOrder = (mapping: FileMapping, dateOrder: DateOrder): Orders => ({
  dateOrder,
  orders: Object.fromEntries(timeFields(mapping).map((field) => [field, dateOrder])),
  doubts: [],
});

/**
 * The order of each column. A column that does not show its order uses that of the others, when they agree.
 */
async function findOrders(mapping: FileMapping, table: TableReading, file: WholeFile): Promise<Orders> {
  const columns = timeFields(mapping).map((field) => ({
    field,
    at: table.columns.indexOf(mapping.columns[field]!.trim()),
    finder: new DateOrderFinder(),
  }));
  for await (const row of readCsv(file.open(), table)) {
    if ('cells' in row) for (const { at, finder } of columns) finder.add(row.cells[at]!, row.line);
  }
  const found = columns.map(({ field, finder }) => ({ field, ...finder.found() }));
  const told = new Set(found.flatMap(({ order }) => order ?? []));
  const [only] = told;
  const shared = told.size === 1 ? only : undefined;
  const ambiguous = found.flatMap(({ field, undecided }) =>
    undecided && !shared ? [ambiguity(field, undecided)] : [],
  );
  if (ambiguous.length > 0) throw refusal('invalid', ambiguous);
  const orders = Object.fromEntries(
    found.flatMap(({ field, order, undecided }) => {
      const used = order ?? (undecided && shared);
      return used ? [[field, used]] : [];
    }),
  );
  return { dateOrder: Object.values(orders)[0] ?? 'ymd', orders, doubts: doubtsOf(found, told.size > 1) };
}

function doubtsOf(found: readonly (OrderFound & { field: string })[], differ: boolean): Reading['doubts'] {
  const mixed = found.flatMap(({ field, order, contrary, either }) => {
    if (order === null || contrary === 0) return [];
    const message = `${field} is read ${WORDS[order]}, as most of its dates need; ${contrary} can only be read the other way and are not taken, ${either} could be either and are read so. Set dateOrder if that is wrong.`;
    return [{ code: 'MIXED_DATE_ORDERS', message }];
  });
  if (!differ) return mixed;
  const orders = found.flatMap(({ field, order }) => (order ? `${field} ${WORDS[order]}` : []));
  return [
    ...mixed,
    { code: 'DATE_ORDERS_DIFFER', message: `Columns are read in different orders: ${orders.join(', ')}.` },
  ];
}

function ambiguity(column: string, { line, value: written, mdy, dmy }: TwoReadings): Violation {
  const value = written.slice(0, LONGEST_SHOWN);
  return { ...refusalText('AMBIGUOUS_DATES', { column, line, value, mdy, dmy }), field: 'mapping.dateOrder' };
}

const noHeader = (line: number | undefined): Error =>
  line === undefined
    ? invalid('file', 'EMPTY_FILE')
    : invalid('mapping.headerLine', 'INVALID_FIELD.header-line', { line });

function requireColumns(mapping: FileMapping, columns: readonly string[]): void {
  const violations = namedColumns(mapping).flatMap((column) => {
    const found = columns.filter((name) => name === column).length;
    if (found === 1) return [];
    const reason =
      found === 0
        ? refusalText('UNKNOWN_COLUMN', { column })
        : refusalText('UNKNOWN_COLUMN.several', { count: found, column });
    return [{ ...reason, field: 'mapping.columns' }];
  });
  if (violations.length > 0) throw refusal('invalid', violations);
}
