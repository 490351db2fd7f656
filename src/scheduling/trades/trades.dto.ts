import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { Instant, MayBeLeftOut, Text } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { EligibilityDto, OverrideDto, ReasonDto } from '../roster/roster.dto.js';

export const DROP_REQUEST_STATUSES = [
  'open',
  'pending',
  'taken',
  'cancelled',
  'released',
  'expired',
] as const;
export type DropRequestStatus = (typeof DROP_REQUEST_STATUSES)[number];
export const SWAP_STATUSES = ['open', 'accepted', 'completed', 'declined', 'cancelled', 'expired'] as const;
export type SwapStatus = (typeof SWAP_STATUSES)[number];

/** Of the whole claim, or of a part at its beginning or end, which becomes a shift of its own. */
export class CreateDropRequestDto extends ReasonDto {
  /** Where the part given up begins; all of it when both are left out. */
  @MayBeLeftOut()
  @Instant()
  startsAt?: Date;

  @MayBeLeftOut()
  @Instant()
  endsAt?: Date;
}

export class TakeDropRequestDto extends OverrideDto {
  /** Whom a supervisor puts in; operators take it themselves. */
  @MayBeLeftOut()
  @IsUUID('loose')
  operatorId?: string;
}

export class DropRequestQuery extends PageQuery {
  @ApiProperty({ enum: DROP_REQUEST_STATUSES, required: false })
  @MayBeLeftOut()
  @IsIn(DROP_REQUEST_STATUSES)
  status?: DropRequestStatus;

  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;
}

/** Somebody asks to be relieved, and is responsible until somebody else is. */
export class DropRequestDto {
  id: string;
  claimId: string;
  shiftId: string;
  locationId: string;
  positionId: string;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  /** Who asks; left out of a colleague's. */
  @ApiProperty({ required: false })
  operatorId?: string;
  /** A colleague's first name alone. */
  operatorName: string;
  /** Left out of a colleague's. */
  @ApiProperty({ required: false })
  reason?: string;
  /** `pending`: taken, and waiting for approval. `expired`: the shift began with nobody to take it. */
  @ApiProperty({ enum: DROP_REQUEST_STATUSES })
  status: DropRequestStatus;
  /** To an operator, of a colleague's that is open: whether they may take it, and every reason why not. */
  @ApiProperty({ required: false })
  eligibility?: EligibilityDto;
  /** The claim of whoever takes it; left out of a colleague's. */
  @ApiProperty({ type: String, nullable: true, required: false })
  takenClaimId?: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt: string | null;
  version: number;
}

export class CreateSwapDto {
  /** The claim that is offered. */
  @IsUUID('loose')
  claimId: string;

  /** The claim that is wanted for it. */
  @MayBeLeftOut()
  @IsUUID('loose')
  withClaimId?: string;

  /** Whom it is offered to, for nothing in return unless `withClaimId` names a claim of theirs. */
  @MayBeLeftOut()
  @IsUUID('loose')
  toOperatorId?: string;
}

export class DeclineSwapDto {
  @MayBeLeftOut()
  @Text(500)
  reason?: string;
}

export class SwapQuery extends PageQuery {
  @ApiProperty({ enum: SWAP_STATUSES, required: false })
  @MayBeLeftOut()
  @IsIn(SWAP_STATUSES)
  status?: SwapStatus;
}

/** One side of a swap: who holds what. */
export class SwapSideDto {
  claimId: string;
  shiftId: string;
  locationId: string;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
}

/** A colleague's shift that both could work in exchange. */
export class SwapOptionDto extends SwapSideDto {
  /** Who holds it, by the name that colleagues see. */
  operatorName: string;
}

/** What a claim could be exchanged for, soonest first: no rule stands against either side. */
export class SwapOptionsDto {
  items: SwapOptionDto[];
}

export class SwapDto {
  id: string;
  /** Who offers. First names alone for operators. */
  fromName: string;
  toName: string;
  /** Whether the caller is the one who offers, the one asked, or neither. */
  @ApiProperty({ enum: ['from', 'to', 'other'] })
  side: 'from' | 'to' | 'other';
  offered: SwapSideDto;
  @ApiProperty({ type: SwapSideDto, nullable: true })
  wanted: SwapSideDto | null;
  /** `accepted`: waiting for a supervisor. `expired`: a shift of it began before it was decided. */
  @ApiProperty({ enum: SWAP_STATUSES })
  status: SwapStatus;
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt: string | null;
  version: number;
}
