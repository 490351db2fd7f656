import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsObject, ValidateNested } from 'class-validator';
import { PERIOD_KINDS, type PeriodKind } from '../domain/terms.js';
import { Decimal, LocalDateField, MayBeLeftOut, Name } from '../platform/http/fields.js';

/** Both dates are inclusive. */
export class TermPeriodDto {
  @ApiProperty({ enum: PERIOD_KINDS })
  @IsIn(PERIOD_KINDS)
  kind: PeriodKind;

  @LocalDateField()
  startsOn: string;

  @LocalDateField()
  endsOn: string;
}

/** The most hours a week for each kind of period. */
export class TermCapsDto {
  @Decimal(0, 168)
  classes: number;

  @Decimal(0, 168)
  exams: number;

  @Decimal(0, 168)
  break: number;
}

export class CreateTermDto {
  @Name()
  name: string;

  @LocalDateField()
  startsOn: string;

  @LocalDateField()
  endsOn: string;

  /** Days of the term outside all periods are days of classes. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => TermPeriodDto)
  periods?: TermPeriodDto[];

  /** When left out: 20 in classes and exams, 40 in breaks. */
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => TermCapsDto)
  weeklyHourCap?: TermCapsDto;
}

export class UpdateTermDto extends PartialType(CreateTermDto, { skipNullProperties: false }) {}

export class TermDto {
  id: string;
  name: string;
  startsOn: string;
  endsOn: string;
  periods: TermPeriodDto[];
  weeklyHourCap: TermCapsDto;
  version: number;
}
