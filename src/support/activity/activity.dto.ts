import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsUUID } from 'class-validator';
import { StretchQuery } from '../../coverage/demand.dto.js';
import {
  ACTIVITY_SERIES,
  LONGEST_AREA,
  MOST_ON_A_COUNTER,
  type ActivitySeries,
} from '../../domain/activity/series.js';
import { Instant, MayBeLeftOut, Text, Whole } from '../../platform/http/fields.js';
import { SupportQuery } from '../support.dto.js';

/** What was counted, apart from where. */
export class ActivityFieldsDto {
  @ApiProperty({ enum: ACTIVITY_SERIES })
  @IsIn(ACTIVITY_SERIES)
  series: ActivitySeries;

  @Instant()
  at: Date;

  /** Left out or empty: the whole location; for a gate, its only one. */
  @MayBeLeftOut()
  @Text(LONGEST_AREA, { empty: true })
  area?: string;

  /** At most 100000, and 999999999 on a counter that goes on. */
  @Whole(0, MOST_ON_A_COUNTER)
  count: number;

  /**
   * For a gate: `count` is where its counter stands, so that what came is the difference to the reading before. When left
   * out: what came since the reading before.
   */
  @MayBeLeftOut()
  @IsBoolean()
  cumulative?: boolean;
}

export class CreateActivityDto extends ActivityFieldsDto {
  @IsUUID('loose')
  locationId: string;
}

export class ActivityQuery extends SupportQuery {
  @ApiProperty({ enum: ACTIVITY_SERIES, required: false })
  @MayBeLeftOut()
  @IsIn(ACTIVITY_SERIES)
  series?: ActivitySeries;

  /** Empty: counts of the whole location. */
  @MayBeLeftOut()
  @Text(LONGEST_AREA, { empty: true })
  area?: string;
}

export class ActivityDto {
  id: string;
  locationId: string;
  @ApiProperty({ enum: ACTIVITY_SERIES })
  series: ActivitySeries;
  @ApiProperty({ format: 'date-time' })
  at: string;
  /** Empty: the whole location. */
  area: string;
  count: number;
  cumulative: boolean;
  version: number;
}

export const LONGEST_HOURS_DAYS = 8;

export class ActivityHoursQuery extends StretchQuery {
  @ApiProperty({ enum: ACTIVITY_SERIES })
  @IsIn(ACTIVITY_SERIES)
  series: ActivitySeries;

  /** At most 8 days after `from`. */
  @Instant()
  declare to: Date;
}

/** A clock hour of an area in which something was counted. */
export class ActivityHourDto {
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  /** Empty: the whole location. */
  area: string;
  /** The mean of the counts of the hour; null for a gate. */
  @ApiProperty({ type: Number, nullable: true })
  mean: number | null;
  /** The largest of them; null for a gate. */
  @ApiProperty({ type: Number, nullable: true })
  peak: number | null;
  /** How many came through the gate; null for the other series, and when nobody knows. */
  @ApiProperty({ type: Number, nullable: true })
  entries: number | null;
  /** The gate's counter was set back: at least so many came. */
  resets: boolean;
  /** The gate was read without the entries before it being known. */
  unknown: boolean;
  /** The gate was not read each hour: entries of a longer time, shared out evenly over open time. */
  shared: boolean;
}

export class ActivityHoursDto {
  items: ActivityHourDto[];
}
