import { MINUTE, overlaps, type Span } from './interval.js';

/** How many minutes before its start check-in to a shift opens. */
export const CHECK_IN_OPENS_MINUTES = 15;

/** When an operator may check in: from shortly before the start until the end. */
export const checkInWindow = (shift: Span): Span => ({
  start: shift.start - CHECK_IN_OPENS_MINUTES * MINUTE,
  end: shift.end,
});

/** Recorded attendance; instants in epoch ms. */
export interface AttendanceRecord {
  checkedInAt: number | null;
  checkedOutAt: number | null;
}

/** Attendance, with the time of the person's next check-in to any shift; null when there is none. */
export interface AttendanceWithNext extends AttendanceRecord {
  nextCheckInAt: number | null;
}

/**
 * The time a person has worked of a shift up to now, from check-in to check-out. A missing check-out counts
 * to the shift's end, or to now while the end is in the future. It ends where the person's next attendance
 * begins, since nobody works in two places at once. Null when they never checked in.
 */
export function workedSpan(record: AttendanceWithNext, shift: Span, now: number): Span | null {
  if (record.checkedInAt === null) return null;
  const end = Math.min(record.checkedOutAt ?? shift.end, record.nextCheckInAt ?? Infinity, now);
  return end > record.checkedInAt ? { start: record.checkedInAt, end } : null;
}

/**
 * Whether recorded attendance overlaps the person's next one, so that less of it counts than was recorded.
 */
export const isCutShort = ({ checkedInAt, checkedOutAt, nextCheckInAt }: AttendanceWithNext): boolean =>
  checkedInAt !== null && checkedOutAt !== null && nextCheckInAt !== null && nextCheckInAt < checkedOutAt;

/** What is known about a person's presence. */
export interface PresenceRecord extends AttendanceWithNext {
  noShow: boolean;
  /** The start of the person's next shift without any record; null when there is none. */
  nextUnrecordedAt: number | null;
}

/**
 * When a person is assumed to have been present: as worked; as planned when nothing was recorded; null after
 * a no-show.
 */
export function presenceSpan(record: PresenceRecord, shift: Span, now: number): Span | null {
  if (record.noShow) return null;
  const known = record.checkedInAt === null ? shift : workedSpan(record, shift, now);
  if (!known) return null;
  const next = Math.min(record.nextCheckInAt ?? Infinity, record.nextUnrecordedAt ?? Infinity);
  const end = Math.min(known.end, next);
  return end > known.start ? { start: known.start, end } : null;
}

/** A person's attendance that has begun. */
export interface BegunAttendance extends AttendanceRecord {
  checkedInAt: number;
  shift: Span;
}

/**
 * The attendance that the person's check-in elsewhere ends: one without a check-out, whose shift still lasts
 * or ended no longer ago than check-in opens before a start. An older one stays open, counts to its shift's
 * end and is reported.
 */
export const endedByCheckIn = <One extends BegunAttendance>(
  others: readonly One[],
  at: number,
): One | undefined =>
  others.find(
    (other) =>
      other.checkedOutAt === null &&
      other.checkedInAt < at &&
      at <= other.shift.end + CHECK_IN_OPENS_MINUTES * MINUTE,
  );

/**
 * The first of a person's other attendances that overlaps a span. One without a check-out lasts to its
 * shift's end.
 */
export const overlappingAttendance = <One extends BegunAttendance>(
  others: readonly One[],
  span: Span,
): One | undefined => others.find((other) => overlaps(recordedSpan(other), span));

const recordedSpan = ({ checkedInAt, checkedOutAt, shift }: BegunAttendance): Span => ({
  start: checkedInAt,
  end: checkedOutAt ?? Math.max(shift.end, checkedInAt + 1),
});

/** Minutes late and minutes left early, in whole minutes; 0 within the grace, null while unknown. */
export interface Punctuality {
  lateMinutes: number | null;
  leftEarlyMinutes: number | null;
}

/** Compares a record with its shift; up to `graceMinutes` late or early count as 0. */
export function punctuality(record: AttendanceRecord, shift: Span, graceMinutes: number): Punctuality {
  const beyondGrace = (millis: number): number => {
    const minutes = Math.floor(millis / MINUTE);
    return minutes > graceMinutes ? minutes : 0;
  };
  return {
    lateMinutes: record.checkedInAt === null ? null : beyondGrace(record.checkedInAt - shift.start),
    leftEarlyMinutes: record.checkedOutAt === null ? null : beyondGrace(shift.end - record.checkedOutAt),
  };
}
