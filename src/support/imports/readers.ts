import { mostOf, WHOLE_LOCATION, type ActivitySeries } from '../../domain/activity/series.js';
import {
  isZeroDate,
  readCount,
  readDateTimeAs,
  readFlag,
  readLevel,
  readPriority,
  readSeries,
  readText,
  readTier,
  readTimeAs,
  readUrl,
  Rejection,
  TimeAhead,
  type TimeReading,
} from './cells.js';
import type { Cell } from './record-stream.js';
import { rosterReader } from './rosters/roster-reader.js';
import {
  indexOf,
  needed,
  plain,
  timesOf,
  type ReaderContext,
  type RowReader,
  type Warn,
} from './row-reader.js';
import { valueMaps, type ValueMap } from './value-maps.js';
import {
  COLLECTED_COLUMNS,
  isOfCounts,
  isOfRosters,
  MILESTONES,
  TIME_COLUMNS,
  type FileMapping,
  type Milestone,
  type RequestColumn,
} from './mapping.dto.js';

const STAGED: Record<RequestColumn, string> = {
  externalId: 'external_id',
  openedAt: 'opened_at',
  firstResponseAt: 'first_response_at',
  escalatedAt: 'escalated_at',
  resolvedAt: 'resolved_at',
  tier: 'tier',
  channel: 'channel',
  category: 'category',
  priority: 'priority',
  readLevel: 'read_level',
  directional: 'directional',
  externalUrl: 'external_url',
  title: 'title',
  place: 'place',
  updatedAt: 'updated_at',
};

/**
 * The request fields that each milestone of an event log sets. Without activities for it, they do not change.
 */
const MILESTONE_FIELDS: Record<Milestone, readonly string[]> = {
  firstResponseAt: ['first_response_at'],
  escalatedAt: ['escalated_at'],
  resolvedAt: ['first_resolved_at', 'resolved_at'],
};

export function readerOf(mapping: FileMapping, context: ReaderContext): RowReader {
  if (isOfRosters(mapping)) return rosterReader(mapping, context);
  if (isOfCounts(mapping)) return countReader(mapping, context);
  return mapping.shape === 'event-log' ? eventReader(mapping, context) : requestReader(mapping, context);
}

/** Each row is one request. An empty cell clears the field, but for the priority; a column without a mapping does not change it. */
function requestReader(mapping: FileMapping, context: ReaderContext): RowReader {
  const maps = valueMaps(mapping.values);
  const fields = COLLECTED_COLUMNS.filter((field) => mapping.columns[field] !== undefined).map((field) => ({
    field,
    at: indexOf(mapping.columns[field]!, context),
    read: requestCell(field, timesOf(field, mapping, context), maps.get(field)),
    map: maps.get(field),
  }));
  const columns = fields.map(({ field }) => STAGED[field]);
  return {
    kind: 'requests',
    columns: ['line', ...columns],
    tells: columns.filter((column) => column !== STAGED.externalId),
    read: (line, cells, warn) => {
      for (const { map, at } of fields) map?.meet(cells[at]!);
      const values = fields.map(({ field, at, read }) =>
        field === 'externalId' || field === 'openedAt'
          ? read(needed(field, cells[at]!))
          : optional(field, cells[at]!, read, warn),
      );
      return [[line, ...values]];
    },
    unseen: () =>
      [...maps]
        // Few requests are of some priorities; a word that stands there and means nothing is told with its line.
        .flatMap(([field, map]) => (field === 'priority' ? [] : map.unseen()))
        .map((message) => new Rejection('VALUE_NOT_FOUND', message)),
  };
}

/** Each row is one event of a case; milestones are flags. */
function eventReader(mapping: FileMapping, context: ReaderContext): RowReader {
  const [externalId, activity, at] = (['externalId', 'activity', 'at'] as const).map((field) =>
    indexOf(mapping.columns[field]!, context),
  ) as [number, number, number];
  const times = timesOf('at', mapping, context);
  const seen = new Set<string>();
  const means = MILESTONES.map((milestone) => new Set(namesOf(mapping, milestone)));
  const named = new Set(means.flatMap((set) => [...set]));
  const told = MILESTONES.filter((milestone) => mapping.activities?.[milestone]?.length);
  return {
    kind: 'events',
    tells: ['opened_at', ...told.flatMap((milestone) => MILESTONE_FIELDS[milestone])],
    columns: ['line', 'external_id', 'at', 'is_response', 'is_escalation', 'is_resolution'],
    read: (line, cells) => {
      const name = cells[activity]!.trim();
      if (named.has(name)) seen.add(name);
      return [
        [
          line,
          readText('externalId', needed('externalId', cells[externalId]!), 200),
          readTimeAs('at', needed('at', cells[at]!), times),
          ...means.map((set) => set.has(name)),
        ],
      ];
    },
    unseen: () =>
      MILESTONES.flatMap((milestone) =>
        namesOf(mapping, milestone)
          .filter((name) => !seen.has(name))
          .map(
            (name) =>
              new Rejection('ACTIVITY_NOT_FOUND', `No event is called "${name}", which ${milestone} names.`),
          ),
      ),
  };
}

