import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsNumber,
  IsObject,
  Matches,
  registerDecorator,
  ValidateNested,
} from 'class-validator';
import { BUCKETS, type BucketKind } from '../domain/metrics/buckets.js';
import {
  Decimal,
  IdList,
  LocalDateField,
  MayBeLeftOut,
  MayBeNull,
  Name,
  Text,
  isLocalDate,
  parseInstant,
  tells,
} from '../platform/http/fields.js';

/** Local dates, `to` exclusive. */
export class DateRangeDto {
  @LocalDateField()
  from: string;

  @LocalDateField()
  to: string;
}

export class ExclusionDto extends DateRangeDto {
  @Text(500)
  reason: string;
}

export class TargetDto {
  /** A metric's name, as the metrics answer gives it. */
  @Matches(/^[a-z][A-Za-z0-9]{1,60}$/, tells('metric'))
  metric: string;

  @ApiProperty({ enum: ['at-least', 'at-most'] })
  @IsIn(['at-least', 'at-most'])
  comparison: 'at-least' | 'at-most';

  @IsNumber()
  value: number;
}

export class CreatePilotDto {
  @Name()
  name: string;

  @IdList(200)
  @ArrayMinSize(1)
  locationIds: string[];

  @IsObject()
  @ValidateNested()
  @Type(() => DateRangeDto)
  baseline: DateRangeDto;

  @IsObject()
  @ValidateNested()
  @Type(() => DateRangeDto)
  pilot: DateRangeDto;

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(200)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ExclusionDto)
  exclusions?: ExclusionDto[];

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => TargetDto)
  targets?: TargetDto[];

  @MayBeNull()
  @Decimal(0, 1_000_000_000)
  fixedCosts?: number | null;
}

export class UpdatePilotDto extends PartialType(CreatePilotDto, { skipNullProperties: false }) {}

export class PilotDto {
  id: string;
  name: string;
  locationIds: string[];
  baseline: DateRangeDto;
  pilot: DateRangeDto;
  exclusions: ExclusionDto[];
  targets: TargetDto[];
  @ApiProperty({ type: Number, nullable: true })
  fixedCosts: number | null;
  version: number;
}

