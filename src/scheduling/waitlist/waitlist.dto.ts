import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { MayBeLeftOut } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';

export const WAITLIST_STATUSES = ['waiting', 'offered', 'taken', 'left', 'expired', 'closed'] as const;
export type WaitlistStatus = (typeof WAITLIST_STATUSES)[number];

export class JoinWaitlistDto {
  /** The operator whom a supervisor adds. Operators add themselves. */
  @MayBeLeftOut()
  @IsUUID('loose')
  operatorId?: string;
}

export class WaitlistQuery extends PageQuery {
  @MayBeLeftOut()
  @IsUUID('loose')
  shiftId?: string;

  @ApiProperty({ enum: WAITLIST_STATUSES, required: false })
  @MayBeLeftOut()
  @IsIn(WAITLIST_STATUSES)
  status?: WaitlistStatus;
}

/** An operator who waits for a seat of a full shift. */
export class WaitlistEntryDto {
  id: string;
  shiftId: string;
  locationId: string;
  operatorId: string;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  /** `closed`: the shift began or was cancelled. */
  @ApiProperty({ enum: WAITLIST_STATUSES })
  status: WaitlistStatus;
  /** The operator's place in the order, from 1; null when the entry has ended. */
  @ApiProperty({ type: 'integer', nullable: true })
  rank: number | null;
  /** Until when a free seat is held for the operator. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  offerEndsAt: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt: string | null;
  @ApiProperty({ type: 'integer' })
  version: number;
}
