import { intersection, minutesOf, overlaps, type Span } from '../interval.js';
import { addDays, localDateOf, startOfWeek, weekdayOf, type Weekday } from '../local-date.js';
import { instantOf, startOfDate } from '../recurrence.js';
import type { WeekCalendar } from '../week-calendar.js';

export const BUCKETS = ['none', 'hour', 'hour-of-week', 'day', 'week', 'month'] as const;
export type BucketKind = (typeof BUCKETS)[number];

/** A calendar unit in which metrics are summed, before phases and exclusions cut it. */
export interface Bucket extends Span {
  /**
   * Equal for the same bucket in another zone: its first local date, its hour of the week or its first
   * instant.
   */
  key: string | number;
  /** The length of its units within the calendar in minutes, whether they count or not. */
  minutes: number;
  /** When the last of its units ends. */
  until: number;
  /** Only when the bucket is an hour of the week instead of one hour of one date. */
  hourOfWeek?: { weekday: Weekday; hour: number };
}

/** A span that counts toward one bucket. Slices are in order and disjoint. */
export interface Slice extends Span {
  bucket: number;
}

/**
 * Cuts the counted time of a phase (sorted, disjoint) into buckets of the calendar. Days, weeks and months
 * begin at local midnight, weeks on the calendar's first weekday. Hours are real hours that begin on the
 * local hour, so the repeated hour makes two. An hour of the week collects all such hours of the phase.
 */
export function sliceIntoBuckets(
  kind: BucketKind,
  phase: Span,
  counted: readonly Span[],
  calendar: WeekCalendar,
): { buckets: Bucket[]; slices: Slice[] } {
  if (kind === 'none') {
    return { buckets: [bucketOf(phase, 0)], slices: counted.map((span) => ({ ...span, bucket: 0 })) };
  }
  if (kind !== 'hour' && kind !== 'hour-of-week') {
    const units = days(kind, phase, calendar);
    const buckets = units.map((unit) => bucketOf(unit, localDateOf(unit.start, calendar.zone)));
    return { buckets, slices: cut(units, counted, (index) => index) };
  }
  const units = hourUnits(phase, calendar);
  if (kind === 'hour') {
    const buckets = units.map(({ start, end }) => bucketOf({ start, end }, start));
    return { buckets, slices: cut(units, counted, (index) => index) };
  }
  const buckets = Array.from({ length: 168 }, (_, index) => {
    const weekday = (((calendar.weekStartsOn - 1 + Math.floor(index / 24)) % 7) + 1) as Weekday;
    return { ...phase, key: index, minutes: 0, until: -Infinity, hourOfWeek: { weekday, hour: index % 24 } };
  });
  const keyOf = ({ weekday, hour }: HourUnit): number =>
    ((weekday - calendar.weekStartsOn + 7) % 7) * 24 + hour;
  for (const unit of units) {
    const bucket = buckets[keyOf(unit)]!;
    bucket.minutes += minutesOf(unit);
    bucket.until = unit.end;
  }
  return { buckets, slices: cut(units, counted, (index) => keyOf(units[index]!)) };
}

const bucketOf = (unit: Span, key: Bucket['key']): Bucket => ({
  ...unit,
  key,
  minutes: minutesOf(unit),
  until: unit.end,
});

/** Whether a bucket counts fully, partly, or not at all. */
export interface BucketState {
  /** Cut by the phase or an exclusion, or not over yet. */
  partial: boolean;
  /** The bucket occurs in the phase, but none of it counts. */
  excluded: boolean;
}

/**
 * The state of each bucket of a phase, whose slices are what exclusions leave of it, the future included. An
 * hour of the week is partial by its own hours only.
 */
export function statesOf(buckets: readonly Bucket[], slices: readonly Slice[], now: number): BucketState[] {
  const counted = buckets.map(() => 0);
  for (const slice of slices) counted[slice.bucket]! += minutesOf(slice);
  return buckets.map(({ minutes, until }, index) => ({
    partial: until > now || counted[index]! < minutes,
    excluded: minutes > 0 && counted[index] === 0,
  }));
}

/** The parts of slices that lie in counted time, which is sorted and disjoint. */
export const slicesWithin = (slices: readonly Slice[], counted: readonly Span[]): Slice[] =>
  cut(slices, counted, (index) => slices[index]!.bucket);

function cut(units: readonly Span[], counted: readonly Span[], bucketOf: (index: number) => number): Slice[] {
  const slices: Slice[] = [];
  for (let i = 0, j = 0; i < units.length && j < counted.length;) {
    const part = intersection(units[i]!, counted[j]!);
    if (part) slices.push({ ...part, bucket: bucketOf(i) });
    if (units[i]!.end < counted[j]!.end) i++;
    else j++;
  }
  return slices;
}

function days(kind: 'day' | 'week' | 'month', phase: Span, { zone, weekStartsOn }: WeekCalendar): Span[] {
  const units: Span[] = [];
  let date = localDateOf(phase.start, zone);
  if (kind === 'week') date = startOfWeek(date, weekStartsOn);
  if (kind === 'month') date = `${date.slice(0, 7)}-01`;
  for (;;) {
    const start = startOfDate(date, zone);
    if (start >= phase.end) return units;
    date = kind === 'month' ? `${addDays(date, 31).slice(0, 7)}-01` : addDays(date, kind === 'week' ? 7 : 1);
    const end = startOfDate(date, zone);
    // A date that a zone skipped has no time.
    if (start < end) units.push({ start, end });
  }
}

/** A real hour, with its place in the local week. */
export interface HourUnit extends Span {
  weekday: Weekday;
  hour: number;
}

/**
 * The hours of a phase: spans between local hours. When an offset that is not a whole hour changes, one of them is shorter or
 * longer.
 */
export function hourUnits(phase: Span, calendar: WeekCalendar): HourUnit[] {
  return days('day', phase, calendar).flatMap((day) => {
    const date = localDateOf(day.start, calendar.zone);
    const hourByStart = new Map<number, number>();
    for (let hour = 0; hour < 24; hour++) {
      const time = `${String(hour).padStart(2, '0')}:00`;
      for (const pick of ['first', 'last'] as const) {
        hourByStart.set(instantOf(date, time, calendar.zone, pick), hour);
      }
    }
    const starts = [...hourByStart].sort(([a], [b]) => a - b);
    return starts
      .map(([start, hour], index) => ({
        start,
        end: starts[index + 1]?.[0] ?? day.end,
        weekday: weekdayOf(date),
        hour,
      }))
      .filter((unit) => unit.start < unit.end && overlaps(unit, phase));
  });
}
