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
 * An id computed from the event's content only. It is the same in every file with the same content, whatever
 * UID, version and place the exporter gives the event. A change gives a new id.
 */
export const contentHashOf = ({ lines }: CalendarEvent): string =>
  createHash('sha256').update(textOfLines(lines, CONTENT), 'latin1').digest('hex').slice(0, 12);

/**
 * The events that count when some are given more than once: of one event, or one occurrence of a series, the
 * version with the highest SEQUENCE, wherever it stands in the file. Older versions are reported. Bad
 * exporters give the same UID to different events: those with the same SEQUENCE all count, and copies count
 * once.
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

/**
 * An occurrence takes place once. Of two replacements the one written later counts, or else the later one in
 * the file.
 */
const later = (a: CalendarEvent, b: CalendarEvent): CalendarEvent => (a.stamp > b.stamp ? a : b);

function withoutCopies(group: readonly CalendarEvent[]): CalendarEvent[] {
  if (group.length === 1) return [...group];
  const same = Map.groupBy(group, ({ lines }) => textOfLines(lines, DATES));
  return [...same.values()].map((copies) => copies.reduce(longer));
}

/** Of copies with exactly the same dates the longer one counts, since it includes the time of both. */
const longer = (a: CalendarEvent, b: CalendarEvent): CalendarEvent => (weightOf(a) >= weightOf(b) ? a : b);

const weightOf = ({ length, isCancelled, isMarkedFree }: CalendarEvent): number =>
  isCancelled || isMarkedFree ? 0 : length.wall + length.real;
