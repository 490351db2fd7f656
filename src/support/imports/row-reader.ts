import type { DateOrder } from '../../domain/written-dates.js';
import { Rejection, type TimeReading } from './cells.js';
import type { RecordStream, Cell } from './record-stream.js';
import { TIME_COLUMNS, type FileMapping } from './mapping.dto.js';

/** Called for values that are accepted with a warning. */
export type Warn = (rejection: Rejection) => void;

/**
 * The staging columns of a mapping, and how the cells of a row fill them. Throws a Rejection for a row that
 * makes no sense.
 */
export interface RowReader extends Pick<RecordStream, 'kind' | 'columns' | 'tells'> {
  read(line: number, cells: readonly string[], warn: Warn): Cell[][];
  /** What the mapping names but no row contains; call it when all rows are read. */
  unseen(): Rejection[];
}

/** What a reader needs besides the mapping. */
export interface ReaderContext {
  zone: string;
  columns: readonly string[];
  orders: Readonly<Partial<Record<string, DateOrder>>>;
  /** The latest possible time of an event, in epoch ms. */
  latest: number;
}

/** A trimmed cell that must not be empty; times say so themselves. */
export function needed(field: string, cell: string): string {
  const text = plain(field, cell);
  if (text === '' && !TIME_COLUMNS.includes(field))
    throw new Rejection('MISSING_VALUE', `${field} is empty.`);
  return text;
}

/** A trimmed cell. Text that PostgreSQL cannot store, or that was damaged, makes the line invalid. */
export function plain(field: string, cell: string): string {
  if (/[\0\uFFFD]/.test(cell))
    throw new Rejection('INVALID_TEXT', `${field} holds a NUL character, or bytes that are not text.`);
  return cell.trim();
}

export const indexOf = (column: string, { columns }: ReaderContext): number => columns.indexOf(column.trim());

export const timesOf = (
  field: string,
  mapping: FileMapping,
  { zone, orders, latest }: ReaderContext,
): TimeReading => ({
  zone,
  latest,
  order: orders[field] ?? 'ymd',
  ignoreOffset: mapping.ignoreOffset ?? false,
});
