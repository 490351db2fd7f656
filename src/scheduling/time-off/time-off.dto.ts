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

  /** Only for the operator and their supervisors. */
  @MayBeNull()
  @Text(500)
  reason?: string | null;
}

export class ApproveTimeOffDto {
  /** Frees the operator's seats in that time. Without it, these seats prevent the approval. */
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
  /** Only for the operator and their supervisors; null for API keys. */
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  @ApiProperty({ enum: TIME_OFF_STATUSES })
  status: TimeOffStatus;
  @ApiProperty({ type: String, nullable: true })
  decisionReason: string | null;
  /** The operator's future seats in that time, pending or approved. */
  @ApiProperty({ type: 'integer' })
  seatsHeld: number;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt: string | null;
  @ApiProperty({ type: 'integer' })
  version: number;
}
