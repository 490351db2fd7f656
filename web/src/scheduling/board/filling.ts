import { DAY, inZone, millisOf, type Instant } from '../../time/local-time.js';
import { isActive, type Shift } from '../queries.js';

/** A stretch in which people of one position are missing. */
export interface Missing {
  startsAt: Instant;
  endsAt: Instant;
  positionId: string;
  missing: number;
}

/** What of a shift says whether it fills a gap. */
export type StandingShift = Pick<
  Shift,
  'id' | 'positionId' | 'startsAt' | 'endsAt' | 'seats' | 'seatsTaken' | 'status' | 'claims'
>;

/** A shift that lies in a gap, and what of the gap it can take. */
export interface FillingShift {
  shift: StandingShift;
  /** Seats that nobody has, not even by a claim that waits. */
  free: number;
  pending: Shift['claims'];
  /** How many seats it would have to have more, so that the gap could be filled on it. */
  seatsLacking: number;
}

export interface Filling {
  shifts: FillingShift[];
  /** What no shift is there for. */
  newShifts: Missing[];
}

export const pendingOf = ({ claims }: Pick<Shift, 'claims'>): Shift['claims'] =>
  claims.filter(({ status, isShadow }) => status === 'pending' && !isShadow);

/** Whether a shift can take somebody of a position in a span. */
export const liesIn = (
  shift: Pick<Shift, 'status' | 'positionId' | 'startsAt' | 'endsAt'>,
  gap: Omit<Missing, 'missing'>,
): boolean =>
  shift.status !== 'cancelled' &&
  shift.positionId === gap.positionId &&
  millisOf(shift.startsAt) < millisOf(gap.endsAt) &&
  millisOf(shift.endsAt) > millisOf(gap.startsAt);

/**
 * How gaps of a position could be filled: on the free seats and pending claims of the shifts that are there; where these are too few, by
 * more seats of a shift that is there; and by a new shift only where there is none, of a day at most.
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

/** How many claims that wait would go into a gap, were they approved; for one who looks at the gap alone. */
export const waitingIn = (gap: Missing, shifts: readonly StandingShift[]): number =>
  shifts.filter((shift) => liesIn(shift, gap)).reduce((sum, shift) => sum + pendingOf(shift).length, 0);

const freeOf = ({ seats, seatsTaken }: StandingShift): number => Math.max(0, seats - seatsTaken);

/** Whether somebody is on it who counts as cover. */
export const isStaffed = ({ claims }: Pick<Shift, 'claims'>): boolean =>
  claims.some((claim) => isActive(claim) && claim.status === 'approved' && !claim.isShadow);

/** A gap in pieces over which the same shifts lie. */
function cut({ startsAt, endsAt }: Missing, shifts: readonly StandingShift[]): [number, number][] {
  const [start, end] = [millisOf(startsAt), millisOf(endsAt)];
  const within = shifts
    .flatMap((shift) => [millisOf(shift.startsAt), millisOf(shift.endsAt)])
    .filter((at) => at > start && at < end);
  const bounds = [...new Set([start, ...within, end])].sort((a, b) => a - b);
  return bounds.slice(1).map((to, index) => [bounds[index]!, to]);
}

/** Goes on from the piece before where that is as much of one; none is longer than a shift may be. */
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
