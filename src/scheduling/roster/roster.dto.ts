import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMinSize, IsBoolean, IsIn, IsUUID } from 'class-validator';
import type { ShiftStatus } from '../../domain/eligibility.js';
import type { Params } from '../../domain/refusals/refusal-text.js';
import { CLAIM_STATUSES, type ClaimStatus } from '../../domain/seats.js';
import { IdList, Instant, MayBeLeftOut, Text, Whole } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';

export const SHIFT_STATUSES = ['draft', 'published', 'cancelled'] as const;

/** A boolean in a query string. */
const fromText = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

export class CreateShiftDto {
  @IsUUID('loose')
  locationId: string;

  /** When left out: the default position. */
  @MayBeLeftOut()
  @IsUUID('loose')
  positionId?: string;

  @Instant()
  startsAt: Date;

  /** At most 24 hours after the start. */
  @Instant()
  endsAt: Date;

  @Whole(1, 200)
  seats: number;

  @ApiProperty({ enum: ['draft', 'published'], required: false, default: 'draft' })
  @MayBeLeftOut()
  @IsIn(['draft', 'published'])
  status?: 'draft' | 'published';
}

export class UpdateShiftDto extends PartialType(OmitType(CreateShiftDto, ['locationId']), {
  skipNullProperties: false,
}) {}

export class ReasonDto {
  @Text(500)
  reason: string;
}

export class OverrideDto {
  /** Why a supervisor sets overridable rules aside; stored. */
  @MayBeLeftOut()
  @Text(500)
  overrideReason?: string;
}

export class CreateClaimDto extends OverrideDto {
  /** The operator whom a supervisor assigns. Operators claim for themselves. */
  @MayBeLeftOut()
  @IsUUID('loose')
  operatorId?: string;
}

export class ApproveClaimsDto {
  @IdList(200)
  @ArrayMinSize(1)
  claimIds: string[];
}

export class RejectClaimsDto extends ApproveClaimsDto {
  @Text(500)
  reason: string;
}

export class AttendanceDto {
  /** The time of the event, when a supervisor records it afterwards. When left out: now. */
  @MayBeLeftOut()
  @Instant()
  at?: Date;
}

export class EligibilityQuery {
  /** The operator to check. When left out: the calling operator. */
  @MayBeLeftOut()
  @IsUUID('loose')
  operatorId?: string;
}

export class ViolationDto {
  code: string;
  message: string;
  /** The figures and names in the message; instants, spans and dates in ISO 8601. */
  @ApiProperty({ required: false })
  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }], nullable: true },
  })
  params?: Params;
  @ApiProperty({ required: false })
  field?: string;
  /** Whether a supervisor may set it aside with a reason; left out when nobody may. */
  @ApiProperty({ required: false })
  overridable?: boolean;
}

export class EligibilityDto {
  eligible: boolean;
  violations: ViolationDto[];
}

export class UndecidedClaimDto {
  claimId: string;
  violations: ViolationDto[];
}

export class CandidateDto {
  operatorId: string;
  name: string;
  eligible: boolean;
  violations: ViolationDto[];
  /** Whether they would like to work then or rather not; null when they have not said. */
  @ApiProperty({ enum: ['prefer', 'rather-not'], nullable: true })
  wish: 'prefer' | 'rather-not' | null;
  /** Hours of work in the shift's week so far, including pending claims. */
  weekHours: number;
}

export class CandidatesDto {
  items: CandidateDto[];
}

export class BulkDecisionDto {
  /** Claims that were decided as requested. */
  decided: string[];
  /** Claims that did not change, and why. */
  undecided: UndecidedClaimDto[];
}

export class ShiftClaimDto {
  id: string;
  /** Left out of a colleague's claim. */
  @ApiProperty({ required: false })
  operatorId?: string;
  /** For a colleague, only the display name. */
  operatorName: string;
  @ApiProperty({ enum: CLAIM_STATUSES })
  status: ClaimStatus;
  /** In training, beside another operator: takes no seat. */
  isShadow: boolean;
}

