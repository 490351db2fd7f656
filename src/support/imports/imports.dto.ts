import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { ACTIVITY_SERIES, type ActivitySeries } from '../../domain/activity/series.js';
import { PRIORITIES } from '../../domain/service-clock.js';
import { ENCODINGS, type Encoding } from '../../domain/tables/encoding.js';
import { DELIMITERS, type Delimiter } from '../../domain/tables/record-cutter.js';
import { DATE_ORDERS, type DateOrder } from '../../domain/written-dates.js';
import { inZone, inZoneOrNull } from '../../domain/iso-text.js';
import { takeBackRefusal, type TakeableImport } from '../../domain/taking-back.js';
import { PageQuery } from '../../platform/http/paging.js';
import type { ImportRow, SampleRow } from './imports.repository.js';
import { IMPORT_KINDS, ImportMapping } from './mapping.dto.js';

export class ImportUploadDto {
  /** The CSV file, with a header line. */
  @ApiProperty({ type: 'string', format: 'binary' })
  file: string;

  /** The mapping as JSON. */
  mapping: ImportMapping;
}

export class ImportRemarkDto {
  /** The line of the file, from 1. */
  @ApiProperty({ type: Number, nullable: true })
  line: number | null;
  code: string;
  message: string;
}

export const IMPORT_STATUSES = ['queued', 'running', 'completed', 'failed'] as const;

/** How the file was read: as the mapping says, or as detected. */
export class ImportReadingDto {
  @ApiProperty({ enum: DELIMITERS })
  delimiter: Delimiter;
  @ApiProperty({ enum: ENCODINGS })
  encoding: Encoding;
  /** The order of numeric dates; `ymd` when no date depends on it. */
  @ApiProperty({ enum: DATE_ORDERS })
  dateOrder: DateOrder;
  headerLine: number;
}

/** One of the first records as it was understood: a request, a request built from its events, a count, or a shift. */
export class ImportSampleDto {
  line: number;
  externalId?: string;
  @ApiProperty({ format: 'date-time', required: false })
  openedAt?: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, required: false })
  firstResponseAt?: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, required: false })
  escalatedAt?: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, required: false })
  resolvedAt?: string | null;
  @ApiProperty({ type: String, nullable: true, required: false })
  tier?: string | null;
  @ApiProperty({ type: String, nullable: true, required: false })
  channel?: string | null;
  @ApiProperty({ type: String, nullable: true, required: false })
  category?: string | null;
  /** Null where it says nothing: the priority stays as it is, and is normal for a new request. */
  @ApiProperty({ enum: PRIORITIES, nullable: true, required: false })
  priority?: string | null;
  @ApiProperty({ type: Number, nullable: true, required: false })
  readLevel?: number | null;
  @ApiProperty({ type: Boolean, nullable: true, required: false })
  directional?: boolean | null;
  @ApiProperty({ format: 'date-time', required: false })
  at?: string;
  area?: string;
  count?: number;
  @ApiProperty({ enum: ACTIVITY_SERIES, required: false })
  series?: ActivitySeries;
  cumulative?: boolean;
  /** Of a past roster: the person as the file names them. */
  operator?: string;
  /** Empty: the default position. */
  position?: string;
  @ApiProperty({ format: 'date-time', required: false })
  startsAt?: string;
  @ApiProperty({ format: 'date-time', required: false })
  endsAt?: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, required: false })
  workedFrom?: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, required: false })
  workedTo?: string | null;
  noShow?: boolean;
}

