import { intersection, MINUTE, subtract, unite, type Span } from './interval.js';
import type { Tier } from './tiers.js';

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const isPriority = (word: string): word is Priority =>
  (PRIORITIES as readonly string[]).includes(word);

/** How long a tier may take, in service minutes; null for no target. */
export interface ServiceTarget {
  tier: Tier;
  priority: Priority;
  /** From the opening to the first answer; of the library only. */
  responseMinutes: number | null;
  /** To the resolution: from the opening or, of what was handed over to Campus IT, from the hand-over. */
  resolutionMinutes: number | null;
}

export type Measure = 'response' | 'resolution';

/** A request with a clock. Instants in epoch ms. */
export interface ClockedRequest {
  tier: Tier;
  priority: Priority;
  openedAt: number;
  escalatedAt: number | null;
  firstResponseAt: number | null;
  /** Null while it is open. */
  resolvedAt: number | null;
  /** What happened to it, in order. */
  events: readonly ClockEvent[];
}

const CLOCK_EVENTS = [
  'waiting',
  'resumed',
  'resolved',
  'reopened',
  'routed',
  'escalated',
  'returned',
  'withdrawn',
] as const;

/** What stops a clock or lets it go on. `waiting`: for the person who asked. `routed`: Campus IT has it from the opening on. */
export interface ClockEvent {
  kind: (typeof CLOCK_EVENTS)[number];
  at: number;
}

export const isClockEvent = (kind: string): kind is ClockEvent['kind'] =>
  (CLOCK_EVENTS as readonly string[]).includes(kind);

/** What stops a clock, and what ends that. */
interface Stop {
  from: ClockEvent['kind'];
  until: readonly ClockEvent['kind'][];
}

/** Nobody works on it: the clocks of both tiers stand still, and no service time counts. */
const STANDSTILLS: readonly Stop[] = [
  { from: 'waiting', until: ['resumed', 'resolved', 'reopened'] },
  { from: 'resolved', until: ['reopened'] },
];

/** The library does not have it meanwhile. */
const HANDED_OVER: readonly Stop[] = [
  { from: 'routed', until: ['returned', 'withdrawn'] },
  { from: 'escalated', until: ['returned', 'withdrawn'] },
];

/** The clock of what a request waits for; of a resolved one, how long it took. */
export interface ServiceClock {
  measure: Measure;
  beganAt: number;
  targetMinutes: number;
  /** In service time, without stops. */
  usedMinutes: number;
  /** It waits for the person who asked. */
  isStopped: boolean;
  /** When the target is reached if nothing stops the clock; null once it ended, while it is stopped or no such service time is planned. */
  dueAt: number | null;
  /** When it was resolved; null while it is open. */
  endedAt: number | null;
  state: 'on-time' | 'soon' | 'over';
}

/** When this share of the target is left, it will be missed soon. */
const SOON_SHARE = 0.25;

/** What a request waits for by the target of its tier and priority, or waited for last; null without one. */
export function awaited(
  {
    tier,
    priority,
    firstResponseAt,
    resolvedAt,
  }: Pick<ClockedRequest, 'tier' | 'priority' | 'firstResponseAt' | 'resolvedAt'>,
  targets: readonly ServiceTarget[],
): { measure: Measure; targetMinutes: number } | null {
  const target = targets.find((one) => one.tier === tier && one.priority === priority);
  if (!target) return null;
  const { responseMinutes, resolutionMinutes } = target;
  const isAnswered = firstResponseAt !== null || resolvedAt !== null;
  if (tier === 'library' && !isAnswered && responseMinutes !== null)
    return { measure: 'response', targetMinutes: responseMinutes };
  return resolutionMinutes === null ? null : { measure: 'resolution', targetMinutes: resolutionMinutes };
}

/** When the clock of the tier that has it began. */
export function beganAt({ tier, openedAt, escalatedAt, events }: ClockedRequest): number {
  if (tier === 'library') return openedAt;
  return events.findLast(({ kind }) => kind === 'escalated')?.at ?? escalatedAt ?? openedAt;
}

/**
 * The clock of a request against its target; null without a target. `service`: when its location is open, in order
 * and disjoint, from the beginning of the clock until as far ahead as it is to be told.
 */
export function serviceClock(
  request: ClockedRequest,
  targets: readonly ServiceTarget[],
  service: readonly Span[],
  now: number,
): ServiceClock | null {
  const wanted = awaited(request, targets);
  if (!wanted) return null;
  const start = beganAt(request);
  const stops = stopsOf(request);
  const running = subtract(clip(service, { start, end: Infinity }), stops);
  const { resolvedAt: endedAt } = request;
  const usedMinutes = clip(running, { start, end: endedAt ?? now }).reduce(
    (sum, span) => sum + (span.end - span.start) / MINUTE,
    0,
  );
  const isStopped = endedAt === null && stops.some((stop) => stop.start <= now && now < stop.end);
  const left = wanted.targetMinutes - usedMinutes;
  const isSoon = endedAt === null && left <= wanted.targetMinutes * SOON_SHARE;
  return {
    ...wanted,
    beganAt: start,
    usedMinutes,
    isStopped,
    dueAt: isStopped || endedAt !== null ? null : reaching(running, wanted.targetMinutes),
    endedAt,
    state: left < 0 ? 'over' : isSoon ? 'soon' : 'on-time',
  };
}

const stopsOf = ({ tier, events }: ClockedRequest): Span[] =>
  stopsBy(tier === 'library' ? [...STANDSTILLS, ...HANDED_OVER] : STANDSTILLS, events);

/**
 * When a request waited for the person who asked, or was resolved: in order and disjoint; what has not ended goes on for ever.
 * Figures in service time leave it out, too. Hand-overs do not count here, because figures are of the whole service. The same
 * rule in SQL is `request_stops`, by which PostgreSQL keeps `support_requests.stops`.
 */
export const standstillsOf = (events: readonly ClockEvent[]): Span[] => stopsBy(STANDSTILLS, events);

function stopsBy(stops: readonly Stop[], events: readonly ClockEvent[]): Span[] {
  const spans: Span[] = [];
  for (const { from, until } of stops) {
    let since: number | null = null;
    for (const { kind, at } of events) {
      if (kind === from) since ??= at;
      else if (since !== null && until.includes(kind)) {
        if (at > since) spans.push({ start: since, end: at });
        since = null;
      }
    }
    if (since !== null) spans.push({ start: since, end: Infinity });
  }
  return unite(spans);
}

const clip = (spans: readonly Span[], within: Span): Span[] =>
  spans.flatMap((span) => intersection(span, within) ?? []);

/** When so many minutes have run; null when they do not. */
function reaching(running: readonly Span[], minutes: number): number | null {
  let left = minutes * MINUTE;
  for (const { start, end } of running) {
    if (end - start >= left) return start + left;
    left -= end - start;
  }
  return null;
}
