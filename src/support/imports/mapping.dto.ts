import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsObject, IsUUID } from 'class-validator';
import { ACTIVITY_SERIES, type ActivitySeries } from '../../domain/activity/series.js';
import { ENCODINGS, type Encoding } from '../../domain/tables/encoding.js';
import { DELIMITERS, type Delimiter } from '../../domain/tables/record-cutter.js';
import { DATE_ORDERS, type DateOrder } from '../../domain/written-dates.js';
import { MayBeLeftOut, Text, TimeZoneField, Whole } from '../../platform/http/fields.js';
import { VALUE_FIELDS, type Values } from './value-maps.js';

export const REQUEST_COLUMNS = [
  'externalId',
  'openedAt',
  'firstResponseAt',
  'escalatedAt',
  'resolvedAt',
  'tier',
  'channel',
  'category',
  'priority',
  'readLevel',
  'directional',
  'externalUrl',
] as const;
/** The columns of a file that a source collects. */
export const COLLECTED_COLUMNS = [...REQUEST_COLUMNS, 'title', 'place', 'updatedAt'] as const;
export type RequestColumn = (typeof COLLECTED_COLUMNS)[number];

export const EVENT_COLUMNS = ['externalId', 'activity', 'at'] as const;
export const HEADCOUNT_COLUMNS = ['at', 'date', 'time', 'area', 'count'] as const;
export const ACTIVITY_COLUMNS = [...HEADCOUNT_COLUMNS, 'series', 'cumulative'] as const;
export const ROSTER_COLUMNS = [
  'operator',
  'date',
  'startsAt',
  'endsAt',
  'duration',
  'position',
  'workedFrom',
  'workedTo',
  'noShow',
] as const;
export const IMPORT_KINDS = ['support-requests', 'headcounts', 'activity', 'rosters'] as const;
/** The columns, of any kind, that hold a moment or its date. */
export const TIME_COLUMNS: readonly string[] = [
  'openedAt',
  'firstResponseAt',
  'escalatedAt',
  'resolvedAt',
  'updatedAt',
  'at',
  'date',
  'startsAt',
  'endsAt',
  'workedFrom',
  'workedTo',
];
const AUTO = 'auto';
export const MILESTONES = ['firstResponseAt', 'escalatedAt', 'resolvedAt'] as const;
export type Milestone = (typeof MILESTONES)[number];

/** How the columns of a file become records. */
export class ImportMapping {
  @ApiProperty({ enum: IMPORT_KINDS, required: false, default: 'support-requests' })
  @MayBeLeftOut()
  @IsIn(IMPORT_KINDS)
  kind?: (typeof IMPORT_KINDS)[number];

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

  /** Words of the file and their replacements, ignoring case; other words stay as they are. Those of `priority` become one of ours. */
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

/** Whether a file holds counts, which have no source, and no requests. */
export const isOfCounts = ({ kind }: Pick<ImportMapping, 'kind'>): boolean =>
  kind === 'headcounts' || kind === 'activity';

/** Whether a file holds who worked in the past. */
export const isOfRosters = ({ kind }: Pick<ImportMapping, 'kind'>): boolean => kind === 'rosters';

/** Whether a file holds requests, which come from a source. */
export const isOfRequests = (mapping: Pick<ImportMapping, 'kind'>): boolean =>
  !isOfCounts(mapping) && !isOfRosters(mapping);

/** The parts of a mapping that say how the lines of a file are read. */
export type FileMapping = Omit<ImportMapping, 'locationId' | 'source' | 'dryRun'>;

/** All CSV columns that the mapping names, trimmed. */
export const namedColumns = (mapping: FileMapping): string[] =>
  [...Object.values(mapping.columns), ...Object.values(mapping.areas ?? {})].map((name) => name.trim());

/** The value of a setting; undefined when it is to be detected. */
export const givenOf = <T>(setting: T | typeof AUTO | undefined): T | undefined =>
  setting === AUTO ? undefined : setting;
