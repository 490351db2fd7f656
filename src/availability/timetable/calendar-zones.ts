import ICAL from 'ical.js';
import { IANAZone } from 'luxon';
import { findIana } from 'windows-iana';
import { instantOfWall } from '../../domain/recurrence.js';
import type { CalendarPart } from './calendar-file.js';

/** Turns wall-clock readings, in milliseconds as if they were UTC, into instants. */
export type Clock = (wall: number, pick: 'first' | 'last') => number;

/** Reckoned up to here once, so that no later time has to do it again. */
const LAST_YEAR = Date.UTC(2199, 11, 31);
const MOST_OBSERVANCES = 50;
const UTC: Clock = (wall) => wall;

/**
 * The clocks a file's times go by. A TZID is taken for the IANA zone or Windows zone it names, wherever in it the name
 * stands; only one that names none goes by the file's own VTIMEZONE.
 */
export class CalendarZones {
  private readonly known = new Map<string, Clock | null>();
  private readonly described = new Map<string, ICAL.Component>();

  constructor(
    parts: readonly CalendarPart[],
    private readonly floatingZone: string,
  ) {
    for (const part of parts.filter(({ name, isCutOff }) => name === 'VTIMEZONE' && !isCutOff)) {
      try {
        const component = new ICAL.Component(ICAL.parse(part.text) as unknown[]);
        const tzid: unknown = component.getFirstPropertyValue('tzid');
        if (typeof tzid === 'string' && hasPlainRules(component)) this.described.set(tzid, component);
      } catch {
        // One that cannot be read describes nothing; events that need it say so.
        continue;
      }
    }
  }

  /** The clock of UTC (`Z`), of a TZID, or, without one, of the reader's own zone; null for one nobody knows. */
  find(tzid: string | null, isUtc: boolean): Clock | null {
    if (isUtc) return UTC;
    const key = tzid ?? this.floatingZone;
    let clock = this.known.get(key);
    if (clock === undefined) this.known.set(key, (clock = this.resolve(key)));
    return clock;
  }

  private resolve(tzid: string): Clock | null {
    const zone = ianaOf(tzid) ?? ianaOf(this.locationOf(tzid));
    if (zone !== null) return (wall, pick) => instantOfWall(wall, zone, pick);
    const component = this.described.get(tzid);
    return component ? clockOf(component, tzid) : null;
  }

  private locationOf(tzid: string): string {
    const location: unknown = this.described.get(tzid)?.getFirstPropertyValue('x-lic-location');
    return typeof location === 'string' ? location : '';
  }
}

/** Once a year on a weekday that each year has; any other rule may keep ical.js looking for its next date for ever. */
const PLAIN_RULE =
  /^FREQ=YEARLY(;(BYDAY=([1-4]|-1)(SU|MO|TU|WE|TH|FR|SA)|BYMONTH=([1-9]|1[0-2])|INTERVAL=1|WKST=[A-Z]{2}|UNTIL=[^;]+))+$/;

const hasPlainRules = (component: ICAL.Component): boolean =>
  component.getAllSubcomponents().length <= MOST_OBSERVANCES &&
  component
    .getAllSubcomponents()
    .flatMap((observance) => observance.getAllProperties('rrule'))
    .every((property) => PLAIN_RULE.test(String(property.getFirstValue())));

/** The IANA zone a name means: itself, a Windows zone, or the last parts of a path. */
export function ianaOf(name: string): string | null {
  const tail = name.split('/').slice(-3);
  const paths = [name, tail.join('/'), tail.slice(-2).join('/')];
  const iana = paths.find((path) => /^[A-Za-z]/.test(path) && IANAZone.isValidZone(path));
  return iana ?? findIana(name)[0] ?? null;
}

/** Null for a description that makes no sense. */
function clockOf(component: ICAL.Component, tzid: string): Clock | null {
  const timezone = new ICAL.Timezone({ component, tzid });
  const clock: Clock = (wall) => {
    const time = ICAL.Time.fromJSDate(new Date(wall), true);
    time.zone = timezone;
    return time.toUnixTime() * 1000;
  };
  try {
    return Number.isFinite(clock(LAST_YEAR, 'first')) ? clock : null;
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
