import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsUUID } from 'class-validator';
import { MayBeLeftOut, Whole } from '../../platform/http/fields.js';

export const FEED_KINDS = ['mine', 'location', 'supervisor'] as const;
export type FeedKind = (typeof FEED_KINDS)[number];
/** A week. */
const LONGEST_ALARM = 10_080;

export class CreateCalendarFeedDto {
  /** `mine`: an operator's own shifts; `location`: all published ones there; `supervisor`: those of all one's locations. */
  @ApiProperty({ enum: FEED_KINDS })
  @IsIn(FEED_KINDS)
  kind: FeedKind;

  /** Of the kind `location` only. */
  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;

  /** Whether claims that wait for approval are shown, too. */
  @ApiProperty({ required: false, default: false })
  @MayBeLeftOut()
  @IsBoolean()
  includePending?: boolean;

  /** An alarm so many minutes before each shift; none when left out. */
  @MayBeLeftOut()
  @Whole(0, LONGEST_ALARM)
  alarmMinutes?: number;
}

export class CalendarFeedDto {
  id: string;
  @ApiProperty({ enum: FEED_KINDS })
  kind: FeedKind;
  locationId: string | null;
  includePending: boolean;
  @ApiProperty({ type: 'integer', nullable: true })
  alarmMinutes: number | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  /** When a calendar last asked, to the hour; null when none ever did. */
  @ApiProperty({ format: 'date-time', nullable: true })
  lastUsedAt: string | null;
  version: number;
}

export class CreatedCalendarFeedDto extends CalendarFeedDto {
  /** The address to subscribe to. Shown once; left out of a replayed answer. */
  @ApiProperty({ required: false })
  url?: string;
}
