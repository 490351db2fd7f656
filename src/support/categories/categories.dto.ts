import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsUUID, ValidateNested } from 'class-validator';
import {
  IdList,
  LowerCase,
  MayBeLeftOut,
  MayBeNull,
  Name,
  Whole,
  YesOrNo,
} from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';

const MOST_LOCATIONS = 200;
const MOST_CATEGORIES = 1000;

export class CategoryPlaceDto {
  @LowerCase()
  @IsUUID('loose')
  locationId: string;

  /** Whether its desk offers the category. */
  @IsBoolean()
  shown: boolean;
}

export class ChangedCategoryPlaceDto {
  @LowerCase()
  @IsUUID('loose')
  locationId: string;

  /** Null: as `everywhere` says. */
  @MayBeNull()
  @IsBoolean()
  shown?: boolean | null;
}

export class CreateSupportCategoryDto {
  /** The word that requests hold; by default the label. It stays, so that figures of former requests do. */
  @MayBeLeftOut()
  @Name(100)
  name?: string;

  /** The word on the button. */
  @Name(100)
  label: string;

  /** Of requests that tell none: Reference Effort Assessment Data, 1 to 6. */
  @MayBeNull()
  @Whole(1, 6)
  readLevel?: number | null;

  /** Requests that do not tell are questions about directions or supplies; metrics count them separately. */
  @MayBeLeftOut()
  @IsBoolean()
  directional?: boolean;

  /** By default true: offered at all desks, except where `locations` says otherwise. False: only where it says so. */
  @MayBeLeftOut()
  @IsBoolean()
  everywhere?: boolean;

  @MayBeLeftOut()
  @ApiProperty({ type: [ChangedCategoryPlaceDto], maxItems: MOST_LOCATIONS })
  @IsArray()
  @ArrayMaxSize(MOST_LOCATIONS)
  @ValidateNested({ each: true })
  @Type(() => ChangedCategoryPlaceDto)
  locations?: ChangedCategoryPlaceDto[];

  /** Requests with this word count as another category. Null: as itself. */
  @MayBeNull()
  @LowerCase()
  @IsUUID('loose')
  mergedIntoId?: string | null;
}

export class UpdateSupportCategoryDto extends PartialType(OmitType(CreateSupportCategoryDto, ['name']), {
  skipNullProperties: false,
}) {
  /** Offered at no desk; its requests count as before. */
  @MayBeLeftOut()
  @IsBoolean()
  archived?: boolean;
}

export class CategoryOrderDto {
  /** In the new order. Those that are left out come behind, in their former order. */
  @IdList(MOST_CATEGORIES)
  @ArrayMinSize(1)
  ids: string[];
}

export class SupportCategoryDto {
  id: string;
  /** The word that requests hold. */
  name: string;
  label: string;
  @ApiProperty({ type: 'integer', nullable: true })
  readLevel: number | null;
  directional: boolean;
  everywhere: boolean;
  /** Of the caller’s locations, those with a rule of their own. */
  locations: CategoryPlaceDto[];
  archived: boolean;
  @ApiProperty({ type: String, nullable: true })
  mergedIntoId: string | null;
  /** The word as which its requests count: its own, unless it is merged. */
  countsAs: string;
  /** Whether the caller may change it; otherwise only whether their own desks offer it. */
  mayChange: boolean;
  version: number;
}

export class SupportCategoryQuery extends PageQuery {
  /** Only what its desk offers. */
  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;

  /** Whether it is offered at any desk: neither archived nor merged. */
  @YesOrNo()
  offered?: boolean;
}

export class CategoryWordDto {
  word: string;
  /** The latest request with this word was opened then. */
  @ApiProperty({ format: 'date-time' })
  lastAt: string;
}
