import ICAL from 'ical.js';
import { DAY } from '../../domain/interval.js';
import { shortened, type CalendarPart } from './calendar-file.js';
import type { CalendarZones, Clock } from './calendar-zones.js';

/** A date or date-time of a file, by the clock it goes by. `wall` is its reading as if it were UTC, in milliseconds. */
export interface CalendarTime {
  wall: number;
  isDate: boolean;
  clock: Clock;
}

/** One VEVENT, understood. Lengths in milliseconds: of wall-clock, and beyond that of real time. */
export interface CalendarEvent {
  line: number;
  uid: string | null;
  title: string;
  start: CalendarTime;
  length: { wall: number; real: number };
  rules: ICAL.Recur[];
  added: CalendarTime[];
  removed: CalendarTime[];
  /** The occurrence of a series that this event stands in for. */
  replaces: CalendarTime | null;
  isCancelled: boolean;
}

/** Why an event is left aside, in words for its owner. */
export class EventIgnored extends Error {}

/** Reads one VEVENT; throws EventIgnored when it is none that takes somebody's time, or makes no sense. */
export function readEvent(part: CalendarPart, zones: CalendarZones): CalendarEvent {
  if (part.isCutOff)
    throw new EventIgnored('The event that begins here never ends; the file seems to be cut off.');
  const component = parse(part.text);
  const read = new EventReader(component, zones);
  const isCancelled = read.text('status').toUpperCase() === 'CANCELLED';
  const replaces = read.time('recurrence-id');
  if (isCancelled && !replaces) throw new EventIgnored('This event is cancelled.');
  if (read.isFree() && !replaces) throw new EventIgnored('This event is marked as free time.');
  const start = read.time('dtstart');
  if (!start && isCancelled) return cancelled(part.line, read, replaces!);
  if (!start) throw new EventIgnored('This event has no start.');
  return {
    line: part.line,
    uid: read.text('uid') || null,
    title: shortened(read.text('summary')) || 'Untitled',
    start,
    length: read.length(start),
    rules: replaces ? [] : read.rules(),
    added: replaces ? [] : read.times('rdate'),
    removed: replaces ? [] : read.times('exdate'),
    replaces,
    isCancelled: isCancelled || read.isFree(),
  };
}

const cancelled = (line: number, read: EventReader, replaces: CalendarTime): CalendarEvent => ({
  line,
  uid: read.text('uid') || null,
  title: '',
  start: replaces,
  length: { wall: 0, real: 0 },
  rules: [],
  added: [],
  removed: [],
  replaces,
  isCancelled: true,
});

function parse(text: string): ICAL.Component {
  try {
    return new ICAL.Component(ICAL.parse(text) as unknown[]);
  } catch (error) {
    throw new EventIgnored(`This event cannot be read: ${shortened((error as Error).message)}.`);
  }
}

const LONGEST_RULE = 500;
const LONGEST_INTERVAL = 366;
const MOST_DATES = 1_000;
const MOST_RULES = 5;
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];

class EventReader {
  constructor(
    private readonly component: ICAL.Component,
    private readonly zones: CalendarZones,
  ) {}

  text(name: string): string {
    const value: unknown = this.rawOf(name)[0];
    return typeof value === 'string' ? value.trim() : '';
  }

  isFree(): boolean {
    return (
      this.text('transp').toUpperCase() === 'TRANSPARENT' ||
      this.text('x-microsoft-cdo-busystatus').toUpperCase() === 'FREE'
    );
  }

  time(name: string): CalendarTime | null {
    return this.times(name)[0] ?? null;
  }

  times(name: string): CalendarTime[] {
    const properties = this.component.getAllProperties(name);
    const count = properties.reduce((sum, property) => sum + (property.jCal as unknown[]).length - 3, 0);
    if (count > MOST_DATES) throw new EventIgnored(`It names more than ${MOST_DATES} dates.`);
    return properties.flatMap((property) => {
      const tzid: unknown = property.getParameter('tzid');
      const zone = typeof tzid === 'string' ? tzid : null;
      // Each value as jCal has it; a period is its start and its end.
      return (property.jCal as unknown[])
        .slice(3)
        .map((value) => this.timeOf(String(Array.isArray(value) ? value[0] : value), zone, name));
    });
  }

  length(start: CalendarTime): CalendarEvent['length'] {
    const end = this.time('dtend');
    if (end) {
      const sameClock = end.clock === start.clock;
      const wall = sameClock ? end.wall - start.wall : 0;
      const real = sameClock ? 0 : end.clock(end.wall, 'last') - start.clock(start.wall, 'first');
      if (wall + real <= 0) throw new EventIgnored('This event does not end after it starts.');
      return { wall, real };
    }
    const [text] = this.rawOf('duration');
    if (typeof text === 'string')
      return readable(() => this.duration(text), 'Its duration cannot be understood');
    if (start.isDate) return { wall: DAY, real: 0 };
    throw new EventIgnored('This event has a start, but no end and no duration.');
  }

  rules(): ICAL.Recur[] {
    const rules = this.component.getAllProperties('rrule');
    if (rules.length > MOST_RULES) throw new EventIgnored(`It repeats by more than ${MOST_RULES} rules.`);
    return rules.map((property) => this.rule(property));
  }

  /** Days and weeks go by the wall clock, hours and less by real time (RFC 5545, 3.3.6). */
  private duration(text: string): CalendarEvent['length'] {
    const { weeks, days, hours, minutes, seconds, isNegative } = ICAL.Duration.fromString(text);
    const wall = (weeks * 7 + days) * DAY;
    const real = ((hours * 60 + minutes) * 60 + seconds) * 1000;
    if (isNegative || wall + real <= 0) throw new EventIgnored('This event lasts no time at all.');
    return { wall, real };
  }

  private rule(property: ICAL.Property): ICAL.Recur {
    const rule: unknown = readable(() => property.getFirstValue(), 'Its repetition cannot be understood');
    if (!(rule instanceof ICAL.Recur) || rule.toString().length > LONGEST_RULE)
      throw new EventIgnored('Its repetition cannot be understood.');
    if (!FREQUENCIES.includes(rule.freq))
      throw new EventIgnored(`It repeats too often (${rule.freq.toLowerCase()}) to be a class.`);
    if (rule.interval > LONGEST_INTERVAL)
      throw new EventIgnored(`It repeats too rarely to be understood (every ${rule.interval}).`);
    return rule;
  }

  private timeOf(value: string, tzid: string | null, name: string): CalendarTime {
    const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(Z?))?$/.exec(value);
    const wall = match ? Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}Z`) : NaN;
    if (
      !match ||
      Number.isNaN(wall) ||
      !/^(19[789]|20|21)/.test(value) ||
      !new Date(wall).toISOString().startsWith(match[1]!)
    )
      throw new EventIgnored(`${name.toUpperCase()} is not a date or time that exists.`);
    const clock = this.zones.find(tzid, match[3] === 'Z');
    if (!clock)
      throw new EventIgnored(
        `The time zone “${shortened(tzid ?? '')}” is neither known nor described in the file.`,
      );
    return { wall, isDate: match[2] === undefined, clock };
  }

  private rawOf(name: string): unknown[] {
    const property = this.component.getFirstProperty(name);
    return property ? (property.jCal as unknown[]).slice(3) : [];
  }
}

function readable<T>(read: () => T, otherwise: string): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof EventIgnored) throw error;
    throw new EventIgnored(`${otherwise}: ${shortened((error as Error).message)}.`);
  }
}
