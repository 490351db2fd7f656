import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsObject, IsUUID } from 'class-validator';
import { invalid, refusal, type Violation } from '../../domain/errors.js';
import { refusalText, type RefusalText } from '../../domain/refusals/refusal-text.js';
import { ACTIVITY_SERIES, LONGEST_AREA, type ActivitySeries } from '../../domain/activity/series.js';
import { ENCODINGS, type Encoding } from '../../domain/tables/encoding.js';
import { DELIMITERS, type Delimiter } from '../../domain/tables/record-cutter.js';
import { DATE_ORDERS, type DateOrder } from '../../domain/written-dates.js';
import { MayBeLeftOut, Text, TimeZoneField, Whole } from '../../platform/http/fields.js';
import { readJson } from '../../platform/http/json-shape.js';
import { refuseUnstorable } from '../../platform/http/text-guard.js';
import { validated } from '../../platform/http/validation.js';
import { keyOf, VALUE_FIELDS, type Values } from './value-maps.js';

export const REQUEST_COLUMNS = [
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
/** The columns of a file that a source collects. */
export const COLLECTED_COLUMNS = [...REQUEST_COLUMNS, 'title', 'place', 'updatedAt'] as const;
export type RequestColumn = (typeof COLLECTED_COLUMNS)[number];

const EVENT_COLUMNS = ['externalId', 'activity', 'at'] as const;
const HEADCOUNT_COLUMNS = ['at', 'date', 'time', 'area', 'count'] as const;
const ACTIVITY_COLUMNS = [...HEADCOUNT_COLUMNS, 'series', 'cumulative'] as const;
const KINDS = ['support-requests', 'headcounts', 'activity'] as const;
/** The columns, of any kind, that hold a moment or its date. */
export const TIME_COLUMNS: readonly string[] = [
  'openedAt',
  'firstResponseAt',
  'escalatedAt',
  'resolvedAt',
  'updatedAt',
  'at',
  'date',
];
const LONGEST_WORD = 100;
const MOST_WORDS = 1000;
const AUTO = 'auto';
export const MILESTONES = ['firstResponseAt', 'escalatedAt', 'resolvedAt'] as const;
export type Milestone = (typeof MILESTONES)[number];

/** How the columns of a file become records. */
export class ImportMapping {
  @ApiProperty({ enum: KINDS, required: false, default: 'support-requests' })
  @MayBeLeftOut()
  @IsIn(KINDS)
  kind?: (typeof KINDS)[number];

  @ApiProperty({ enum: ['rows', 'event-log'], required: false, default: 'rows' })
  @MayBeLeftOut()
  @IsIn(['rows', 'event-log'])
  shape?: 'rows' | 'event-log';

  @IsUUID('loose')
  locationId: string;

  /** The system that the records come from; required for support requests. */
  @MayBeLeftOut()
  @Text(100)
  source?: string;

  /** The zone of times without an offset. When left out: the location's. */
  @MayBeLeftOut()
  @TimeZoneField()
  timeZone?: string;

  /** Ignores the file's offsets and reads its times as wall-clock times. */
  @MayBeLeftOut()
  @IsBoolean()
  ignoreOffset?: boolean;

  /** The separator of values. `auto`: found by the named columns. */
  @ApiProperty({ enum: [AUTO, ...DELIMITERS], required: false, default: AUTO })
  @MayBeLeftOut()
  @IsIn([AUTO, ...DELIMITERS])
  delimiter?: Delimiter | typeof AUTO;

  /** `auto`: UTF-16 with a byte order mark, UTF-8 when the whole file is valid, else Windows-1252. */
  @ApiProperty({ enum: [AUTO, ...ENCODINGS], required: false, default: AUTO })
  @MayBeLeftOut()
  @IsIn([AUTO, ...ENCODINGS])
  encoding?: Encoding | typeof AUTO;

  /** The order of numeric dates. `auto`: found from the whole of each column. */
  @ApiProperty({ enum: [AUTO, ...DATE_ORDERS], required: false, default: AUTO })
  @MayBeLeftOut()
  @IsIn([AUTO, ...DATE_ORDERS])
  dateOrder?: DateOrder | typeof AUTO;

  /** The line with the column names. When left out: the first line that holds the named ones. */
  @MayBeLeftOut()
  @Whole(1, 1000)
  headerLine?: number;

  /** Words of the file and their replacements, ignoring case; other words stay as they are. */
  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(
      VALUE_FIELDS.map((field) => [field, { type: 'object', additionalProperties: { type: 'string' } }]),
    ),
  })
  @MayBeLeftOut()
  @IsObject()
  values?: Values;

  /** Counts what would happen, and changes nothing. */
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;

  /** The CSV column of each field. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  @IsObject()
  columns: Record<string, string>;

  /** For an event log: the activities that mean a response, an escalation or a resolution. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } })
  @MayBeLeftOut()
  @IsObject()
  activities?: Partial<Record<Milestone, string[]>>;

  /** For activity: the series of all lines, when no column has it. */
  @ApiProperty({ enum: ACTIVITY_SERIES, required: false })
  @MayBeLeftOut()
  @IsIn(ACTIVITY_SERIES)
  series?: ActivitySeries;

  /** For the gates of an activity: all lines are where their counters stand. A column may say so for each. */
  @MayBeLeftOut()
  @IsBoolean()
  cumulative?: boolean;

  /** For headcounts or activity with one column per area: these columns; each is an area of that name. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  @MayBeLeftOut()
  @IsObject()
  areas?: Record<string, string>;
}

/**
 * Reads the upload's `mapping` field, which is already parsed when it came as JSON. Throws all violations.
 */
