import type { DemandPiece } from './coverage.js';
import { intersection, MINUTE, type Span } from './interval.js';

/** One person on shift for a position. */
export interface StaffSpan extends Span {
  positionId: string;
}

/**
 * People on shift for a position: their starts and, in the same order, their ends. Arrays, because there may
 * be a million.
 */
export interface Team {
  positionId: string;
  starts: readonly number[];
  ends: readonly number[];
}

/** One team for each person. */
export const teamsOf = (staff: readonly StaffSpan[]): Team[] =>
  [...Map.groupBy(staff, (span) => span.positionId)].map(([positionId, spans]) => ({
    positionId,
    starts: spans.map((span) => span.start),
    ends: spans.map((span) => span.end),
  }));

/** A maximal span of one position with constant demand and constant staffing. */
export interface StaffingSegment extends Span {
  positionId: string;
  required: number;
  assigned: number;
}

/** A span in which fewer people are on shift than required. */
export interface CoverageGap extends StaffingSegment {
  missing: number;
}

/**
 * Compares demand with staffing: all spans with demand, per position, maximal and clipped to the window,
 * ordered by start and then position. Costs O(n log n) in pieces and people together.
 */
export function staffingOf(
  demand: readonly DemandPiece[],
  staff: readonly Team[],
  window: Span,
): StaffingSegment[] {
  const segments: StaffingSegment[] = [];
  for (const [positionId, pieces] of Map.groupBy(demand, (piece) => piece.positionId)) {
    const teams = staff.filter((team) => team.positionId === positionId);
    sweep(positionId, pieces, teams, window, segments);
  }
  return segments.sort((a, b) => a.start - b.start || compareText(a.positionId, b.positionId));
}

/** Segments with too few people. Too many elsewhere never make up for them. */
export const gapsIn = (segments: readonly StaffingSegment[]): CoverageGap[] =>
  segments
    .filter((segment) => segment.assigned < segment.required)
    .map((segment) => ({ ...segment, missing: segment.required - segment.assigned }));

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function sweep(
  positionId: string,
  pieces: readonly DemandPiece[],
  teams: readonly Team[],
  window: Span,
  segments: StaffingSegment[],
): void {
  const demand = demandChanges(pieces, window);
  const { starts, ends } = boundsOf(teams, window);
  let required = 0;
  let assigned = 0;
  let open: { start: number; required: number; assigned: number } | null = null;
  let [d, s, e] = [0, 0, 0];
  while (d < demand.length || e < ends.length) {
    const at = Math.min(demand[d]?.at ?? Infinity, starts[s] ?? Infinity, ends[e] ?? Infinity);
    for (; d < demand.length && demand[d]!.at === at; d++) required += demand[d]!.change;
    for (; s < starts.length && starts[s] === at; s++) assigned++;
    for (; e < ends.length && ends[e] === at; e++) assigned--;
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

function demandChanges(pieces: readonly DemandPiece[], window: Span): { at: number; change: number }[] {
  return pieces
    .flatMap((piece) => {
      const part = intersection(piece, window);
      return part
        ? [
            { at: part.start, change: piece.required },
            { at: part.end, change: -piece.required },
          ]
        : [];
    })
    .sort((a, b) => a.at - b.at);
}

/** The starts and ends within the window, each sorted. */
function boundsOf(teams: readonly Team[], window: Span): { starts: Float64Array; ends: Float64Array } {
  const people = teams.reduce((sum, team) => sum + team.starts.length, 0);
  const starts = new Float64Array(people);
  const ends = new Float64Array(people);
  let count = 0;
  for (const team of teams) {
    for (let i = 0; i < team.starts.length; i++) {
      const start = Math.max(team.starts[i]!, window.start);
      const end = Math.min(team.ends[i]!, window.end);
      if (start >= end) continue;
      starts[count] = start;
      ends[count++] = end;
    }
  }
  return { starts: starts.subarray(0, count).sort(), ends: ends.subarray(0, count).sort() };
}

/**
 * Totals in milliseconds, which add up over positions, locations and spans without any error. Rates are computed from the
 * sums, never averaged.
 */
export type CoverageTotals = Record<'required' | 'staffed' | 'demand' | 'fullyCovered' | 'uncovered', number>;

/** The coverage of a span; see coverageSummary. */
export interface CoverageSummary {
  requiredMinutes: number;
  staffedMinutes: number;
  missingMinutes: number;
  coverageRate: number | null;
  fullyCoveredRate: number | null;
  uncoveredMinutes: number;
}

export const emptyCoverageTotals = (): CoverageTotals => ({
  required: 0,
  staffed: 0,
  demand: 0,
  fullyCovered: 0,
  uncovered: 0,
});

/**
 * Adds the part `[start, end)` of a segment to totals: required ∫ d, staffed ∫ min(s, d), and the time of
 * each state.
 */
export function addSegment(totals: CoverageTotals, segment: StaffingSegment, part: Span = segment): void {
  const millis = part.end - part.start;
  totals.required += millis * segment.required;
  totals.staffed += millis * Math.min(segment.assigned, segment.required);
  totals.demand += millis;
  if (segment.assigned >= segment.required) totals.fullyCovered += millis;
  if (segment.assigned === 0) totals.uncovered += millis;
}

/** A quotient, or null when the denominator is zero. */
export const ratio = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : numerator / denominator;

/**
 * The coverage of summed totals: coverageRate = staffed ÷ required, fullyCoveredRate = time with s ≥ d ÷ time
 * with d > 0, all in minutes; rates are null without demand. Source: docs/metrics.md, after per-slot coverage
 * in workforce management, where too many people in one hour never hide a gap in another.
 */
export const coverageSummary = (totals: CoverageTotals): CoverageSummary => ({
  requiredMinutes: totals.required / MINUTE,
  staffedMinutes: totals.staffed / MINUTE,
  missingMinutes: (totals.required - totals.staffed) / MINUTE,
  coverageRate: ratio(totals.staffed, totals.required),
  fullyCoveredRate: ratio(totals.fullyCovered, totals.demand),
  uncoveredMinutes: totals.uncovered / MINUTE,
});
