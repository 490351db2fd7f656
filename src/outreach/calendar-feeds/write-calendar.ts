import ical, {
  ICalAlarmType,
  ICalEventBusyStatus,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import { DateTime } from 'luxon';
import { DAY, MINUTE, SECOND, type Span } from '../../domain/interval.js';
import { zoneChanges, type ZoneChange } from '../../domain/zone-changes.js';
import type { CalendarEntry } from './calendar-entries.js';
import { timeZoneComponent } from './time-zone-component.js';

/** What a calendar is called and how it is shown. */
export interface CalendarHead {
  name: string;
  description: string;
  /** Where its entries lead. */
  url: string;
  /** An alarm so many minutes before each entry; null: none. */
  alarmMinutes: number | null;
}

const REFRESH_SECONDS = 900;
const STATUS = {
  confirmed: ICalEventStatus.CONFIRMED,
  tentative: ICalEventStatus.TENTATIVE,
  cancelled: ICalEventStatus.CANCELLED,
} as const;

/** A calendar as `text/calendar` (RFC 5545), with each of its time zones. */
export function writeCalendar(head: CalendarHead, entries: readonly CalendarEntry[]): string {
  const span = spanOfAll(entries);
  const zones = new Map(
    [...new Set(entries.map(({ timeZone }) => timeZone))].map((zone) => [zone, zoneChanges(span, zone)]),
  );
  const calendar = ical({
    name: printable(head.name),
    description: printable(head.description),
    prodId: { company: 'Afterhours', product: 'Shifts', language: 'EN' },
    ttl: REFRESH_SECONDS,
    timezone: { name: null, generator: (zone) => timeZoneComponent(zone, span) },
  });
  for (const entry of entries) {
    const isRepeated = [entry.start, entry.end].some((instant) =>
      isOneOfTwo(instant, zones.get(entry.timeZone)!),
    );
    // A local time that happens twice means the first one (RFC 5545, 3.3.5), but some programs take the second.
    const zone = isRepeated ? 'utc' : entry.timeZone;
    const event = calendar.createEvent({
      id: entry.uid,
      sequence: entry.sequence,
      stamp: new Date(entry.changedAt),
      start: DateTime.fromMillis(entry.start, { zone }),
      end: DateTime.fromMillis(entry.end, { zone }),
      ...(!isRepeated && { timezone: entry.timeZone }),
      summary: printable(entry.summary),
      location: printable(entry.location),
      description: printable(entry.description),
      url: head.url,
      status: STATUS[entry.status],
      transparency: entry.isBusy ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
      busystatus: entry.isBusy ? ICalEventBusyStatus.BUSY : ICalEventBusyStatus.FREE,
    });
    if (head.alarmMinutes !== null && entry.status === 'confirmed')
      event.createAlarm({
        type: ICalAlarmType.display,
        triggerBefore: head.alarmMinutes * (MINUTE / SECOND),
        description: printable(entry.summary),
      });
  }
  return `${calendar.toString()}\r\n`;
}

/** A day around all entries, so that the clock before and after each is known. */
function spanOfAll(entries: readonly CalendarEntry[]): Span {
  const start = entries.reduce((first, entry) => Math.min(first, entry.start), Infinity);
  const end = entries.reduce((last, entry) => Math.max(last, entry.end), -Infinity);
  return entries.length === 0 ? { start: 0, end: 0 } : { start: start - DAY, end: end + DAY };
}

/** Whether an instant's wall-clock time happens twice, because the clocks go back. */
const isOneOfTwo = (instant: number, changes: readonly ZoneChange[]): boolean =>
  changes.some(
    ({ at, before, after }) => instant >= at - (before - after) && instant < at + (before - after),
  );

/** On one line and without control characters, which have no place in a calendar. */
const printable = (text: string): string => text.replace(/[\u0000-\u001F\u007F]+/g, ' ');
