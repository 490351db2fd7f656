import { applyDecorators } from '@nestjs/common';
import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn, IsObject, IsUUID, ValidateNested } from 'class-validator';
import { STAFFINGS, type Staffing } from '../../domain/routing.js';
import { PRIORITIES, type Priority } from '../../domain/service-clock.js';
import { TIERS, type Tier } from '../../domain/tiers.js';
import {
  IdList,
  Instant,
  LocalTimeField,
  LowerCase,
  MayBeLeftOut,
  MayBeNull,
  Name,
  Names,
  Text,
  Weekdays,
} from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';

const MOST_CATEGORIES = 50;
const MOST_ORDERED = 1000;

const Priorities = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ enum: PRIORITIES, isArray: true, minItems: 1, uniqueItems: true }),
    IsArray(),
    ArrayMinSize(1),
    ArrayUnique(),
    IsIn(PRIORITIES, { each: true }),
  );

/** Weekly hours in the time zone of the location where a request is logged. */
export class RoutingHoursDto {
  /** ISO weekdays, 1 (Monday) to 7. */
  @Weekdays()
  weekdays: number[];

  @LocalTimeField()
  startsAt: string;

  /** When at or before `startsAt`, it is on the next day; equal times mean a whole day. */
  @LocalTimeField()
  endsAt: string;
}

export class CreateRoutingRuleDto {
  /** When left out, or null: for all locations, which admins say. */
  @MayBeNull()
  @LowerCase()
  @IsUUID('loose')
  locationId?: string | null;

  /** Words of categories. A request meets it with one that counts as the same category as any of them. */
  @MayBeNull()
  @Names(MOST_CATEGORIES, 100)
  categories?: string[] | null;

  @MayBeNull()
  @Priorities()
  priorities?: Priority[] | null;

  /** When the request is opened. */
  @MayBeNull()
  @IsObject()
  @ValidateNested()
  @Type(() => RoutingHoursDto)
  hours?: RoutingHoursDto | null;

  /** Whether an approved claim puts anybody on shift at the location when the request is opened. */
  @ApiProperty({ enum: STAFFINGS })
  @MayBeNull()
  @IsIn(STAFFINGS)
  staffing?: Staffing | null;

  /** With `staffing`: anybody of this position. */
  @MayBeNull()
  @LowerCase()
  @IsUUID('loose')
  positionId?: string | null;

  /** Who gets the request first. */
  @ApiProperty({ enum: TIERS })
  @IsIn(TIERS)
  tier: Tier;

  /** Why, for whoever logs the request and whoever gets it. */
  @Name(200)
  words: string;
}

/** A rule stays with its location. */
export class UpdateRoutingRuleDto extends PartialType(OmitType(CreateRoutingRuleDto, ['locationId']), {
  skipNullProperties: false,
}) {}

export class RoutingRuleDto {
  id: string;
  /** Null for all locations. */
  @ApiProperty({ type: String, nullable: true })
  locationId: string | null;
  @ApiProperty({ type: [String], nullable: true })
  categories: string[] | null;
  @ApiProperty({ enum: PRIORITIES, isArray: true, nullable: true })
  priorities: Priority[] | null;
  @ApiProperty({ type: () => RoutingHoursDto, nullable: true })
  hours: RoutingHoursDto | null;
  @ApiProperty({ enum: STAFFINGS, nullable: true })
  staffing: Staffing | null;
  @ApiProperty({ type: String, nullable: true })
  positionId: string | null;
  @ApiProperty({ enum: TIERS })
  tier: Tier;
  words: string;
  /** Whether the caller may change it. */
  mayChange: boolean;
  version: number;
}

export class RoutingRuleQuery extends PageQuery {
  /** The rules that are asked there: its own, and those for all locations. */
  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;
}

export class RoutingOrderDto {
  /** Whose rules: of a location, or null for those for all locations. */
  @MayBeNull()
  @LowerCase()
  @IsUUID('loose')
  locationId?: string | null;

  /** In the new order. Those that are left out come behind, in their former order. */
  @IdList(MOST_ORDERED)
  @ArrayMinSize(1)
  ids: string[];
}

export class TryRoutingDto {
  @IsUUID('loose')
  locationId: string;

  /** When the request would be opened. By default now. */
  @MayBeLeftOut()
  @Instant()
  at?: Date;

  @MayBeNull()
  @Text(100)
  category?: string | null;

  /** By default normal. */
  @ApiProperty({ enum: PRIORITIES, required: false })
  @MayBeLeftOut()
  @IsIn(PRIORITIES)
  priority?: Priority;
}

export class TriedRoutingDto {
  @ApiProperty({ enum: TIERS })
  tier: Tier;
  /** Null without a rule that is met: it begins with the library. */
  @ApiProperty({ type: String, nullable: true })
  ruleId: string | null;
  @ApiProperty({ type: String, nullable: true })
  words: string | null;
  /** How many people are on shift there at that moment. */
  @ApiProperty({ type: 'integer' })
  onShift: number;
}
