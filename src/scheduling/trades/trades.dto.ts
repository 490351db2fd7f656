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

/** For the whole claim, or for a part at its beginning or end, which becomes a shift of its own. */
export class CreateDropRequestDto extends ReasonDto {
  /** Where the part begins. When both are left out: the whole claim. */
  @MayBeLeftOut()
  @Instant()
  startsAt?: Date;

  @MayBeLeftOut()
  @Instant()
  endsAt?: Date;
}

export class TakeDropRequestDto extends OverrideDto {
  /** The operator whom a supervisor assigns. Operators take it themselves. */
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

/** An operator asks somebody to take over a claim, and stays responsible until somebody does. */
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
  /** The requesting operator; left out for a colleague's request. */
  @ApiProperty({ required: false })
  operatorId?: string;
  /** For a colleague, only the display name. */
  operatorName: string;
  /** Left out for a colleague's request. */
  @ApiProperty({ required: false })
  reason?: string;
  /** `pending`: taken, and waiting for approval. `expired`: the shift began before anybody took it. */
  @ApiProperty({ enum: DROP_REQUEST_STATUSES })
  status: DropRequestStatus;
  /** For an operator, about a colleague's open request: whether they may take it, and all reasons why not. */
  @ApiProperty({ required: false })
  eligibility?: EligibilityDto;
  /** The taker's claim; left out for a colleague's request. */
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

  /** The claim wanted in exchange. */
  @MayBeLeftOut()
  @IsUUID('loose')
  withClaimId?: string;

  /** The colleague. Nothing is wanted in return unless `withClaimId` names a claim of theirs. */
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

/** One side of a swap: an operator and their claim. */
export class SwapSideDto {
  claimId: string;
  shiftId: string;
  locationId: string;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
}

/** A colleague's shift for an exchange that both could work. */
export class SwapOptionDto extends SwapSideDto {
  /** Its operator, with the display name. */
  operatorName: string;
}

/** Claims for an exchange, soonest first. No rule forbids them for either side. */
export class SwapOptionsDto {
  items: SwapOptionDto[];
}

export class SwapDto {
  id: string;
  /** The offering operator. For operators, only display names. */
  fromName: string;
  toName: string;
  /** Whether the caller offers, is asked, or neither. */
  @ApiProperty({ enum: ['from', 'to', 'other'] })
  side: 'from' | 'to' | 'other';
  offered: SwapSideDto;
  @ApiProperty({ type: SwapSideDto, nullable: true })
  wanted: SwapSideDto | null;
  /** `accepted`: waiting for a supervisor. `expired`: one of its shifts began before it was decided. */
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
