import { IANAZone } from 'luxon';
import { findIana, WINDOWS_TO_IANA_MAP } from 'windows-iana';
import type { Span } from '../../domain/interval.js';
import { instantOfWall } from '../../domain/recurrence.js';
import type { CalendarPart } from './component-reader.js';
import type { Clock } from './calendar-time.js';
import { readLine, textOf } from './content-line.js';
import { clockOf } from './file-zone.js';
import type { Effort } from './rule-dates.js';

/** More than any file uses. Each zone costs a look at its rules. */
const MOST_ZONES = 20;

/**
 * The clocks for a file's times. A TZID means the place in it (`America/Chicago`, anywhere in the text) or
 * the Windows zone of that name. Short names such as EST have several meanings, so they follow the file's own
 * VTIMEZONE, and only without one the IANA zone of that name.
 */
export class CalendarZones {
  /** The reader's own clock. Whole days follow it, in whatever zone their calendar was made. */
  readonly ofReader: Clock;
  private readonly known = new Map<string, Clock | null>();
  private readonly described = new Map<string, CalendarPart>();

  constructor(
    parts: readonly CalendarPart[],
    private readonly reader: { zone: string; within: Span; effort: Effort },
  ) {
    this.ofReader = ianaClock(reader.zone);
    this.known.set(reader.zone, this.ofReader);
    for (const part of parts.filter(({ name }) => name === 'VTIMEZONE')) {
      const tzid = valueOf(part, 'TZID');
      if (tzid !== '' && !this.described.has(tzid)) this.described.set(tzid, part);
    }
  }

  /** The clock of a TZID; null for an unknown one. */
  find(tzid: string): Clock | null {
    let clock = this.known.get(tzid);
    if (clock === undefined) {
      clock = this.known.size < MOST_ZONES ? this.resolve(tzid) : null;
      this.known.set(tzid, clock);
    }
    return clock;
  }

  private resolve(tzid: string): Clock | null {
    const described = this.described.get(tzid);
    const place =
      placeOf(tzid) ?? windowsOf(tzid) ?? (described && placeOf(valueOf(described, 'X-LIC-LOCATION')));
    if (place) return ianaClock(place);
    const own = described && clockOf(described, this.reader.within, this.reader.effort);
    if (own) return own;
    return isIana(tzid) ? ianaClock(tzid) : null;
  }
}

function valueOf(part: CalendarPart, name: string): string {
  const line = part.lines.find((one) => one.name === name);
  return line ? textOf(readLine(line)) : '';
}

const ianaClock =
  (zone: string): Clock =>
  (wall, pick) =>
    instantOfWall(wall, zone, pick);

const isIana = (name: string): boolean => /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);

/** The IANA zone that is named as region and place, alone or at the end of a path. */
function placeOf(name: string): string | null {
  const tail = name.split('/').slice(-3);
  const paths = [tail.join('/'), tail.slice(-2).join('/')];
  return paths.find((path) => path.includes('/') && isIana(path)) ?? null;
}

const WINDOWS = new Map(
  WINDOWS_TO_IANA_MAP.map(({ windowsName }) => [windowsName.toLowerCase(), windowsName]),
);

function windowsOf(name: string): string | null {
  const windows = WINDOWS.get(name.toLowerCase().replace(/ daylight time$/, ' standard time'));
  return windows === undefined ? null : (findIana(windows)[0] ?? null);
}