export const PHASES = ['baseline', 'pilot', 'both'] as const;
export const DIMENSIONS = ['location', 'position', 'tier', 'channel', 'category'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** A local date, or an instant with an offset. */
const DateOrInstant = (): PropertyDecorator => (target, property) =>
  registerDecorator({
    name: 'dateOrInstant',
    target: target.constructor,
    propertyName: property as string,
    options: tells('date-or-instant'),
    validator: {
      validate: (value) => isLocalDate(value) || (typeof value === 'string' && parseInstant(value) !== null),
    },
  });

export class MetricsQuery {
  @ApiProperty({ enum: PHASES, required: false, default: 'both' })
  @MayBeLeftOut()
  @IsIn(PHASES)
  phase?: (typeof PHASES)[number];

  @ApiProperty({ enum: BUCKETS, required: false, default: 'none' })
  @MayBeLeftOut()
  @IsIn(BUCKETS)
  bucket?: BucketKind;

  /** Narrows the phases: a local date of each location, or an instant. */
  @MayBeLeftOut()
  @DateOrInstant()
  from?: string;

  @MayBeLeftOut()
  @DateOrInstant()
  to?: string;

  @ApiProperty({ enum: DIMENSIONS, required: false })
  @MayBeLeftOut()
  @IsIn(DIMENSIONS)
  by?: Dimension;
}

const Rate = (): PropertyDecorator => ApiProperty({ type: Number, nullable: true });

export class MissingDto {
  firstResponseAt: number;
  resolvedAt: number;
}

/** How many of each answer no duration can be read off. */
export class UntimedDto extends MissingDto {
  firstResolvedAt: number;
}

/** The metrics of docs/metrics.md. Null: nothing to divide by, or not meaningful in this split. */
export class MetricsDto {
  @Rate() requiredMinutes: number | null;
  @Rate() staffedMinutes: number | null;
  @Rate() missingMinutes: number | null;
  @Rate() coverageRate: number | null;
  @Rate() fullyCoveredRate: number | null;
  @Rate() uncoveredMinutes: number | null;
  @Rate() seats: number | null;
  @Rate() filledSeats: number | null;
  @Rate() fillRate: number | null;
  @Rate() attendanceRate: number | null;
  @Rate() noShowRate: number | null;
  @Rate() recordedShare: number | null;
  @Rate() openHours: number | null;
  @Rate() staffedHours: number | null;
  @Rate() requests: number | null;
  @Rate() requestsOutsideHours: number | null;
  @Rate() directionalRequests: number | null;
  @Rate() requestsPerOpenHour: number | null;
  @Rate() requestsPerStaffedHour: number | null;
  @Rate() demandDuringGaps: number | null;
  @Rate() firstResponseServiceMinutesP50: number | null;
  @Rate() firstResponseServiceMinutesP90: number | null;
  @Rate() firstResponseServiceMinutesN: number | null;
  @Rate() firstResponseWallMinutesP50: number | null;
  @Rate() firstResponseWallMinutesP90: number | null;
  @Rate() firstResponseWallMinutesN: number | null;
  /** Of the first responses timed, those whose wait was stated at the desk. */
  @Rate() firstResponseStatedN: number | null;
  @Rate() firstResolutionServiceMinutesP50: number | null;
  @Rate() firstResolutionServiceMinutesP90: number | null;
  @Rate() firstResolutionServiceMinutesN: number | null;
  @Rate() firstResolutionWallMinutesP50: number | null;
  @Rate() firstResolutionWallMinutesP90: number | null;
  @Rate() firstResolutionWallMinutesN: number | null;
  @Rate() resolutionServiceMinutesP50: number | null;
  @Rate() resolutionServiceMinutesP90: number | null;
  @Rate() resolutionServiceMinutesN: number | null;
  @Rate() resolutionWallMinutesP50: number | null;
  @Rate() resolutionWallMinutesP90: number | null;
  @Rate() resolutionWallMinutesN: number | null;
  @Rate() resolved: number | null;
  @Rate() escalated: number | null;
  @Rate() firstLevelResolutionRate: number | null;
  @Rate() escalationShare: number | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' }, nullable: true })
  readLevels: Record<string, number> | null;
  @ApiProperty({ type: MissingDto, nullable: true })
  missing: MissingDto | null;
  /** Written down in the moment of that answer, with no stated wait. */
  @ApiProperty({ type: UntimedDto, nullable: true })
  waitUnknown: UntimedDto | null;
  /** Times before the request was opened. */
  @ApiProperty({ type: UntimedDto, nullable: true })
  outOfOrder: UntimedDto | null;
}

export class MetricsItemDto extends MetricsDto {
  @ApiProperty({ enum: ['baseline', 'pilot'] })
  phase: 'baseline' | 'pilot';
  @ApiProperty({ format: 'date-time' })
  from: string;
  @ApiProperty({ format: 'date-time' })
  to: string;
  /** Not the whole of its bucket counts: cut by the phase, by an exclusion, or by now. An hour of the week by its own hours alone. */
  partial: boolean;
  /** Nothing of its bucket counts: exclusions take all of it, and its figures are null. */
  excluded: boolean;
  /** ISO weekday, with `bucket=hour-of-week`. */
  @ApiProperty({ required: false })
  weekday?: number;
  /** Local hour, 0 to 23, with `bucket=hour-of-week`. */
  @ApiProperty({ required: false })
  hour?: number;
  /** The value of the `by` dimension. */
  @ApiProperty({ required: false })
  locationId?: string;
  @ApiProperty({ required: false })
  positionId?: string;
  @ApiProperty({ required: false })
  tier?: string;
  @ApiProperty({ type: String, required: false, nullable: true })
  channel?: string | null;
  @ApiProperty({ type: String, required: false, nullable: true })
  category?: string | null;
}

export class MetricsTotalsDto {
  @ApiProperty({ required: false })
  baseline?: MetricsDto;
  @ApiProperty({ required: false })
  pilot?: MetricsDto;
}

export class PilotMetricsDto {
  definitionVersion: number;
  /** What counts as being on shift in these figures. */
  @ApiProperty({ enum: ['approved'] })
  basis: 'approved';
  /** In which buckets are told. Where locations lie in several zones, a day is each location's own; this names it. */
  timeZone: string;
  items: MetricsItemDto[];
  totals: MetricsTotalsDto;
}