/** Each row is one count of one area, or of several areas with one column each. */
function countReader(mapping: FileMapping, context: ReaderContext): RowReader {
  const index = (field: string): number => indexOf(mapping.columns[field]!, context);
  const cellOf = (field: string): ((cells: readonly string[]) => string) => {
    const at = index(field);
    return (cells) => plain(field, cells[at]!);
  };
  const areas = Object.entries(mapping.areas ?? {}).map(([name, column]) => ({
    name,
    at: indexOf(column, context),
  }));
  const momentOf = readMoment(mapping, context, cellOf);
  const seriesOf = readSeriesOf(mapping, cellOf);
  const areaOf = mapping.areas || mapping.columns['area'] === undefined ? null : cellOf('area');
  const isOfHeads = mapping.kind === 'headcounts';
  const placeOf = mapping.columns['place'] === undefined ? null : cellOf('place');
  return {
    kind: 'counts',
    columns: ['line', 'at', 'series', 'area', 'count', 'cumulative', ...(placeOf ? ['place'] : [])],
    tells: [],
    read: (line, cells) => {
      const moment = momentOf(cells);
      const [series, cumulative] = seriesOf(cells);
      const most = mostOf(series, cumulative);
      const place = placeOf ? [placeOf(cells)] : [];
      const record = (area: string, at: number): Cell[] => {
        const count = readCount('count', plain('count', cells[at]!), most);
        return [line, moment, series, area, count, cumulative, ...place];
      };
      if (mapping.areas)
        return areas.filter(({ at }) => cells[at]!.trim() !== '').map(({ name, at }) => record(name, at));
      const area = areaOf?.(cells) ?? WHOLE_LOCATION;
      return [record(readText('area', isOfHeads ? needed('area', area) : area, 100), index('count'))];
    },
    unseen: () => [],
  };
}

/** Reads what a row counts, and whether it is where a counter stands. */
function readSeriesOf(
  mapping: FileMapping,
  cellOf: (field: string) => (cells: readonly string[]) => string,
): (cells: readonly string[]) => [ActivitySeries, boolean] {
  const { series: fixed = 'headcount', cumulative: always = false, columns } = mapping;
  const [series, cumulative] = ['series', 'cumulative'].map((field) =>
    columns[field] === undefined ? null : cellOf(field),
  ) as [ReturnType<typeof cellOf> | null, ReturnType<typeof cellOf> | null];
  return (cells) => {
    const one = series ? readSeries(needed('series', series(cells))) : fixed;
    const flag = cumulative?.(cells) ?? '';
    if (flag !== '' && readFlag('cumulative', flag) && one !== 'gate')
      throw new Rejection(
        'NOT_CUMULATIVE',
        `cumulative is for gates, and this line is of the series ${one}.`,
      );
    return [one, one === 'gate' && (flag === '' ? always : readFlag('cumulative', flag))];
  };
}

function readMoment(
  mapping: FileMapping,
  context: ReaderContext,
  cellOf: (field: string) => (cells: readonly string[]) => string,
): (cells: readonly string[]) => string {
  if (mapping.columns['at'] !== undefined) {
    const [at, times] = [cellOf('at'), timesOf('at', mapping, context)];
    return (cells) => readTimeAs('at', at(cells), times);
  }
  const [date, time, times] = [cellOf('date'), cellOf('time'), timesOf('date', mapping, context)];
  return (cells) => readDateTimeAs('at', date(cells), time(cells), times);
}

function requestCell(
  field: RequestColumn,
  times: TimeReading,
  map: ValueMap | undefined,
): (text: string) => Cell {
  switch (field) {
    case 'externalId':
      return (text) => readText(field, text, 200);
    case 'openedAt':
    case 'firstResponseAt':
    case 'escalatedAt':
    case 'resolvedAt':
    case 'updatedAt':
      return (text) => readTimeAs(field, text, times);
    case 'tier':
      return readTier;
    case 'priority':
      return (text) => readPriority(map?.get(text) ?? text);
    case 'readLevel':
      return readLevel;
    case 'directional':
      return (text) => readFlag(field, text);
    case 'externalUrl':
      return (text) => readUrl(field, text);
    case 'title':
    case 'place':
      return (text) => text;
    default:
      return (text) => map?.get(text) ?? readText(field, text, 100);
  }
}

/** The value of an empty cell where the table requires one. */
const EMPTY: Partial<Record<RequestColumn, Cell>> = { tier: 'library', directional: false };

/** What becomes of a cell that cannot be understood. */
const INSTEAD: Partial<Record<RequestColumn, string>> = {
  tier: 'The request is taken as the library’s.',
  priority: 'It stays as it is, and is normal for a new request.',
};

/** An optional cell; when it cannot be understood, it stays empty and a warning is added. */
function optional(field: RequestColumn, cell: string, read: (text: string) => Cell, warn: Warn): Cell {
  const text = plain(field, cell);
  const empty = EMPTY[field] ?? null;
  if (text === '' || (TIME_COLUMNS.includes(field) && isZeroDate(text))) return empty;
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof Rejection) || error instanceof TimeAhead) throw error;
    warn(new Rejection(error.code, `${error.message} ${INSTEAD[field] ?? 'It is left empty.'}`));
    return empty;
  }
}

const namesOf = ({ activities }: FileMapping, milestone: Milestone): string[] =>
  activities?.[milestone]?.map((name) => name.trim()) ?? [];