export function readMapping(value: unknown): ImportMapping {
  const plain = typeof value === 'string' ? readJson('mapping', value) : requireObject(value);
  refuseUnstorable('mapping', plain);
  const mapping = validated(ImportMapping, plain, 'mapping');
  const violations = mappingViolations(mapping, { isCollected: false });
  if (mapping.source === undefined && !isOfCounts(mapping))
    violations.push({ ...refusalText('INVALID_FIELD.import-source'), field: 'mapping.source' });
  if (violations.length > 0) throw refusal('invalid', violations);
  return mapping;
}

/** Whether a file holds counts, which have no source, and no requests. */
export const isOfCounts = ({ kind }: Pick<ImportMapping, 'kind'>): boolean =>
  kind === 'headcounts' || kind === 'activity';

/** The parts of a mapping that say how the lines of a file are read. */
export type FileMapping = Omit<ImportMapping, 'locationId' | 'source' | 'dryRun'>;

/** What is wrong between the parts of a mapping. `isCollected`: of a source, whose files may have more columns. */
export const mappingViolations = (
  mapping: FileMapping,
  { isCollected }: { isCollected: boolean },
): Violation[] => [
  ...columnViolations(mapping, isCollected),
  ...seriesViolations(mapping),
  ...activityViolations(mapping),
  ...valueViolations(mapping),
];

/** All CSV columns that the mapping names, trimmed. */
export const namedColumns = (mapping: FileMapping): string[] =>
  [...Object.values(mapping.columns), ...Object.values(mapping.areas ?? {})].map((name) => name.trim());

/** The value of a setting; undefined when it is to be detected. */
export const givenOf = <T>(setting: T | typeof AUTO | undefined): T | undefined =>
  setting === AUTO ? undefined : setting;

function requireObject(value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw invalid('mapping', 'INVALID_FIELD.object', { field: 'mapping' });
}

/** What a line may have. */
function knownColumns({ kind, shape }: FileMapping, isCollected: boolean): readonly string[] {
  const place = isCollected ? ['place'] : [];
  if (kind === 'activity') return [...ACTIVITY_COLUMNS, ...place];
  if (kind === 'headcounts') return [...HEADCOUNT_COLUMNS, ...place];
  if (shape === 'event-log') return EVENT_COLUMNS;
  return isCollected ? COLLECTED_COLUMNS : REQUEST_COLUMNS;
}

function columnViolations(mapping: FileMapping, isCollected: boolean): Violation[] {
  const { columns, kind = 'support-requests', shape = 'rows' } = mapping;
  const wrong = (field: string, reason: RefusalText): Violation => ({ ...reason, field: `mapping.${field}` });
  const violations: Violation[] = [];
  const known = knownColumns(mapping, isCollected);
  for (const [field, column] of Object.entries<unknown>(columns)) {
    if (!known.includes(field)) violations.push(wrong(`columns.${field}`, oneOf(field, known)));
    else if (!isName(column))
      violations.push(
        wrong(`columns.${field}`, refusalText('INVALID_FIELD.column-name', { field: `columns.${field}` })),
      );
  }
  const needs = (...fields: string[]): void => {
    for (const field of fields) {
      if (columns[field] === undefined)
        violations.push(
          wrong(
            `columns.${field}`,
            refusalText('INVALID_FIELD.column-needed', { field: `columns.${field}` }),
          ),
        );
    }
  };
  if (isOfCounts(mapping)) {
    if (shape === 'event-log') violations.push(wrong('shape', refusalText('INVALID_FIELD.headcounts-rows')));
    if (columns['at'] === undefined) needs('date', 'time');
    if (mapping.areas === undefined) needs(...(kind === 'headcounts' ? ['area', 'count'] : ['count']));
    else if (!areasValid(mapping.areas))
      violations.push(wrong('areas', refusalText('INVALID_FIELD.area-columns')));
  } else {
    if (mapping.areas !== undefined)
      violations.push(wrong('areas', refusalText('INVALID_FIELD.areas-headcounts')));
    needs(...(shape === 'event-log' ? EVENT_COLUMNS : ['externalId', 'openedAt']));
  }
  return violations;
}

