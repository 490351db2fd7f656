import { ApiProperty, PartialType } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
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

  /** Whether a supervisor has to approve who relieves whom; not when left out. */
  @MayBeLeftOut()
  @IsBoolean()
  tradesNeedApproval?: boolean;

  /** From where operators may check in, in CIDR notation; from anywhere when there is none. */
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

  /** The most hours of work in one working day, from `workdayStartsAt` to the next. This and what follows may be set aside with a reason; null is no limit. */
  @MayBeNull()
  @Decimal(0, 24)
  dailyHourCap?: number | null;

  /** The least hours between two stretches of work; only a pause within one working day is a break and no rest. */
  @MayBeNull()
  @Decimal(0, 24)
  minimumRestHours?: number | null;

  /** The most hours on end, shorter pauses than a break included. */
  @MayBeNull()
  @Decimal(1, 24)
  longestStretchHours?: number | null;

  /** How long a pause has to be to count as a break; 30 at first. */
  @MayBeLeftOut()
  @Whole(0, 240)
  shortestBreakMinutes?: number;

  /** The most nights in a row; a night counts when any of it between midnight and 05:00 is worked. */
  @MayBeNull()
  @Whole(1, 31)
  nightsInARow?: number | null;

  /** When a working day begins and the one before ends, as local time; 05:00 at first, so that a night is one day's work. */
  @MayBeLeftOut()
  @LocalTimeField()
  workdayStartsAt?: string;

  @MayBeLeftOut()
  @Whole(5, 2880)
  waitlistOfferMinutes?: number;

  @MayBeLeftOut()
  @Whole(0, 120)
  graceMinutes?: number;
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
  /** How long a free seat is held for whoever is next on its waitlist. */
  @ApiProperty({ type: 'integer' })
  waitlistOfferMinutes: number;
  /** How late somebody may come, or how early leave, before anybody speaks of it. */
  @ApiProperty({ type: 'integer' })
  graceMinutes: number;
  /** Whether a mail server is set up (`SMTP_URL`). Without one nobody is sent anything. Not to be changed here. */
  sendsMail: boolean;
  version: number;
}
