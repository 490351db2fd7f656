/** A shift in a message. Instants as ISO text. */
export interface MessageShift {
  shiftId: string;
  locationName: string;
  positionName: string;
  timeZone: string;
  startsAt: string;
  endsAt: string;
}

/** SQL: a MessageShift, from shifts s, their locations l and positions p. */
export const MESSAGE_SHIFT = `
  json_build_object('shiftId', s.id, 'locationName', l.name, 'positionName', p.name, 'timeZone', l.time_zone,
                    'startsAt', s.starts_at, 'endsAt', s.ends_at)`;

/** A swap in a message. */
export interface MessageSwap {
  colleague: string;
  offered: MessageShift;
  wanted: MessageShift | null;
  reason: string | null;
}

/** All kinds of messages from scheduling, with the facts that their texts use. */
export interface SchedulingMessages {
  'claims-decided': {
    decisions: {
      shift: MessageShift;
      status: 'approved' | 'rejected' | 'cancelled' | 'pending';
      reason: string | null;
    }[];
  };
  'shift-changed': { before: MessageShift; after: MessageShift };
  'schedule-published': {
    locationName: string;
    timeZone: string;
    startsOn: string;
    endsOn: string;
    claimableFrom: string | null;
    shifts: number;
  };
  'drop-request-opened': { shift: MessageShift; colleague: string };
  'waitlist-offer': { shift: MessageShift; until: string };
  'attendance-corrected': {
    shift: MessageShift;
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
  'swap-offered': MessageSwap;
  'swap-accepted': MessageSwap;
  'swap-declined': MessageSwap;
  'swap-ended': { shift: MessageShift; reason: string | null };
}
