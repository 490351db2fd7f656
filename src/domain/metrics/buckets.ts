import { intersection, overlaps, type Span } from '../interval.js';
import { addDays, localDateOf, startOfWeek, weekdayOf, type Weekday } from '../local-date.js';
import { instantOf } from '../recurrence.js';
import type { WeekCalendar } from '../week.js';

export const BUCKETS = ['none', 'hour', 'hour-of-week', 'day', 'week', 'month'] as const;
export type BucketKind = (typeof BUCKETS)[number];

/** A slot metrics are gathered in: the calendar unit itself, before phases and exclusions cut into it. */
export interface Bucket extends Span {
  /** Where an hour of the week is meant rather than one hour of one date. */
  hourOfWeek?: { weekday: Weekday; hour: number };
}

/** A piece of time that counts towards one bucket; slices are in order and disjoint. */
export interface Slice extends Span {
  bucket: number;
}

/**
 * Cuts the counted time (sorted, disjoint) of a phase into buckets of the calendar. Days, weeks and months begin at
 * local midnight, weeks on the calendar's first weekday; hours are hours of real time that begin on the local
 * hour, so the repeated hour makes two. An hour of the week gathers every such hour of the phase.
 */
export function sliceIntoBuckets(
  kind: BucketKind,
  phase: Span,
  counted: readonly Span[],
  calendar: WeekCalendar,
): { buckets: Bucket[]; slices: Slice[] } {
  if (kind === 'none') {
    return { buckets: [{ ...phase }], slices: counted.map((span) => ({ ...span, bucket: 0 })) };
  }
  if (kind !== 'hour' && kind !== 'hour-of-week') {
    const units = days(kind, phase, calendar);
    return { buckets: units, slices: cut(units, counted, (index) => index) };
  }
  const units = hours(phase, calendar);
  if (kind === 'hour') {
    const buckets = units.map(({ start, end }) => ({ start, end }));
    return { buckets, slices: cut(units, counted, (index) => index) };
  }
  const buckets = Array.from({ length: 168 }, (_, index) => {
    const weekday = (((calendar.weekStartsOn - 1 + Math.floor(index / 24)) % 7) + 1) as Weekday;
    return { ...phase, hourOfWeek: { weekday, hour: index % 24 } };
  });
  const keyOf = ({ weekday, hour }: HourUnit): number =>
    ((weekday - calendar.weekStartsOn + 7) % 7) * 24 + hour;
  return { buckets, slices: cut(units, counted, (index) => keyOf(units[index]!)) };
}

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
    const start = instantOf(date, '00:00', zone, 'first');
    if (start >= phase.end) return units;
    date = kind === 'month' ? `${addDays(date, 31).slice(0, 7)}-01` : addDays(date, kind === 'week' ? 7 : 1);
    const end = instantOf(date, '00:00', zone, 'first');
    // A date that a zone skipped has no time of its own.
    if (start < end) units.push({ start, end });
  }
}

interface HourUnit extends Span {
  weekday: Weekday;
  hour: number;
}

/** Hours from local hour to local hour; an offset that is not whole hours makes one of them shorter or longer at its change. */
function hours(phase: Span, calendar: WeekCalendar): HourUnit[] {
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
