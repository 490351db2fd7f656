import { DateTime } from 'luxon';
import type { MessageShift } from '../scheduling/notifications/message-facts.js';

export const at = (iso: string, zone: string): DateTime => DateTime.fromISO(iso, { zone, locale: 'en' });

export const duration = (minutes: number): string =>
  minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;

export const day = (date: string): string => at(date, 'utc').toFormat('d LLLL');

/** With the zone's name at both ends when a clock change lies between. */
export function span(startsAt: string, endsAt: string, zone: string): string {
  const [start, end] = [at(startsAt, zone), at(endsAt, zone)];
  const day = 'ccc d LLL, HH:mm';
  const from = start.offset === end.offset ? start.toFormat(day) : start.toFormat(`${day} ZZZZ`);
  const isNear = end.diff(start).as('hours') < 24;
  return `${from}–${end.toFormat(isNear ? 'HH:mm ZZZZ' : `${day} ZZZZ`)}`;
}

export const when = ({ startsAt, endsAt, timeZone }: MessageShift): string =>
  span(startsAt, endsAt, timeZone);

export const described = (shift: MessageShift): string =>
  `${when(shift)}, ${shift.locationName} (${shift.positionName})`;
