import { ApiProperty } from '@nestjs/swagger';
import { Text } from '../../platform/http/fields.js';
import { LineIds } from '../availability.dto.js';

export class SubscribeDto {
  /** Where the calendar is published: https or webcal. Whoever has it can read the calendar, so it is never shown again. */
  @Text(2000)
  url: string;

  /** Ids of lines that are not to count, today and whenever the calendar is fetched again. */
  @LineIds()
  skip?: string[];
}

export class SubscriptionDto {
  operatorId: string;
  /** The server alone: the address is a secret. */
  host: string;
  @ApiProperty({ format: 'date-time' })
  fetchedAt: string;
  @ApiProperty({ format: 'date-time' })
  nextFetchAt: string;
  /** Why the last attempt failed, or that nothing fetched was understood; the timetable stays as it was before. */
  @ApiProperty({ type: String, nullable: true })
  problem: string | null;
  @ApiProperty({ type: 'integer' })
  version: number;
}
