import { PartialType } from '@nestjs/swagger';
import { MayBeLeftOut, Text, TimeZoneField, Whole } from '../platform/http/fields.js';

export class CreateLocationDto {
  @Text()
  name: string;

  @TimeZoneField()
  timeZone: string;
}

export class UpdateLocationDto extends PartialType(CreateLocationDto, { skipNullProperties: false }) {}

export class LocationDto {
  id: string;
  name: string;
  timeZone: string;
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
}

export class SettingsDto {
  institutionName: string;
  timeZone: string;
  weekStartsOn: number;
  version: number;
}
