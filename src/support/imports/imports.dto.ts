import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { PageQuery } from '../../platform/http/paging.js';
import { ImportMapping } from './mapping.dto.js';

export class ImportUploadDto {
  /** The CSV file, UTF-8, with a header line. */
  @ApiProperty({ type: 'string', format: 'binary' })
  file: string;

  /** The mapping as JSON. */
  mapping: ImportMapping;
}

export class ImportRemarkDto {
  /** The line of the file, its header being line 1. */
  @ApiProperty({ type: Number, nullable: true })
  line: number | null;
  code: string;
  message: string;
}

export const IMPORT_STATUSES = ['queued', 'running', 'completed', 'failed'] as const;

export class ImportDto {
  id: string;
  locationId: string;
  fileName: string;
  fileBytes: number;
  fileSha256: string;
  @ApiProperty({ enum: IMPORT_STATUSES })
  status: (typeof IMPORT_STATUSES)[number];
  dryRun: boolean;
  /** Lines read so far, the header apart. */
  rows: number;
  created: number;
  updated: number;
  /** Records that were there already just so, or that a later line repeats. */
  skipped: number;
  /** The first 1,000; all of them under `/remarks`. */
  rejected: ImportRemarkDto[];
  rejectedCount: number;
  /** The first 1,000; all of them under `/remarks`. */
  warnings: ImportRemarkDto[];
  warningCount: number;
  @ApiProperty({ type: String, nullable: true })
  error: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: string | null;
}

export class RemarkQuery extends PageQuery {
  @ApiProperty({ enum: ['rejected', 'warning'] })
  @IsIn(['rejected', 'warning'])
  kind: 'rejected' | 'warning';
}
