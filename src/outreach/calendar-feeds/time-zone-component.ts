import { DateTime, FixedOffsetZone } from 'luxon';
import { MINUTE, SECOND, type Span } from '../../domain/interval.js';
import { offsetAt } from '../../domain/offset.js';
import { zoneChanges, type ZoneChange } from '../../domain/zone-changes.js';

/** Enough to tell a fourth Sunday from a last one, and a habit from a chance. */
const YEARS_AHEAD = 11;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** A clock change, seen on the clock that was valid until then. */
interface Observance extends ZoneChange {
  wallClock: DateTime;
  kind: 'DAYLIGHT' | 'STANDARD';
  name: string;
}

/**
 * The VTIMEZONE component (RFC 5545, 3.6.5) of a zone, for a calendar with entries in a span. Its changes are those of the server's own
 * time zone data, with which the entries were computed. A change of each year is told as a rule, which all calendar programs understand;
 * what follows no rule is told change by change, to the end of the span.
 */
export function timeZoneComponent(zone: string, span: Span): string {
  const year = DateTime.fromMillis(span.start, { zone: 'utc' }).year;
  // All changes of the year before, so that no entry comes before the first.
  const start = Date.UTC(year - 1, 0);
  const changes = zoneChanges({ start, end: Date.UTC(year + YEARS_AHEAD, 0) }, zone).map((change) =>
    observed(zone, change),
  );
  const offset = offsetAt(start, zone);
  const groups = Map.groupBy(changes, ({ before, after }) => `${before}/${after}`);
  const rules = [...groups.values()].map((group) => ({ group, rule: ruleOf(group, year - 1) }));
  const observances =
    changes.length === 0
      ? [component(observed(zone, { at: start, before: offset, after: offset }), null)]
      : rules.every(({ rule }) => rule !== null)
        ? rules.map(({ group, rule }) => component(group[0]!, rule))
        : changes.filter(({ at }) => at <= span.end).map((change) => component(change, null));
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...observances.flat(), 'END:VTIMEZONE'].join('\r\n');
}

function observed(zone: string, change: ZoneChange): Observance {
  const local = DateTime.fromMillis(change.at, { zone, locale: 'en-US' });
  return {
    ...change,
    wallClock: local.setZone(FixedOffsetZone.instance(change.before / MINUTE)),
    kind: local.isInDST ? 'DAYLIGHT' : 'STANDARD',
    name: local.offsetNameShort,
  };
}

/** The rule of changes that come each year on the same weekday of a month, at the same time; null if there is none. */
function ruleOf(changes: readonly Observance[], firstYear: number): string | null {
  const days = changes.map(({ wallClock }) => wallClock);
  const [first] = days;
  const isYearly =
    days.length > YEARS_AHEAD &&
    days.every(
      (day, index) =>
        day.year === firstYear + index && day.toFormat('L/c/HHmmss') === first!.toFormat('L/c/HHmmss'),
    );
  if (!isYearly) return null;
  const isLast = days.every(({ day, daysInMonth }) => day + 7 > daysInMonth);
  const ordinal = (day: DateTime): number => Math.ceil(day.day / 7);
  if (!isLast && !days.every((day) => ordinal(day) === ordinal(first!))) return null;
  const position = isLast ? -1 : ordinal(first!);
  return `FREQ=YEARLY;BYMONTH=${first!.month};BYDAY=${position}${WEEKDAYS[first!.weekday - 1]}`;
}

const component = ({ kind, wallClock, before, after, name }: Observance, rule: string | null): string[] => [
  `BEGIN:${kind}`,
  `DTSTART:${wallClock.toFormat("yyyyMMdd'T'HHmmss")}`,
  ...(rule === null ? [] : [`RRULE:${rule}`]),
  `TZOFFSETFROM:${offsetText(before)}`,
  `TZOFFSETTO:${offsetText(after)}`,
  `TZNAME:${name}`,
  `END:${kind}`,
];

/** Such as `-0500`; with seconds only where there are some. */
function offsetText(offset: number): string {
  const seconds = Math.abs(offset) / SECOND;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const text = parts.map((part) => String(part).padStart(2, '0'));
  return (offset < 0 ? '-' : '+') + (parts[2] === 0 ? text.slice(0, 2) : text).join('');
}
