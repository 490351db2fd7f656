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
