import { dateOf, inZone, millisOf, timeOf, type Instant } from '../time/local-time.js';
import { dayOf } from '../time/time-format.js';

const isMidnight = (instant: Instant): boolean => timeOf(instant) === '00:00';

/** `Tue 3 Nov – Thu 5 Nov` for whole days, otherwise with hours. */
export function daysText({ startsAt, endsAt }: { startsAt: Instant; endsAt: Instant }, zone: string): string {
  const last = isMidnight(endsAt) ? inZone(millisOf(endsAt) - 1, zone) : endsAt;
  const from = isMidnight(startsAt) ? dayOf(startsAt) : `${dayOf(startsAt)}, ${timeOf(startsAt)}`;
  const to = isMidnight(endsAt) ? dayOf(last) : `${dayOf(last)}, ${timeOf(endsAt)}`;
  const isOneDay = dateOf(startsAt) === dateOf(last) && isMidnight(startsAt) && isMidnight(endsAt);
  return isOneDay ? dayOf(startsAt) : `${from} – ${to}`;
}
