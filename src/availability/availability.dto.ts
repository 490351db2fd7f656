import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { LocalDateField, MayBeLeftOut, MayBeNull, Text, Whole } from '../platform/http/fields.js';

export const UNAVAILABILITY_KINDS = ['weekly', 'once'] as const;
export type UnavailabilityKind = (typeof UNAVAILABILITY_KINDS)[number];
export const PREFERENCES = ['cannot', 'rather-not', 'prefer'] as const;
export type Preference = (typeof PREFERENCES)[number];

/**
 * `weekly`: a weekday with local times (`HH:mm`, in the institution's zone; an end at or before the start is on the next
 * day) and the dates it holds for. `once`: two instants.
 */
export class CreateUnavailabilityDto {
  @ApiProperty({ enum: UNAVAILABILITY_KINDS })
  @IsIn(UNAVAILABILITY_KINDS)
  kind: UnavailabilityKind;

  /** ISO weekday, 1 (Monday) to 7; of a weekly one. */
  @MayBeLeftOut()
  @Whole(1, 7)
  weekday?: number;

  @ApiProperty({
    type: String,
    example: '09:00',
    description: 'A local time when weekly, an instant when once.',
  })
  @Text(40)
  startsAt: string;

  @ApiProperty({
    type: String,
    example: '10:15',
    description: 'A local time when weekly, an instant when once.',
  })
  @Text(40)
  endsAt: string;

  /** Of a weekly one; today when left out. */
  @MayBeLeftOut()
  @LocalDateField()
  effectiveFrom?: string;

  /** Of a weekly one; without end when left out. */
  @MayBeNull()
  @LocalDateField()
  effectiveTo?: string | null;

  /** Only what she cannot forbids a shift; the others are wishes. `cannot` when left out. */
  @ApiProperty({ enum: PREFERENCES, required: false, default: 'cannot' })
  @MayBeLeftOut()
  @IsIn(PREFERENCES)
  preference?: Preference;

  @MayBeNull()
  @Text(500)
  reason?: string | null;
}

export class UnavailabilityDto {
  id: string;
  operatorId: string;
  @ApiProperty({ enum: UNAVAILABILITY_KINDS })
  kind: UnavailabilityKind;
  @ApiProperty({ enum: PREFERENCES })
  preference: Preference;
  @ApiProperty({ type: 'integer', nullable: true })
  weekday: number | null;
  /** A local time when weekly, an instant when once. */
  startsAt: string;
  endsAt: string;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  effectiveFrom: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  effectiveTo: string | null;
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  version: number;
}

export class TimetableQuery {
  /** Tells what would be understood, and changes nothing. */
  @ApiProperty({ enum: ['true', 'false'], required: false })
  @MayBeLeftOut()
  @IsIn(['true', 'false'])
  dryRun?: 'true' | 'false';
}

export class UnderstoodEventDto {
  /** Of the file, where the event begins. */
  @ApiProperty({ type: 'integer' })
  line: number;
  /** For the operator's own eyes; left out for others. */
  @ApiProperty({ required: false })
  title?: string;
  isAllDay: boolean;
  isRecurring: boolean;
  /** How often it takes place within the term. */
  @ApiProperty({ type: 'integer' })
  occurrences: number;
  /** The first occurrence within the term. */
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  /** When the last occurrence ends. */
  @ApiProperty({ format: 'date-time' })
  lastEndsAt: string;
}

export class IgnoredEventDto {
  @ApiProperty({ type: 'integer' })
  line: number;
  message: string;
}

export class TimetableDto {
  operatorId: string;
  @ApiProperty({ format: 'date-time' })
  uploadedAt: string;
  understood: UnderstoodEventDto[];
  ignored: IgnoredEventDto[];
  version: number;
}
