import { intersection, type Span } from './interval.js';

/** A maintenance window lasts so many days of 24 hours at most. */
export const LONGEST_MAINTENANCE_DAYS = 31;

/** When maintenance takes place, and whether nobody is needed meanwhile. */
export interface Maintenance extends Span {
  closesCoverage: boolean;
}

/**
 * Whether the time before `now` that a maintenance window closes differs after a change. Null: there is no
 * window before it, or none after it.
 */
export function changesPast(before: Maintenance | null, after: Maintenance | null, now: number): boolean {
  const [former, next] = [closedBefore(before, now), closedBefore(after, now)];
  return former?.start !== next?.start || former?.end !== next?.end;
}

/** Whether a maintenance window closes time before `now`. */
export const closesBefore = (window: Maintenance, now: number): boolean => closedBefore(window, now) !== null;

const closedBefore = (window: Maintenance | null, now: number): Span | null =>
  window?.closesCoverage ? intersection(window, { start: -Infinity, end: now }) : null;
