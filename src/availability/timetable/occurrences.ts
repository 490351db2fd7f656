import ICAL from 'ical.js';
import { DAY, type Span } from '../../domain/interval.js';
import { shortened } from './calendar-file.js';
import { EventIgnored, type CalendarEvent, type CalendarTime } from './calendar-event.js';

/** How many dates may be looked at for one file. Enough for hundreds of classes over years; an end to rules that never do. */
export class Effort {
  private left = 30_000;

  spend(): void {
    if (--this.left < 0)
      throw new EventIgnored('This repeats so often that the rest of the file was left aside.');
  }
}

/** When the occurrences of an event start, by its own clock, up to an instant, in order and without repetition. */
export function startsOf(event: CalendarEvent, until: number, effort: Effort): CalendarTime[] {
  const { start, rules, added, removed } = event;
  const gone = new NamedTimes(removed);
  const walls = new Set<number>();
  const found = [start, ...rules.flatMap((rule) => repeat(rule, start, until, effort)), ...added];
  return found
    .filter((time) => {
      const instant = instantOf(time);
      if (instant >= until || walls.has(instant)) return false;
      walls.add(instant);
      return !gone.has(time);
    })
    .sort((a, b) => instantOf(a) - instantOf(b));
}

export const instantOf = ({ clock, wall }: CalendarTime): number => clock(wall, 'first');

/** Occurrences that are named to be removed or replaced. A bare date means whatever starts on it. */
export class NamedTimes {
  private readonly days = new Set<number>();
  private readonly instants = new Set<number>();

  constructor(times: readonly CalendarTime[]) {
    for (const time of times) {
      if (time.isDate) this.days.add(dayOf(time));
      else this.instants.add(instantOf(time));
    }
  }

  has(time: CalendarTime): boolean {
    return this.days.has(dayOf(time)) || this.instants.has(instantOf(time));
  }
}

const dayOf = ({ wall }: CalendarTime): number => Math.floor(wall / DAY);

/** From the start of an event to its end: a start that happens twice takes the first instance, an end the last. */
export function spanOf(time: CalendarTime, { length }: CalendarEvent): Span {
  const end = length.wall === 0 ? instantOf(time) : time.clock(time.wall + length.wall, 'last');
  return { start: instantOf(time), end: end + length.real };
}

/** The rule is followed by the wall clock; its UNTIL is read here, since files in the wild give it as they please. */
function repeat(rule: ICAL.Recur, start: CalendarTime, until: number, effort: Effort): CalendarTime[] {
  const isOver = endOf(rule, start, until);
  const endless = ICAL.Recur.fromData({ ...rule.toJSON(), until: undefined } as never);
  const lastYear = new Date(until).getUTCFullYear() + 1;
  // Without it ical.js looks for the first date of some yearly rules up to the year 20000.
  endless.until = new ICAL.Time(
    { year: lastYear, month: 12, day: 31, isDate: true },
    ICAL.Timezone.localTimezone,
  );
  for (let year = new Date(start.wall).getUTCFullYear(); rule.freq === 'YEARLY' && year <= lastYear; year++)
    for (let day = 0; day < 12; day++) effort.spend();
  const times: CalendarTime[] = [];
  try {
    const iterator = endless.iterator(ICAL.Time.fromJSDate(new Date(start.wall), true));
    guard(iterator, lastYear, effort);
    for (let next = iterator.next(); next; next = iterator.next()) {
      effort.spend();
      const time = { ...start, wall: wallOf(next) };
      if (isOver(time)) break;
      times.push(time);
    }
  } catch (error) {
    if (error instanceof PastTheEnd) return times;
    if (error instanceof EventIgnored) throw error;
    throw new EventIgnored(`Its repetition cannot be followed: ${shortened((error as Error).message)}.`);
  }
  return times;
}

function endOf(rule: ICAL.Recur, start: CalendarTime, until: number): (time: CalendarTime) => boolean {
  const last = rule.until;
  if (!last) return (time) => instantOf(time) >= until;
  const wall = wallOf(last);
  // A bare date is the whole of that day; with a Z it is an instant; without, a reading of the event's own clock.
  const isPast = last.isDate
    ? (time: CalendarTime): boolean => time.wall >= wall + DAY
    : last.zone === ICAL.Timezone.utcTimezone && !start.isDate
      ? (time: CalendarTime): boolean => instantOf(time) > wall
      : (time: CalendarTime): boolean => time.wall > wall;
  return (time) => instantOf(time) >= until || isPast(time);
}

class PastTheEnd extends Error {}

/** ical.js looks for the next date that fits without ever giving up (31 April, say); this makes it. */
function guard(iterator: ICAL.RecurIterator, lastYear: number, effort: Effort): void {
  const inner = iterator as unknown as { check_contracting_rules(): boolean; last: { year: number } };
  const check = inner.check_contracting_rules.bind(iterator);
  inner.check_contracting_rules = () => {
    effort.spend();
    if (inner.last.year > lastYear) throw new PastTheEnd();
    return check();
  };
}

const wallOf = ({ year, month, day, hour, minute, second }: ICAL.Time): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);
