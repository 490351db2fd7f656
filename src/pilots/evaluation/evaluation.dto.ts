import { ApiProperty } from '@nestjs/swagger';
import { ROLES, VERDICTS, type Role, type Verdict } from '../../domain/evaluation/evaluation.js';
import { TARGET_METHODS, type TargetMethod } from '../../domain/evaluation/target.js';
import { TARGET_VERDICTS, type TargetVerdict } from '../../domain/evaluation/verdict.js';
import { COMPARISON_WARNINGS, type ComparisonWarning } from '../../domain/evaluation/warnings.js';
import { HOURS_KINDS, type HoursKind } from '../../domain/metrics/counted-hours.js';
import { COMPARISONS, type Target } from '../../domain/metrics/targets.js';
import { MaintenanceMarkDto } from '../../coverage/maintenance/maintenance.dto.js';
import { OPEN_INTERVAL, type OpenInterval } from './open-interval.js';
import { BeforeAfterDto } from './before-after.dto.js';
import { LateChangeDto } from '../pilots.dto.js';

export class CountsByPhaseDto {
  @ApiProperty({ type: 'integer' })
  baseline: number;
  @ApiProperty({ type: 'integer' })
  pilot: number;
}

/** An estimate with its interval: a ratio, or a shift in minutes. */
export class EstimateDto {
  estimate: number;
  @ApiProperty(OPEN_INTERVAL)
  interval95: OpenInterval | null;
}

/** Net of the trend that the baseline already had; or `refused`, with the reason. */
export class AdjustedDto {
  @ApiProperty({
    required: false,
    description: 'Why there is no estimate; then the other fields are missing',
  })
  refused?: string;
  /** The ratio at the start of the pilot. */
  estimate?: number;
  @ApiProperty({ ...OPEN_INTERVAL, required: false })
  interval95?: OpenInterval;
  method?: string;
  dispersion?: number;
  /** The terms of the model. */
  terms?: string[];
  /** Whether the crude ratio says something else. */
  disagrees?: boolean;
  /** The ratio in the middle of the pilot, where it has a trend of its own. */
  @ApiProperty({ type: () => EstimateDto, nullable: true, required: false })
  atMiddle?: EstimateDto | null;
  /** The ratio from week to week in the baseline. */
  trendPerWeek?: number;
  warnings?: string[];
}

export class PreTrendDto {
  /** How the pilot's locations moved against the others from week to week, before the pilot: a ratio. */
  perWeek: number;
  p: number;
}

export class DifferenceInDifferencesDto {
  @ApiProperty({
    required: false,
    description: 'Why there is no estimate; then the other fields are missing',
  })
  refused?: string;
  estimate?: number;
  @ApiProperty({ ...OPEN_INTERVAL, required: false })
  interval95?: OpenInterval;
  @ApiProperty({ type: Number, nullable: true, required: false })
  permutationP?: number | null;
  @ApiProperty({ type: () => PreTrendDto, nullable: true, required: false })
  preTrend?: PreTrendDto | null;
  warnings?: string[];
}

export class PlaceboDto {
  /** Dates inside the baseline at which the model was told that the pilot had started. */
  @ApiProperty({ type: 'integer' })
  dates: number;
  /** Of these, how many show at least as much as the pilot's start. */
  @ApiProperty({ type: 'integer' })
  beyond: number;
}

export class InterimDto {
  @ApiProperty(OPEN_INTERVAL)
  interval95: OpenInterval | null;
  @ApiProperty({ enum: ['anytime-valid'] })
  method: 'anytime-valid';
}

/** A value of location, tier, channel or category whose share of all moved by more than five points. */
export class MovedShareDto {
  dimension: string;
  value: string;
  baseline: number;
  pilot: number;
}

/** Both phases with the baseline's mix, over what both have in common. */
export class StandardisedDto {
  @ApiProperty({ type: Number, nullable: true })
  baseline: number | null;
  @ApiProperty({ type: Number, nullable: true })
  pilot: number | null;
  /** Pilot ÷ baseline for rates, pilot − baseline for shares. */
  @ApiProperty({ type: Number, nullable: true })
  estimate: number | null;
  /** How much of the baseline is in common, from 0 to 1. */
  covered: number;
  moved: MovedShareDto[];
}

export class CrudeComparisonDto {
  @ApiProperty({ type: Number, nullable: true })
  baseline: number | null;
  @ApiProperty({ type: Number, nullable: true })
  pilot: number | null;
  /** Pilot ÷ baseline for rates, pilot − baseline for the rest. */
  @ApiProperty({ type: Number, nullable: true })
  estimate: number | null;
  @ApiProperty(OPEN_INTERVAL)
  interval95: OpenInterval | null;
  /** Events, cases or requests; weeks for figures that are none of these. */
  n: CountsByPhaseDto;
  method: string;
  @ApiProperty({ enum: COMPARISON_WARNINGS, isArray: true })
  warnings: ComparisonWarning[];
}

