import type { Encoding } from '../../../../src/domain/tables/encoding.js';
import type { Delimiter } from '../../../../src/domain/tables/record-cutter.js';
import type { DateOrder } from '../../../../src/domain/written-dates.js';
import type { Schemas } from '../../api/client.js';
import type { CsvHead } from './csv.js';

export const KINDS = ['requests', 'eventLog', 'headcounts', 'workstations', 'gate'] as const;
export type Kind = (typeof KINDS)[number];

const REQUEST_FIELDS = [
  'externalId',
  'openedAt',
  'firstResponseAt',
  'escalatedAt',
  'resolvedAt',
  'tier',
  'channel',
  'category',
  'readLevel',
  'directional',
  'externalUrl',
] as const;
const EVENT_FIELDS = ['externalId', 'activity', 'at'] as const;
const HEADCOUNT_FIELDS = ['at', 'date', 'time', 'area', 'count'] as const;
export type Field = (typeof REQUEST_FIELDS | typeof EVENT_FIELDS | typeof HEADCOUNT_FIELDS)[number];

export const FIELDS: Record<Kind, readonly Field[]> = {
  requests: REQUEST_FIELDS,
  eventLog: EVENT_FIELDS,
  headcounts: HEADCOUNT_FIELDS,
  workstations: HEADCOUNT_FIELDS,
  gate: HEADCOUNT_FIELDS,
};

export const MILESTONES = ['firstResponseAt', 'escalatedAt', 'resolvedAt'] as const;
export type Milestone = (typeof MILESTONES)[number];

/** The choices so far of how to read a file. */
export interface Draft {
  kind: Kind;
  locationId: string;
  source: string;
  /** The zone of times without an offset; empty means the location's. */
  timeZone: string;
  ignoreOffset: boolean;
  /** Chosen values instead of the detected ones. */
  delimiter?: Delimiter | undefined;
  encoding?: Encoding | undefined;
  headerLine?: number | undefined;
  dateOrder?: DateOrder | undefined;
  columns: Partial<Record<Field, string>>;
  /** For gates: the counts are where a counter stands. */
  cumulative?: boolean | undefined;
  /** For counts: columns that are one area each. */
  areas: string[];
  /** For an event log: the meaning of each activity. */
  meanings: Record<string, Milestone>;
  /** For requests: the replacements of the file's categories. */
  words: Record<string, string>;
}

/** The mapping for the server. */
export function mappingOf(draft: Draft, dryRun: boolean): Schemas['ImportMapping'] {
  const { kind, locationId, source, timeZone, ignoreOffset, areas, words } = draft;
  const { delimiter, encoding, headerLine, dateOrder } = draft;
  const columns = Object.fromEntries(
    FIELDS[kind].flatMap((field) => {
      const column = draft.columns[field];
      return column ? [[field, column]] : [];
    }),
  );
  const named = (milestone: Milestone): string[] =>
    Object.entries(draft.meanings).flatMap(([activity, meaning]) =>
      meaning === milestone ? [activity] : [],
    );
  return {
    ...(kind === 'workstations'
      ? { kind: 'activity', series: 'workstations-in-use' }
      : kind === 'gate'
        ? { kind: 'activity', series: 'gate', cumulative: draft.cumulative ?? true }
        : { kind: kind === 'headcounts' ? 'headcounts' : 'support-requests' }),
    shape: kind === 'eventLog' ? 'event-log' : 'rows',
    locationId,
    ...(!isOfCounts(kind) && { source }),
    ...(timeZone !== '' && { timeZone }),
    ...(ignoreOffset && { ignoreOffset }),
    ...(delimiter && { delimiter }),
    ...(encoding && { encoding }),
    ...(headerLine && { headerLine }),
    ...(dateOrder && { dateOrder }),
    ...(columns['category'] && Object.keys(words).length > 0 && { values: { category: words } }),
    ...(dryRun && { dryRun }),
    columns,
    ...(kind === 'eventLog' && {
      activities: Object.fromEntries(MILESTONES.map((milestone) => [milestone, named(milestone)])),
    }),
    ...(hasAreaColumns(draft) && { areas: Object.fromEntries(areas.map((name) => [name.trim(), name])) }),
  };
}

/** Whether a file holds counts, and no requests. */
export const isOfCounts = (kind: Kind): boolean => FIELDS[kind] === HEADCOUNT_FIELDS;

/** Whether each area of the counts has its own column. */
export const hasAreaColumns = ({ kind, columns, areas }: Draft): boolean =>
  isOfCounts(kind) && !columns.area && !columns.count && areas.length > 0;

const MOST_WORDS = 40;

/** The different words in a column at the start of a file. */
export function wordsIn({ columns, rows }: CsvHead, column: string | undefined): string[] {
  const index = columns.indexOf(column ?? '');
  const names = new Set(rows.map((row) => row[index]?.trim() ?? ''));
  names.delete('');
  return [...names].slice(0, MOST_WORDS);
}
