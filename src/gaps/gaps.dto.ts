import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { StretchQuery } from '../coverage/demand.dto.js';
import type { AlertStatus } from '../domain/alerts.js';
import { BASES, COVER_BASIS, type Basis } from '../domain/coverage-basis.js';
import { LocalDateField, MayBeLeftOut } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';

export class GapsQuery extends StretchQuery {
  @MayBeLeftOut()
  @IsUUID('loose')
  positionId?: string;

  @ApiProperty({ enum: BASES, required: false, default: COVER_BASIS })
  @MayBeLeftOut()
  @IsIn(BASES)
  basis?: Basis;
}

export class StretchDto {
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  required: number;
  assigned: number;
  missing: number;
}

export class GapDto extends StretchDto {
  positionId: string;
}

export class GapsSummaryDto {
  requiredMinutes: number;
  staffedMinutes: number;
  missingMinutes: number;
  @ApiProperty({ type: Number, nullable: true })
  coverageRate: number | null;
  @ApiProperty({ type: Number, nullable: true })
  fullyCoveredRate: number | null;
  uncoveredMinutes: number;
  /**
   * Only for the attended basis: the number of people without a check-out, who are assumed to have stayed
   * until their shift's end.
   */
  @ApiProperty({ required: false })
  missingCheckOuts?: number;
}

export class StaffedStretchDto {
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  positionId: string;
  assigned: number;
}

/**
 * People on shift while an exception closes the location. They cover no demand and are in no other figure.
 */
export class StaffedWhileClosedDto {
  /** Minutes multiplied by people. */
  minutes: number;
  items: StaffedStretchDto[];
}

export class GapsDto {
  items: GapDto[];
  /** Present when an exception closes part of the requested time. */
  @ApiProperty({ required: false })
  staffedWhileClosed?: StaffedWhileClosedDto;
  summary: GapsSummaryDto;
}

export const ALERT_STATUSES = ['open', 'filled', 'past', 'withdrawn'] as const;

export class AlertQuery extends PageQuery {
  @MayBeLeftOut()
  @IsUUID('loose')
  locationId?: string;

  @ApiProperty({ enum: ALERT_STATUSES, required: false })
  @MayBeLeftOut()
  @IsIn(ALERT_STATUSES)
  status?: AlertStatus;

  /** First local date, inclusive. */
  @MayBeLeftOut()
  @LocalDateField()
  from?: string;

  /** Local date, exclusive. */
  @MayBeLeftOut()
  @LocalDateField()
  to?: string;
}

export class AlertDto {
  id: string;
  locationId: string;
  positionId: string;
  /** The local date on which the demand starts. */
  date: string;
  @ApiProperty({ enum: ALERT_STATUSES })
  status: AlertStatus;
  stretches: StretchDto[];
  @ApiProperty({ format: 'date-time' })
  firstSeenAt: string;
  @ApiProperty({ format: 'date-time' })
  lastSeenAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  closedAt: string | null;
}

export class ScanDto {
  id: string;
  @ApiProperty({ format: 'date-time' })
  startedAt: string;
  @ApiProperty({ format: 'date-time' })
  finishedAt: string;
  @ApiProperty({ format: 'date-time' })
  scannedTo: string;
  locations: number;
  opened: number;
  closed: number;
  open: number;
}
