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
import { DIMENSIONS, type Dimension } from '../domain/metrics/metric.js';
import { COMPARISONS, type Target } from '../domain/metrics/targets.js';
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
import { MetricsDto } from './metrics.dto.js';

/** Local dates; `to` is exclusive. */
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
  /**
   * The name of a metric that is one number, as in the metrics answer. A target from before this was checked
   * may have another name.
   */
  @Matches(/^[a-z][A-Za-z0-9]{1,60}$/, tells('metric'))
  metric: string;

  @ApiProperty({ enum: COMPARISONS })
  @IsIn(COMPARISONS)
  comparison: Target['comparison'];

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

  /** Limits the phases: a local date of each location, or an instant. */
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

export class MetricsItemDto extends MetricsDto {
  @ApiProperty({ enum: ['baseline', 'pilot'] })
  phase: 'baseline' | 'pilot';
  @ApiProperty({ format: 'date-time' })
  from: string;
  @ApiProperty({ format: 'date-time' })
  to: string;
  /**
   * Only part of the bucket counts: it is cut by the phase, an exclusion or the present. For an hour of the
   * week this concerns its own hours only.
   */
  partial: boolean;
  /** Exclusions cover the whole bucket, so its figures are null. */
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
  @ApiProperty({ type: MetricsDto, required: false })
  baseline?: MetricsDto;
  @ApiProperty({ type: MetricsDto, required: false })
  pilot?: MetricsDto;
}

export class PilotMetricsDto {
  definitionVersion: number;
  /** Which claims count as being on shift in these figures. */
  @ApiProperty({ enum: ['approved'] })
  basis: 'approved';
  /**
   * The zone of the buckets. When locations are in several zones, a day is each location's own, and this zone
   * names it.
   */
  timeZone: string;
  items: MetricsItemDto[];
  totals: MetricsTotalsDto;
}
