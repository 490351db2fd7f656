import type { DemandPiece } from './coverage.js';
import { MINUTE, type Span } from './interval.js';

/** One person on shift for a position. */
export interface StaffSpan extends Span {
  positionId: string;
}

/** A maximal stretch of one position over which demand and staffing are both constant. */
export interface StaffingSegment extends Span {
  positionId: string;
  required: number;
  assigned: number;
}

/** A stretch in which fewer are on shift than required. */
export interface CoverageGap extends StaffingSegment {
  missing: number;
}

/**
 * Demand beside staffing: every stretch with demand, per position, maximal and clipped to the window,
 * ordered by start and then position. Costs O(n log n) in pieces and staff spans together.
 */
export function staffingOf(
  demand: readonly DemandPiece[],
  staff: readonly StaffSpan[],
  window: Span,
): StaffingSegment[] {
  const demandByPosition = Map.groupBy(demand, (piece) => piece.positionId);
  const staffByPosition = Map.groupBy(staff, (span) => span.positionId);
  const segments: StaffingSegment[] = [];
  for (const [positionId, pieces] of demandByPosition) {
    sweep(positionId, pieces, staffByPosition.get(positionId) ?? [], window, segments);
  }
  return segments.sort((a, b) => a.start - b.start || compareText(a.positionId, b.positionId));
}

/** Under-staffed stretches among segments; surplus elsewhere never offsets one. */
export const gapsIn = (segments: readonly StaffingSegment[]): CoverageGap[] =>
  segments
    .filter((segment) => segment.assigned < segment.required)
    .map((segment) => ({ ...segment, missing: segment.required - segment.assigned }));

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function sweep(
  positionId: string,
  pieces: readonly DemandPiece[],
  staff: readonly StaffSpan[],
  window: Span,
  segments: StaffingSegment[],
): void {
  const changes: { at: number; demand: number; staff: number }[] = [];
  const add = (span: Span, demand: number, people: number): void => {
    const start = Math.max(span.start, window.start);
    const end = Math.min(span.end, window.end);
    if (start >= end) return;
    changes.push({ at: start, demand, staff: people }, { at: end, demand: -demand, staff: -people });
  };
  for (const piece of pieces) add(piece, piece.required, 0);
  for (const span of staff) add(span, 0, 1);
  changes.sort((a, b) => a.at - b.at);

  let required = 0;
  let assigned = 0;
  let open: { start: number; required: number; assigned: number } | null = null;
  for (let i = 0; i < changes.length;) {
    const { at } = changes[i]!;
    for (; i < changes.length && changes[i]!.at === at; i++) {
      required += changes[i]!.demand;
      assigned += changes[i]!.staff;
    }
    if (open && (open.required !== required || open.assigned !== assigned)) {
      segments.push({
        positionId,
        start: open.start,
        end: at,
        required: open.required,
        assigned: open.assigned,
      });
      open = null;
    }
    if (!open && required > 0) open = { start: at, required, assigned };
  }
}

/** Totals that add up over positions, locations and spans; rates are taken of the sums, never averaged. */
export interface CoverageTotals {
  requiredMinutes: number;
  staffedMinutes: number;
  demandMinutes: number;
  fullyCoveredMinutes: number;
  uncoveredMinutes: number;
}

/** What the coverage of a span comes to; see coverageSummary. */
export interface CoverageSummary {
  requiredMinutes: number;
  staffedMinutes: number;
  missingMinutes: number;
  coverageRate: number | null;
  fullyCoveredRate: number | null;
  uncoveredMinutes: number;
}

export const emptyCoverageTotals = (): CoverageTotals => ({
  requiredMinutes: 0,
  staffedMinutes: 0,
  demandMinutes: 0,
  fullyCoveredMinutes: 0,
  uncoveredMinutes: 0,
});

/** Adds a segment's part `[start, end)` to totals: required ∫ d, staffed ∫ min(s, d), and the time each state lasted. */
export function addSegment(totals: CoverageTotals, segment: StaffingSegment, part: Span = segment): void {
  const minutes = (part.end - part.start) / MINUTE;
  totals.requiredMinutes += minutes * segment.required;
  totals.staffedMinutes += minutes * Math.min(segment.assigned, segment.required);
  totals.demandMinutes += minutes;
  if (segment.assigned >= segment.required) totals.fullyCoveredMinutes += minutes;
  if (segment.assigned === 0) totals.uncoveredMinutes += minutes;
}

/** A quotient, or null when there is nothing to divide by. */
export const ratio = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : numerator / denominator;

/**
 * Coverage of summed totals: coverageRate = staffed ÷ required, fullyCoveredRate = time with s ≥ d ÷ time with d > 0,
 * minutes throughout; rates are null without demand. Source: docs/metrics.md, after per-slot coverage in workforce
 * management, where a surplus at one hour never hides a gap at another.
 */
export const coverageSummary = (totals: CoverageTotals): CoverageSummary => ({
  requiredMinutes: totals.requiredMinutes,
  staffedMinutes: totals.staffedMinutes,
  missingMinutes: totals.requiredMinutes - totals.staffedMinutes,
  coverageRate: ratio(totals.staffedMinutes, totals.requiredMinutes),
  fullyCoveredRate: ratio(totals.fullyCoveredMinutes, totals.demandMinutes),
  uncoveredMinutes: totals.uncoveredMinutes,
});
