import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNumber,
  IsObject,
  IsPositive,
  Matches,
  registerDecorator,
  ValidateNested,
} from 'class-validator';
import { BUCKETS, type BucketKind } from '../domain/metrics/buckets.js';
import { HOURS_KINDS, type HoursKind } from '../domain/metrics/counted-hours.js';
import { DIMENSIONS, type Dimension } from '../domain/metrics/metric.js';
import { METRIC_BASES, type MetricBasis } from '../domain/metrics/accumulator.js';
import { COMPARISONS, type Target } from '../domain/metrics/targets.js';
import { FOLLOW_UP_HOURS } from '../domain/pilots/phases.js';
import { isLocalDate } from '../domain/local-date.js';
import { PILOT_STATES, type PilotState } from '../domain/pilots/findings.js';
import {
  Decimal,
  IdList,
  LocalDateField,
  MayBeLeftOut,
  MayBeNull,
  Name,
  Text,
  Whole,
  parseInstant,
  tells,
} from '../platform/http/fields.js';
import { MaintenanceMarkDto } from '../coverage/maintenance/maintenance.dto.js';
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

  /** The smallest difference from the baseline that is worth having, in the metric's unit. */
  @MayBeLeftOut()
  @IsNumber()
  @IsPositive()
  smallestDifference?: number;

  /** The target that decides; the first one when none says so. */
  @MayBeLeftOut()
  @IsBoolean()
  primary?: boolean;
}

/** The shapes of what a pilot is judged by: lists, dates, hours. */
const CRITERION = [{ type: 'array', items: {} }, { type: 'object' }, { type: 'number' }];

/** A change of what a pilot is judged by, made after it had started. */
export class LateChangeDto {
  @ApiProperty({ format: 'date-time' })
  at: string;
  /** The name of the changed field. */
  field: string;
  @ApiProperty({ description: 'The field’s value before the change', oneOf: CRITERION })
  before: unknown;
  @ApiProperty({ description: 'The field’s value after the change', oneOf: CRITERION })
  after: unknown;
}

export class CreatePilotDto {
  @Name()
  name: string;

  @IdList(200)
  @ArrayMinSize(1)
  locationIds: string[];

  /** Locations without operators, for comparison: what changes there as well is not the pilot's doing. */
  @MayBeLeftOut()
  @IdList(200)
  comparisonLocationIds?: string[];

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

  /** Each request is followed for so long; a later answer counts as none, in both phases. */
  @MayBeLeftOut()
  @ApiProperty({ default: FOLLOW_UP_HOURS })
  @Whole(1, 8_760)
  followUpHours?: number;

  @MayBeNull()
  @Decimal(0, 1_000_000_000)
  fixedCosts?: number | null;

  /** Campus IT's cost of one escalated request, in the currency of the other costs. */
  @MayBeNull()
  @Decimal(0, 1_000_000)
  escalationCost?: number | null;
}

export class UpdatePilotDto extends PartialType(CreatePilotDto, { skipNullProperties: false }) {}

export class PilotDto {
  id: string;
  name: string;
  locationIds: string[];
  comparisonLocationIds: string[];
  baseline: DateRangeDto;
  pilot: DateRangeDto;
  exclusions: ExclusionDto[];
  targets: TargetDto[];
  followUpHours: number;
  @ApiProperty({ type: Number, nullable: true })
  fixedCosts: number | null;
  @ApiProperty({ type: Number, nullable: true })
  escalationCost: number | null;
  /** Changes of targets, dates, exclusions, locations or follow-up after the pilot's first date, oldest first. */
  lateChanges: LateChangeDto[];
  /** From its dates, and from what people recorded. */
  @ApiProperty({ enum: PILOT_STATES })
  state: PilotState;
  /** When people ended the pilot. Its figures go up to then, or to its last date. */
  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  endedAt: string | null;
  /** The pilot that this one starts over. */
  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  predecessorId: string | null;
  /** The pilot that starts this one over. */
  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  successorId: string | null;
  version: number;
}

/** What people set of a pilot, and how they changed it. */
export type PilotTerms = Omit<
  PilotDto,
  'id' | 'state' | 'endedAt' | 'predecessorId' | 'successorId' | 'version'
>;

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

  /**
   * Only hours of the week that were open in both phases (`common`), or in the pilot only (`extended`).
   */
  @ApiProperty({ enum: HOURS_KINDS, required: false, default: 'all' })
  @MayBeLeftOut()
  @IsIn(HOURS_KINDS)
  hours?: HoursKind;

  /** Whom coverage and unmet need count: who was planned, or who came. */
  @ApiProperty({ enum: METRIC_BASES, required: false, default: 'approved' })
  @MayBeLeftOut()
  @IsIn(METRIC_BASES)
  basis?: MetricBasis;

  /** Whether what lies ahead counts, too; otherwise figures go up to now. */
  @ApiProperty({ enum: ['true', 'false'], required: false, default: 'false' })
  @MayBeLeftOut()
  @IsIn(['true', 'false'])
  planned?: 'true' | 'false';
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
  /** Figures go up to this moment. */
  @ApiProperty({ format: 'date-time' })
  asOf: string;
  @ApiProperty({ enum: HOURS_KINDS })
  hours: HoursKind;
  /** Whom coverage and unmet need count. */
  @ApiProperty({ enum: METRIC_BASES })
  basis: MetricBasis;
  /**
   * The zone of the buckets. When locations are in several zones, a day is each location's own, and this zone
   * names it.
   */
  timeZone: string;
  items: MetricsItemDto[];
  totals: MetricsTotalsDto;
  /** Maintenance at the pilot’s locations in either phase, by its start, also of time that was not asked for. */
  marks: MaintenanceMarkDto[];
}
