import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsObject, Matches, ValidateNested } from 'class-validator';
import {
  LocalDateField,
  LocalTimeField,
  MayBeLeftOut,
  MayBeNull,
  tells,
  Text,
  Whole,
} from '../platform/http/fields.js';
import { NOTES, type Note } from './timetable/series.js';

export const UNAVAILABILITY_KINDS = ['weekly', 'once'] as const;
export type UnavailabilityKind = (typeof UNAVAILABILITY_KINDS)[number];
export const PREFERENCES = ['cannot', 'rather-not', 'prefer'] as const;
export type Preference = (typeof PREFERENCES)[number];

/**
 * `weekly`: a weekday with local times (`HH:mm`, in the institution's zone; an end at or before the start is
 * on the next day) and the dates between which it holds. `once`: two instants.
 */
export class CreateUnavailabilityDto {
  @ApiProperty({ enum: UNAVAILABILITY_KINDS })
  @IsIn(UNAVAILABILITY_KINDS)
  kind: UnavailabilityKind;

  /** ISO weekday, 1 (Monday) to 7. Only for weekly entries. */
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

  /** Only for weekly entries. When left out: today. */
  @MayBeLeftOut()
  @LocalDateField()
  effectiveFrom?: string;

  /** Only for weekly entries. When left out: no end. */
  @MayBeNull()
  @LocalDateField()
  effectiveTo?: string | null;

  /** Only `cannot` forbids a shift; the other values are wishes. Default: `cannot`. */
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
  /** A local time for a weekly entry, an instant for a single one. */
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

/** Hours on one weekday, in the institution's zone, and the dates between which they hold. */
export class WeeklyWishDto {
  /** ISO weekday, 1 (Monday) to 7. */
  @Whole(1, 7)
  weekday: number;

  @LocalTimeField()
  startsAt: string;

  /** When at or before `startsAt`, it is on the next day; equal times mean a whole day. */
  @LocalTimeField()
  endsAt: string;

  /** Only `cannot` forbids a shift; the other values are wishes. */
  @ApiProperty({ enum: PREFERENCES })
  @IsIn(PREFERENCES)
  preference: Preference;

  /** When left out: today. */
  @MayBeLeftOut()
  @LocalDateField()
  effectiveFrom?: string;

  /** Today or later. When left out: no end. */
  @MayBeNull()
  @LocalDateField()
  effectiveTo?: string | null;

  @MayBeNull()
  @Text(500)
  reason?: string | null;
}

export const MOST_ENTRIES = 500;

export class StoreWeeklyWishesDto {
  /** The whole week. A stored weekly entry that holds today or later and is not in this list is removed. */
  @IsArray()
  @ArrayMaxSize(MOST_ENTRIES)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => WeeklyWishDto)
  wishes: WeeklyWishDto[];
}

export class WeeklyWishesDto {
  /** The weekly entries as they were stored. */
  items: UnavailabilityDto[];
}

/**
 * Line ids are sent comma-separated in the address, about fifteen characters each, and servers limit its
 * length.
 */
const MOST_SKIPPED = 500;
const LINE_ID = '[0-9a-f]{12}(-[0-9]{1,4})?';
const SKIP = `^${LINE_ID}(,${LINE_ID}){0,${MOST_SKIPPED - 1}}$`;

/** Parses comma-separated line ids into a list. */
export const LineIds = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      required: false,
      type: 'array',
      maxItems: MOST_SKIPPED,
      items: { type: 'string', pattern: `^${LINE_ID}$` },
    }),
    MayBeLeftOut(),
    IsArray(),
    ArrayMaxSize(MOST_SKIPPED),
    Matches(new RegExp(`^${LINE_ID}$`), { each: true, ...tells('line-ids') }),
  );

export class TimetableQuery {
  /** Returns what would be understood, and changes nothing. */
  @ApiProperty({ enum: ['true', 'false'], required: false })
  @MayBeLeftOut()
  @IsIn(['true', 'false'])
  dryRun?: 'true' | 'false';

  /**
   * Comma-separated ids of at most 500 lines that do not count. A dry run of the same file returns the same
   * ids.
   */
  @ApiProperty({ type: String, required: false, pattern: SKIP, example: '4f2a90c1d3be,08c7715afe21' })
  @MayBeLeftOut()
  @Matches(new RegExp(SKIP), tells('line-ids-by-commas', { most: MOST_SKIPPED }))
  skip?: string;
}

/** The occurrences of a line at the same hours, by the institution's clock. */
export class ClassTimesDto {
  /** ISO weekdays on which an occurrence starts. */
  @ApiProperty({ type: 'integer', isArray: true, example: [1, 3, 5] })
  weekdays: number[];
  @ApiProperty({ example: '12:30' })
  startsAt: string;
  @ApiProperty({ example: '13:20' })
  endsAt: string;
  /** How many days after its start an occurrence ends: 1 when it crosses midnight. */
  @ApiProperty({ type: 'integer' })
  endsDaysLater: number;
  @ApiProperty({ format: 'date' })
  firstDate: string;
  @ApiProperty({ format: 'date' })
  lastDate: string;
  @ApiProperty({ type: 'integer' })
  occurrences: number;
}

/** A part of the file that was left out, and why. */
export class IgnoredEventDto {
  @ApiProperty({ type: 'integer' })
  line: number;
  message: string;
}

export class UnderstoodEventDto {
  /** The same whenever the file says the same about the event. */
  id: string;
  /** The line of the file on which the event begins. */
  @ApiProperty({ type: 'integer' })
  line: number;
  /** Only for the operator; left out for others. */
  @ApiProperty({ required: false })
  title?: string;
  isAllDay: boolean;
  isRecurring: boolean;
  /** The number of occurrences within the terms. */
  @ApiProperty({ type: 'integer' })
  occurrences: number;
  /** The times of the occurrences. Empty for a file that was read before these were stored. */
  times: ClassTimesDto[];
  /** The number of occurrences at further hours that `times` does not list. */
  @ApiProperty({ type: 'integer' })
  atOtherTimes: number;
  /** The first occurrence within the terms. */
  @ApiProperty({ format: 'date-time' })
  startsAt: string;
  @ApiProperty({ format: 'date-time' })
  endsAt: string;
  /** When the last occurrence ends. */
  @ApiProperty({ format: 'date-time' })
  lastEndsAt: string;
  /**
   * `marked-free`: the calendar marks it as free, as exporters of courses do; it counts anyway.
   * `first-day-passed-over`: its start date does not match its own rule. `first-term-only`: its rule has no
   * end, so it was read for one term only. `changed-since-left-out`: it was left out, has changed since, and
   * counts again.
   */
  @ApiProperty({ enum: NOTES, isArray: true })
  notes: Note[];
  /** Parts of the event that could not be understood and were left out. */
  warnings: IgnoredEventDto[];
}

export class TimetableDto {
  operatorId: string;
  @ApiProperty({ format: 'date-time' })
  uploadedAt: string;
  understood: UnderstoodEventDto[];
  /**
   * Lines that were understood but left out on request (`skip`). They stay out when a subscription is fetched
   * again.
   */
  skipped: UnderstoodEventDto[];
  ignored: IgnoredEventDto[];
  version: number;
}
