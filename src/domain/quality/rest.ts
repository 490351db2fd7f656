import { HOUR, SpanIndex, unite, type Span } from '../interval.js';
import { localDateOf } from '../local-date.js';
import { instantOf } from '../recurrence.js';
import { isOneWorkday, nightsOf, stretchesOf, type WorkingTimeLimits } from '../working-time.js';

export const BREACHES = ['short-rest', 'night-then-morning', 'long-stretch'] as const;
/**
 * `short-rest`: less than the minimum rest between two stretches of work in different working days.
 * `night-then-morning`: work between midnight and 05:00, and again before noon of the same date.
 * `long-stretch`: work for longer than the limit without a break.
 */
export type Breach = (typeof BREACHES)[number];

/** A stretch of work, with the one before it where the rest between them is meant. */
export interface RestBreach {
  kind: Breach;
  before: Span | null;
  stretch: Span;
}

/** How the rest of one operator was judged. */
export interface Rest {
  /** Rests between stretches of work, and stretches, that a rule judges. */
  judged: number;
  /** Those with a breach; one with two breaches counts once. */
  broken: number;
  breaches: readonly RestBreach[];
}

const MORNING_ENDS = '12:00';

/**
 * Judges an operator's rest around work at the location. A stretch, and the rest before it, count in the
 * window in which the stretch starts. A rest is judged when there is a minimum, or after a night; a stretch
 * when there is a limit. Costs O(n log n) in the claims.
 */
export function restOf(
  work: readonly (Span & { isHere: boolean })[],
  window: Span,
  limits: WorkingTimeLimits,
  zone: string,
): Rest {
  const here = new SpanIndex(unite(work.filter(({ isHere }) => isHere)));
  const isHere = (span: Span): boolean => here.minutesWithin(span) > 0;
  const stretches = stretchesOf(work, limits);
  let [judged, broken] = [0, 0];
  const breaches: RestBreach[] = [];
  for (const [index, stretch] of stretches.entries()) {
    if (stretch.start < window.start || stretch.start >= window.end) continue;
    if (limits.longestStretchHours !== null && isHere(stretch)) {
      judged++;
      if (stretch.end - stretch.start > limits.longestStretchHours * HOUR) {
        broken++;
        breaches.push({ kind: 'long-stretch', before: null, stretch });
      }
    }
    const before = stretches[index - 1];
    if (!before || (!isHere(before) && !isHere(stretch))) continue;
    if (isOneWorkday(before, stretch, zone, limits)) continue;
    const night = [...nightsOf([before], zone)].at(-1);
    const least = limits.minimumRestHours;
    if (least === null && night === undefined) continue;
    judged++;
    const isShort = least !== null && stretch.start - before.end < least * HOUR;
    const isMorningAfter =
      night !== undefined &&
      localDateOf(stretch.start, zone) === night &&
      stretch.start < instantOf(night, MORNING_ENDS, zone, 'first');
    if (isShort) breaches.push({ kind: 'short-rest', before, stretch });
    if (isMorningAfter) breaches.push({ kind: 'night-then-morning', before, stretch });
    if (isShort || isMorningAfter) broken++;
  }
  return { judged, broken, breaches };
}
