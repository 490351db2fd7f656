import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { Instant, LocalDateField, MayBeLeftOut, Text } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { ClaimDto } from '../roster/roster.dto.js';

export const CORRECTION_STATUSES = ['pending', 'approved', 'rejected'] as const;
export type CorrectionStatus = (typeof CORRECTION_STATUSES)[number];

export class CreateCorrectionDto {
  @Instant()
  checkedInAt: Date;

  @Instant()
  checkedOutAt: Date;

  @Text(500)
  reason: string;
}

/** Another shift that a check-in ended, because nobody works at two places at once. */
export class EndedAttendanceDto {
  claimId: string;
  shiftId: string;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  @ApiProperty({ format: 'date-time' })
  checkedOutAt: string;
}

export class CheckedInDto extends ClaimDto {
  /** The operator's other shift that this check-in ended; null when there was none. */
  @ApiProperty({ type: EndedAttendanceDto, nullable: true })
  ended: EndedAttendanceDto | null;
}

export class CoveredByDto {
  /** The operator who worked it. */
  @IsUUID('loose')
  operatorId: string;

  @Text(500)
  reason: string;

  /** When left out: the shift's start. */
  @MayBeLeftOut()
  @Instant()
  checkedInAt?: Date;

  /** When left out: the shift's end. */
  @MayBeLeftOut()
  @Instant()
  checkedOutAt?: Date;
}

export class CorrectionQuery extends PageQuery {
  @ApiProperty({ enum: CORRECTION_STATUSES, required: false })
  @MayBeLeftOut()
  @IsIn(CORRECTION_STATUSES)
  status?: CorrectionStatus;

  @MayBeLeftOut()
  @IsUUID('loose')
  claimId?: string;
}

/** A statement of what was worked. It takes effect when a supervisor approves it. */
export class CorrectionDto {
  id: string;
  claimId: string;
  locationId: string;
  operatorId: string;
  @ApiProperty({ format: 'date-time' })
  checkedInAt: string;
  @ApiProperty({ format: 'date-time' })
  checkedOutAt: string;
  /** Null for callers who may not read it. */
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  @ApiProperty({ enum: CORRECTION_STATUSES })
  status: CorrectionStatus;
  @ApiProperty({ type: String, nullable: true })
  decisionReason: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt: string | null;
  @ApiProperty({ type: 'integer' })
  version: number;
}

export class CreatePayPeriodDto {
  @LocalDateField()
  startsOn: string;

  /** Inclusive. */
  @LocalDateField()
  endsOn: string;
}

export class PayPeriodDto {
  id: string;
  @ApiProperty({ format: 'date' })
  startsOn: string;
  @ApiProperty({ format: 'date' })
  endsOn: string;
  /** When it was locked; from then on recorded work in it does not change. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lockedAt: string | null;
  @ApiProperty({ type: 'integer' })
  version: number;
}

export const TIMESHEET_REMARKS = ['ahead', 'no-show', 'no-check-in', 'no-check-out', 'overlap'] as const;
export type TimesheetRemark = (typeof TIMESHEET_REMARKS)[number];

/** An operator's work on one shift within a pay period. */
export class TimesheetLineDto {
  @ApiProperty({ type: String, nullable: true })
  employeeId: string | null;
  operatorId: string;
  operatorName: string;
  /** The local date on which the shift starts. */
  @ApiProperty({ format: 'date' })
  date: string;
  locationName: string;
  positionName: string;
  claimId: string;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  checkedInAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  checkedOutAt: string | null;
  /**
   * Whole minutes worked within the period. A shift is rounded once, and its parts in several periods add up
   * to that.
   */
  @ApiProperty({ type: 'integer' })
  minutes: number;
  @ApiProperty({ type: 'integer', nullable: true })
  lateMinutes: number | null;
  @ApiProperty({ type: 'integer', nullable: true })
  leftEarlyMinutes: number | null;
  /**
   * What to check: a missing check-out counts to the shift's end; a record that overlaps the operator's next
   * attendance counts up to that.
   */
  @ApiProperty({ enum: TIMESHEET_REMARKS, nullable: true })
  remark: TimesheetRemark | null;
}

export class TimesheetTotalDto {
  operatorId: string;
  operatorName: string;
  @ApiProperty({ type: String, nullable: true })
  employeeId: string | null;
  @ApiProperty({ type: 'integer' })
  minutes: number;
}

export class TimesheetDto {
  period: PayPeriodDto;
  lines: TimesheetLineDto[];
  totals: TimesheetTotalDto[];
}
