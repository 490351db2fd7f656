import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, ValidateNested } from 'class-validator';
import { PRIORITIES, type Priority } from '../domain/service-clock.js';
import { TIERS, type Tier } from '../domain/tiers.js';
import {
  LocalTimeField,
  Decimal,
  MayBeLeftOut,
  MayBeNull,
  Name,
  Networks,
  Text,
  TimeZoneField,
  Whole,
} from '../platform/http/fields.js';

export class CreateLocationDto {
  @Name()
  name: string;

  @TimeZoneField()
  timeZone: string;

  /** Whether a supervisor must approve the operator who relieves another. Default: false. */
  @MayBeLeftOut()
  @IsBoolean()
  tradesNeedApproval?: boolean;

  /** Networks in CIDR notation from which operators may check in. Empty: from anywhere. */
  @MayBeLeftOut()
  @Networks()
  checkInNetworks?: string[];
}

export class UpdateLocationDto extends PartialType(CreateLocationDto, { skipNullProperties: false }) {}

export class LocationDto {
  id: string;
  name: string;
  timeZone: string;
  tradesNeedApproval: boolean;
  checkInNetworks: string[];
  version: number;
}

const TWO_WEEKS_MINUTES = 20_160;

/** How long a tier may take over requests of a priority, in minutes in which their location is open. */
export class ServiceTargetDto {
  @ApiProperty({ enum: TIERS })
  @IsIn(TIERS)
  tier: Tier;

  @ApiProperty({ enum: PRIORITIES })
  @IsIn(PRIORITIES)
  priority: Priority;

  /** Until the first answer; of the library only. Null for no target. */
  @MayBeNull()
  @Whole(1, TWO_WEEKS_MINUTES)
  responseMinutes: number | null;

  /** Until the resolution or hand-over: of the library since the opening, of Campus IT since the hand-over. Null for no target. */
  @MayBeNull()
  @Whole(1, TWO_WEEKS_MINUTES)
  resolutionMinutes: number | null;
}

export class UpdateSettingsDto {
  @MayBeLeftOut()
  @Text()
  institutionName?: string;

  @MayBeLeftOut()
  @TimeZoneField()
  timeZone?: string;

  /** ISO weekday on which a week begins: 1 is Monday. */
  @MayBeLeftOut()
  @Whole(1, 7)
  weekStartsOn?: number;

  /**
   * The most hours of work in one working day, which lasts from `workdayStartsAt` to the next. A supervisor
   * may set aside this limit and the following ones with a reason. Null means no limit.
   */
  @MayBeNull()
  @Decimal(0, 24)
  dailyHourCap?: number | null;

  /** The least hours between two stretches of work. A pause within one working day is a break, not a rest. */
  @MayBeNull()
  @Decimal(0, 24)
  minimumRestHours?: number | null;

  /** The most hours of work without a break; shorter pauses count as work. */
  @MayBeNull()
  @Decimal(1, 24)
  longestStretchHours?: number | null;

  /** How long a pause must be to count as a break. Default: 30. */
  @MayBeLeftOut()
  @Whole(0, 240)
  shortestBreakMinutes?: number;

  /** The most night shifts in a row. A night counts when there is work between midnight and 05:00. */
  @MayBeNull()
  @Whole(1, 31)
  nightsInARow?: number | null;

  /**
   * The local time at which a working day begins and the previous one ends. Default: 05:00, so that a night
   * belongs to one day.
   */
  @MayBeLeftOut()
  @LocalTimeField()
  workdayStartsAt?: string;

  @MayBeLeftOut()
  @Whole(5, 2880)
  waitlistOfferMinutes?: number;

  @MayBeLeftOut()
  @Whole(0, 120)
  graceMinutes?: number;

  /** Default: 30. */
  @MayBeLeftOut()
  @Whole(0, 365)
  requesterDays?: number;

  /** How long each tier may take, by priority. All of them; one that is left out has none. */
  @MayBeLeftOut()
  @ApiProperty({ type: [ServiceTargetDto], maxItems: 8 })
  @IsArray()
  @ArrayMaxSize(8)
  @ValidateNested({ each: true })
  @Type(() => ServiceTargetDto)
  serviceTargets?: ServiceTargetDto[];
}

export class SettingsDto {
  institutionName: string;
  timeZone: string;
  weekStartsOn: number;
  @ApiProperty({ type: Number, nullable: true })
  dailyHourCap: number | null;
  @ApiProperty({ type: Number, nullable: true })
  minimumRestHours: number | null;
  @ApiProperty({ type: Number, nullable: true })
  longestStretchHours: number | null;
  shortestBreakMinutes: number;
  @ApiProperty({ type: 'integer', nullable: true })
  nightsInARow: number | null;
  workdayStartsAt: string;
  /** How long a free seat is held for the next operator on its waitlist. */
  @ApiProperty({ type: 'integer' })
  waitlistOfferMinutes: number;
  /** How many minutes late or early are not reported. */
  @ApiProperty({ type: 'integer' })
  graceMinutes: number;
  /**
   * How many days after a request was resolved the person who asked is forgotten. Of one that nobody resolved: half a
   * year after it was opened, or this many days when that is longer.
   */
  @ApiProperty({ type: 'integer' })
  requesterDays: number;
  serviceTargets: ServiceTargetDto[];
  /** Whether a mail server is configured (`SMTP_URL`). Without one no messages are sent. Read-only. */
  sendsMail: boolean;
  version: number;
}