export class ShiftDto {
  id: string;
  locationId: string;
  positionId: string;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  seats: number;
  /** The number of seats taken by pending and approved claims. */
  seatsTaken: number;
  @ApiProperty({ enum: SHIFT_STATUSES })
  status: ShiftStatus;
  /** From when operators may claim it; null means as soon as it is published. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  claimableFrom: string | null;
  @ApiProperty({ type: String, nullable: true })
  cancelReason: string | null;
  claims: ShiftClaimDto[];
  /** Whether it comes from a past roster, as work that was planned elsewhere. It belongs to no schedule. */
  isImported: boolean;
  /** Whether the calling operator may claim it. Only present on request. */
  @ApiProperty({ required: false })
  eligibility?: EligibilityDto;
  version: number;
}

export class RestoredShiftDto extends ShiftDto {
  /** Claims that have their status from before the cancellation again. */
  restored: string[];
  /** Claims that stay cancelled, and why. */
  notRestored: UndecidedClaimDto[];
  /**
   * Drop requests of restored claims that are open again. An operator who had taken one must take it again.
   */
  dropRequests: string[];
  /** Swaps that are waiting again, in their earlier state. */
  swaps: string[];
  /** Restored waitlist entries, in their order. */
  waitlistEntries: string[];
}

export class ClaimDto {
  id: string;
  shiftId: string;
  locationId: string;
  operatorId: string;
  @ApiProperty({ enum: CLAIM_STATUSES })
  status: ClaimStatus;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt: string | null;
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  @ApiProperty({ type: String, nullable: true })
  overrideReason: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  checkedInAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  checkedOutAt: string | null;
  noShow: boolean;
  /** Whole minutes above the grace; 0 within it, null before a check-in. */
  @ApiProperty({ type: 'integer', nullable: true })
  lateMinutes: number | null;
  @ApiProperty({ type: 'integer', nullable: true })
  leftEarlyMinutes: number | null;
  /** The claim that this pending one replaces when it is approved. */
  @ApiProperty({ type: String, nullable: true })
  relievesClaimId: string | null;
  /** Worked in training, beside another operator: takes no seat and is not coverage. */
  isShadow: boolean;
  /** Whether it comes from a past roster: the work was planned and paid elsewhere, and is in no timesheet. */
  isImported: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  signedOffAt: string | null;
  version: number;
}

export class ShiftQuery extends PageQuery {
  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;

  /** Shifts that end after this. */
  @MayBeLeftOut()
  @Instant()
  from?: Date;

  /** Shifts that start before this. */
  @MayBeLeftOut()
  @Instant()
  to?: Date;

  @ApiProperty({ enum: SHIFT_STATUSES, required: false })
  @MayBeLeftOut()
  @IsIn(SHIFT_STATUSES)
  status?: ShiftStatus;

  /** Only shifts with free seats; for an operator, only those they may claim. */
  @ApiProperty({ type: Boolean, required: false })
  @Transform(fromText)
  @MayBeLeftOut()
  @IsBoolean()
  claimable?: boolean;

  /** For an operator: adds to each shift whether they may claim it, and all reasons why not. */
  @ApiProperty({ type: Boolean, required: false })
  @Transform(fromText)
  @MayBeLeftOut()
  @IsBoolean()
  eligibility?: boolean;
}

export class ClaimQuery extends PageQuery {
  @ApiProperty({ enum: CLAIM_STATUSES, required: false })
  @MayBeLeftOut()
  @IsIn(CLAIM_STATUSES)
  status?: ClaimStatus;

  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;

  @MayBeLeftOut()
  @IsUUID('loose')
  operatorId?: string;

  @MayBeLeftOut()
  @IsUUID('loose')
  shiftId?: string;

  /** Claims on shifts that end after this. */
  @MayBeLeftOut()
  @Instant()
  from?: Date;

  /** Claims on shifts that start before this. */
  @MayBeLeftOut()
  @Instant()
  to?: Date;
}
