import { readTimestamp } from '../../domain/timestamps.js';
import { TIERS } from '../support.dto.js';
import {
  MILESTONES,
  REQUEST_COLUMNS,
  type ImportMapping,
  type Milestone,
  type RequestColumn,
} from './mapping.dto.js';

const LONGEST_TIME = 100;

/** One CSV record by column name, with the file's line it starts on. */
export interface CsvRow {
  line: number;
  cells: Readonly<Record<string, string>>;
}

/** Why a line was not taken over. */
export class Rejection extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The staging columns of a mapping and how a row fills them. Throws a Rejection for a row that makes no sense. */
export interface RowReader {
  columns: readonly string[];
  read(row: CsvRow): (string | number | boolean | null)[][];
}

const STAGED: Record<RequestColumn, string> = {
  externalId: 'external_id',
  openedAt: 'opened_at',
  firstResponseAt: 'first_response_at',
  escalatedAt: 'escalated_at',
  resolvedAt: 'resolved_at',
  tier: 'tier',
  channel: 'channel',
  category: 'category',
  readLevel: 'read_level',
  directional: 'directional',
  externalUrl: 'external_url',
};

/** A row, one request. An empty cell clears; a column not mapped stays as it is. */
export function requestReader(mapping: ImportMapping, zone: string): RowReader {
  const fields = REQUEST_COLUMNS.filter((field) => mapping.columns[field] !== undefined);
  return {
    columns: ['line', ...fields.map((field) => STAGED[field])],
    read: ({ line, cells }) => [
      [line, ...fields.map((field) => readField(field, cells[mapping.columns[field]!] ?? '', mapping, zone))],
    ],
  };
}

/** A row, one event of a case; milestones come as flags. */
export function eventReader(mapping: ImportMapping, zone: string, seen: Set<string>): RowReader {
  const { externalId, activity, at } = mapping.columns;
  const names = (milestone: Milestone): Set<string> =>
    new Set(mapping.activities?.[milestone]?.map((name) => name.trim()));
  const means = MILESTONES.map(names);
  const named = new Set(means.flatMap((set) => [...set]));
  return {
    columns: ['line', 'external_id', 'at', 'is_response', 'is_escalation', 'is_resolution'],
    read: ({ line, cells }) => {
      const name = (cells[activity!] ?? '').trim();
      if (named.has(name)) seen.add(name);
      return [
        [
          line,
          readText('externalId', cells[externalId!] ?? '', 200, true),
          readTime('at', cells[at!] ?? '', mapping, zone),
          ...means.map((set) => set.has(name)),
        ],
      ];
    },
  };
}

/** A row, one count of one area; or of several areas, a column each. */
export function headcountReader(mapping: ImportMapping, zone: string): RowReader {
  const { at, date, time, area, count } = mapping.columns;
  return {
    columns: ['line', 'at', 'area', 'count'],
    read: ({ line, cells }) => {
      const written = at === undefined ? `${cells[date!] ?? ''} ${cells[time!] ?? ''}` : (cells[at] ?? '');
      const moment = readTime('at', written, mapping, zone);
      if (mapping.areas) {
        return Object.entries(mapping.areas)
          .filter(([, column]) => (cells[column] ?? '').trim() !== '')
          .map(([name, column]) => [line, moment, name, readCount(cells[column]!)]);
      }
      return [
        [line, moment, readText('area', cells[area!] ?? '', 100, true), readCount(cells[count!] ?? '')],
      ];
    },
  };
}

function readField(
  field: RequestColumn,
  raw: string,
  mapping: ImportMapping,
  zone: string,
): string | number | boolean | null {
  const text = raw.trim();
  switch (field) {
    case 'externalId':
      return readText(field, text, 200, true);
    case 'openedAt':
      return readTime(field, text, mapping, zone);
    case 'firstResponseAt':
    case 'escalatedAt':
    case 'resolvedAt':
      return text === '' ? null : readTime(field, text, mapping, zone);
    case 'tier':
      if (text === '') return 'library';
      if (!(TIERS as readonly string[]).includes(text))
        throw new Rejection('INVALID_TIER', `tier is neither ${TIERS.join(' nor ')}: ${brief(text)}.`);
      return text;
    case 'readLevel':
      if (text === '') return null;
      if (!/^[1-6]$/.test(text))
        throw new Rejection('INVALID_READ_LEVEL', `readLevel is not 1 to 6: ${brief(text)}.`);
      return Number(text);
    case 'directional':
      return readFlag(text);
    case 'externalUrl':
      if (text !== '' && !/^https?:\/\/\S+$/.test(text))
        throw new Rejection('INVALID_URL', `externalUrl is no http(s) address: ${brief(text)}.`);
      return readText(field, text, 2000, false);
    default:
      return readText(field, text, 100, false);
  }
}

function readTime(field: string, text: string, mapping: ImportMapping, zone: string): string {
  // The pattern of a timestamp backtracks over spaces, so it never sees text that is too long to be one.
  const instant =
    text.length > LONGEST_TIME
      ? null
      : readTimestamp(text, zone, { ignoreOffset: mapping.ignoreOffset ?? false });
  if (instant === null)
    throw new Rejection('INVALID_TIME', `${field} is no date and time that exists: ${brief(text)}.`);
  return new Date(instant).toISOString();
}

function readText<Needed extends boolean>(
  field: string,
  raw: string,
  longest: number,
  needed: Needed,
): Needed extends true ? string : string | null;
function readText(field: string, raw: string, longest: number, needed: boolean): string | null {
  const text = raw.trim();
  if (text === '' && needed) throw new Rejection('MISSING_VALUE', `${field} is empty.`);
  if (text.length > longest)
    throw new Rejection('TOO_LONG', `${field} is longer than ${longest} characters.`);
  if (/[\0\uFFFD]/.test(text)) {
    throw new Rejection('INVALID_TEXT', `${field} holds a NUL character, or bytes that are not UTF-8.`);
  }
  return text === '' ? null : text;
}

function readCount(raw: string): number {
  const text = raw.trim();
  if (!/^\d{1,6}$/.test(text) || Number(text) > 100_000) {
    throw new Rejection('INVALID_COUNT', `count is no whole number from 0 to 100000: ${brief(text)}.`);
  }
  return Number(text);
}

function readFlag(text: string): boolean {
  if (/^(true|yes|1)$/i.test(text)) return true;
  if (/^(false|no|0|)$/i.test(text)) return false;
  throw new Rejection('INVALID_FLAG', `directional is neither true nor false: ${brief(text)}.`);
}

const brief = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
