import { ratio } from '../staffing.js';

// Each is a quotient of sums over locations and positions, null without a denominator. Sources stand in docs/metrics.md.

/** Seats with an approved claim ÷ seats, of published shifts that start in the span. */
export const fillRate = (filledSeats: number, seats: number): number | null => ratio(filledSeats, seats);

/**
 * Minutes attended within approved claims ÷ approved claim minutes, of shifts begun by now and up to now; finished ones of which
 * nobody recorded anything apart.
 */
export const attendanceRate = (attendedMinutes: number, claimMinutes: number): number | null =>
  ratio(attendedMinutes, claimMinutes);

/** No-shows ÷ approved claims, of the same shifts as attendanceRate. */
export const noShowRate = (noShows: number, claims: number): number | null => ratio(noShows, claims);

/** Approved claims with a check-in or a no-show ÷ approved claims, of finished shifts: how much the two above rest on. */
export const recordedShare = (recorded: number, finished: number): number | null => ratio(recorded, finished);

/** Requests in open hours, the directional ones apart (ANSI/NISO Z39.7), ÷ hours; `minutes` are of exposure. */
export const requestsPerHour = (requests: number, minutes: number): number | null =>
  ratio(requests * 60, minutes);

/** Resolved by the library tier without escalation ÷ resolved (MetricNet's first level resolution rate). */
export const firstLevelResolutionRate = (firstLevelResolved: number, resolved: number): number | null =>
  ratio(firstLevelResolved, resolved);

/** Escalated to Campus IT ÷ requests resolved or escalated. */
export const escalationShare = (escalated: number, resolvedOrEscalated: number): number | null =>
  ratio(escalated, resolvedOrEscalated);
