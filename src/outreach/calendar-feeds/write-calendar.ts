import { setImmediate } from 'node:timers/promises';
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
const SLICE = 100;
const END = 'END:VCALENDAR';
const STATUS = {
  confirmed: ICalEventStatus.CONFIRMED,
  tentative: ICalEventStatus.TENTATIVE,
  cancelled: ICalEventStatus.CANCELLED,
} as const;

/**
 * A calendar as `text/calendar` (RFC 5545), with each of its time zones. Written in slices, between which the server answers others:
 * an entry takes some 50 µs.
 */
export async function writeCalendar(head: CalendarHead, entries: readonly CalendarEntry[]): Promise<string> {
  const span = spanOfAll(entries);
  const zones = new Map(
    [...new Set(entries.map(({ timeZone }) => timeZone))].map((zone) => [zone, zoneChanges(span, zone)]),
  );
  const empty = ical({
    name: printable(head.name),
    description: printable(head.description),
    prodId: { company: 'Afterhours', product: 'Shifts', language: 'EN' },
    ttl: REFRESH_SECONDS,
  }).toString();
  const parts = [...zones.keys()].map((zone) => `${timeZoneComponent(zone, span)}\r\n`);
  for (let start = 0; start < entries.length; start += SLICE) {
    parts.push(eventsOf(head, entries.slice(start, start + SLICE), zones));
    await setImmediate();
  }
  return `${empty.replace(END, '')}${parts.join('')}${END}\r\n`;
}

/** The VEVENT components of some entries. */
function eventsOf(
  head: CalendarHead,
  entries: readonly CalendarEntry[],
  zones: ReadonlyMap<string, readonly ZoneChange[]>,
): string {
  const calendar = ical();
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
  const text = calendar.toString();
  return text.slice(text.indexOf('BEGIN:VEVENT'), text.lastIndexOf(END));
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
