import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { MayBeLeftOut } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';

export const MESSAGE_STATUSES = ['waiting', 'sent', 'failed', 'kept'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

export class MessageQuery extends PageQuery {
  @MayBeLeftOut()
  @IsIn(MESSAGE_STATUSES)
  status?: MessageStatus;

  /** The recipient. */
  @MayBeLeftOut()
  @IsUUID('loose')
  userId?: string;
}

/** An e-mail to a person. */
export class MessageDto {
  id: string;
  userId: string;
  kind: string;
  /** `kept`: not sent, because no mail server was configured then. */
  @ApiProperty({ enum: MESSAGE_STATUSES })
  status: MessageStatus;
  @ApiProperty({ type: 'integer' })
  attempts: number;
  @ApiProperty({ type: 'string', nullable: true, format: 'date-time' })
  nextAttemptAt: string | null;
  /** The address; null until the first attempt. */
  @ApiProperty({ type: 'string', nullable: true })
  address: string | null;
  @ApiProperty({ type: 'string', nullable: true })
  subject: string | null;
  @ApiProperty({ type: 'string', nullable: true })
  body: string | null;
  /** The error of the last attempt. */
  @ApiProperty({ type: 'string', nullable: true })
  problem: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  @ApiProperty({ type: 'string', nullable: true, format: 'date-time' })
  sentAt: string | null;
}
