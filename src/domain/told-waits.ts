import { HOUR } from './interval.js';

/** A time in which a request waited for the person who asked. Epoch ms; `until` is null while it does. */
export interface Wait {
  from: number;
  until: number | null;
}

/** A change of what a ticket's state is, in its system's own words. Epoch ms. */
export interface StateChange {
  at: number;
  from: string;
  to: string;
}

/** A ticket whose system tells only what its state is now. Epoch ms. */
export interface StateReading {
  isWaiting: boolean;
  /** Its last change. Whether that was the change of its state is not told. */
  changedAt: number;
  /** Until when all changes were told before; null when it is read for the first time. */
  readUntil: number | null;
}

/** What nobody looked at for longer does not count as a wait, though the ticket waited before and after. */
const UNSEEN = HOUR;

/**
 * The waits that the history of a ticket tells. `changes` in their order: those into and out of a state of waiting will do. Where the
 * history does not lead to the state that is told, only what is known counts: a wait since the last change, or none.
 */
export function waitsOf(
  changes: readonly StateChange[],
  { openedAt, changedAt, state }: { openedAt: number; changedAt: number; state: string },
  isWait: (state: string) => boolean,
): Wait[] {
  const waits: Wait[] = [];
  let since = isWait(changes[0]?.from ?? state) ? openedAt : null;
  for (const { at, to } of changes) {
    if (isWait(to)) since ??= at;
    else if (since !== null) {
      waits.push({ from: since, until: at });
      since = null;
    }
  }
  if (isWait(state)) waits.push({ from: since ?? changedAt, until: null });
  return joined(waits);
}

/**
 * The waits of a ticket after a reading that tells only its state. Never more than is known: a wait begins with the last change of
 * the ticket that is first seen waiting, and ends when it was last known to wait.
 */
export function waitsAfter(
  known: readonly Wait[],
  { isWaiting, changedAt, readUntil }: StateReading,
): readonly Wait[] {
  const last = known.at(-1);
  if (!last || last.until !== null) {
    const from = Math.max(changedAt, last?.until ?? changedAt);
    return isWaiting ? joined([...known, { from, until: null }]) : known;
  }
  const seen = Math.max(last.from, Math.min(readUntil ?? last.from, changedAt));
  if (isWaiting && changedAt - seen <= UNSEEN) return known;
  const ended = [...known.slice(0, -1), { from: last.from, until: seen }];
  return joined(isWaiting ? [...ended, { from: Math.max(changedAt, seen), until: null }] : ended);
}

/** Without what is empty, and as one where one begins with the end of another. */
function joined(waits: readonly Wait[]): Wait[] {
  const result: Wait[] = [];
  for (const wait of waits) {
    if (wait.until !== null && wait.until <= wait.from) continue;
    const last = result.at(-1);
    if (last?.until === wait.from) last.until = wait.until;
    else result.push({ ...wait });
  }
  return result;
}

/** What waits are in a thread. */
export interface WaitEvent {
  kind: 'waiting' | 'resumed';
  at: number;
}

export const eventsOf = (waits: readonly Wait[]): WaitEvent[] =>
  waits.flatMap(({ from, until }): WaitEvent[] => [
    { kind: 'waiting', at: from },
    ...(until === null ? [] : [{ kind: 'resumed' as const, at: until }]),
  ]);

/** The waits that events tell, in their order. */
export function waitsFrom(events: readonly WaitEvent[]): Wait[] {
  const waits: Wait[] = [];
  for (const { kind, at } of events) {
    const last = waits.at(-1);
    const isOpen = last !== undefined && last.until === null;
    if (kind === 'waiting' && !isOpen) waits.push({ from: at, until: null });
    else if (kind === 'resumed' && isOpen) last.until = at;
  }
  return waits;
}
