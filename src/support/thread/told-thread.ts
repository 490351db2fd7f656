import type { EntryKind } from './acts.js';

/** The times of a request, and who logged it here; null when it comes from another system. */
export interface ThreadTimes {
  openedAt: Date;
  firstResponseAt: Date | null;
  escalatedAt: Date | null;
  firstResolvedAt: Date | null;
  resolvedAt: Date | null;
  loggedBy: string | null;
}

/** An entry that somebody here made. */
export interface StoredEntry {
  id: string;
  at: Date;
  kind: EntryKind;
  text: string | null;
  authorId: string;
  assigneeId: string | null;
}

/** `id` is null when nobody made the entry here: it follows from a time of the request. */
export interface ToldEntry extends Omit<StoredEntry, 'id' | 'kind' | 'authorId'> {
  id: string | null;
  kind: EntryKind | 'opened';
  authorId: string | null;
}

/**
 * The thread of a request, oldest first (`stored` is so already): what people did and wrote here, and each time of the request that no such
 * entry tells, for requests of other systems and for what was logged as done.
 */
export function toldThread(times: ThreadTimes, stored: readonly StoredEntry[]): ToldEntry[] {
  const told = (kind: ToldEntry['kind'], at: Date): ToldEntry => ({
    id: null,
    at,
    kind,
    text: null,
    authorId: times.loggedBy,
    assigneeId: null,
  });
  const tells = (kind: EntryKind, at: Date): boolean =>
    stored.some((entry) => entry.kind === kind && +entry.at === +at);
  const { firstResponseAt, escalatedAt, firstResolvedAt, resolvedAt } = times;
  const isAgain = firstResolvedAt !== null && +firstResolvedAt !== +(resolvedAt ?? 0);
  const known = [
    ['answered', firstResponseAt],
    ['escalated', escalatedAt],
    ['resolved', isAgain ? firstResolvedAt : null],
    ['resolved', resolvedAt],
  ] as const;
  const derived = known.flatMap(([kind, at]) => (at && !tells(kind, at) ? [told(kind, at)] : []));
  const first = stored[0]?.kind === 'routed' ? 1 : 0;
  // Stable: at equal times in the order of this list.
  return [told('opened', times.openedAt), ...stored.slice(0, first), ...derived, ...stored.slice(first)].sort(
    (a, b) => +a.at - +b.at,
  );
}
