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

  /** Only what the operator cannot forbids a shift; the others are wishes. `cannot` when left out. */
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

/** Hours of one weekday, in the institution's zone, and the dates they hold for. */
export class WeeklyWishDto {
  /** ISO weekday, 1 (Monday) to 7. */
  @Whole(1, 7)
  weekday: number;

  @LocalTimeField()
  startsAt: string;

  /** At or before `startsAt` it is on the next day; equal means a whole day. */
  @LocalTimeField()
  endsAt: string;

  /** Only what the operator cannot forbids a shift; the others are wishes. */
  @ApiProperty({ enum: PREFERENCES })
  @IsIn(PREFERENCES)
  preference: Preference;

  /** Today when left out. */
  @MayBeLeftOut()
  @LocalDateField()
  effectiveFrom?: string;

  /** Today or later; without end when left out. */
  @MayBeNull()
  @LocalDateField()
  effectiveTo?: string | null;

  @MayBeNull()
  @Text(500)
  reason?: string | null;
}

export const MOST_ENTRIES = 500;

export class StoreWeeklyWishesDto {
  /** The whole week: whatever weekly entry holds today or later and is not among them is gone. */
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

/** Ids of lines to leave out, by commas; each some fifteen characters of an address that servers limit. */
const MOST_SKIPPED = 500;
const LINE_ID = '[0-9a-f]{12}(-[0-9]{1,4})?';
const SKIP = `^${LINE_ID}(,${LINE_ID}){0,${MOST_SKIPPED - 1}}$`;

/** Ids of lines, as a list. */
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
  /** Tells what would be understood, and changes nothing. */
  @ApiProperty({ enum: ['true', 'false'], required: false })
  @MayBeLeftOut()
  @IsIn(['true', 'false'])
  dryRun?: 'true' | 'false';

  /** Ids of lines that are not to count, by commas, at most 500; the same file has the same ids in a dry run. */
  @ApiProperty({ type: String, required: false, pattern: SKIP, example: '4f2a90c1d3be,08c7715afe21' })
  @MayBeLeftOut()
  @Matches(new RegExp(SKIP), tells('line-ids-by-commas', { most: MOST_SKIPPED }))
  skip?: string;
}

/** The occurrences of a line that take place at the same hours, by the institution's clock. */
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

/** Something of the file that was left out, and why. */
export class IgnoredEventDto {
  @ApiProperty({ type: 'integer' })
  line: number;
  message: string;
}

export class UnderstoodEventDto {
  /** The same whenever the file says the same of the event. */
  id: string;
  /** Of the file, where the event begins. */
  @ApiProperty({ type: 'integer' })
  line: number;
  /** For the operator's own eyes; left out for others. */
  @ApiProperty({ required: false })
  title?: string;
  isAllDay: boolean;
  isRecurring: boolean;
  /** How often it takes place within the terms. */
  @ApiProperty({ type: 'integer' })
  occurrences: number;
  /** When it takes place; empty for a file that was read before this was kept. */
  times: ClassTimesDto[];
  /** How many occurrences take place at more different hours than `times` tells. */
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
   * `marked-free`: its calendar marks it as free, as exporters of courses do; it counts. `first-day-passed-over`: the date it
   * starts on is none of its rule. `first-term-only`: its rule has no end and was taken for one term.
   * `changed-since-left-out`: it was left out, has changed since, and counts again.
   */
  @ApiProperty({ enum: NOTES, isArray: true })
  notes: Note[];
  /** What of the event could not be understood and was left out. */
  warnings: IgnoredEventDto[];
}

export class TimetableDto {
  operatorId: string;
  @ApiProperty({ format: 'date-time' })
  uploadedAt: string;
  understood: UnderstoodEventDto[];
  /** Lines that were understood and left out on request (`skip`); they stay out when a subscription is fetched again. */
  skipped: UnderstoodEventDto[];
  ignored: IgnoredEventDto[];
  version: number;
}
