import { HOUR, SECOND, subtract, type Span } from './interval.js';
import type { Tier } from './tiers.js';

/** A time in which a ticket was in one state. Epoch ms; `until` is null while it is. */
export interface Period {
  from: number;
  until: number | null;
}

/** How each kind of period begins and ends in a thread. `withCampusIt`: it was handed over and given back. */
const PERIODS = {
  waiting: ['waiting', 'resumed'],
  resolved: ['resolved', 'reopened'],
  withCampusIt: ['escalated', 'returned'],
} as const;

export type PeriodKind = keyof typeof PERIODS;
export const PERIOD_KINDS = Object.keys(PERIODS) as PeriodKind[];

/** All periods of a ticket, in order. */
export type Past = Readonly<Record<PeriodKind, readonly Period[]>>;

/** What a past is in a thread. */
export interface PastEvent {
  kind: (typeof PERIODS)[PeriodKind][number];
  at: number;
}

/** A change of what a ticket's state or place is, in its system's own words. Epoch ms. */
export interface ToldChange {
  at: number;
  from: string;
  to: string;
}

/** A ticket whose system tells only whether it is in a state now. Epoch ms. */
export interface StateReading {
  isIn: boolean;
  /** Its last change. Whether that was the change of its state is not told. */
  changedAt: number;
  /** Until when it was known to be as it was told before; null when nobody knows. */
  knownUntil: number | null;
  /** Since when it is so, as far as that is told; without it, its last change counts. */
  since?: number | undefined;
}

/** What nobody looked at for longer is no part of a period, though the ticket was in that state before and after. */
const UNSEEN = HOUR;

/**
 * The periods that the history of a ticket tells. `changes` in their order: those into and out of the states in question will do.
 * Where the history does not lead to the state that is told, only what is known counts: a period since the last change, or none.
 */
export function periodsOf(
  changes: readonly ToldChange[],
  { openedAt, changedAt, state }: { openedAt: number; changedAt: number; state: string },
  isIn: (state: string) => boolean,
): Period[] {
  const periods: Period[] = [];
  let since = isIn(changes[0]?.from ?? state) ? openedAt : null;
  for (const { at, to } of changes) {
    if (isIn(to)) since ??= at;
    else if (since !== null) {
      periods.push({ from: since, until: at });
      since = null;
    }
  }
  if (isIn(state)) periods.push({ from: since ?? changedAt, until: null });
  return joined(periods);
}

/**
 * The periods of a ticket after a reading that tells only its state. Never more than is known: one begins since when it is told, or
 * with the last change of the ticket, and ends when the ticket was last known to be in it.
 */
export function periodsAfter(
  known: readonly Period[],
  { isIn, changedAt, knownUntil, since }: StateReading,
): readonly Period[] {
  const last = known.at(-1);
  const from = since ?? changedAt;
  if (!last || last.until !== null)
    return isIn ? joined([...known, { from: Math.max(from, last?.until ?? from), until: null }]) : known;
  const seen = Math.max(last.from, Math.min(knownUntil ?? last.from, changedAt));
  if (isIn && from - seen <= (since === undefined ? UNSEEN : 0)) return known;
  const ended = [...known.slice(0, -1), { from: last.from, until: seen }];
  return joined(isIn ? [...ended, { from: Math.max(from, seen), until: null }] : ended);
}

/** What a source told of a request before, or tells now. Epoch ms. */
export interface ToldState {
  changedAt: number;
  tier: Tier;
  escalatedAt: number | null;
  resolvedAt: number | null;
}

/**
 * When a ticket was resolved and when Campus IT had it, after a reading that tells only how it is now; and when it was first handed
 * over. `readUntil`: until when all changes had been told before, by a system that is read again and again. No clock gets shorter
 * than it was: a ticket was opened again, handed over and given back right after it was last known to be otherwise. With null a change
 * is told when it happens, or with its time, as by pushes and files: then it happened with the last change of the ticket.
 * A resolution after that is another one; an earlier one is a corrected time. Who had a ticket before it was told for the
 * first time is not known, and what differs without a change of the ticket is a change of settings.
 */
