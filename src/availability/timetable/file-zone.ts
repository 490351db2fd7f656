import { DAY, HOUR, MINUTE, SECOND, type Span } from '../../domain/interval.js';
import type { CalendarPart, FileLine } from './component-reader.js';
import { parseTime, type Clock } from './calendar-time.js';
import { readLine } from './content-line.js';
import { parseRule } from './recurrence-rule.js';
import { ruleDates, type Effort } from './rule-dates.js';

/** From this instant on a zone is ahead of UTC by `after`, before it by `before`. Milliseconds. */
interface Change {
  at: number;
  before: number;
  after: number;
}

/** For a zone without a known name; zones with a long history have one and are not read here. */
const MOST_OBSERVANCES = 30;
/** Changes are computed from so long before the terms that the last one before them is included. */
const MARGIN = 400 * DAY;

/** The clock of a VTIMEZONE, correct within a span; null when the VTIMEZONE makes no sense. */
export function clockOf(zone: CalendarPart, within: Span, effort: Effort): Clock | null {
  if (zone.isCutOff || zone.inner.length > MOST_OBSERVANCES) return null;
  const reckoned = { start: within.start - MARGIN, end: within.end + MARGIN };
  const changes: Change[] = [];
  for (const observance of zone.inner) {
    const found = changesOf(observance, reckoned, effort);
    if (!found) return null;
    changes.push(...found);
  }
  changes.sort((a, b) => a.at - b.at);
  return changes.length === 0 ? null : (wall, pick) => instantOf(changes, wall, pick);
}

/**
 * A time that happens twice gives the first or the last instance; one that does not exist moves forward by
 * the jump.
 */
function instantOf(changes: readonly Change[], wall: number, pick: 'first' | 'last'): number {
  const next = changes.findIndex(({ at, before, after }) => wall < at + Math.max(before, after));
  const last = changes.at(-1)!;
  if (next === -1) return wall - last.after;
  const { at, before, after } = changes[next]!;
  if (wall < at + Math.min(before, after)) return wall - before;
  return wall - (after > before || pick === 'first' ? before : after);
}

function changesOf({ lines }: CalendarPart, within: Span, effort: Effort): Change[] | null {
  const valueOf = (name: string): string | null => {
    const line = lines.find((one) => one.name === name);
    return line ? readLine(line).value : null;
  };
  const start = parseTime(valueOf('DTSTART') ?? '');
  const before = parseOffset(valueOf('TZOFFSETFROM'));
  const after = parseOffset(valueOf('TZOFFSETTO'));
  if (!start || before === null || after === null) return null;
  const walls = [start.wall, ...datesOf(lines)];
  for (const line of lines.filter(({ name }) => name === 'RRULE')) {
    const rule = parseRule(readLine(line).value);
    if ('message' in rule || rule.frequency !== 'YEARLY' || rule.count !== null) return null;
    const { until } = rule;
    const end = until ? until.wall + (until.isDate ? DAY : until.isUtc ? before + 1 : 1) : Infinity;
    const last = Math.min(within.end, end);
    // The last date of a rule that ended long ago still holds.
    const first = Math.min(within.start, last - MARGIN);
    walls.push(...ruleDates(rule, start.wall, { start: first, end: last }, effort));
  }
  return walls.filter((wall) => wall < within.end).map((wall) => ({ at: wall - before, before, after }));
}

const datesOf = (lines: readonly FileLine[]): number[] =>
  lines
    .filter(({ name }) => name === 'RDATE')
    .flatMap((line) => readLine(line).value.split(',', 200))
    .flatMap((text) => parseTime(text)?.wall ?? []);

function parseOffset(text: string | null): number | null {
  const match = /^([+-])(\d\d):?(\d\d)(?::?(\d\d))?$/.exec(text ?? '');
  if (!match || Number(match[2]) > 15) return null;
  const size = Number(match[2]) * HOUR + Number(match[3]) * MINUTE + Number(match[4] ?? 0) * SECOND;
  return match[1] === '-' ? -size : size;
}
