import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { Instant, MayBeLeftOut, Text } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';

export const SHOWN = ['names', 'positions'] as const;
export type Shown = (typeof SHOWN)[number];

export class OnDutyQuery {
  @IsUUID('loose')
  locationId: string;

  /** When left out: now. */
  @MayBeLeftOut()
  @Instant()
  at?: Date;
}

class OnDutyPersonDto {
  /** The name that the person chose for colleagues. */
  name: string;
  positionId: string;
  /** The end of the last shift that follows without a break. */
  @ApiProperty({ format: 'date-time' })
  until: string;
}

class NextOnDutyPersonDto {
  name: string;
  positionId: string;
  @ApiProperty({ format: 'date-time' })
  from: string;
}

/** By plan: without those who did not come or have left. */
export class OnDutyDto {
  now: OnDutyPersonDto[];
  /** Of each position, who begins earliest within a week. */
  next: NextOnDutyPersonDto[];
}

export class CreateOnDutyLinkDto {
  @IsUUID('loose')
  locationId: string;

  /** What it shows of people: the names that they chose, or only their positions. */
  @ApiProperty({ enum: SHOWN, required: false, default: 'names' })
  @MayBeLeftOut()
  @IsIn(SHOWN)
  shows?: Shown;

  /** Where it is used, such as `Door of room 101`. */
  @MayBeLeftOut()
  @Text(80)
  label?: string;
}

export class OnDutyLinksQuery extends PageQuery {
  @IsUUID('loose')
  locationId: string;
}

export class OnDutyLinkDto {
  id: string;
  locationId: string;
  @ApiProperty({ enum: SHOWN })
  shows: Shown;
  label: string | null;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
  /** When it was last looked at, to the hour; null when never. */
  @ApiProperty({ format: 'date-time', nullable: true })
  lastUsedAt: string | null;
  version: number;
}

export class CreatedOnDutyLinkDto extends OnDutyLinkDto {
  /** A page for a screen. Shown once; left out of a replayed answer. */
  @ApiProperty({ required: false })
  url?: string;
  /** The same as JSON, for a program. Shown once; left out of a replayed answer. */
  @ApiProperty({ required: false })
  dataUrl?: string;
}

class ShownOnDutyDto {
  /** Null when only positions are shown. */
  name: string | null;
  position: string;
  @ApiProperty({ format: 'date-time' })
  until: string;
}

class ShownNextDto {
  /** Null when only positions are shown. */
  name: string | null;
  position: string;
  @ApiProperty({ format: 'date-time' })
  from: string;
}

/** Who is on duty, for whoever has the link. */
export class OnDutyScreenDto {
  location: string;
  timeZone: string;
  @ApiProperty({ format: 'date-time' })
  at: string;
  now: ShownOnDutyDto[];
  next: ShownNextDto[];
}
