import type { Schemas } from '../../api/client.js';
import type { CsvHead } from './csv.js';

export const KINDS = ['requests', 'eventLog', 'headcounts'] as const;
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
};

export const MILESTONES = ['firstResponseAt', 'escalatedAt', 'resolvedAt'] as const;
export type Milestone = (typeof MILESTONES)[number];

/** How a file is to be read, as far as it is decided. */
export interface Draft {
  kind: Kind;
  locationId: string;
  source: string;
  /** The zone of times without an offset; empty for the location's. */
  timeZone: string;
  ignoreOffset: boolean;
  columns: Partial<Record<Field, string>>;
  /** Of headcounts: columns that are an area each. */
  areas: string[];
  /** Of an event log: what an activity means. */
  meanings: Record<string, Milestone>;
}

/** What columns are usually called; the field named first takes its column first. */
const USUAL_NAMES: Record<Field, RegExp> = {
  externalId:
    /^(#|id|no\.?|number|key)$|(ticket|case|request|incident|external)[ _-]?(id|no\.?|number|key)|^(ticket|case|incident)$/i,
  openedAt: /open|creat|report|submitted|received/i,
  firstResponseAt: /respon|answer|replied|first.?contact/i,
  escalatedAt: /escalat/i,
  resolvedAt: /resol|solv|clos|finish/i,
  tier: /^tier|^level$/i,
  channel: /channel|medium|contact.?type/i,
  category: /categ|subject|topic|^type$/i,
  readLevel: /read/i,
  directional: /direction/i,
  externalUrl: /url|link/i,
  activity: /activity|event|action|status/i,
  at: /^at$|when|timestamp|date.?time/i,
  date: /date|day/i,
  time: /time|hour/i,
  area: /area|zone|room|floor|place/i,
  count: /count|heads?$|people|occupan|number/i,
};

/** The columns that a file's names suggest for each field. */
export function guessColumns(kind: Kind, columns: readonly string[]): Draft['columns'] {
  const guessed: Draft['columns'] = {};
  const free = new Set(columns);
  for (const field of FIELDS[kind]) {
    if ((field === 'date' || field === 'time') && guessed.at !== undefined) continue;
    const column = [...free].find((name) => USUAL_NAMES[field].test(name.trim()));
    if (column === undefined) continue;
    guessed[field] = column;
    free.delete(column);
  }
  return guessed;
}

export function guessKind(columns: readonly string[]): Kind {
  const has = (pattern: RegExp): boolean => columns.some((name) => pattern.test(name.trim()));
  if (has(/^activity$|^event$/i)) return 'eventLog';
  return has(/head.?count|^count$|occupan|^people$/i) ? 'headcounts' : 'requests';
}

/** What is asked of the server. */
export function mappingOf(draft: Draft, dryRun: boolean): Schemas['ImportMapping'] {
  const { kind, locationId, source, timeZone, ignoreOffset, areas } = draft;
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
    kind: kind === 'headcounts' ? 'headcounts' : 'support-requests',
    shape: kind === 'eventLog' ? 'event-log' : 'rows',
    locationId,
    ...(kind !== 'headcounts' && { source }),
    ...(timeZone !== '' && { timeZone }),
    ...(ignoreOffset && { ignoreOffset }),
    ...(dryRun && { dryRun }),
    columns,
    ...(kind === 'eventLog' && {
      activities: Object.fromEntries(MILESTONES.map((milestone) => [milestone, named(milestone)])),
    }),
    ...(hasAreaColumns(draft) && { areas: Object.fromEntries(areas.map((name) => [name.trim(), name])) }),
  };
}

/** Whether each area of the headcounts has a column of its own. */
export const hasAreaColumns = ({ kind, columns, areas }: Draft): boolean =>
  kind === 'headcounts' && !columns.area && !columns.count && areas.length > 0;

const MOST_ACTIVITIES = 40;

/** The activities that the start of an event log names. */
export function activitiesIn({ columns, rows }: CsvHead, column: string | undefined): string[] {
  const index = columns.indexOf(column ?? '');
  const names = new Set(rows.map((row) => row[index]?.trim() ?? ''));
  names.delete('');
  return [...names].slice(0, MOST_ACTIVITIES);
}
