import type { DateOrder } from './written-dates.js';
import { takeDate } from './written-dates.js';
import { guessLayout } from './tables/layout.js';
import { RecordCutter } from './tables/record-cutter.js';
import { isOutOfServiceSound, workstationKey, type WorkstationFields } from './workstations.js';

export const MOST_WORKSTATIONS = 1000;
export const LONGEST_NAME = 100;
export const LONGEST_NOTE = 500;

/** The headers that are understood, in small letters without spaces, for each field. */
const HEADERS: Record<keyof WorkstationFields, readonly string[]> = {
  name: ['name', 'workstation', 'computer', 'pc', 'hostname', 'host'],
  area: ['area', 'room', 'zone'],
  inServiceFrom: ['inservicefrom', 'inservice', 'inservicesince'],
  upgradedOn: ['upgradedon', 'upgraded', 'upgrade'],
  joinedNetworkOn: ['joinednetworkon', 'joinednetwork', 'joinedthenetwork', 'network', 'joined'],
  outOfServiceFrom: ['outofservicefrom', 'outofservice', 'outofservicesince'],
  outOfServiceUntil: ['outofserviceuntil', 'outuntil'],
  note: ['note', 'notes', 'remark', 'comment'],
};
const FIELDS = Object.keys(HEADERS) as (keyof WorkstationFields)[];
const TEXTS: readonly string[] = ['name', 'area', 'note'];

/** Why a line is refused. */
export const LINE_PROBLEMS = ['broken', 'name', 'text', 'date', 'repeated', 'out-of-service'] as const;
export interface RefusedLine {
  line: number;
  problem: (typeof LINE_PROBLEMS)[number];
  /** The cell, or for `repeated` the line with the same name. */
  value: string;
}

/** A workstation of a table, with the line it is on. Only fields that have a column. */
export interface TableWorkstation {
  line: number;
  fields: Partial<WorkstationFields> & { name: string };
}

export interface WorkstationTable {
  /** The header of each field that has a column. */
  columns: Partial<Record<keyof WorkstationFields, string>>;
  /** Headers that are no field. */
  ignored: string[];
  stations: TableWorkstation[];
  refused: RefusedLine[];
}

/**
 * Reads workstations from a table, as copied from a spreadsheet or from a CSV file; its first line has the names of
 * the columns. An empty cell says that there is nothing. Null: there is no column for names. `order` is that of
 * dates in numbers; without it they are refused unless the year comes first.
 */
export function readWorkstations(text: string, order: DateOrder | null): WorkstationTable | null {
  const whole = text.replace(/^\uFEFF/, '');
  const layout = guessLayout(whole);
  if (!layout) return null;
  const places = new Map<keyof WorkstationFields, number>();
  for (const field of FIELDS) {
    const place = layout.columns.findIndex((header) => HEADERS[field].includes(plain(header)));
    if (place >= 0) places.set(field, place);
  }
  if (!places.has('name')) return null;
  const table: WorkstationTable = {
    columns: Object.fromEntries([...places].map(([field, place]) => [field, layout.columns[place]!])),
    ignored: layout.columns.filter((header, place) => header !== '' && ![...places.values()].includes(place)),
    stations: [],
    refused: [],
  };
  const lineOf = new Map<string, number>();
  const cutter = new RecordCutter({ delimiter: layout.delimiter, firstLine: layout.headerLine + 1 });
  for (const record of cutter.push(whole, true)) {
    const { line } = record;
    const refuse = (problem: RefusedLine['problem'], value: string): void =>
      void table.refused.push({ line, problem, value });
    if (!('cells' in record)) {
      refuse('broken', '');
      continue;
    }
    if (record.cells.every((cell) => cell.trim() === '')) continue;
    const read = readCells(places, record.cells, order);
    if ('problem' in read) refuse(read.problem, read.value);
    else {
      const key = workstationKey(read.name);
      const earlier = lineOf.get(key);
      if (earlier !== undefined) refuse('repeated', `${earlier}`);
      else table.stations.push({ line, fields: read });
      lineOf.set(key, earlier ?? line);
    }
  }
  return table;
}

const plain = (header: string): string => header.toLowerCase().replace(/[^a-z]/g, '');
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u;
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

function readCells(
  places: ReadonlyMap<keyof WorkstationFields, number>,
  cells: readonly string[],
  order: DateOrder | null,
): TableWorkstation['fields'] | Pick<RefusedLine, 'problem' | 'value'> {
  const fields: Record<string, string | null> = {};
  for (const [field, place] of places) {
    const value = (cells[place] ?? '').trim().replace(/ {2,}/g, ' ');
    if (TEXTS.includes(field)) {
      const longest = field === 'note' ? LONGEST_NOTE : LONGEST_NAME;
      const isSound =
        !CONTROL.test(value) && [...value].length <= longest && (value === '' || SEEN.test(value));
      if (field === 'name' && (!isSound || value === '')) return { problem: 'name', value };
      if (!isSound) return { problem: 'text', value };
      fields[field] = value === '' ? null : value;
    } else {
      const date = value === '' ? null : takeDate(value, order ?? 'ymd');
      if (value !== '' && date?.rest.trim() !== '') return { problem: 'date', value };
      fields[field] = date && new Date(date.day).toISOString().slice(0, 10);
    }
  }
  const { outOfServiceFrom: from = null, outOfServiceUntil: until = null } = fields;
  const hasBoth = places.has('outOfServiceFrom') && places.has('outOfServiceUntil');
  if (hasBoth && !isOutOfServiceSound({ outOfServiceFrom: from, outOfServiceUntil: until }))
    return { problem: 'out-of-service', value: until ?? '' };
  return fields as TableWorkstation['fields'];
}
