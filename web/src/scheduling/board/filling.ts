import { DAY, inZone, millisOf, type Instant } from '../../time/local-time.js';
import { isActive, type Shift } from '../queries.js';

/** A time in which people of one position are missing. */
export interface Missing {
  startsAt: Instant;
  endsAt: Instant;
  positionId: string;
  missing: number;
}

/** The fields of a shift that decide whether it fills a gap. */
export type StandingShift = Pick<
  Shift,
  'id' | 'positionId' | 'startsAt' | 'endsAt' | 'seats' | 'seatsTaken' | 'status' | 'claims'
>;

/** A shift inside a gap, and which part of the gap it can fill. */
export interface FillingShift {
  shift: StandingShift;
  /** Seats without any claim, not even a pending one. */
  free: number;
  pending: Shift['claims'];
  /** How many more seats it needs to fill the gap. */
  seatsLacking: number;
}

export interface Filling {
  shifts: FillingShift[];
  /** Time without any shift. */
  newShifts: Missing[];
}

export const pendingOf = ({ claims }: Pick<Shift, 'claims'>): Shift['claims'] =>
  claims.filter(({ status, isShadow }) => status === 'pending' && !isShadow);

/** Whether a shift can take people of a position in a span. */
export const liesIn = (
  shift: Pick<Shift, 'status' | 'positionId' | 'startsAt' | 'endsAt'>,
  gap: Omit<Missing, 'missing'>,
): boolean =>
  shift.status !== 'cancelled' &&
  shift.positionId === gap.positionId &&
  millisOf(shift.startsAt) < millisOf(gap.endsAt) &&
  millisOf(shift.endsAt) > millisOf(gap.startsAt);

/**
 * How gaps of a position can be filled: with free seats and pending claims of existing shifts; when these are
 * too few, with more seats on an existing shift; and with a new shift only where there is none. A new shift
 * is at most a day long.
 */
export function fillingOf(gaps: readonly Missing[], shifts: readonly StandingShift[], zone: string): Filling {
  const there = shifts.filter((shift) => gaps.some((gap) => liesIn(shift, gap)));
  const lacking = new Map<string, number>();
  const newShifts: Missing[] = [];
  for (const gap of gaps) {
    for (const [start, end] of cut(gap, there)) {
      const piece = { ...gap, startsAt: inZone(start, zone), endsAt: inZone(end, zone) };
      const over = there.filter((shift) => liesIn(shift, piece));
      const [widest] = over.toSorted((a, b) => b.seats - a.seats || a.id.localeCompare(b.id));
      if (!widest) add(newShifts, piece, zone);
      else {
        const open = over.reduce((sum, shift) => sum + freeOf(shift) + pendingOf(shift).length, 0);
        const more = Math.max(0, gap.missing - open);
        lacking.set(widest.id, Math.max(lacking.get(widest.id) ?? 0, more));
      }
    }
  }
  return {
    shifts: there
      .map((shift) => ({
        shift,
        free: freeOf(shift),
        pending: pendingOf(shift),
        seatsLacking: lacking.get(shift.id) ?? 0,
      }))
      .filter(({ free, pending, seatsLacking }) => free > 0 || pending.length > 0 || seatsLacking > 0),
    newShifts,
  };
}

/** How many pending claims would fill a gap if they were approved, for a view of one gap alone. */
export const waitingIn = (gap: Missing, shifts: readonly StandingShift[]): number =>
  shifts.filter((shift) => liesIn(shift, gap)).reduce((sum, shift) => sum + pendingOf(shift).length, 0);

const freeOf = ({ seats, seatsTaken }: StandingShift): number => Math.max(0, seats - seatsTaken);

/** Whether somebody on it counts as coverage. */
export const isStaffed = ({ claims }: Pick<Shift, 'claims'>): boolean =>
  claims.some((claim) => isActive(claim) && claim.status === 'approved' && !claim.isShadow);

/** Cuts a gap into pieces with the same shifts. */
function cut({ startsAt, endsAt }: Missing, shifts: readonly StandingShift[]): [number, number][] {
  const [start, end] = [millisOf(startsAt), millisOf(endsAt)];
  const within = shifts
    .flatMap((shift) => [millisOf(shift.startsAt), millisOf(shift.endsAt)])
    .filter((at) => at > start && at < end);
  const bounds = [...new Set([start, ...within, end])].sort((a, b) => a - b);
  return bounds.slice(1).map((to, index) => [bounds[index]!, to]);
}

/** Extends the previous piece when it misses the same number; no piece is longer than a shift may be. */
function add(pieces: Missing[], piece: Missing, zone: string): void {
  const last = pieces.at(-1);
  const isSame =
    last?.endsAt === piece.startsAt &&
    last.missing === piece.missing &&
    last.positionId === piece.positionId &&
    millisOf(piece.endsAt) - millisOf(last.startsAt) <= DAY;
  if (isSame) last.endsAt = piece.endsAt;
  else {
    const end = millisOf(piece.endsAt);
    for (let start = millisOf(piece.startsAt); start < end; start += DAY)
      pieces.push({
        ...piece,
        startsAt: inZone(start, zone),
        endsAt: inZone(Math.min(start + DAY, end), zone),
      });
  }
}
