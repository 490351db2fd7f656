import { ApiProperty, PickType } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { Measure } from '../../domain/service-clock.js';
import { TIERS, type Tier } from '../../domain/tiers.js';
import { SupportRequestDto, SupportRequestQuery } from '../support.dto.js';

/** The clock of what a request waits for; of a resolved one, how long it took. It runs while its location is open, and not while it waits for the person who asked. */
export class ServiceClockDto {
  /** `response`: the first answer. `resolution`: of the library since the opening, of Campus IT since the hand-over, or since the opening of what was never handed over. */
  @ApiProperty({ enum: ['response', 'resolution'] })
  measure: Measure;
  @ApiProperty({ format: 'date-time' })
  beganAt: string;
  @ApiProperty({ type: 'integer' })
  targetMinutes: number;
  /** Full minutes. */
  @ApiProperty({ type: 'integer' })
  usedMinutes: number;
  /** It waits for the person who asked. */
  isStopped: boolean;
  /** When the target is reached if nothing stops the clock; null once it ended, while it is stopped, and when it lies more than 30 days ahead. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  dueAt: string | null;
  /** When the request was resolved; null while it is open. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt: string | null;
  /** `soon`: a quarter of the target or less is left. A clock that ended is `over` or `on-time`. */
  @ApiProperty({ enum: ['on-time', 'soon', 'over'] })
  state: 'on-time' | 'soon' | 'over';
}

export class ClockOfRequestDto {
  /** Null without a target for its tier and priority, and of what was resolved and began more than 400 days ago. */
  @ApiProperty({ type: ServiceClockDto, nullable: true })
  clock: ServiceClockDto | null;
}

export class QueuedRequestDto extends SupportRequestDto {
  /** Null without a target for its tier and priority. */
  @ApiProperty({ type: ServiceClockDto, nullable: true })
  clock: ServiceClockDto | null;
}

/** The filters are those of the list of requests. */
export class QueueQuery extends PickType(SupportRequestQuery, [
  'locationId',
  'channel',
  'priority',
  'firstDay',
  'lastDay',
  'category',
  'assignee',
  'search',
]) {
  @ApiProperty({ enum: TIERS })
  @IsIn(TIERS)
  tier: Tier;
}

export class QueueDto {
  items: QueuedRequestDto[];
  /** Whether there are more than these. */
  more: boolean;
}
