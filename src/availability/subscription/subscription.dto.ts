import { ApiProperty } from '@nestjs/swagger';
import { Text } from '../../platform/http/fields.js';

export class SubscribeDto {
  /** Where the calendar is published: https or webcal. Whoever has it can read the calendar, so it is never shown again. */
  @Text(2000)
  url: string;
}

export class SubscriptionDto {
  operatorId: string;
  /** The server alone: the address is a secret. */
  host: string;
  @ApiProperty({ format: 'date-time' })
  fetchedAt: string;
  @ApiProperty({ format: 'date-time' })
  nextFetchAt: string;
  /** Why the last attempt failed; the timetable stays as it was fetched last. */
  @ApiProperty({ type: String, nullable: true })
  problem: string | null;
  @ApiProperty({ type: 'integer' })
  version: number;
}
