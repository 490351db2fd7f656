/** A shift as a message tells of it. Instants as ISO text. */
export interface ToldShift {
  shiftId: string;
  locationName: string;
  positionName: string;
  timeZone: string;
  startsAt: string;
  endsAt: string;
}

/** A ToldShift as SQL makes it, over shifts s, their locations l and positions p. */
export const TOLD_SHIFT = `
  json_build_object('shiftId', s.id, 'locationName', l.name, 'positionName', p.name, 'timeZone', l.time_zone,
                    'startsAt', s.starts_at, 'endsAt', s.ends_at)`;

/** Where something stands that somebody asked of somebody. */
export interface ToldSwap {
  colleague: string;
  offered: ToldShift;
  wanted: ToldShift | null;
  reason: string | null;
}

/** Everything scheduling tells people of, by kind, with the facts its text is made from. */
export interface SchedulingMessages {
  'claims-decided': {
    decisions: {
      shift: ToldShift;
      status: 'approved' | 'rejected' | 'cancelled' | 'pending';
      reason: string | null;
    }[];
  };
  'shift-changed': { before: ToldShift; after: ToldShift };
  'schedule-published': {
    locationName: string;
    timeZone: string;
    startsOn: string;
    endsOn: string;
    claimableFrom: string | null;
    shifts: number;
  };
  'drop-request-opened': { shift: ToldShift; colleague: string };
  'waitlist-offer': { shift: ToldShift; until: string };
  'attendance-corrected': {
    shift: ToldShift;
    isApproved: boolean;
    checkedInAt: string;
    checkedOutAt: string;
    reason: string | null;
  };
  'time-off-decided': {
    isApproved: boolean;
    startsAt: string;
    endsAt: string;
    timeZone: string;
    reason: string | null;
  };
  'swap-offered': ToldSwap;
  'swap-accepted': ToldSwap;
  'swap-declined': ToldSwap;
  'swap-ended': { shift: ToldShift; reason: string | null };
}
