/** A shift as a message tells of it. Instants as ISO text. */
export interface NoticedShift {
  shiftId: string;
  locationName: string;
  positionName: string;
  timeZone: string;
  startsAt: string;
  endsAt: string;
}

/** A NoticedShift as SQL makes it, over shifts s, their locations l and positions p. */
export const NOTICED_SHIFT = `
  json_build_object('shiftId', s.id, 'locationName', l.name, 'positionName', p.name, 'timeZone', l.time_zone,
                    'startsAt', s.starts_at, 'endsAt', s.ends_at)`;

/** Where something stands that somebody asked of somebody. */
export interface NoticedSwap {
  colleague: string;
  offered: NoticedShift;
  wanted: NoticedShift | null;
  reason: string | null;
}

/** Everything scheduling tells people of, by kind, with the facts its text is made from. */
export interface SchedulingNotices {
  'claims-decided': {
    decisions: {
      shift: NoticedShift;
      status: 'approved' | 'rejected' | 'cancelled' | 'pending';
      reason: string | null;
    }[];
  };
  'shift-changed': { before: NoticedShift; after: NoticedShift };
  'schedule-published': {
    locationName: string;
    timeZone: string;
    startsOn: string;
    endsOn: string;
    claimableFrom: string | null;
    shifts: number;
  };
  'drop-request-opened': { shift: NoticedShift; colleague: string };
  'waitlist-offer': { shift: NoticedShift; until: string };
  'attendance-corrected': {
    shift: NoticedShift;
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
  'swap-offered': NoticedSwap;
  'swap-accepted': NoticedSwap;
  'swap-declined': NoticedSwap;
  'swap-ended': { shift: NoticedShift; reason: string | null };
}
