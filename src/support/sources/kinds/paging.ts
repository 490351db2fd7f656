import { MINUTE } from '../../../domain/interval.js';
import { failed } from '../source-http.js';
import type { Cursor } from '../ticket-source.js';

/** Where a run is: all tickets up to `afterId` that changed from `since` on; the next run continues from `upTo`. */
export interface Position {
  since: number;
  upTo?: number;
  afterId?: number;
}

/** How far the clock of a system may be ahead. */
const AHEAD = 5 * MINUTE;

/**
 * A new run begins with the latest change there is: what changes after it is for the next run. Null when there is no
 * ticket, and that is in order.
 */
export async function begin(
  cursor: Cursor | null,
  latestChange: () => Promise<number | null>,
  { now, startsEmpty }: { now: number; startsEmpty: boolean | undefined },
): Promise<Required<Position> | null> {
  const { since = 0, upTo, afterId } = (cursor ?? {}) as Partial<Position>;
  if (upTo !== undefined && afterId !== undefined) return { since, upTo, afterId };
  const latest = await latestChange();
  if (latest === null) {
    if (cursor !== null) throw failed('auth', 'SOURCE_SEES_NOTHING.any-more', {});
    if (startsEmpty !== true) throw failed('auth', 'SOURCE_SEES_NOTHING', {});
    return null;
  }
  // A ticket of the future would take all changes until then out of sight.
  return { since, upTo: Math.min(latest, now + AHEAD), afterId: 0 };
}

/** Pages by ticket number, each with the number that it ends with and how many tickets come after it. */
export async function* pagesAfter<Item extends { id: string | number }>(
  first: number,
  list: (afterId: number) => Promise<{ items: readonly Item[]; total: number }>,
): AsyncGenerator<{ items: readonly Item[]; afterId: number; remaining: number }, void, void> {
  let afterId = first;
  for (;;) {
    const { items, total } = await list(afterId);
    // A short page may be cut; only an empty one is the end.
    if (items.length === 0) return;
    for (const { id } of items) {
      // In another order, tickets would be passed over.
      if (!(Number(id) > afterId)) throw failed('settings', 'SOURCE_ANSWER.other-data', {});
      afterId = Number(id);
    }
    yield { items, afterId, remaining: Math.max(0, total - items.length) };
  }
}
