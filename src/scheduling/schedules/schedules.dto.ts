import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsUUID } from 'class-validator';
import {
  IdList,
  Instant,
  LocalDateField,
  LocalTimeField,
  MayBeLeftOut,
  MayBeNull,
  Weekdays,
  Whole,
} from '../../platform/http/fields.js';
import { UndecidedClaimDto } from '../roster/roster.dto.js';

export const SCHEDULE_STATUSES = ['draft', 'published', 'approved', 'archived'] as const;
export type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number];

/**
 * Both dates are inclusive and in the location's calendar. A shift belongs to the date on which it starts.
 */
export class CreateScheduleDto {
  @IsUUID('loose')
  locationId: string;

  @LocalDateField()
  startsOn: string;

  @LocalDateField()
  endsOn: string;
}

export class ScheduleDto {
  id: string;
  locationId: string;
  startsOn: string;
  endsOn: string;
  @ApiProperty({ enum: SCHEDULE_STATUSES })
  status: ScheduleStatus;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  claimableFrom: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  publishedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  approvedAt: string | null;
  /** The number of its shifts that are not cancelled. */
  @ApiProperty({ type: 'integer' })
  shifts: number;
  /** The number of these that are drafts. */
  @ApiProperty({ type: 'integer' })
  drafts: number;
  version: number;
}

export class PublishScheduleDto {
  /** From when operators may claim. When left out: at once. */
  @MayBeLeftOut()
  @Instant()
  claimableFrom?: Date;
}

export class ApproveScheduleDto {
  /** Pending claims that stay pending. */
  @MayBeLeftOut()
  @IdList(1_000)
  exceptClaimIds?: string[];
}

const GENERATED_FROM = ['coverage-hours', 'templates', 'schedule'] as const;

/** How coverage hours are split into shifts, in minutes. */
export class GenerateShiftsDto {
  /**
   * The source: coverage hours without shifts, the location's templates, or another schedule (a week or a
   * term) to copy.
   */
  @ApiProperty({ enum: GENERATED_FROM, required: false, default: 'coverage-hours' })
  @MayBeLeftOut()
  @IsIn(GENERATED_FROM)
  from?: (typeof GENERATED_FROM)[number];

  /** The schedule of the location to copy. A shorter one is repeated, weekday by weekday. */
  @MayBeLeftOut()
  @IsUUID('loose')
  scheduleId?: string;

  /** When left out: 120. */
  @MayBeLeftOut()
  @Whole(15, 1440)
  shortestMinutes?: number;

  /** When left out: 360. */
  @MayBeLeftOut()
  @Whole(15, 1440)
  longestMinutes?: number;

  /** When left out: 240. */
  @MayBeLeftOut()
  @Whole(15, 1440)
  preferredMinutes?: number;

  /** How far a shift overlaps the next one. When left out: 0. */
  @MayBeLeftOut()
  @Whole(0, 120)
  overlapMinutes?: number;

  /** Returns what it would do, and changes nothing. */
  @MayBeLeftOut()
  @IsBoolean()
  dryRun?: boolean;
}

export class GeneratedShiftDto {
  positionId: string;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  @ApiProperty({ type: 'integer' })
  seats: number;
}

export class ChangedShiftDto extends GeneratedShiftDto {
  id: string;
  @ApiProperty({ type: 'integer' })
  seatsBefore: number;
}

export class SkippedShiftDto extends GeneratedShiftDto {
  /** Why it is not created. */
  message: string;
}

export class GenerationDto {
  dryRun: boolean;
  added: GeneratedShiftDto[];
  /** Drafts that get more seats, because their template now needs more. */
  changed: ChangedShiftDto[];
  /** Shifts that are needed but not created, because no shift can be like that. */
  skipped: SkippedShiftDto[];
  /** The number of existing shifts that do not change. */
  @ApiProperty({ type: 'integer' })
  left: number;
}

export class ApprovalDto extends ScheduleDto {
  @ApiProperty({ type: 'integer' })
  approvedClaims: number;
  /** Claims that stay pending, and why. */
  notApproved: UndecidedClaimDto[];
}

export class PlannedShiftDto {
  shiftId: string;
  positionId: string;
  startsAt: string;
  endsAt: string;
  @ApiProperty({ type: 'integer' })
  seats: number;
  operatorIds: string[];
}

export class PlanDifferenceDto {
  shiftId: string;
  @ApiProperty({ enum: ['added', 'removed', 'changed'] })
  kind: 'added' | 'removed' | 'changed';
  @ApiProperty({ type: PlannedShiftDto, nullable: true })
  before: PlannedShiftDto | null;
  @ApiProperty({ type: PlannedShiftDto, nullable: true })
  after: PlannedShiftDto | null;
}

export class DifferencesDto {
  items: PlanDifferenceDto[];
}

/** A weekly pattern of shifts, in the location's wall-clock time. */
export class CreateShiftTemplateDto {
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

  /** When at or before `startsAt`, it is on the next day. */
  @LocalTimeField()
  endsAt: string;

  @Whole(1, 200)
  seats: number;

  @LocalDateField()
  effectiveFrom: string;

  @MayBeNull()
  @LocalDateField()
  effectiveTo?: string | null;
}

export class UpdateShiftTemplateDto extends PartialType(OmitType(CreateShiftTemplateDto, ['locationId']), {
  skipNullProperties: false,
}) {
  @MayBeNull()
  @LocalDateField()
  override effectiveTo?: string | null;
}

export class ShiftTemplateDto {
  id: string;
  locationId: string;
  positionId: string;
  @ApiProperty({ type: [Number] })
  weekdays: number[];
  startsAt: string;
  endsAt: string;
  @ApiProperty({ type: 'integer' })
  seats: number;
  effectiveFrom: string;
  @ApiProperty({ type: String, nullable: true })
  effectiveTo: string | null;
  version: number;
}
