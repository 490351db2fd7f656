import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsUUID } from 'class-validator';
import { TIERS, type Tier } from '../../domain/tiers.js';
import { Instant, MayBeLeftOut, Name } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';

export class CreateMaintenanceWindowDto {
  @IsUUID('loose')
  locationId: string;

  @Instant()
  startsAt: Date;

  /** At most 31 days after `startsAt`. */
  @Instant()
  endsAt: Date;

  /** What everybody at the location reads: one line. */
  @Name(200)
  reason: string;

  /** By default false. True: nobody is needed in this time, and it counts as closed. */
  @MayBeLeftOut()
  @IsBoolean()
  closesCoverage?: boolean;
}

export class UpdateMaintenanceWindowDto extends PartialType(
  OmitType(CreateMaintenanceWindowDto, ['locationId']),
  { skipNullProperties: false },
) {}

/** Maintenance as it is marked in figures. */
export class MaintenanceMarkDto {
  locationId: string;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  reason: string;
  /** Whether nobody was needed in this time. */
  closesCoverage: boolean;
  /** Whether it was announced, changed or withdrawn late, so that it changed figures of the past. */
  changedPast: boolean;
  /** Why it was withdrawn when time that it closed was over; since then it closes nothing. Null: it was not. */
  @ApiProperty({ type: String, nullable: true })
  withdrawnBecause: string | null;
}

export class MaintenanceWindowDto extends OmitType(MaintenanceMarkDto, ['withdrawnBecause']) {
  id: string;
  /** Who announced it. */
  @ApiProperty({ enum: TIERS })
  division: Tier;
  version: number;
}

export class WithdrawQuery {
  /** Why figures of the past change: needed where it closed time that is over, or changed the past before. */
  @MayBeLeftOut()
  @Name(200)
  reason?: string;
}

export class MaintenanceQuery extends PageQuery {
  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;

  /** Only what ends after it. */
  @MayBeLeftOut()
  @Instant()
  from?: Date;

  /** Only what starts before it. */
  @MayBeLeftOut()
  @Instant()
  to?: Date;
}
