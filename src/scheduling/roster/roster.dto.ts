import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMinSize, IsBoolean, IsIn, IsUUID } from 'class-validator';
import type { ShiftStatus } from '../../domain/eligibility.js';
import type { Params } from '../../domain/refusals/refusal-text.js';
import { CLAIM_STATUSES, type ClaimStatus } from '../../domain/seats.js';
import { IdList, Instant, MayBeLeftOut, Text, Whole } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';

export const SHIFT_STATUSES = ['draft', 'published', 'cancelled'] as const;

/** A truth value out of a query string. */
const fromText = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

export class CreateShiftDto {
  @IsUUID('loose')
  locationId: string;

  /** The default position when left out. */
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
  /** Why a supervisor sets soft rules aside; kept. */
  @MayBeLeftOut()
  @Text(500)
  overrideReason?: string;
}

export class CreateClaimDto extends OverrideDto {
  /** Whom a supervisor assigns; operators claim for themselves. */
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
  /** When it happened, recorded afterwards by a supervisor; now when left out. */
  @MayBeLeftOut()
  @Instant()
  at?: Date;
}

export class EligibilityQuery {
  /** The operator asked about; an operator's own self when left out. */
  @MayBeLeftOut()
  @IsUUID('loose')
  operatorId?: string;
}

export class ViolationDto {
  code: string;
  message: string;
  /** The figures and names of the message; instants, spans and dates as ISO 8601 writes them. */
  @ApiProperty({ required: false })
  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }], nullable: true },
  })
  params?: Params;
  @ApiProperty({ required: false })
  field?: string;
  /** That a supervisor may set it aside with a reason; left out of what nobody may. */
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
  /** Whether they would like to work then, or rather not; null when they have not said. */
  @ApiProperty({ enum: ['prefer', 'rather-not'], nullable: true })
  wish: 'prefer' | 'rather-not' | null;
  /** Hours of work in the week of the shift so far, pending ones included. */
  weekHours: number;
}

export class CandidatesDto {
  items: CandidateDto[];
}

export class BulkDecisionDto {
  /** Claims that were decided as asked. */
  decided: string[];
  /** Claims that stay as they were, and why. */
  undecided: UndecidedClaimDto[];
}

export class ShiftClaimDto {
  id: string;
  /** Left out of a colleague's claim. */
  @ApiProperty({ required: false })
  operatorId?: string;
  /** A colleague's first name alone. */
  operatorName: string;
  @ApiProperty({ enum: CLAIM_STATUSES })
  status: ClaimStatus;
  /** Beside another, in training: it takes no seat. */
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
  /** Pending and approved claims. */
  seatsTaken: number;
  @ApiProperty({ enum: SHIFT_STATUSES })
  status: ShiftStatus;
  /** When operators may claim it; null for as soon as it is published. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  claimableFrom: string | null;
  @ApiProperty({ type: String, nullable: true })
  cancelReason: string | null;
  claims: ShiftClaimDto[];
  /** Whether the operator who asks may claim it; there when asked for. */
  @ApiProperty({ required: false })
  eligibility?: EligibilityDto;
  version: number;
}

export class RestoredShiftDto extends ShiftDto {
  /** Claims that are again what they were before the shift was cancelled. */
  restored: string[];
  /** Claims that stay cancelled, and why. */
  notRestored: UndecidedClaimDto[];
  /** Drop requests of restored claims that are open again; who had taken one has to take it anew. */
  dropRequests: string[];
  /** Swaps that wait again for what they waited for. */
  swaps: string[];
  /** Places on the waitlist, in their order. */
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
  /** Whole minutes beyond the grace; 0 within it, null while nobody has checked in. */
  @ApiProperty({ type: 'integer', nullable: true })
  lateMinutes: number | null;
  @ApiProperty({ type: 'integer', nullable: true })
  leftEarlyMinutes: number | null;
  /** The claim this pending one takes over once it is approved. */
  @ApiProperty({ type: String, nullable: true })
  relievesClaimId: string | null;
  /** Worked beside somebody, in training: it takes no seat and covers nothing. */
  isShadow: boolean;
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

  /** Only those still to be claimed; for an operator, only those they may claim. */
  @ApiProperty({ type: Boolean, required: false })
  @Transform(fromText)
  @MayBeLeftOut()
  @IsBoolean()
  claimable?: boolean;

  /** For an operator: with each shift whether they may claim it, and every reason why not. */
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