export class NegativeControlDto extends CrudeComparisonDto {
  /** Null for other figures than rates. */
  @ApiProperty({ type: () => AdjustedDto, nullable: true })
  adjusted: AdjustedDto | null;
}

export class ComparisonDto extends CrudeComparisonDto {
  metric: string;
  @ApiProperty({ enum: HOURS_KINDS })
  hours: HoursKind;
  @ApiProperty({ enum: ROLES })
  role: Role;
  /** The Hodges–Lehmann shift of answered waits, in minutes, as if waits were independent; null for other figures. */
  @ApiProperty({ type: () => EstimateDto, nullable: true })
  shift: EstimateDto | null;
  /** Null for other figures than rates. */
  @ApiProperty({ type: () => AdjustedDto, nullable: true })
  adjusted: AdjustedDto | null;
  /** Null for other figures than rates, and without locations for comparison. */
  @ApiProperty({ type: () => DifferenceInDifferencesDto, nullable: true })
  differenceInDifferences: DifferenceInDifferencesDto | null;
  @ApiProperty({ type: () => PlaceboDto, nullable: true })
  placebo: PlaceboDto | null;
  /** Before the planned end: an interval that may be looked at every week. */
  @ApiProperty({ type: () => InterimDto, nullable: true })
  interim: InterimDto | null;
  /** Where the mix of all hours moved; else null. */
  @ApiProperty({ type: () => StandardisedDto, nullable: true })
  standardised: StandardisedDto | null;
  /** The same in the hours in which nobody was required: for targets, and rates of all hours. Null where there are no such hours. */
  @ApiProperty({ type: () => NegativeControlDto, nullable: true })
  negativeControl: NegativeControlDto | null;
}

/** By how much a pilot of so many weeks has to be better than the target for its interval to show it, in 80 of 100 pilots. */
export class BeforehandDto {
  @ApiProperty({ type: 'integer' })
  weeks: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Null where the baseline does not say' })
  margin: number | null;
  /** Whether the figure can be better than the target by so much. */
  @ApiProperty({ type: Boolean, nullable: true })
  isReachable: boolean | null;
}

/** Ratios of requests per open hour that a pilot of so many weeks shows in 80 of 100 cases. */
export class DetectableDto {
  @ApiProperty({ type: 'integer' })
  pilotWeeks: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Null where no fall would show' })
  fall: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Null where no rise would show' })
  rise: number | null;
}

export class JudgedTargetDto {
  metric: string;
  @ApiProperty({ enum: COMPARISONS })
  comparison: Target['comparison'];
  value: number;
  @ApiProperty({ type: Number, nullable: true })
  smallestDifference: number | null;
  @ApiProperty({ type: Number, nullable: true })
  actual: number | null;
  /** The interval that decides; its level is `level`. */
  @ApiProperty(OPEN_INTERVAL)
  interval95: OpenInterval | null;
  /** 0.95, or more where several targets share their errors, and at each look before the end. */
  level: number;
  @ApiProperty({ enum: TARGET_METHODS })
  method: TargetMethod;
  @ApiProperty({ enum: TARGET_VERDICTS })
  verdict: TargetVerdict;
  primary: boolean;
  /** Further weeks like these until the interval decides; 0 when it does, null when nobody can say. */
  @ApiProperty({ type: 'integer', nullable: true })
  weeksNeeded: number | null;
  /** `few-weeks`: under 16 weeks, which cannot show how much they depend on each other. */
  @ApiProperty({ enum: ['few-weeks'], isArray: true })
  warnings: 'few-weeks'[];
  /** Before the pilot starts: what the target asks of pilots of several lengths. Null from its start on. */
  @ApiProperty({ type: () => BeforehandDto, isArray: true, nullable: true })
  beforehand: BeforehandDto[] | null;
}

export class EvaluationDto {
  @ApiProperty({ format: 'date-time' })
  asOf: string;
  /**
   * Whether the pilot runs, or was ended early: whoever looks may have stopped it, so verdicts go by intervals that allow for a
   * look every week.
   */
  interim: boolean;
  @ApiProperty({ enum: VERDICTS })
  verdict: Verdict;
  /** The verdict and why, in English. */
  sentence: string;
  comparisons: ComparisonDto[];
  targets: JudgedTargetDto[];
  /** Metrics of targets that no longer exist, so that nothing is judged by them. */
  unjudgedTargets: string[];
  /** Before the pilot starts; null from its start on. */
  @ApiProperty({ type: () => DetectableDto, isArray: true, nullable: true })
  detectable: DetectableDto[] | null;
  /** What was changed of the targets, dates and locations after the pilot's start. */
  lateChanges: LateChangeDto[];
  /** Maintenance at the pilot’s locations in either phase, by its start. */
  marks: MaintenanceMarkDto[];
  /**
   * Whole weeks before and after what was done to each location: maintenance, and upgrades of its workstations. Exploratory:
   * the verdict does not depend on it. By date.
   */
  beforeAfter: BeforeAfterDto[];
  /** How many more there were; the latest 20 are compared. */
  @ApiProperty({ type: 'integer' })
  beforeAfterLeftOut: number;
}
