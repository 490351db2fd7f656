import { MINUTE, overlaps, type Span } from './interval.js';

/** How long before its start a shift may be checked in to, in minutes. */
export const CHECK_IN_OPENS_MINUTES = 15;

/** When an operator may check in: from a little before the start to the end. */
export const checkInWindow = (shift: Span): Span => ({
  start: shift.start - CHECK_IN_OPENS_MINUTES * MINUTE,
  end: shift.end,
});

/** Attendance as recorded; instants in epoch ms. */
export interface AttendanceRecord {
  checkedInAt: number | null;
  checkedOutAt: number | null;
}

/** With when the same person next checked in, to whichever shift; null when they did not. */
export interface FollowedAttendance extends AttendanceRecord {
  nextCheckInAt: number | null;
}

/**
 * What somebody worked of a shift up to now: check-in to check-out; a missing check-out counts to the shift's end,
 * or to now while that lies ahead. It ends where the same person's next attendance begins: nobody is in two places.
 * Null when they never checked in.
 */
export function workedSpan(record: FollowedAttendance, shift: Span, now: number): Span | null {
  if (record.checkedInAt === null) return null;
  const end = Math.min(record.checkedOutAt ?? shift.end, record.nextCheckInAt ?? Infinity, now);
  return end > record.checkedInAt ? { start: record.checkedInAt, end } : null;
}

/**
 * Whether what is recorded reaches into the same person's next attendance, so that less of it counts than was recorded.
 */
export const isCutShort = ({ checkedInAt, checkedOutAt, nextCheckInAt }: FollowedAttendance): boolean =>
  checkedInAt !== null && checkedOutAt !== null && nextCheckInAt !== null && nextCheckInAt < checkedOutAt;

/** What is known of somebody's being there. */
export interface PresenceRecord extends FollowedAttendance {
  noShow: boolean;
  /** When the same person's next shift starts of which nothing was recorded; null when there is none. */
  nextUnrecordedAt: number | null;
}

/** Where somebody is taken to have been: as worked; as planned where nobody recorded anything; nowhere after a no-show. */
export function presentSpan(record: PresenceRecord, shift: Span, now: number): Span | null {
  if (record.noShow) return null;
  const known = record.checkedInAt === null ? shift : workedSpan(record, shift, now);
  if (!known) return null;
  const next = Math.min(record.nextCheckInAt ?? Infinity, record.nextUnrecordedAt ?? Infinity);
  const end = Math.min(known.end, next);
  return end > known.start ? { start: known.start, end } : null;
}

/** One person's attendance of a shift, begun. */
export interface BegunAttendance extends AttendanceRecord {
  checkedInAt: number;
  shift: Span;
}

/**
 * The attendance that the same person's check-in elsewhere ends: one not checked out of, of a shift that still lasts or has
 * been over for no longer than a check-in opens ahead. One forgotten for longer stays open, counts to its shift's end and is shown.
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

/** The first of a person's other attendances that shares an instant with a stretch; one not checked out of lasts to its shift's end. */
export const overlappingAttendance = <One extends BegunAttendance>(
  others: readonly One[],
  span: Span,
): One | undefined => others.find((other) => overlaps(recordedSpan(other), span));

const recordedSpan = ({ checkedInAt, checkedOutAt, shift }: BegunAttendance): Span => ({
  start: checkedInAt,
  end: checkedOutAt ?? Math.max(shift.end, checkedInAt + 1),
});

/** How far somebody came late or left early, in whole minutes; 0 within the grace, null while it is not known. */
export interface Punctuality {
  lateMinutes: number | null;
  leftEarlyMinutes: number | null;
}

/** Judges a record by its shift; `graceMinutes` is how much nobody speaks of. */
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
