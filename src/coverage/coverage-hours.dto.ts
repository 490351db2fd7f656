import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsObject, IsUUID, ValidateNested } from 'class-validator';
import {
  LocalDateField,
  LocalTimeField,
  MayBeLeftOut,
  MayBeNull,
  Text,
  Weekdays,
  Whole,
} from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';

export class CreateCoverageHoursDto {
  @IsUUID('loose')
  locationId: string;

  /** When left out: the default position. */
  @MayBeLeftOut()
  @IsUUID('loose')
  positionId?: string;

  /** ISO weekdays, 1 (Monday) to 7. */
  @Weekdays()
  weekdays: number[];

  @LocalTimeField()
  startsAt: string;

  /** When at or before `startsAt`, it is on the next day; equal times mean a whole day. */
  @LocalTimeField()
  endsAt: string;

  /** The number of operators; 0 means open without an operator. */
  @Whole(0, 200)
  required: number;

  @LocalDateField()
  effectiveFrom: string;

  @MayBeNull()
  @LocalDateField()
  effectiveTo?: string | null;
}

export class UpdateCoverageHoursDto extends PartialType(OmitType(CreateCoverageHoursDto, ['locationId']), {
  skipNullProperties: false,
}) {
  @MayBeNull()
  @LocalDateField()
  override effectiveTo?: string | null;
}

export class CoverageHoursDto {
  id: string;
  locationId: string;
  positionId: string;
  @ApiProperty({ type: [Number] })
  weekdays: number[];
  startsAt: string;
  endsAt: string;
  required: number;
  effectiveFrom: string;
  @ApiProperty({ type: String, nullable: true })
  effectiveTo: string | null;
  version: number;
}

export class LocationQuery extends PageQuery {
  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;
}

export class SpecialHoursDto {
  @MayBeLeftOut()
  @IsUUID('loose')
  positionId?: string;

  @LocalTimeField()
  startsAt: string;

  @LocalTimeField()
  endsAt: string;

  @Whole(0, 200)
  required: number;
}

export const EXCEPTION_KINDS = ['closed', 'special'] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];

export class CreateCoverageExceptionDto {
  @IsUUID('loose')
  locationId: string;

  @LocalDateField()
  date: string;

  /** The last date, at most 400 days after the first. When left out: `date` only. */
  @MayBeLeftOut()
  @LocalDateField()
  untilDate?: string;

  @ApiProperty({ enum: EXCEPTION_KINDS })
  @IsIn(EXCEPTION_KINDS)
  kind: ExceptionKind;

  /** The hours that start on each of the dates instead. Only when `kind` is `special`. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => SpecialHoursDto)
  hours?: SpecialHoursDto[];

  @Text(500)
  reason: string;
}

export class UpdateCoverageExceptionDto extends PartialType(
  OmitType(CreateCoverageExceptionDto, ['locationId']),
  {
    skipNullProperties: false,
  },
) {}

export class SpecialHoursEntryDto {
  positionId: string;
  startsAt: string;
  endsAt: string;
  required: number;
}

export class CoverageExceptionDto {
  id: string;
  locationId: string;
  date: string;
  /** The last date, inclusive. */
  untilDate: string;
  @ApiProperty({ enum: EXCEPTION_KINDS })
  kind: ExceptionKind;
  hours: SpecialHoursEntryDto[];
  reason: string;
  version: number;
}
