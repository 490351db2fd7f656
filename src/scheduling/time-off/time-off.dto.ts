import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsUUID } from 'class-validator';
import { Instant, MayBeLeftOut, MayBeNull, Text } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';

export const TIME_OFF_STATUSES = ['pending', 'approved', 'rejected', 'cancelled'] as const;
export type TimeOffStatus = (typeof TIME_OFF_STATUSES)[number];

export class CreateTimeOffDto {
  @Instant()
  startsAt: Date;

  @Instant()
  endsAt: Date;

  /** Between the operator and their supervisors. */
  @MayBeNull()
  @Text(500)
  reason?: string | null;
}

export class ApproveTimeOffDto {
  /** Frees the seats the operator holds in that time; without it, they stand in the way. */
  @MayBeLeftOut()
  @IsBoolean()
  freeSeats?: boolean;
}

export class TimeOffQuery extends PageQuery {
  @ApiProperty({ enum: TIME_OFF_STATUSES, required: false })
  @MayBeLeftOut()
  @IsIn(TIME_OFF_STATUSES)
  status?: TimeOffStatus;

  @MayBeLeftOut()
  @IsUUID('loose')
  operatorId?: string;
}

export class TimeOffDto {
  id: string;
  operatorId: string;
  operatorName: string;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  /** For the operator and their supervisors; a key hears only when. */
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  @ApiProperty({ enum: TIME_OFF_STATUSES })
  status: TimeOffStatus;
  @ApiProperty({ type: String, nullable: true })
  decisionReason: string | null;
  /** Seats ahead that the operator holds in that time, pending or approved. */
  @ApiProperty({ type: 'integer' })
  seatsHeld: number;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt: string | null;
  @ApiProperty({ type: 'integer' })
  version: number;
}
