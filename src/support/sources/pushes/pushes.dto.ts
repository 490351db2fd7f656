import { ApiProperty, OmitType, refs } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsUUID, ValidateNested } from 'class-validator';
import { Instant, MayBeLeftOut, MayBeNull, Text } from '../../../platform/http/fields.js';
import { ActivityFieldsDto } from '../../activity/activity.dto.js';
import { CreateSupportRequestDto } from '../../support.dto.js';

export const MOST_PUSHED = 100;

/** A request as its system pushes it. The same id again updates: a field left out stays, null clears. */
export class PushedRequestDto extends OmitType(CreateSupportRequestDto, [
  'locationId',
  'title',
  'requester',
  'priority',
]) {
  /** One of the source's locations. Without it, the rules of the source decide by `place`. */
  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;

  /** What the rules of the source look at, such as a queue or a building. */
  @MayBeNull()
  @Text(500)
  place?: string | null;

  @MayBeNull()
  @Text(500)
  title?: string | null;

  /** `low`, `normal`, `high`, `urgent`, or a word that the settings of the source name (`priorities`). Others say nothing. */
  @MayBeLeftOut()
  @Text(100, { empty: true })
  priority?: string;

  /** Its last change in its system. With it, a state that arrives late does not replace a newer one. */
  @MayBeLeftOut()
  @Instant()
  updatedAt?: Date;
}

/** A count as its system pushes it: people, workstations in use, or a gate. For one place, area and moment the last one counts. */
export class PushedActivityDto extends ActivityFieldsDto {
  /** One of the source's locations. Without it, the rules of the source decide by `place`. */
  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;

  /** What the rules of the source look at, such as a building. */
  @MayBeNull()
  @Text(500)
  place?: string | null;
}

/** Several requests in one push: all of them are stored, or none. Those with a `series` are counts. */
export class PushedRequestsDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_PUSHED)
  @ValidateNested({ each: true })
  @Type(() => PushedRequestDto)
  items: PushedRequestDto[];
}

/** The same with counts among them: what each item must have follows from whether it has a series. */
export class PushedItemsDto {
  @ApiProperty({ type: 'array', items: { oneOf: refs(PushedRequestDto, PushedActivityDto) } })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_PUSHED)
  items: unknown[];
}

export class PushReceiptDto {
  created: number;
  updated: number;
  /** Requests and counts that were stored just so, or in a newer state. */
  unchanged: number;
  /** Whether a push of this id was taken before; then nothing was changed. */
  duplicate: boolean;
}
