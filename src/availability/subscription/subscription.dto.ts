import { ApiProperty } from '@nestjs/swagger';
import { Text } from '../../platform/http/fields.js';
import { LineIds } from '../availability.dto.js';

export class SubscribeDto {
  /**
   * The https or webcal address of the calendar. Whoever has it can read the calendar, so it is never
   * returned.
   */
  @Text(2000)
  url: string;

  /** Ids of lines that do not count, now and each time the calendar is fetched again. */
  @LineIds()
  skip?: string[];
}

export class SubscriptionDto {
  operatorId: string;
  /** Only the host name, because the address is a secret. */
  host: string;
  @ApiProperty({ format: 'date-time' })
  fetchedAt: string;
  @ApiProperty({ format: 'date-time' })
  nextFetchAt: string;
  /**
   * Why the last attempt failed, or that nothing in the file was understood. The timetable then stays as it
   * was.
   */
  @ApiProperty({ type: String, nullable: true })
  problem: string | null;
  @ApiProperty({ type: 'integer' })
  version: number;
}
