import { ApiProperty } from '@nestjs/swagger';
import { CAP_SETTERS, type CapSetter } from '../../domain/weekly-hours.js';
import { LocalDateField } from '../../platform/http/fields.js';

export class WeeklyHoursQuery {
  /** A local date of the first week, in the institution's calendar. */
  @LocalDateField()
  from: string;

  /** The local date before which the last week begins, at most 400 days after `from`. */
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
  /** What counts against the cap: pending and approved claims of any location, by the part that lies in the week, and `elsewhere`. */
  hours: number;
  /** Of these, hours in other campus jobs. */
  elsewhere: number;
  /** The lowest of the caps that hold in the week; null where none does. */
  @ApiProperty({ type: Number, nullable: true })
  cap: number | null;
  /** Whose cap that is: the operator's own or the term's. */
  @ApiProperty({ enum: CAP_SETTERS, nullable: true })
  capOf: CapSetter | null;
}

export class WeeklyHoursDto {
  /** Each week that the dates touch, in order. */
  items: WeekOfHoursDto[];
}
