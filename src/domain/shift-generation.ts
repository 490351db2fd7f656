import { MINUTE, type Span } from './interval.js';

/** The lengths of generated shifts, in minutes. */
export interface ShiftLengths {
  shortestMinutes: number;
  longestMinutes: number;
  preferredMinutes: number;
  /** How far a shift overlaps the next one, for handover. */
  overlapMinutes: number;
}

/** A shift to create: a number of seats over a span. */
export interface GeneratedShift extends Span {
  seats: number;
}

const GRID = 15 * MINUTE;

/**
 * Generates shifts for one position that together cover the required seats that are not planned yet. Returns
 * none when the plan suffices, so a second run adds nothing. Each layer of demand is split by itself, into
 * equal parts as near the preferred length as the limits allow, on quarters of an hour. Only a stretch
 * shorter than the shortest length gives a shorter shift. Ordered by start, then end.
 */
export function generateShifts(
  required: readonly (Span & { required: number })[],
  planned: readonly (Span & { seats: number })[],
  policy: ShiftLengths,
): GeneratedShift[] {
  const missing = missingSeats(required, planned);
  const shifts = new Map<string, GeneratedShift>();
  let below = 0;
  for (const level of distinctLevels(missing)) {
    // The layers between two levels have the same stretches.
    const seats = level - below;
    for (const stretch of stretchesOf(missing.filter((piece) => piece.missing >= level))) {
      for (const part of cut(stretch, policy)) {
        const key = `${part.start}|${part.end}`;
        const known = shifts.get(key);
        shifts.set(key, { ...part, seats: (known?.seats ?? 0) + seats });
      }
    }
    below = level;
  }
  return [...shifts.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** How many more seats are required than planned, as pieces with a constant number, in order. */
export function missingSeats(
  required: readonly (Span & { required: number })[],
  planned: readonly (Span & { seats: number })[],
): (Span & { missing: number })[] {
  const changes = new Map<number, number>();
  const change = (at: number, by: number): void => void changes.set(at, (changes.get(at) ?? 0) + by);
  for (const { start, end, required: count } of required) {
    change(start, count);
    change(end, -count);
  }
  for (const { start, end, seats } of planned) {
    change(start, -seats);
    change(end, seats);
  }
  const instants = [...changes.keys()].sort((a, b) => a - b);
  const pieces: (Span & { missing: number })[] = [];
  let level = 0;
  for (const [index, start] of instants.entries()) {
    level += changes.get(start)!;
    const end = instants[index + 1];
    if (level > 0 && end !== undefined) pieces.push({ start, end, missing: level });
  }
  return pieces;
}

const distinctLevels = (pieces: readonly { missing: number }[]): number[] =>
  [...new Set(pieces.map(({ missing }) => missing))].sort((a, b) => a - b);

function stretchesOf(pieces: readonly Span[]): Span[] {
  const stretches: { start: number; end: number }[] = [];
  for (const { start, end } of pieces) {
    const last = stretches.at(-1);
    if (last?.end === start) last.end = end;
    else stretches.push({ start, end });
  }
  return stretches;
}

function cut({ start, end }: Span, policy: ShiftLengths): Span[] {
  const minutes = (end - start) / MINUTE;
  const least = Math.ceil(minutes / policy.longestMinutes);
  const most = Math.max(1, Math.floor(minutes / policy.shortestMinutes));
  const wanted = Math.round(minutes / policy.preferredMinutes);
  const count = Math.max(least, Math.min(most, wanted), 1);
  const bounds = Array.from({ length: count + 1 }, (_value, index) =>
    index === count ? end : start + Math.round(((end - start) * index) / count / GRID) * GRID,
  );
  return bounds.slice(0, -1).flatMap((from, index) => {
    const to = bounds[index + 1]!;
    const overlap = index === count - 1 ? 0 : policy.overlapMinutes * MINUTE;
    return to > from ? [{ start: from, end: Math.min(to + overlap, end) }] : [];
  });
}
