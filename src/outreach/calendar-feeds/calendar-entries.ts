import type { Caller } from '../../access/caller.js';
import { ownCalendarStatus, type CalendarStatus } from '../../domain/calendar-status.js';
import type { Span } from '../../domain/interval.js';
import type { OwnShiftRow, StaffedShiftRow, TakenSeat } from './calendar-shifts.repository.js';

/** An entry of a calendar. Instants in epoch ms. */
export interface CalendarEntry extends Span {
  /** Always the same for the same shift in the same kind of calendar. */
  uid: string;
  /** Grows with each change. */
  sequence: number;
  changedAt: number;
  timeZone: string;
  status: CalendarStatus;
  summary: string;
  location: string;
  description: string;
  /** Whether the person is busy meanwhile. */
  isBusy: boolean;
}

/** A shift in the calendar of whoever has or had it; null when it is not to be shown. */
export function ownEntry(row: OwnShiftRow, { withPending }: { withPending: boolean }): CalendarEntry | null {
  const status = ownCalendarStatus(row.status, row.claims, withPending);
  if (status === null) return null;
  const isTraining = row.claims.some(({ isShadow, status }) => isShadow && status === 'approved');
  return {
    ...placed(row),
    uid: `own-${row.shiftId}`,
    status,
    summary: `${row.positionName}${isTraining ? ' (training)' : ''}, ${row.locationName}`,
    description: {
      confirmed: 'This shift is yours.',
      tentative: 'Waits for approval.',
      cancelled: 'This shift is not yours any more.',
    }[status],
    isBusy: status !== 'cancelled',
  };
}

/** A shift in the calendar of a location or of whoever supervises it: who has its seats, and how many nobody has. */
export function staffedEntry(
  row: StaffedShiftRow,
  caller: Caller,
  { withPending, withLocation = false }: { withPending: boolean; withLocation?: boolean },
): CalendarEntry {
  const counts = ({ isPending }: TakenSeat): boolean => withPending || !isPending;
  const taken = row.taken.filter(counts);
  const names = visibleSeats(caller, row.taken)
    .filter(counts)
    .map(({ name, isPending }) => (isPending ? `${name} (waits)` : name));
  const free = row.seats - taken.length;
  const isCancelled = row.status === 'cancelled';
  const title = withLocation ? `${row.locationName}, ${row.positionName}` : row.positionName;
  const missing = free > 0 && !isCancelled ? ` (${free} of ${row.seats} not filled)` : '';
  return {
    ...placed(row),
    uid: `shift-${row.shiftId}`,
    status: isCancelled ? 'cancelled' : 'confirmed',
    summary: `${names.length > 0 ? `${title}: ${names.join(', ')}` : title}${missing}`,
    description: isCancelled ? 'This shift was cancelled.' : `${taken.length} of ${row.seats} seats filled.`,
    isBusy: false,
  };
}

/** Operators see colleagues only on shifts that they share, and no colleague who waits. */
function visibleSeats({ role, operatorId }: Caller, taken: readonly TakenSeat[]): readonly TakenSeat[] {
  if (role !== 'operator') return taken;
  if (!taken.some((seat) => seat.operatorId === operatorId)) return [];
  return taken.filter((seat) => seat.operatorId === operatorId || !seat.isPending);
}

const placed = ({
  start,
  end,
  sequence,
  changedAt,
  timeZone,
  locationName,
}: OwnShiftRow | StaffedShiftRow): Pick<
  CalendarEntry,
  'start' | 'end' | 'sequence' | 'changedAt' | 'timeZone' | 'location'
> => ({ start, end, sequence, changedAt, timeZone, location: locationName });
