import { invalid } from '../../domain/errors.js';
import type { Span } from '../../domain/interval.js';
import type { UnderstoodEvent } from './read-timetable.js';

/** An event as it is stored. Instants in epoch ms: the first occurrence, and the end of the last. */
export interface StoredEvent extends Omit<UnderstoodEvent, 'spans'> {
  occurrences: number;
  first: Span;
  lastEnd: number;
}

export const toStoredEvent = ({ spans, ...event }: UnderstoodEvent): StoredEvent => ({
  ...event,
  occurrences: spans.length,
  first: spans[0]!,
  lastEnd: spans.at(-1)!.end,
});

/** Separates lines that count from lines to skip. Throws for an id that no line has. */
export function separateSkipped(
  lines: readonly UnderstoodEvent[],
  skip: readonly string[],
): { counting: UnderstoodEvent[]; skipped: UnderstoodEvent[] } {
  const ids = new Set(skip);
  const skipped = lines.filter(({ id }) => ids.has(id));
  if (skipped.length < ids.size) {
    const known = new Set(skipped.map(({ id }) => id));
    const unknown = [...ids].find((id) => !known.has(id))!;
    throw invalid('skip', 'UNKNOWN_LINE', { id: unknown });
  }
  return { counting: lines.filter(({ id }) => !ids.has(id)), skipped };
}

/**
 * The same for a file that is fetched again. A skipped line stays skipped while its content is the same. A
 * skipped line that has changed counts again and gets a note.
 */
export function separateSkippedAgain(
  lines: readonly UnderstoodEvent[],
  before: { understood: readonly StoredEvent[]; skipped: readonly StoredEvent[] },
): { counting: UnderstoodEvent[]; skipped: UnderstoodEvent[] } {
  const ids = new Set(lines.map(({ id }) => id));
  const { counting, skipped } = separateSkipped(
    lines,
    before.skipped.map(({ id }) => id).filter((id) => ids.has(id)),
  );
  const gone = before.skipped.filter(({ id }) => !ids.has(id));
  const counted = new Map(before.understood.map((line) => [line.id, line]));
  return {
    skipped,
    counting: counting.map((line) => {
      const already = counted.get(line.id);
      const hasChanged = already
        ? already.notes.includes('changed-since-left-out')
        : gone.some(({ uid, title }) => title === line.title || (uid !== null && uid === line.uid));
      return hasChanged ? { ...line, notes: [...line.notes, 'changed-since-left-out'] } : line;
    }),
  };
}
