import { ApiProperty } from '@nestjs/swagger';
import { CAP_SETTERS, type CapSetter } from '../../domain/weekly-hours.js';
import { LocalDateField } from '../../platform/http/fields.js';

export class WeeklyHoursQuery {
  /** A local date of the first week, in the institution's calendar. */
  @LocalDateField()
  from: string;

  /** The last week begins before this local date, which is at most 400 days after `from`. */
  @LocalDateField()
  to: string;
}

export class WeekOfHoursDto {
  /** The first local date of the week. */
  @ApiProperty({ format: 'date' })
  weekOf: string;
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  /**
   * Hours that count toward the cap: pending and approved claims at any location, by their part in the week,
   * plus `elsewhere`.
   */
  hours: number;
  /** The part of these hours in other campus jobs. */
  elsewhere: number;
  /** The lowest cap of the week; null when there is none. */
  @ApiProperty({ type: Number, nullable: true })
  cap: number | null;
  /** Whether the cap is the operator's own or the term's. */
  @ApiProperty({ enum: CAP_SETTERS, nullable: true })
  capOf: CapSetter | null;
}

export class WeeklyHoursDto {
  /** The weeks that the dates touch, in order. */
  items: WeekOfHoursDto[];
}