/** What is wrong in how the lines of an activity get their series. */
function seriesViolations({ kind, series, cumulative, columns }: FileMapping): Violation[] {
  const wrong = (field: string, reason: RefusalText): Violation => ({ ...reason, field: `mapping.${field}` });
  const violations: Violation[] = [];
  if (kind !== 'activity') {
    for (const [field, value] of Object.entries({ series, cumulative }))
      if (value !== undefined)
        violations.push(wrong(field, refusalText('INVALID_FIELD.activity-only', { field })));
    return violations;
  }
  if ((series === undefined) === (columns['series'] === undefined))
    violations.push(wrong('series', refusalText('INVALID_FIELD.one-series')));
  if (cumulative !== undefined && columns['cumulative'] !== undefined)
    violations.push(wrong('cumulative', refusalText('INVALID_FIELD.one-cumulative')));
  if (cumulative === true && series !== undefined && series !== 'gate')
    violations.push(wrong('cumulative', refusalText('INVALID_FIELD.cumulative-gate')));
  return violations;
}

function activityViolations({ activities, shape }: FileMapping): Violation[] {
  if (activities === undefined) return [];
  const wrong = (field: string, reason: RefusalText): Violation => ({ ...reason, field });
  if (shape !== 'event-log')
    return [wrong('mapping.activities', refusalText('INVALID_FIELD.activities-event-log'))];
  return Object.entries(activities as Record<string, unknown>).flatMap(([milestone, names]) => {
    const field = `mapping.activities.${milestone}`;
    if (!(MILESTONES as readonly string[]).includes(milestone)) {
      return [wrong(field, oneOf(milestone, MILESTONES))];
    }
    const valid = Array.isArray(names) && names.length <= 100 && names.every(isName);
    return valid ? [] : [wrong(field, refusalText('INVALID_FIELD.activity-names', { field: milestone }))];
  });
}

function valueViolations({ values, columns }: FileMapping): Violation[] {
  const wrong = (field: string, reason: RefusalText): Violation => ({
    ...reason,
    field: `mapping.values.${field}`,
  });
  return Object.entries<unknown>(values ?? {}).flatMap(([field, words]) => {
    if (!(VALUE_FIELDS as readonly string[]).includes(field))
      return [wrong(field, oneOf(field, VALUE_FIELDS))];
    if (columns[field] === undefined)
      return [wrong(field, refusalText('INVALID_FIELD.values-column', { field }))];
    if (!areWords(words))
      return [wrong(field, refusalText('INVALID_FIELD.values-words', { field, most: MOST_WORDS }))];
    const twice = Object.keys(words).find(
      (word, index, all) => all.findIndex((other) => keyOf(other) === keyOf(word)) < index,
    );
    return twice === undefined
      ? []
      : [wrong(field, refusalText('INVALID_FIELD.values-twice', { field, word: twice }))];
  });
}

const oneOf = (field: string, allowed: readonly string[]): RefusalText =>
  refusalText('INVALID_FIELD.one-of', { field, allowed: allowed.join(', ') });

const areWords = (words: unknown): words is Record<string, string> =>
  typeof words === 'object' &&
  words !== null &&
  !Array.isArray(words) &&
  Object.keys(words).length <= MOST_WORDS &&
  Object.entries(words).every(
    ([from, to]) => isName(from) && isName(to) && to.trim() !== '' && to.trim().length <= LONGEST_WORD,
  );

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length >= 1 && value.length <= 200;

const areasValid = (areas: Record<string, unknown>): boolean =>
  Object.keys(areas).length > 0 &&
  Object.entries(areas).every(
    ([area, column]) => area.length <= LONGEST_AREA && area === area.trim() && isName(area) && isName(column),
  );
