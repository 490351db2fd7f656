import {
  FIELDS_OF,
  FILE_KINDS,
  type FileField,
  type FileKind,
} from '../../../../src/domain/import-guessing/fields.js';
import type { Encoding } from '../../../../src/domain/tables/encoding.js';
import type { Delimiter } from '../../../../src/domain/tables/record-cutter.js';
import type { DateOrder } from '../../../../src/domain/written-dates.js';
import type { Schemas } from '../../api/client.js';
import type { Me } from '../../api/me.js';
import type { CsvHead } from './csv.js';

export const KINDS = FILE_KINDS;
export type Kind = FileKind;
export type Field = FileField;
export const FIELDS = FIELDS_OF;

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
  /** For requests: which of our priorities the file's words mean. */
  priorityWords: Record<string, string>;
  /** Replacements in other columns, which a saved mapping has and the form does not show. */
  otherWords?: Record<string, Record<string, string>> | undefined;
  /** Names of areas by their columns, where a saved mapping has others than the columns. */
  areaNames?: Record<string, string> | undefined;
}

const SERVER_KINDS = {
  requests: 'support-requests',
  eventLog: 'support-requests',
  headcounts: 'headcounts',
  activity: 'activity',
  rosters: 'rosters',
} as const;

/** What somebody may import: who may not plan shifts may not import them either. */
export const kindsFor = ({ role }: Pick<Me, 'role'>): Kind[] =>
  KINDS.filter((kind) => kind !== 'rosters' || role === 'admin' || role === 'supervisor');

/** What a mapping says that a file holds. */
export function kindOf({
  kind,
  shape,
  series,
}: Pick<Schemas['SavedMapping'], 'kind' | 'shape' | 'series'>): Kind {
  if (kind === 'headcounts' || kind === 'rosters') return kind;
  if (kind === 'activity')
    return series === 'workstations-in-use' ? 'workstations' : series === 'gate' ? 'gate' : 'activity';
  return shape === 'event-log' ? 'eventLog' : 'requests';
}

/** The choices that a saved mapping stands for. */
export function draftOf({ locationId, mapping }: Schemas['ImportMappingDto']): Draft {
  const { columns, delimiter, encoding, dateOrder, headerLine, cumulative } = mapping;
  const { category: words = {}, priority: priorityWords = {}, ...otherWords } = mapping.values ?? {};
  const areas = Object.entries(mapping.areas ?? {});
  return {
    kind: kindOf(mapping),
    locationId,
    source: mapping.source ?? '',
    timeZone: mapping.timeZone ?? '',
    ignoreOffset: mapping.ignoreOffset ?? false,
    delimiter: delimiter === 'auto' ? undefined : delimiter,
    encoding: encoding === 'auto' ? undefined : encoding,
    dateOrder: dateOrder === 'auto' ? undefined : dateOrder,
    headerLine,
    cumulative,
    columns,
    areas: areas.map(([, column]) => column),
    areaNames: Object.fromEntries(areas.map(([name, column]) => [column, name])),
    meanings: Object.fromEntries(
      MILESTONES.flatMap((milestone) =>
        (mapping.activities?.[milestone] ?? []).map((activity) => [activity, milestone]),
      ),
    ),
    words,
    priorityWords,
    otherWords,
  };
}

/** The replacements in other columns that stay when columns are chosen anew: another column has other words. */
export const wordsOfKept = (
  { otherWords = {}, columns: before }: Draft,
  columns: Partial<Record<string, string>> = before,
): Draft['otherWords'] =>
  Object.fromEntries(
    Object.entries(otherWords).filter(([field]) => columns[field] === (before as typeof columns)[field]),
  );

/** A mapping without what belongs to one import. */
export function savedMappingOf(draft: Draft): Schemas['SavedMapping'] {
  const { locationId: _place, ...mapping } = mappingOf(draft, false);
  return mapping;
}

/** What the server calls a file that holds this. */
export function serverKindOf(
  kind: Kind,
  cumulative?: boolean,
): Pick<Schemas['ImportMapping'], 'kind' | 'shape' | 'series' | 'cumulative'> {
  if (kind === 'workstations') return { kind: 'activity', series: 'workstations-in-use', shape: 'rows' };
  if (kind === 'gate')
    return { kind: 'activity', series: 'gate', cumulative: cumulative ?? true, shape: 'rows' };
  return { kind: SERVER_KINDS[kind], shape: kind === 'eventLog' ? 'event-log' : 'rows' };
}

/** The mapping for the server. */
export function mappingOf(draft: Draft, dryRun: boolean): Schemas['ImportMapping'] {
  const { kind, locationId, source, timeZone, ignoreOffset, areas } = draft;
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
    ...serverKindOf(kind, draft.cumulative),
    locationId,
    ...(isOfRequests(kind) && { source }),
    ...(timeZone !== '' && { timeZone }),
    ...(ignoreOffset && { ignoreOffset }),
    ...(delimiter && { delimiter }),
    ...(encoding && { encoding }),
    ...(headerLine && { headerLine }),
    ...(dateOrder && { dateOrder }),
    ...valuesOf(draft, columns),
    ...(dryRun && { dryRun }),
    columns,
    ...(kind === 'eventLog' && {
      activities: Object.fromEntries(MILESTONES.map((milestone) => [milestone, named(milestone)])),
    }),
    ...(hasAreaColumns(draft) && {
      areas: Object.fromEntries(areas.map((column) => [draft.areaNames?.[column] ?? column.trim(), column])),
    }),
  };
}

/** The words of the file that are replaced, of the columns that are read. */
function valuesOf(
  { words, priorityWords, otherWords = {} }: Draft,
  columns: Partial<Record<string, string>>,
): Pick<Schemas['ImportMapping'], 'values'> {
  const all = Object.entries({ ...otherWords, category: words, priority: priorityWords });
  const values = Object.fromEntries(
    all.filter(([field, meanings]) => columns[field] && Object.keys(meanings).length > 0),
  );
  return Object.keys(values).length > 0 ? { values } : {};
}

/** Whether a file holds counts, and no requests. */
export const isOfCounts = (kind: Kind): boolean => FIELDS[kind].includes('count');

/** Whether a file holds requests, which come from a system. */
export const isOfRequests = (kind: Kind): boolean => FIELDS[kind].includes('externalId');

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