export class ImportDto {
  id: string;
  locationId: string;
  /** What the file holds. */
  @ApiProperty({ enum: IMPORT_KINDS })
  kind: (typeof IMPORT_KINDS)[number];
  fileName: string;
  fileBytes: number;
  fileSha256: string;
  @ApiProperty({ enum: IMPORT_STATUSES })
  status: (typeof IMPORT_STATUSES)[number];
  dryRun: boolean;
  /** Null for imports from before this was stored. */
  @ApiProperty({ type: ImportReadingDto, nullable: true })
  read: ImportReadingDto | null;
  /** The first records as they were understood, once all are read. */
  sample: ImportSampleDto[];
  /** Lines read so far, without the header. */
  rows: number;
  created: number;
  updated: number;
  /** Records that existed already with the same content, or that a later line repeats. */
  skipped: number;
  /** The first 1,000; `/remarks` has all. */
  rejected: ImportRemarkDto[];
  rejectedCount: number;
  /** The first 1,000; `/remarks` has all. */
  warnings: ImportRemarkDto[];
  warningCount: number;
  @ApiProperty({ type: String, nullable: true })
  error: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: string | null;
  /** Whether `/take-back` would be accepted now. */
  mayBeTakenBack: boolean;
  /** Null: nobody has asked to take it back. */
  @ApiProperty({ enum: IMPORT_STATUSES, nullable: true })
  takeBackStatus: (typeof IMPORT_STATUSES)[number] | null;
  @ApiProperty({ type: String, nullable: true })
  takeBackError: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  takenBackAt: string | null;
  /** Records that it had created, and that were removed with it. */
  removed: number;
  /** Records that it had changed, and that have their former values again. */
  restored: number;
  /** Records that stayed as they are, because they were changed or used since; `/remarks?kind=kept` lists them. */
  kept: number;
}

export class RemarkQuery extends PageQuery {
  @ApiProperty({ enum: ['rejected', 'warning', 'kept'] })
  @IsIn(['rejected', 'warning', 'kept'])
  kind: 'rejected' | 'warning' | 'kept';
}

const SAMPLE_TIMES = [
  'openedAt',
  'firstResponseAt',
  'escalatedAt',
  'resolvedAt',
  'at',
  'startsAt',
  'endsAt',
  'workedFrom',
  'workedTo',
] as const;

const toSampleDto = (row: SampleRow, zone: string): ImportSampleDto => ({
  ...row,
  ...Object.fromEntries(
    SAMPLE_TIMES.flatMap((name) => (row[name] ? [[name, inZone(new Date(row[name]), zone)]] : [])),
  ),
});

export const presentRemark = ({ line, code, message }: ImportRemarkDto): ImportRemarkDto => ({
  line,
  code,
  message,
});

export const takeableOf = (row: ImportRow): TakeableImport => ({
  status: row.status,
  isDryRun: row.mapping.dryRun ?? false,
  isKeptTrackOf: row.isKeptTrackOf,
  createdAt: row.createdAt.getTime(),
  takeBackStatus: row.takeBackStatus,
  kept: row.kept,
});

/** `now` in epoch ms. */
export const toImportDto = (
  row: ImportRow,
  rejected: readonly ImportRemarkDto[],
  warnings: readonly ImportRemarkDto[],
  now: number,
): ImportDto => ({
  id: row.id,
  locationId: row.locationId,
  kind: row.mapping.kind ?? 'support-requests',
  fileName: row.fileName,
  fileBytes: row.fileBytes,
  fileSha256: row.fileSha256,
  status: row.status,
  dryRun: row.mapping.dryRun ?? false,
  read: row.reading && toReadingDto(row.reading),
  sample: row.sample.map((one) => toSampleDto(one, row.timeZone)),
  rows: row.rows,
  created: row.created,
  updated: row.updated,
  skipped: row.skipped,
  rejected: rejected.map(presentRemark),
  rejectedCount: row.rejectedCount,
  warnings: warnings.map(presentRemark),
  warningCount: row.warningCount,
  error: row.error,
  createdAt: inZone(row.createdAt, row.timeZone),
  finishedAt: inZoneOrNull(row.finishedAt, row.timeZone),
  mayBeTakenBack: takeBackRefusal(takeableOf(row), now) === null,
  takeBackStatus: row.takeBackStatus,
  takeBackError: row.takeBackError,
  takenBackAt: inZoneOrNull(row.takenBackAt, row.timeZone),
  removed: row.removed,
  restored: row.restored,
  kept: row.kept,
});

const toReadingDto = ({
  delimiter,
  encoding,
  dateOrder,
  headerLine,
}: ImportReadingDto): ImportReadingDto => ({
  delimiter,
  encoding,
  dateOrder,
  headerLine,
});
