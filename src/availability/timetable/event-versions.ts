import { createHash } from 'node:crypto';
import type { CalendarEvent } from './calendar-event.js';
import { instantOf } from './calendar-time.js';
import type { FileLine } from './component-reader.js';
import type { LineMessage } from './event-reader.js';

const DATES = new Set(['DTSTART', 'RRULE', 'RDATE', 'EXDATE']);
const CONTENT = new Set([
  ...DATES,
  'DTEND',
  'DURATION',
  'EXRULE',
  'RECURRENCE-ID',
  'STATUS',
  'SUMMARY',
  'TRANSP',
]);

const textOfLines = (lines: readonly FileLine[], names: ReadonlySet<string>): string =>
  lines
    .filter(({ name }) => names.has(name))
    .map(({ text, rest }) => text + rest)
    .sort()
    .join('\n');

/**
 * What an event is called by, from what it says alone: the same in every file that says the same of it, whatever UID, version
 * and place in the file its exporter gives it. A change makes it another.
 */
export const contentHashOf = ({ lines }: CalendarEvent): string =>
  createHash('sha256').update(textOfLines(lines, CONTENT), 'latin1').digest('hex').slice(0, 12);

/**
 * The events that count where some are given more than once: of one event, or of one occurrence of a series, the version
 * with the highest SEQUENCE, wherever it stands; older ones are told. Bad exporters give different events the same UID;
 * those of one SEQUENCE all count, copies once.
 */
export function latestVersionsOf(events: readonly CalendarEvent[]): {
  latest: CalendarEvent[];
  older: LineMessage[];
} {
  const versions = Map.groupBy(events, (event) =>
    event.uid === null ? event : `${event.replaces ? instantOf(event.replaces) : 'series'} ${event.uid}`,
  );
  const latest: CalendarEvent[] = [];
  const older: LineMessage[] = [];
  for (const group of versions.values()) {
    const highest = group.reduce((sequence, event) => Math.max(sequence, event.sequence), 0);
    const newest = group.filter(({ sequence }) => sequence === highest);
    const stay = group[0]!.replaces ? [newest.reduce(later)] : withoutCopies(newest);
    latest.push(...stay);
    for (const { line, sequence } of group)
      if (sequence < highest)
        older.push({ line, message: `A newer version of this, on line ${stay[0]!.line}, counts.` });
  }
  return { latest, older };
}

/** An occurrence takes place once: of two that stand in for it the one written later holds, at last the later in the file. */
const later = (a: CalendarEvent, b: CalendarEvent): CalendarEvent => (a.stamp > b.stamp ? a : b);

function withoutCopies(group: readonly CalendarEvent[]): CalendarEvent[] {
  if (group.length === 1) return [...group];
  const same = Map.groupBy(group, ({ lines }) => textOfLines(lines, DATES));
  return [...same.values()].map((copies) => copies.reduce(longer));
}

/** Of copies with the very same dates the longer one takes the time of both. */
const longer = (a: CalendarEvent, b: CalendarEvent): CalendarEvent => (weightOf(a) >= weightOf(b) ? a : b);

const weightOf = ({ length, isCancelled, isMarkedFree }: CalendarEvent): number =>
  isCancelled || isMarkedFree ? 0 : length.wall + length.real;
