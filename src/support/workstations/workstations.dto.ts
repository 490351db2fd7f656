import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsUUID } from 'class-validator';
import { DATE_ORDERS, type DateOrder } from '../../domain/written-dates.js';
import { LONGEST_NAME, LONGEST_NOTE } from '../../domain/workstation-table.js';
import { WORKSTATION_STATES, type WorkstationState } from '../../domain/workstations.js';
import { LocalDateField, MayBeLeftOut, MayBeNull, Name, Text, YesOrNo } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';

export class CreateWorkstationDto {
  @IsUUID('loose')
  locationId: string;

  /** Unique at its location, without regard to case. */
  @Name(LONGEST_NAME)
  name: string;

  @MayBeNull()
  @Name(LONGEST_NAME)
  area?: string | null;

  /** The first date; null: it has always been there. */
  @MayBeNull()
  @LocalDateField()
  inServiceFrom?: string | null;

  @MayBeNull()
  @LocalDateField()
  upgradedOn?: string | null;

  @MayBeNull()
  @LocalDateField()
  joinedNetworkOn?: string | null;

  @MayBeNull()
  @LocalDateField()
  outOfServiceFrom?: string | null;

  /** The last date; null: until further notice. */
  @MayBeNull()
  @LocalDateField()
  outOfServiceUntil?: string | null;

  @MayBeNull()
  @Name(LONGEST_NOTE)
  note?: string | null;
}

export class UpdateWorkstationDto extends PartialType(OmitType(CreateWorkstationDto, ['locationId']), {
  skipNullProperties: false,
}) {}

export class WorkstationDto {
  id: string;
  locationId: string;
  name: string;
  @ApiProperty({ type: String, nullable: true })
  area: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  inServiceFrom: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  upgradedOn: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  joinedNetworkOn: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  outOfServiceFrom: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  outOfServiceUntil: string | null;
  @ApiProperty({ type: String, nullable: true })
  note: string | null;
  /** Today, at its location. */
  @ApiProperty({ enum: WORKSTATION_STATES })
  state: WorkstationState;
  version: number;
}

export class WorkstationQuery extends PageQuery {
  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;

  @MayBeLeftOut()
  @Name(LONGEST_NAME)
  area?: string;

  /** Whether it is in service on the date `on`. */
  @YesOrNo()
  inService?: boolean;

  /** For `inService`; by default today, at each location. */
  @MayBeLeftOut()
  @LocalDateField()
  on?: string;
}

export class ImportWorkstationsDto {
  @IsUUID('loose')
  locationId: string;

  /**
   * A table as copied from a spreadsheet, or CSV: the first line names the columns, of which `name` is needed; at most 1000 lines
   * follow. An empty cell says that there is nothing; what has no column stays as it is.
   */
  @Text(500_000)
  text: string;

  /** The order of dates in numbers, such as 11/2/2026. When left out, only dates that begin with the year or name the month are understood. */
  @MayBeLeftOut()
  @ApiProperty({ enum: DATE_ORDERS })
  @IsIn(DATE_ORDERS)
  dateOrder?: DateOrder;

  /** Tells what would be done, and stores nothing. */
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;
}

export class RefusedLineDto {
  /** Of the text, from 1. */
  @ApiProperty({ type: 'integer' })
  line: number;
  code: string;
  message: string;
}

export class ImportedWorkstationsDto {
  /** Whether it was stored: all lines, or none. */
  stored: boolean;
  /** The names of those that are new. */
  created: string[];
  /** The names of those that were there and change. */
  updated: string[];
  @ApiProperty({ type: 'integer' })
  unchanged: number;
  /** Only in a dry run; otherwise they refuse the whole import. */
  rejected: RefusedLineDto[];
  /** Columns that are not understood, and left out. */
  ignoredColumns: string[];
}
