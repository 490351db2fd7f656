import { MINUTE, type Span } from './interval.js';

/** How long before its start a shift may be checked in to, in minutes. */
export const CHECK_IN_OPENS_MINUTES = 15;

/** When the operator herself may check in: from a little before the start to the end. */
export const checkInWindow = (shift: Span): Span => ({
  start: shift.start - CHECK_IN_OPENS_MINUTES * MINUTE,
  end: shift.end,
});

/** Attendance as recorded; instants in epoch ms. */
export interface AttendanceRecord {
  checkedInAt: number | null;
  checkedOutAt: number | null;
}

/**
 * What somebody worked of a shift up to now: check-in to check-out; a missing check-out counts to the shift's end,
 * or to now while that lies ahead. Null when she never checked in.
 */
export function workedSpan(record: AttendanceRecord, shift: Span, now: number): Span | null {
  if (record.checkedInAt === null) return null;
  const end = Math.min(record.checkedOutAt ?? shift.end, now);
  return end > record.checkedInAt ? { start: record.checkedInAt, end } : null;
}

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