export function pastAfter(
  known: Pick<Past, 'resolved' | 'withCampusIt'>,
  before: ToldState,
  now: ToldState,
  readUntil: number | null,
): Pick<Past, 'resolved' | 'withCampusIt'> & { escalatedAt: number | null } {
  const { changedAt } = now;
  const isChanged = changedAt > before.changedAt;
  const [hadIt, hasIt] = [before.tier === 'campus-it', now.tier === 'campus-it'];
  const knownUntil = Math.min(changedAt, Math.max(before.changedAt, readUntil ?? changedAt));
  const toldAt = now.escalatedAt ?? -Infinity;
  const handedOver = before.changedAt <= toldAt && toldAt <= changedAt ? toldAt : knownUntil;
  const reading = { changedAt, knownUntil };
  const resolved = isChanged
    ? periodsAfter(opened(known.resolved, before.resolvedAt), {
        ...reading,
        isIn: now.resolvedAt !== null,
        since: now.resolvedAt ?? changedAt,
      })
    : known.resolved;
  const had =
    isChanged && hadIt
      ? opened(known.withCampusIt, before.escalatedAt ?? before.changedAt)
      : known.withCampusIt;
  const withCampusIt =
    hasIt && (hadIt || !isChanged)
      ? known.withCampusIt
      : periodsAfter(had, { ...reading, isIn: hasIt, since: handedOver });
  const first = withCampusIt[0]?.from ?? (hadIt && !hasIt ? before.changedAt : null);
  return { resolved, withCampusIt, escalatedAt: now.escalatedAt ?? first };
}

/**
 * When a ticket was first resolved, by its history; null when only the time of its resolution can tell. Systems write that time up to a
 * second before or after the change itself. A ticket without a history that is resolved need not have been so from the opening on.
 */
export function firstResolution(
  [first]: readonly Period[],
  { openedAt, resolvedAt }: { openedAt: number; resolvedAt: number | null },
): number | null {
  if (!first || first.until !== null) return first?.from ?? null;
  const isNews = resolvedAt !== null && first.from > openedAt && resolvedAt - first.from > SECOND;
  return isNews ? first.from : null;
}

/** With a period that has not ended, where none is known. */
function opened(known: readonly Period[], since: number | null): readonly Period[] {
  const last = known.at(-1);
  if (since === null || last?.until === null) return known;
  return [...known, { from: Math.max(since, last?.until ?? since), until: null }];
}

/** The parts of periods in which a request was not handed over here: who handed it over waits for Campus IT, not for the person who asked. */
export function outside(periods: readonly Period[], handedOver: readonly Period[]): Period[] {
  const spansOf = (all: readonly Period[]): Span[] =>
    all.map(({ from, until }) => ({ start: from, end: until ?? Infinity }));
  return subtract(spansOf(periods), spansOf(handedOver)).map(({ start, end }) => ({
    from: start,
    until: end === Infinity ? null : end,
  }));
}

/** Without what is empty, and as one where one begins with the end of another. */
function joined(periods: readonly Period[]): Period[] {
  const result: Period[] = [];
  for (const period of periods) {
    if (period.until !== null && period.until <= period.from) continue;
    const last = result.at(-1);
    if (last?.until === period.from) last.until = period.until;
    else result.push({ ...period });
  }
  return result;
}

/**
 * What a past is in a thread, in order; at the same moment, what ends comes before what begins. A resolution that holds is none of
 * it: that is a time of the request itself.
 */
export function eventsOf(past: Partial<Past>): PastEvent[] {
  const begun: PastEvent[] = [];
  const ended: PastEvent[] = [];
  for (const kind of PERIOD_KINDS)
    for (const { from, until } of past[kind] ?? []) {
      if (kind === 'resolved' && until === null) continue;
      begun.push({ kind: PERIODS[kind][0], at: from });
      if (until !== null) ended.push({ kind: PERIODS[kind][1], at: until });
    }
  return [...ended, ...begun].sort((one, other) => one.at - other.at);
}

const isOf = (period: PeriodKind, kind: string): boolean =>
  (PERIODS[period] as readonly string[]).includes(kind);

export const isPastEvent = (kind: string): kind is PastEvent['kind'] =>
  PERIOD_KINDS.some((period) => isOf(period, kind));

/** Those that begin or end the kinds of periods that are told. */
export const eventsAmong = (events: readonly PastEvent[], told: Partial<Past>): PastEvent[] =>
  events.filter(({ kind }) =>
    PERIOD_KINDS.some((period) => told[period] !== undefined && isOf(period, kind)),
  );

/** The past that events tell, in their order. */
export function pastFrom(events: readonly PastEvent[]): Past {
  const periodsFrom = (period: PeriodKind): Period[] => {
    const [begins, ends] = PERIODS[period];
    const periods: Period[] = [];
    for (const { kind, at } of events) {
      const last = periods.at(-1);
      const isOpen = last !== undefined && last.until === null;
      if (kind === begins && !isOpen) periods.push({ from: at, until: null });
      else if (kind === ends && isOpen) last.until = at;
    }
    return periods;
  };
  return {
    waiting: periodsFrom('waiting'),
    resolved: periodsFrom('resolved'),
    withCampusIt: periodsFrom('withCampusIt'),
  };
}
