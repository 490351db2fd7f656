import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Transform, Type, type TransformFnParams } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsObject, IsUUID, ValidateNested } from 'class-validator';
import { DECISIONS, type Decision } from '../../domain/pilots/findings.js';
import { LocalDateField, MayBeLeftOut, Name, Names, Text } from '../../platform/http/fields.js';

export class ReviewActionInputDto {
  /** In a change: the action that stays, with these fields. Left out for a new one. */
  @MayBeLeftOut()
  @ApiProperty({ format: 'uuid' })
  @Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' ? value.toLowerCase() : value,
  )
  @IsUUID('loose')
  id?: string;

  @Text(500)
  text: string;

  /**
   * Who is to do it: the id of somebody from `GET /pilots/{id}/owners`, who is then reminded, or a name as
   * text.
   */
  @Name()
  owner: string;

  @LocalDateField()
  dueOn: string;

  @MayBeLeftOut()
  @IsBoolean()
  done?: boolean;
}

export class CreateReviewDto {
  @LocalDateField()
  heldOn: string;

  /** The names of those who took part. */
  @Names(50)
  people: string[];

  @ApiProperty({ enum: DECISIONS })
  @IsIn(DECISIONS)
  decision: Decision;

  @Text(2000)
  why: string;

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ReviewActionInputDto)
  actions?: ReviewActionInputDto[];
}

/** `actions` replaces all actions; one with an `id` stays. */
export class UpdateReviewDto extends PartialType(CreateReviewDto, { skipNullProperties: false }) {}

export class ReviewActionDto {
  id: string;
  text: string;
  /** The id of a user, or a name. */
  owner: string;
  ownerName: string;
  @ApiProperty({ format: 'date' })
  dueOn: string;
  done: boolean;
}

export class ReviewDto {
  id: string;
  pilotId: string;
  @ApiProperty({ format: 'date' })
  heldOn: string;
  people: string[];
  @ApiProperty({ enum: DECISIONS })
  decision: Decision;
  why: string;
  actions: ReviewActionDto[];
  version: number;
}

export class OwnerDto {
  id: string;
  name: string;
}

export class OwnersDto {
  items: OwnerDto[];
}
